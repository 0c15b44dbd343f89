"""A participant's periods and acts under a treaty, and whether the treaty is in force between two of them. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from tracker.law import as_of, ended_before_entry, expected_by, reached, standing_on, suspended_since
from tracker.law.acts import CONSENT_CHANGE
from tracker.models import ChangeKind, ConsentKind, Field, Period, Row, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from tracker.models import Chart, Treaty


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act of a participant, or a date that took effect for it. `on` is None if no date is known (an invitation).

    `consent_kind` is more exact than `kind`, which is `ratified` also for the chart's broad column.
    """

    kind: ChangeKind
    field: Field
    on: date | None
    consent_kind: ConsentKind | None = None


def periods_of(row: Row) -> tuple[Period | Row, ...]:
    """All periods of participation in a row: first those that ended, then the current one, with its future dates."""
    return (*row.former, row)


def periods_on(row: Row, day: date) -> tuple[Period, ...]:
    """The periods of participation that had begun by a day, in order, without later acts."""
    cut = (_alone(period, day) for period in periods_of(row))
    return tuple(period for period in cut if period.signed_on or period.consent_on or period.in_force_on)


def _alone(period: Period | Row, day: date) -> Period:
    """One period without the acts that came after a day."""
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
    """All acts, and dates that took effect, by a day; ordered by date, and within one date in legal order.

    Future dates are not included. A current invitation comes first, because it has no date.
    """
    found = [act for period in periods_on(row, day) for act in _acts_of(period, day)]
    found += [act for act in _suspensions(row) if reached(act.on, day)]
    found.sort(key=lambda act: act.on or day)
    invited = (Act(kind=ChangeKind.INVITED, field=Field.INVITED, on=None),) if row.invited else ()
    return (*invited, *found)


def _suspensions(row: Row) -> Iterator[Act]:
    for ended in row.suspensions:
        yield Act(kind=ChangeKind.SUSPENDED, field=Field.SUSPENDED_ON, on=ended.suspended_on)
        yield Act(kind=ChangeKind.SUSPENSION_ENDED, field=Field.SUSPENDED_ON, on=ended.until_on)
    if row.suspended_on:
        yield Act(kind=ChangeKind.SUSPENDED, field=Field.SUSPENDED_ON, on=row.suspended_on)


def _acts_of(period: Period, day: date) -> Iterator[Act]:
    for kind, field, when in (
        (ChangeKind.SIGNED, Field.SIGNED_ON, period.signed_on),
        (CONSENT_CHANGE[period.consent_kind or ConsentKind.CONSENT], Field.CONSENT_ON, period.consent_on),
        (ChangeKind.ENTERED_INTO_FORCE, Field.IN_FORCE_ON, period.in_force_on),
        (ChangeKind.DENOUNCED, Field.DENOUNCED_ON, period.denounced_on),
        (ChangeKind.DENUNCIATION_EFFECTIVE, Field.LEFT_ON, period.left_on),
    ):
        if reached(when, day) and not (field is Field.IN_FORCE_ON and ended_before_entry(period)):
            consent = period.consent_kind if field is Field.CONSENT_ON else None
            yield Act(kind=kind, field=field, on=when, consent_kind=consent)


def acted_by(row: Row | None, day: date) -> bool:
    """True if a participant had signed or consented by a day, or is in a list that prints no dates."""
    if row is None:
        return False
    return bool(periods_on(row, day)) or (row.listed is not None and not row.dates)


# ---- between two --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two participants on a day.

    `bound` is None if not known: the source prints no dates of entry into force, or the expected date has passed and no
    source has been read for a later day. `since` is the entry into force of the period that covers the day. For a
    contracting State, `due_on` is the future entry into force that a source prints, and `expected_on` the one that the
    treaty's rule gives if none is printed.
    """

    standing: Standing
    bound: bool | None
    since: date | None = None
    suspended_on: date | None = None
    due_on: date | None = None
    expected_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Whether a treaty is in force between two participants on a day; `in_force` is None if that is not known.

    `since` is the later of the two entries into force; None if the treaty is not in force between them, or if a source
    prints no date. `due_on` is the treaty's own future entry into force as printed; `treaty_expected_on` is the one
    that its rule gives if none is printed.
    """

    in_force: bool | None
    since: date | None
    treaty_in_force: bool | None  # the treaty itself
    a: Side
    b: Side
    due_on: date | None = None
    treaty_expected_on: date | None = None

    @property
    def expected_on(self) -> date | None:
        """The expected entry into force between the two; None unless the rule gives the date for one of them."""
        sides = (self.a, self.b)
        if not any(side.expected_on for side in sides):
            return None
        entries = [side.expected_on or side.due_on or side.since for side in sides]
        complete = all(when or side.standing is Standing.PARTY for when, side in zip(entries, sides, strict=True))
        return max(when for when in entries if when) if complete else None

    @property
    def suspended(self) -> bool:
        """True if the operation of the treaty is suspended for one of them (VCLT art. 57)."""
        return bool(self.a.suspended_on or self.b.suspended_on)


def relation_on(a: Row | None, b: Row | None, chart: Chart, day: date, treaty: Treaty | None = None) -> Relation:
    """Compare the rows of two participants on a day (None: the participant has no row).

    An entry without dates is only true from the chart's status day on. With a `treaty`, its rule gives expected dates.
    If an expected date has come, then after the status day the answer is "not known": no source says that the treaty is
    not in force. Up to the status day, the chart itself says so.
    """
    expected = expected_by(chart, treaty, day) if treaty else {}
    one, other = (side_on(row, day, chart.status_as_of, expected) for row in (a, b))
    return relation_of(one, other, itself_on(chart, day, expected))


@dataclass(frozen=True, slots=True, kw_only=True)
class Itself:
    """The treaty itself on a day; the names are those of Relation."""

    in_force: bool | None
    due_on: date | None = None
    expected_on: date | None = None


def itself_on(chart: Chart, day: date, expected: Mapping[str | None, date]) -> Itself:
    """Whether a treaty is in force at all on a day. `expected` as `expected_by` gives it for that day."""
    in_force = _treaty_in_force(chart, day)
    if in_force is False and _awaits_confirmation(expected.get(None), day, chart.status_as_of):
        in_force = None
    due_on = None if reached(chart.in_force_on, day) else chart.in_force_on
    return Itself(in_force=in_force, due_on=due_on, expected_on=expected.get(None))


def relation_of(one: Side, other: Side, itself: Itself) -> Relation:
    """What two sides and the treaty itself, all three on one day, give together."""
    in_force = False if itself.in_force is False else _both(one.bound, other.bound)
    since = max(one.since, other.since) if in_force and one.since and other.since else None
    return Relation(
        in_force=in_force,
        since=since,
        treaty_in_force=itself.in_force,
        a=one,
        b=other,
        due_on=itself.due_on,
        treaty_expected_on=itself.expected_on,
    )


def within_one_state(relation: Relation) -> Relation:
    """The same between two that belonged to one and the same State: no treaty is in force between its parts."""
    return replace(relation, in_force=False, since=None)


def _treaty_in_force(chart: Chart, day: date) -> bool | None:
    """True if the treaty itself is in force on a day; None if not known.

    If the chart prints no date for the treaty, the baseline has the earliest of its participants'
    (docs/rules-of-change.md#kinds). Without
    any date the treaty is not in force, unless the source shows no such dates at all.
    """
    if chart.in_force_on:
        return chart.in_force_on <= day
    shows = chart.shows_in_force_on or any(Field.IN_FORCE_ON in row.known for row in chart.rows)
    return False if shows else None


def _awaits_confirmation(expected: date | None, day: date, status_as_of: date | None) -> bool:
    """True if an expected date has passed by a day that is later than the chart's status day."""
    return reached(expected, day) and (status_as_of is None or day > status_as_of)


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def side_on(row: Row | None, day: date, status_as_of: date | None, expected: Mapping[str | None, date]) -> Side:
    """One side on a day, of its row with every date. `expected` as `expected_by` gives it for that day."""
    if row is None:
        return Side(standing=Standing.NONE, bound=False)
    standing = standing_on(row, day)
    entered = [
        period.in_force_on
        for period in periods_of(row)
        if reached(period.in_force_on, day) and not reached(period.left_on, day)
    ]
    since = max((when for when in entered if when), default=None) if standing is Standing.PARTY else None
    unknown = _source_cannot_tell(row, standing, since, earlier=bool(status_as_of and day < status_as_of))
    contracting = standing is Standing.CONTRACTING
    expected_on = expected.get(row.participant) if contracting else None
    return Side(
        standing=standing,
        bound=None if unknown or _awaits_confirmation(expected_on, day, status_as_of) else standing is Standing.PARTY,
        since=since,
        suspended_on=suspended_since(row, day) if since else None,
        due_on=as_of(row, day).in_force_on if contracting else None,
        expected_on=expected_on,
    )


def _source_cannot_tell(row: Row, standing: Standing, since: date | None, *, earlier: bool) -> bool:
    """True if the source cannot tell whether the participant was bound.

    A register may have no column for entry into force. An entry without a date says nothing of an earlier day.
    """
    if standing is Standing.CONTRACTING:
        return Field.IN_FORCE_ON not in row.known
    return earlier and row.listed is not None and not since and standing in (Standing.PARTY, Standing.FORMER)
