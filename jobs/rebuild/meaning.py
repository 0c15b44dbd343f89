"""What a change says, apart from its words: two versions of the program may tell the same act otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.models import STATEMENTS, ChangeKind

if TYPE_CHECKING:
    from tracker.models import Change


def means_the_same(told: Change, now: Change) -> bool:
    """True if a change that was told and one that is derived now are of the same act.

    Earlier versions told each statement that left the list as withdrawn, and one that came back as made.
    """
    if meaning(now) == meaning(told):
        return True
    if told.source != STATEMENTS or now.source != STATEMENTS:
        return False
    if told.kind is ChangeKind.STATEMENT_WITHDRAWN and told.effective_on is None:
        kinds = (ChangeKind.STATEMENT_NO_LONGER_SHOWN, ChangeKind.STATEMENT_WITHDRAWN)
        as_told = replace(now, kind=told.kind, nature=told.nature, effective_on=None)
        return now.kind in kinds and meaning(as_told) == meaning(told)
    again = now.kind is told.kind is ChangeKind.STATEMENT_MADE
    return again and meaning(replace(now, nature=told.nature)) == meaning(told)


def meaning(change: Change) -> tuple[object, ...]:
    """The content of a change without what may differ between versions: its wording, and the day of an invitation,
    which is from the bundled list of decisions and not from the evidence."""
    return (
        change.treaty,
        change.participant,
        change.kind,
        change.nature,
        change.field,
        change.before,
        change.after,
        None if change.kind is ChangeKind.INVITED else change.effective_on,
        change.left_on,
        change.source,
    )
