"""Plausibility checks of a list of statements (docs/rules-of-change.md#quarantine, quarantined: `statements`). Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import ErrorKind
from tracker.guard.doubt import Doubt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.models import Statement

_FEW = 10  # statements; in a shorter list, losing half may be an ordinary change
_KEPT = 0.5  # share of the last list; States rarely drop many at once, so a greater loss suggests a truncated page


def doubts(old: Sequence[Statement], new: Sequence[Statement], unread: int = 0) -> tuple[Doubt, ...]:
    """All reasons to quarantine a list, given the last accepted one; empty if it is accepted.

    A list is doubtful if it is empty and the last one was not, or if it lost more than half of ten or more statements.
    Statements printed as withdrawn do not count: they may leave the list at any time. Nor do those that left it before.
    `unread` rows of the new list count as statements.
    """
    standing = sum(1 for statement in old if statement.withdrawn_on is None and statement.last_shown_on is None)
    listed = len(new) + unread
    if standing and not listed:
        message = f"an empty list where the last one had {standing} statements"
    elif standing >= _FEW and listed < _KEPT * standing:
        message = f"{listed} statements where the last list had {standing}"
    else:
        return ()
    return (Doubt(kind=ErrorKind.STATEMENTS, message=message),)
