"""Changes for machines: feeds and files that other programs read. Pure."""
