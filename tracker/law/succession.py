"""Successions of States: in whose row the acts of a day stand, and what a successor may have inherited. Pure.

Whether a successor is bound by its predecessor's treaties is for it to notify, and for law to answer (Vienna Convention
on Succession of States in respect of Treaties, 1978; both from memory). A table that shows no act of it says neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.law.periods import acted_by, periods_of
from tracker.law.standing import standing_on
from tracker.models import Standing

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tracker.models import Row
    from tracker.participants import Participants


def acting_row(
    participant: str, day: date, participants: Participants, row_of: Callable[[str], Row | None]
) -> tuple[Row | None, str | None]:
    """The row with the acts of a participant on a day; with the successor whose it is, for a former State. `row_of`: by
    the id of a participant its row with every date.

    Before a State began, the acts were its predecessor's: they stand in its own row, or in that of the predecessor or
    of another successor. What a successor did for itself was no act of its predecessor.
    """
    row, known = row_of(participant), participants.get(participant)
    if not known.existed_on(day):
        former = None if acted_by(row, day) else participants.predecessor_on(participant, day)
        held, _ = acting_row(former.id, day, participants, row_of) if former else (None, None)
        return (held or row), None
    if row is None:
        rows = (row_of(key) for key in known.successors)
        held = next((found for found in rows if found and _acted_as(participant, found, day, participants)), None)
        if held:
            return held, held.participant
    return row, None


def _acted_as(state: str, row: Row, day: date, participants: Participants) -> bool:
    """True if a row holds acts of a State that another one succeeded, by a day."""
    acts = (when for period in periods_of(row) for when in (period.signed_on, period.consent_on, period.in_force_on))
    return any(when and when <= day and participants.acting_on(row.participant, when) == state for when in acts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inheritance:
    """The former State that a participant was part of until it began on a day, and which was bound or had consented."""

    former: str
    until: date


def inheritance_of(
    participant: str, day: date, participants: Participants, row_of: Callable[[str], Row | None]
) -> Inheritance | None:
    """What a participant may have inherited by a day, of which no act of its own is shown; None if there is nothing."""
    known, own = participants.get(participant), row_of(participant)
    began = known.existed[0] if known.existed else None
    if began is None or not known.existed_on(day) or (own and (own.dates or own.former or own.listed or own.invited)):
        return None
    eve = began - timedelta(days=1)
    former = participants.predecessor_on(participant, eve)
    row, _ = acting_row(former.id, eve, participants, row_of) if former else (None, None)
    if former is None or row is None or standing_on(row, eve) not in (Standing.PARTY, Standing.CONTRACTING):
        return None
    return Inheritance(former=former.name, until=began)
