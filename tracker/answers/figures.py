"""How many on a day, and how the figures moved over time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.answers.invited import InvitedLists
from tracker.answers.knowledge import known
from tracker.answers.official import OfficialFigures
from tracker.answers.standing import SEAT, KnowledgeAge, answers_for, choose, counts_on, figures_of
from tracker.answers.to_json import flat
from tracker.law import clauses_of
from tracker.law.lost import days_with_lost
from tracker.law.periods import periods_of
from tracker.models.times import day_at
from tracker.participants import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime

    from tracker.answers.knowledge import KnownTreaty
    from tracker.answers.official import Published
    from tracker.answers.standing import Answer
    from tracker.answers.view import View
    from tracker.law.figures import Figures
    from tracker.models import Chart, Provenance
    from tracker.reconcile.published import Official


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyFigures:
    """The counts of one treaty on a day, with what was published of them."""

    counts: Figures = field(metadata=flat())
    published: Published = field(metadata=flat())
    age: KnowledgeAge = field(metadata=flat())


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresAnswer:
    """The counts of each treaty on one day."""

    as_of: date
    treaties: Mapping[str, TreatyFigures]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresOnDay:
    """The counts from a day on, until the next one of the series; `official` is as of that day or before it."""

    day: date
    counts: Figures = field(metadata=flat())
    official: Mapping[str, Official | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatySeries:
    """The counts of one treaty over time."""

    status_as_of: date | None
    not_known_after: date | None
    last_good: datetime | None
    provenance: Provenance
    series: tuple[FiguresOnDay, ...]

    @property
    def age(self) -> KnowledgeAge:
        """How old the knowledge is."""
        return KnowledgeAge(
            status_as_of=self.status_as_of,
            not_known_after=self.not_known_after,
            last_good=self.last_good,
            provenance=self.provenance,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesAnswer:
    """The counts of each treaty over time, up to one day."""

    as_of: date
    treaties: Mapping[str, TreatySeries]


def figures(view: View, *, now: datetime, day: date | None, treaties: Iterable[str] = ()) -> FiguresAnswer:
    """The counts of each treaty on a day."""
    found = answers_for(view, treaties, now, day)
    return FiguresAnswer(
        as_of=day or day_at(now, SEAT),
        treaties={a.known.treaty.id: _on_day(view, a) for a in found},
    )


def _on_day(view: View, a: Answer) -> TreatyFigures:
    counted = figures_of(a)
    beside = OfficialFigures(a.known, InvitedLists(view, a.known))
    return TreatyFigures(counts=counted, published=beside.on(a.day, counted), age=a.age)


def series(view: View, *, now: datetime, treaties: Iterable[str], day: date | None) -> SeriesAnswer:
    """The figures of each treaty from its first act to a day (None: today). Between two days of a series every figure
    is as on the earlier one; before the first, all counts are 0 and what needs a list of the invited is null."""
    last = day or day_at(now, SEAT)
    found = {}
    for treaty in choose(view, treaties):
        stands = known(view, treaty)
        if stands is None:
            continue
        lists = InvitedLists(view, stands)
        status = stands.status_as_of
        found[treaty.id] = TreatySeries(
            status_as_of=status,
            not_known_after=status if status and last > status else None,
            last_good=stands.last_good_at,
            provenance=stands.provenance,
            series=tuple(_changes(stands, lists, last)),
        )
    return SeriesAnswer(as_of=last, treaties=found)


def _changes(stands: KnownTreaty, lists: InvitedLists, last: date) -> Iterator[FiguresOnDay]:
    before, beside = None, OfficialFigures(stands, lists)
    own = days_of(stands.chart) | lists.days | beside.days
    of_parent = days_of(stands.parent) if stands.parent and clauses_of(stands.treaty).counted else set()
    for day in sorted(own | {day for day in of_parent if own and day > min(own)}):
        if day > last:
            return
        found = counts_on(stands, lists, day), beside.nearest(day)
        if found != before:
            yield FiguresOnDay(day=day, counts=found[0], official=found[1])
        before = found


def days_of(chart: Chart) -> set[date]:
    """Every day on which something was done, took effect, or will, or on which a State began or ended."""
    days = {
        when
        for row in chart.rows
        for period in periods_of(row)
        for when in (
            *(period.signed_on, period.consent_on, period.in_force_on, period.denounced_on, period.left_on),
            *(period.entry_by_rule, period.left_by_rule),
        )
    }
    acts = {day for day in (*days, chart.in_force_on, chart.entry_by_rule) if day} | days_with_lost(chart, (None,))
    existed = {day for row in chart.rows for day in table().get(row.participant).existed or ()}
    return acts | {day for day in existed if day and acts and day > min(acts)}
