"""Which dates of a report still lie ahead, and which lines are one. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.diff.folding import folded
from tracker.models import Field
from tracker.wording.words import date_of

if TYPE_CHECKING:
    from datetime import date

    from tracker.models import Change
    from tracker.models.reports import Entry, Report

_TAKING_EFFECT = (Field.IN_FORCE_ON, Field.TREATY_IN_FORCE_ON, Field.LEFT_ON)
_Fact = tuple[str, str | None, Field]  # treaty, participant, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A day on which something takes effect, as the last change to that date has it, or as expected."""

    treaty: str
    participant: str | None
    name: str | None
    field: Field
    on: date
    expected: bool = False
    basis: str = ""  # as in Expected
    article: str | None = None


def merged(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries as people read them: without those that the line of another tells."""
    told = {one.change.id for one in folded([entry.change for entry in entries])}
    return tuple(entry for entry in entries if entry.change.id in told)


def effects(report: Report) -> tuple[Effect, ...]:
    """The last known date of each effect that the report speaks of, earliest first, expected ones included."""
    known: dict[_Fact, Effect] = {}
    for entry in sorted(report.entries, key=lambda entry: (entry.change.detected_at, entry.change.id)):
        _note(known, entry.change)
    for one in report.expected:
        field = Field.IN_FORCE_ON if one.participant else Field.TREATY_IN_FORCE_ON
        computed = Effect(
            treaty=one.treaty,
            participant=one.participant,
            name=one.name,
            field=field,
            on=one.on,
            expected=True,
            basis=one.basis,
            article=one.article,
        )
        known.setdefault((one.treaty, one.participant, field), computed)
    return tuple(sorted(known.values(), key=lambda effect: (effect.on, effect.treaty, effect.name or "")))


def _note(known: dict[_Fact, Effect], change: Change) -> None:
    """Bring what is known up to date with one change: a set or moved date, a lost one, a lost row."""
    if change.field is Field.ROW:
        for field in _TAKING_EFFECT:
            known.pop((change.treaty, change.participant, field), None)
    if change.field not in _TAKING_EFFECT:
        return
    fact = (change.treaty, change.participant, change.field)
    on = date_of(change.after)
    if on is None:
        known.pop(fact, None)
        return
    known[fact] = Effect(
        treaty=change.treaty, participant=change.participant, name=change.name, field=change.field, on=on
    )
