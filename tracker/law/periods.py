"""A participant's periods of participation and its acts, of one row. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from tracker.law import as_of, ended_before_entry, reached
from tracker.law.acts import CONSENT_CHANGE
from tracker.models import ChangeKind, ConsentKind, Field, Period, Row, but

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act of a participant, or a date that took effect for it. `on` is None if no date is known (an invitation).

    `consent_kind` is more exact than `kind`, which is `ratified` also for the chart's broad column.
    """

    kind: ChangeKind
    field: Field
    on: date | None
    consent_kind: ConsentKind | None = None
    ad_referendum: bool = False  # a signature subject to confirmation


def periods_of(row: Row) -> tuple[Period | Row, ...]:
    """All periods of participation in a row: first those that ended, then the current one, with its future dates."""
    return (*row.former, row)


def dates_of(row: Row) -> Iterator[date]:
    """Every date of all periods, those by the treaty's rule too."""
    for period in periods_of(row):
        for day in (
            *(period.signed_on, period.consent_on, period.in_force_on, period.denounced_on, period.left_on),
            *(period.entry_by_rule, period.left_by_rule),
        ):
            if day is not None:
                yield day


def periods_on(row: Row, day: date) -> tuple[Period, ...]:
    """The periods of participation that had begun by a day, in order, without later acts."""
    cut = (_alone(period, day) for period in periods_of(row))
    return tuple(period for period in cut if period.signed_on or period.consent_on or period.in_force_on)


def _alone(period: Period | Row, day: date) -> Period:
    """One period without the acts that came after a day."""
    whole = period if isinstance(period, Row) else Row(participant="", name="", **msgspec.structs.asdict(period))
    seen = as_of(but(whole, former=()), day)
    return Period(
        signed_on=seen.signed_on,
        consent_on=seen.consent_on,
        consent_kind=seen.consent_kind,
        in_force_on=seen.in_force_on,
        denounced_on=seen.denounced_on,
        left_on=seen.left_on,
        left_by_rule=seen.left_by_rule,
    )


def acts_by(row: Row, day: date) -> tuple[Act, ...]:
    """All acts, and dates that took effect, by a day; ordered by date, and within one date in legal order.

    Future dates are not included. A current invitation comes first, because it has no date.
    """
    # a row that shows a return may repeat the signature of the period before
    found = list(dict.fromkeys(act for period in periods_on(row, day) for act in _acts_of(period, day)))
    if row.ad_referendum:
        found = [
            replace(act, ad_referendum=True) if (act.field, act.on) == (Field.SIGNED_ON, row.signed_on) else act
            for act in found
        ]
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
