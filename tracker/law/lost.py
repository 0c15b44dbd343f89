"""What would follow with acts that sources showed and no longer show. Pure.

A chart that shows less undoes no act: an error is corrected by a notification to the Parties (VCLT art. 79). Where the
lost act decides whether a treaty entered into force, nobody knows whether it did.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.law.standing import reached
from tracker.models import Field, Row, but

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tracker.models import Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class LostFact:
    """A date that a source took back. `participant` None: the treaty's own entry into force. `row`: the participant's
    row as it was last shown with the date; None if no chart is known that showed it."""

    participant: str | None
    field: Field
    on: date
    row: Row | None = None


#: What makes a participant count, or bound.
BINDING = (Field.CONSENT_ON, Field.IN_FORCE_ON, Field.TREATY_IN_FORCE_ON)


def restored(chart: Chart, lost: Iterable[LostFact]) -> Chart:
    """The chart with the dates that were taken back, where it shows no other; the chart itself if there are none."""
    facts = tuple(fact for fact in lost if fact.field in BINDING)
    if not facts:
        return chart  # nearly all
    rows, own = {row.participant: row for row in chart.rows}, chart.in_force_on
    found = dict(rows)
    for fact in facts:
        if fact.participant is None:
            own = own or fact.on
        elif fact.participant in rows:
            found[fact.participant] = _with(found[fact.participant], fact)
        else:  # the whole row is gone
            bare = found.get(fact.participant) or fact.row or Row(participant=fact.participant, name=fact.participant)
            found[fact.participant] = _with(bare, fact)
    if found == rows and own == chart.in_force_on:
        return chart
    return replace(chart, rows=tuple(found[key] for key in sorted(found)), in_force_on=own)


def _with(row: Row, fact: LostFact) -> Row:
    if fact.field is Field.IN_FORCE_ON:
        return row if row.in_force_on else but(row, in_force_on=fact.on)
    if row.consent_on:
        return row
    return but(row, consent_on=fact.on, consent_kind=fact.row.consent_kind if fact.row else None)


def entries_with_lost(chart: Chart, kept: Chart) -> dict[str | None, date]:
    """When the treaty would have entered into force with what was lost, where that is earlier than without it, or where
    it would not at all without it. The keys are participants; None stands for the treaty itself.

    Both charts are complete (`tracker.law.complete`); `kept` is the restored one.
    """
    begins = [
        (None, _begins(chart), _begins(kept)),
        *((row.participant, _begins(chart.row(row.participant)), _begins(row)) for row in kept.rows),
    ]
    return {who: then for who, now, then in begins if then and (now is None or then < now)}


def _begins(of: Chart | Row | None) -> date | None:
    return (of.in_force_on or of.entry_by_rule) if of else None


def entry_with_lost(chart: Chart, participant: str | None, day: date) -> date | None:
    """The day from which the treaty would be in force, for a participant or itself (None), with acts that sources no
    longer show; None if that has not come, or if they make no difference."""
    when = chart.entries_with_lost.get(participant)
    return when if reached(when, day) else None


def days_with_lost(chart: Chart | None, participants: Iterable[str | None]) -> set[date]:
    """The days on which `entry_with_lost` turns, for some of a chart."""
    found = (chart.entries_with_lost.get(who) for who in participants) if chart else ()
    return {day for day in found if day}
