"""Reservations, declarations and the like: which are the same, what changed, which apply on a day. Pure.

listing     what holds in any list: the order, the header of a text, the day of deposit
territories what a statement says of a territory
interpret   the participants, kinds and territories of printed statements
identity    what two printings of one statement may differ in, and which old and new ones are the same
compare     two lists → the acts between them; a list with acts applied; an act as a difference to tell
word_diff   two texts → what was taken out and put in
articles    which printed articles an asked one names
matrix      in effect on a day; articles × participants
instrument  what a statement proves about the instrument that it came with

Not here: reading a list (`tracker.sources`), believing it (`tracker.guard`), telling of it (`tracker.wording`).
"""

from __future__ import annotations

from tracker.guard.statements import doubts
from tracker.statements.articles import article_matches, article_numbers, articles_around
from tracker.statements.compare import StatementDifference, apply, as_difference, compare
from tracker.statements.identity import pairs, same
from tracker.statements.instrument import instrument_kind, stated_kind
from tracker.statements.matrix import Matrix, in_effect, matrix
from tracker.statements.word_diff import Segment, Side, word_difference

__all__ = [
    "Matrix",
    "Segment",
    "Side",
    "StatementDifference",
    "apply",
    "article_matches",
    "article_numbers",
    "articles_around",
    "as_difference",
    "compare",
    "doubts",
    "in_effect",
    "instrument_kind",
    "matrix",
    "pairs",
    "same",
    "stated_kind",
    "word_difference",
]
