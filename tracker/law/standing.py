"""What a participant is to a treaty on a day. Pure.

VCLT = Vienna Convention on the Law of Treaties (1969).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.models import ConsentKind, Field, Group, Listed, Period, Row, Standing
from tracker.participants import table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tracker.models import Threshold

_RANK = (
    Standing.PARTY,
    Standing.CONTRACTING,
    Standing.FORMER,
    Standing.SIGNATORY,
    Standing.INVITED,
    Standing.NONE,
)


def standing_on(row: Row, day: date) -> Standing:
    """What the participant was to the treaty on a day, as far as the row tells.

    Acts dated after the day have not happened yet. An invitation carries no date: it is taken as it stands.
    """
    periods: tuple[Period | Row, ...] = (*row.former, row)
    standings = [_of_period(period, day) for period in periods]
    if row.listed is Listed.PARTY and not row.dates:
        standings.append(Standing.PARTY)  # the members' page prints no dates
    if row.listed is Listed.FORMER:
        standings.append(Standing.FORMER)  # the UN's brackets say that it ended, not when
    if row.invited:
        standings.append(Standing.INVITED)
    return min(standings, key=_RANK.index)


def _of_period(period: Period | Row, day: date) -> Standing:
    if reached(period.left_on, day):
        return Standing.FORMER
    if reached(period.in_force_on, day):
        return Standing.PARTY
    if reached(period.consent_on, day):
        return Standing.CONTRACTING
    if reached(period.signed_on, day):
        return Standing.SIGNATORY
    return Standing.NONE


def as_of(row: Row, day: date) -> Row:
    """The row as the law saw it on a day: acts dated later have not happened; of several periods, the latest
    that had begun. A new signature after a period that ended is shown with that period: nothing began by it."""
    begun = [period for period in row.former if reached(period.signed_on or period.consent_on, day)]
    current: Period | Row = row
    if begun and not reached(row.consent_on, day):
        current = begun[-1]
    consented, denounced = reached(current.consent_on, day), reached(current.denounced_on or current.left_on, day)
    return replace(
        row,
        signed_on=next((signed for signed in (current.signed_on, row.signed_on) if reached(signed, day)), None),
        consent_on=current.consent_on if consented else None,
        consent_kind=current.consent_kind if consented else None,
        in_force_on=current.in_force_on if consented or reached(current.in_force_on, day) else None,
        denounced_on=current.denounced_on if denounced else None,
        left_on=current.left_on if denounced else None,
        suspended_on=row.suspended_on if reached(row.suspended_on, day) else None,
        listed=None if row.listed is Listed.PARTY and row.dates else row.listed,  # its dates say more
    )


def ended_before_entry(period: Period | Row) -> bool:
    """True if a denunciation took effect no later than the day printed for the entry into force: it never came."""
    return bool(period.in_force_on and period.left_on and period.left_on <= period.in_force_on)


def reached(when: date | None, day: date) -> bool:
    """True if the date is known and not after the day."""
    return when is not None and when <= day


def consents_by(rows: Iterable[Row], day: date) -> list[Row]:
    """Rows whose consent stands on the day, in order of consent; in force or not (docs/sources.md#law: as counted)."""
    standing = [row for row in rows if standing_on(row, day) in (Standing.PARTY, Standing.CONTRACTING)]
    return sorted(standing, key=lambda row: (row.consent_on or day, row.participant))


def counted_by(rows: Iterable[Row], threshold: Threshold, day: date) -> list[Row]:
    """The consents that stand on the day and count towards a threshold, in order.

    The UN's text does not count an organisation's instrument in addition to its members' (docs/sources.md#un): it is
    never counted here, since no source tells who an organisation's members are. A register without headings does not
    even tell which participant is an organisation: the table of participants does.
    """
    return [row for row in consents_by(rows, day) if threshold.organisations or not _organisation(row)]


def _organisation(row: Row) -> bool:
    return row.group is Group.ORGANISATION or table().get(row.participant).organisation


def threshold_reached(rows: Iterable[Row], threshold: Threshold, day: date) -> bool:
    """True if enough consents stand on the day, and enough of them by member States."""
    counted = counted_by(rows, threshold, day)
    members = sum(1 for row in counted if row.group is Group.MEMBER)
    return len(counted) >= threshold.needed and members >= (threshold.members or 0)


def definitive(row: Row) -> bool:
    """True if consent was *inferred* from an entry into force with a signature and no date of consent."""
    return row.consent_kind is ConsentKind.DEFINITIVE_SIGNATURE and Field.CONSENT_KIND not in row.known
