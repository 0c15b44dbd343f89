"""When nothing printed says whether a treaty is in force for a participant. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.law.standing import reached
from tracker.models import ConsentKind, Field, Standing

if TYPE_CHECKING:
    from datetime import date

    from tracker.law.sides import Side
    from tracker.models import Period, Row


def unknown(row: Row, side: Side, day: date, status_as_of: date | None) -> bool:
    """True if nothing printed says whether a side was bound.

    Dates may contradict each other. Only the rule says that the treaty entered into force for it, or that its
    participation ended. A register may have no column for entry into force. An entry or an end without a date says
    nothing of a day before the status day. A list that is not complete says nothing of those whose acts are not known.
    A succession may have effect before it was notified.
    """
    if row.unread or side.contradiction or side.succeeds_on:
        return True
    if side.standing in (Standing.PARTY, Standing.CONTRACTING) and reached(side.left_by_rule, day):
        return True  # a denunciation may be revoked before (VCLT art. 68)
    if side.standing is Standing.CONTRACTING:
        ruled = row.rule_decides and row.entry_by_rule is not None and side.by_rule_since is None
        return side.by_rule_since is not None or (Field.IN_FORCE_ON not in row.known and not ruled)
    return status_as_of is not None and day < status_as_of and undated(row, side, day)


def undated(row: Row, side: Side, day: date) -> bool:
    """True if the row says that a side is a Party, or has left, and no source prints since when."""
    if side.standing is Standing.FORMER and any(one.end_unknown and reached(one.consent_on, day) for one in row.former):
        return True
    return row.listed is not None and not side.begins and side.standing in (Standing.PARTY, Standing.FORMER)


def succeeds_on(row: Row, day: date) -> date | None:
    """The day of a succession that was notified only after a day, where no source prints from when it has effect: it
    may go back to the day on which the State began."""
    periods: tuple[Period | Row, ...] = (*row.former, row)
    later = (
        one.consent_on
        for one in periods
        if one.consent_kind is ConsentKind.SUCCESSION and not one.in_force_on and not reached(one.consent_on, day)
    )
    return min((when for when in later if when), default=None)
