"""Reservations, declarations and the like: which are the same, what changed, which apply on a day. Pure.

Here: identity of texts, comparison of lists and of words, articles, what a text proves.
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
