"""Which text of a French list is that of a statement on record. Pure.

No id is known that the data service gives a statement (docs/sources.md#endpoints). What its lists have in common in
every language is in columns: who made the statement, its kind, the article, and the days of effect and withdrawal. Two
statements that agree in all of these, and to which nothing else in either list agrees, are one; nothing is matched by
the likeness of texts, or by the place in the list.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tracker.statements.identity import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.models import Statement


def in_french(ours: Sequence[Statement], french: Sequence[Statement]) -> dict[int, int]:
    """The place in the French list of the text of each of our statements, by its place; without those of which it is
    not certain.

    Where a text says on which day it was deposited or registered, the other must not say another day.
    """
    own, theirs = _places(ours), _places(french)
    pairs = (
        (own[columns][0], theirs[columns][0])
        for columns in own.keys() & theirs.keys()
        if len(own[columns]) == len(theirs[columns]) == 1
    )
    return {one: other for one, other in sorted(pairs) if not _contradict(ours[one], french[other])}


def _places(statements: Sequence[Statement]) -> dict[tuple[object, ...], list[int]]:
    found: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, one in enumerate(statements):
        found[one.participant, label(one), one.effective_on, one.withdrawn_on].append(place)
    return found


def _contradict(one: Statement, other: Statement) -> bool:
    return None not in (one.deposited_on, other.deposited_on) and one.deposited_on != other.deposited_on
