"""Names inside a sentence, which take the form that a phrase asks for. Pure."""

from tracker.wording.grammar.noun import Noun, joined

__all__ = ["Noun", "joined"]
