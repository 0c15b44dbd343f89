"""Is a list of statements fit to be believed? Pure. docs/rules-of-change.md#quarantine"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import ErrorKind
from tracker.guard.charts import Doubt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.models import Statement

_FEW = 10  # a shorter list says nothing about how many are few
_KEPT = 0.5


def doubts(old: Sequence[Statement], new: Sequence[Statement]) -> tuple[Doubt, ...]:
    """Every reason to quarantine a list, given the one accepted before; empty = accepted.

    Doubtful is an empty list after one that was not, and one that lost more than half of ten or more. Statements
    that were printed as withdrawn may leave the list as they please.
    """
    standing = sum(1 for statement in old if statement.withdrawn_on is None)
    if standing and not new:
        message = f"an empty list where the last one had {standing} statements"
    elif standing >= _FEW and len(new) < _KEPT * standing:
        message = f"{len(new)} statements where the last list had {standing}"
    else:
        return ()
    return (Doubt(kind=ErrorKind.STATEMENTS, message=message),)
