"""Dates that take effect when their day comes, without any change of a page. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from tracker.law.standing import ended_before_entry, period_to_end, reached
from tracker.models import ChangeKind, Difference, Field, Nature

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from tracker.models import Chart, Row

#: (participant or None for the treaty itself, field) → the date that took effect, and was reported or is history
Effects: TypeAlias = "Mapping[tuple[str | None, Field], date]"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingEffect:
    """The result of a roll-over: what to report, and the effects after it."""

    differences: tuple[Difference, ...]
    effects: Effects


def take_effect(
    chart: Chart,
    effects: Effects,
    today: date,
    *,
    withheld: Collection[tuple[str | None, Field]] = (),
) -> TakingEffect:
    """Find the dates that have come by `today` (docs/rules-of-change.md#kinds: entered_into_force, …).

    `effects` are the dates that took effect before. A date that moves into the future is reported again when it comes.
    A date that moves within the past is a correction, not a second entry into force; nor does a participant enter a
    second time whose row goes back to a period that ended. `withheld` dates are pending: they are neither reported nor
    forgotten.
    """
    due = _dates_with_effect(chart)
    back = {row.participant for row in chart.rows if row.former and _is_back(row)}
    after = {key: when for key, when in effects.items() if key in due or key in withheld}
    differences = []
    for key, (when, name) in due.items():
        if key in withheld:
            continue
        if when > today:
            after.pop(key, None)
            continue
        if key not in after and not (key[0] in back and key[1] is Field.IN_FORCE_ON):
            differences.append(_effect(key, when, name))
        after[key] = when
    return TakingEffect(differences=tuple(sorted(differences, key=_order)), effects=after)


def history(chart: Chart, today: date) -> Effects:
    """The dates that took effect before we first looked. They are history, not news."""
    return {key: when for key, (when, _) in _dates_with_effect(chart).items() if when <= today}


def _dates_with_effect(chart: Chart) -> dict[tuple[str | None, Field], tuple[date, str | None]]:
    due: dict[tuple[str | None, Field], tuple[date, str | None]] = {}
    if chart.in_force_on:
        due[None, Field.TREATY_IN_FORCE_ON] = (chart.in_force_on, None)
    for row in chart.rows:
        if row.in_force_on and not ended_before_entry(row):
            due[row.participant, Field.IN_FORCE_ON] = (row.in_force_on, row.name)
        left = period_to_end(row)
        if left and left.left_on:
            due[row.participant, Field.LEFT_ON] = (left.left_on, row.name)
    return due


def _is_back(row: Row) -> bool:
    """True if a row shows a period again that ended, and that had been in force before it was denounced."""
    return any(
        (period.consent_on, period.in_force_on) == (row.consent_on, row.in_force_on)
        and reached(period.in_force_on, period.denounced_on or period.left_on or date.min)
        for period in row.former
    )


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
