"""Whether a chart or a list of statements is plausible enough to be accepted without a person. Pure."""
