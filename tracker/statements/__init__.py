"""Reservations, declarations and other statements: identity, changes, and effect on a day. Pure.

identity    matches old and new statements, although the list has no ids
compare     finds the differences between two lists, and applies them to a list
withdrawals finds the entries that withdraw a statement
word_diff   finds the words that were removed from and added to a text
extensions  finds the territories that a treaty is extended to, and when that takes effect
articles    matches an article that a person asks for with the printed ones
preclusion  finds objections that preclude the entry into force between two States
matrix      tells which statements apply on a day, and makes the table of articles and participants
formula     splits the depositary's formula off the words of a statement
instrument  finds the kind of the instrument that a statement came with
"""

from __future__ import annotations

from tracker.guard.statements import doubts
from tracker.statements.articles import article_matches, article_numbers, articles_around
from tracker.statements.compare import StatementDifference, apply, as_difference, compare
from tracker.statements.formula import Parts, Withdraws, parts
from tracker.statements.identity import pairs, same
from tracker.statements.instrument import instrument_kind, stated_kind
from tracker.statements.matrix import Matrix, in_effect, matrix
from tracker.statements.preclusion import decides, foremost, in_set_form, opposed_by, precluded_by
from tracker.statements.withdrawals import withdraws
from tracker.statements.word_diff import Segment, Side, word_difference

__all__ = [
    "Matrix",
    "Parts",
    "Segment",
    "Side",
    "StatementDifference",
    "Withdraws",
    "apply",
    "article_matches",
    "article_numbers",
    "articles_around",
    "as_difference",
    "compare",
    "decides",
    "doubts",
    "foremost",
    "in_effect",
    "in_set_form",
    "instrument_kind",
    "matrix",
    "opposed_by",
    "pairs",
    "parts",
    "precluded_by",
    "same",
    "stated_kind",
    "withdraws",
    "word_difference",
]
