"""A participant's part in a treaty on a day: its periods, its acts in order, whether the treaty binds two. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from tracker.diff.rows import CONSENT_CHANGE
from tracker.law import as_of, reached, standing_on
from tracker.models import ChangeKind, ConsentKind, Field, Period, Row, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tracker.models import Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a participant did, or what took effect for it; `on` is None where no date is known (an invitation)."""

    kind: ChangeKind
    field: Field
    on: date | None


def periods_of(row: Row) -> tuple[Period | Row, ...]:
    """All times of participation that a row holds, those that ended first; dates to come too."""
    return (*row.former, row)


def periods_on(row: Row, day: date) -> tuple[Period, ...]:
    """The times of participation that had begun by a day, in order, as the law saw them on it."""
    cut = (_alone(period, day) for period in periods_of(row))
    return tuple(period for period in cut if period.signed_on or period.consent_on or period.in_force_on)


def _alone(period: Period | Row, day: date) -> Period:
    """One period as the law saw it on a day."""
    if isinstance(period, Row):
        seen = as_of(replace(period, former=()), day)
    else:
        seen = as_of(Row(participant="", name="", **asdict(period)), day)
    return Period(
        signed_on=seen.signed_on,
        consent_on=seen.consent_on,
        consent_kind=seen.consent_kind,
        in_force_on=seen.in_force_on,
        denounced_on=seen.denounced_on,
        left_on=seen.left_on,
    )


def acts_by(row: Row, day: date) -> tuple[Act, ...]:
    """All that was done, or took effect, by a day: in order of date, on one day in legal order.

    Dates of effect that are still to come are no acts. An invitation that stands comes first.
    """
    found = [act for period in periods_on(row, day) for act in _acts_of(period, day)]
    if row.suspended_on and reached(row.suspended_on, day):
        found.append(Act(kind=ChangeKind.SUSPENDED, field=Field.SUSPENDED_ON, on=row.suspended_on))
    found.sort(key=lambda act: act.on or day)
    invited = (Act(kind=ChangeKind.INVITED, field=Field.INVITED, on=None),) if row.invited else ()
    return (*invited, *found)


def _acts_of(period: Period, day: date) -> Iterator[Act]:
    for kind, field, when in (
        (ChangeKind.SIGNED, Field.SIGNED_ON, period.signed_on),
        (CONSENT_CHANGE[period.consent_kind or ConsentKind.CONSENT], Field.CONSENT_ON, period.consent_on),
        (ChangeKind.ENTERED_INTO_FORCE, Field.IN_FORCE_ON, period.in_force_on),
        (ChangeKind.DENOUNCED, Field.DENOUNCED_ON, period.denounced_on),
        (ChangeKind.DENUNCIATION_EFFECTIVE, Field.LEFT_ON, period.left_on),
    ):
        if reached(when, day):
            yield Act(kind=kind, field=field, on=when)


# ---- between two --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two participants on a day.

    `bound` is None where its source cannot tell: it prints no such dates. `since`: when the period that covers the
    day entered into force for it.
    """

    standing: Standing
    bound: bool | None
    since: date | None = None
    suspended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Whether a treaty is in force between two participants on a day; None where that is not known.

    `since` is the later of the two entries into force that the day rests on; None where it is not in force, or a
    source prints no date.
    """

    in_force: bool | None
    since: date | None
    treaty_in_force: bool | None  # the treaty itself
    a: Side
    b: Side

    @property
    def suspended(self) -> bool:
        """True if the operation of the treaty is suspended for one of them (VCLT art. 57)."""
        return bool(self.a.suspended_on or self.b.suspended_on)


def relation_on(a: Row | None, b: Row | None, chart: Chart, day: date) -> Relation:
    """What the rows of two participants say of each other on a day; None: a participant without a row.

    What the chart lists without dates it says of the day it speaks of, and of no earlier.
    """
    one, other = (_side(row, day, chart.status_as_of) for row in (a, b))
    treaty = _treaty_in_force(chart, day)
    in_force = False if treaty is False else _both(one.bound, other.bound)
    since = max(one.since, other.since) if in_force and one.since and other.since else None
    return Relation(in_force=in_force, since=since, treaty_in_force=treaty, a=one, b=other)


def _treaty_in_force(chart: Chart, day: date) -> bool | None:
    """Where a chart prints no date for the treaty it is the earliest of its participants' (DESIGN 4): without any,
    the treaty is not in force, unless the source shows no such dates at all."""
    if chart.in_force_on:
        return chart.in_force_on <= day
    shows = chart.shows_in_force_on or any(Field.IN_FORCE_ON in row.known for row in chart.rows)
    return False if shows else None


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _side(row: Row | None, day: date, status_as_of: date | None) -> Side:
    if row is None:
        return Side(standing=Standing.NONE, bound=False)
    standing = standing_on(row, day)
    entered = [
        period.in_force_on
        for period in periods_of(row)
        if reached(period.in_force_on, day) and not reached(period.left_on, day)
    ]
    since = max((when for when in entered if when), default=None) if standing is Standing.PARTY else None
    untold = _untold(row, standing, since, earlier=bool(status_as_of and day < status_as_of))
    return Side(
        standing=standing,
        bound=None if untold else standing is Standing.PARTY,
        since=since,
        suspended_on=row.suspended_on if since and reached(row.suspended_on, day) else None,
    )


def _untold(row: Row, standing: Standing, since: date | None, *, earlier: bool) -> bool:
    """True where a source cannot tell: what it lists without a date says nothing of an earlier day, and a register
    may have no column for the entry into force."""
    if standing is Standing.CONTRACTING:
        return Field.IN_FORCE_ON not in row.known
    return earlier and row.listed is not None and not since and standing in (Standing.PARTY, Standing.FORMER)
