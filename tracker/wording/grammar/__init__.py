"""Names inside a sentence, which take the form that a phrase asks for. Pure.

Here: a name with its number, gender and forms; how French builds them. Not here: which names there are
(`tracker.participants`), and phrases (the other modules of `tracker.wording`).
"""

from tracker.wording.grammar.noun import Noun, for_script, joined, mark_of

__all__ = ["Noun", "for_script", "joined", "mark_of"]
