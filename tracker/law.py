"""What dates mean: standing on a day, and what takes effect when a day is reached. Pure.

VCLT = Vienna Convention on the Law of Treaties (1969).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from tracker.models import (
    ChangeKind,
    ConsentKind,
    Difference,
    Field,
    Group,
    Listed,
    Nature,
    Period,
    Row,
    Standing,
    Threshold,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from tracker.models import Chart

#: (participant or None for the treaty itself, field) → the date that has taken effect and was told or is history
Effects: TypeAlias = "Mapping[tuple[str | None, Field], date]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a treaty's own text says about entry into force and accession.

    `months_after_consent` and `parent` as in Treaty; `signed_by_parents`: only who consented to the parent may sign.
    """

    threshold: Threshold
    by_invitation: bool
    months_after_consent: int
    parent: str | None = None
    signed_by_parents: bool = False


#: SOURCES 1.6. ETS 185 art. 36(3): five consents, three of them by members; art. 37: accession by invitation.
#: ETS 189 arts 9-11 and CETS 224 art. 16: five consents; nobody is invited to accede; prior or simultaneous consent to
#: ETS 185, which the signatories of CETS 224 must have given too. All three: three months, then the next first day.
SHIPPED_RULES: Mapping[str, Rules] = {
    "ets-185": Rules(threshold=Threshold(needed=5, members=3), by_invitation=True, months_after_consent=3),
    "ets-189": Rules(threshold=Threshold(needed=5), by_invitation=False, months_after_consent=3, parent="ets-185"),
    "cets-224": Rules(
        threshold=Threshold(needed=5),
        by_invitation=False,
        months_after_consent=3,
        parent="ets-185",
        signed_by_parents=True,
    ),
}

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
    that had begun."""
    begun = [period for period in row.former if reached(period.signed_on or period.consent_on, day)]
    current: Period | Row = row
    if begun and not reached(row.consent_on, day):
        current = begun[-1]
    consented, denounced = reached(current.consent_on, day), reached(current.denounced_on or current.left_on, day)
    return replace(
        row,
        signed_on=current.signed_on if reached(current.signed_on, day) else None,
        consent_on=current.consent_on if consented else None,
        consent_kind=current.consent_kind if consented else None,
        in_force_on=current.in_force_on if consented or reached(current.in_force_on, day) else None,
        denounced_on=current.denounced_on if denounced else None,
        left_on=current.left_on if denounced else None,
        suspended_on=row.suspended_on if reached(row.suspended_on, day) else None,
    )


def reached(when: date | None, day: date) -> bool:
    """True if the date is known and not after the day."""
    return when is not None and when <= day


def entry_by_rule(consent_on: date, months: int) -> date:
    """The first day of the month after `months` have passed since a consent (SOURCES 1.6): with three,
    2018-03-28 gives 2018-07-01 and 1 January gives 1 May."""
    years, month = divmod(consent_on.month + months, 12)
    return consent_on.replace(year=consent_on.year + years, month=month + 1, day=1)


def expected_entry(consent_on: date, months: int, treaty_in_force_on: date | None) -> date | None:
    """When a treaty enters into force for a State: by the rule, and never before the treaty itself does.

    None while it is not known when the treaty does: then nothing is expected.
    """
    return None if treaty_in_force_on is None else max(entry_by_rule(consent_on, months), treaty_in_force_on)


def consents_by(rows: Iterable[Row], day: date) -> list[Row]:
    """Rows whose consent stands on the day, in order of consent; in force or not (SOURCES 1.6: as counted)."""
    standing = [row for row in rows if standing_on(row, day) in (Standing.PARTY, Standing.CONTRACTING)]
    return sorted(standing, key=lambda row: (row.consent_on or day, row.participant))


def threshold_reached(rows: Iterable[Row], threshold: Threshold, day: date) -> bool:
    """True if enough consents stand on the day, and enough of them by member States."""
    counted = consents_by(rows, day)
    members = sum(1 for row in counted if row.group is Group.MEMBER)
    return len(counted) >= threshold.needed and members >= (threshold.members or 0)


def definitive(row: Row) -> bool:
    """True if consent was *inferred* from an entry into force with a signature and no date of consent."""
    return row.consent_kind is ConsentKind.DEFINITIVE_SIGNATURE and Field.CONSENT_KIND not in row.known


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingEffect:
    """What a roll-over found: what to tell, and the effects as they stand afterwards."""

    differences: tuple[Difference, ...]
    effects: Effects


def take_effect(
    chart: Chart,
    effects: Effects,
    today: date,
    *,
    withheld: Collection[tuple[str | None, Field]] = (),
) -> TakingEffect:
    """Dates that are reached without any change of the page (DESIGN 4: entered_into_force, …).

    `effects` is what took effect before. A date moved into the future is told again when reached; a date that
    moves within the past is a correction and no second entry into force. `withheld` dates are pending or not
    yet confirmed: they are neither told nor forgotten.
    """
    due = _dates_with_effect(chart)
    after = {key: when for key, when in effects.items() if key in due or key in withheld}
    differences = []
    for key, (when, name) in due.items():
        if key in withheld:
            continue
        if when > today:
            after.pop(key, None)
            continue
        if key not in after:
            differences.append(_effect(key, when, name))
        after[key] = when
    return TakingEffect(differences=tuple(sorted(differences, key=_order)), effects=after)


def history(chart: Chart, today: date) -> Effects:
    """What had taken effect before we first looked: history, not news."""
    return {key: when for key, (when, _) in _dates_with_effect(chart).items() if when <= today}


def _dates_with_effect(chart: Chart) -> dict[tuple[str | None, Field], tuple[date, str | None]]:
    due: dict[tuple[str | None, Field], tuple[date, str | None]] = {}
    if chart.in_force_on:
        due[None, Field.TREATY_IN_FORCE_ON] = (chart.in_force_on, None)
    for row in chart.rows:
        if row.in_force_on:
            due[row.participant, Field.IN_FORCE_ON] = (row.in_force_on, row.name)
        if row.left_on:
            due[row.participant, Field.LEFT_ON] = (row.left_on, row.name)
    return due


_EFFECT_KIND = {
    Field.TREATY_IN_FORCE_ON: ChangeKind.TREATY_ENTERED_INTO_FORCE,
    Field.IN_FORCE_ON: ChangeKind.ENTERED_INTO_FORCE,
    Field.LEFT_ON: ChangeKind.DENUNCIATION_EFFECTIVE,
}


def _effect(key: tuple[str | None, Field], when: date, name: str | None) -> Difference:
    participant, field = key
    return Difference(
        kind=_EFFECT_KIND[field],
        nature=Nature.EVENT,
        rule="that date is reached (no page change needed)",
        field=field,
        participant=participant,
        name=name,
        after=when.isoformat(),
        effective_on=when,
    )


def _order(difference: Difference) -> tuple[date, bool, str]:
    assert difference.effective_on is not None  # noqa: S101 - _effect always sets it
    return difference.effective_on, difference.participant is not None, difference.participant or ""
