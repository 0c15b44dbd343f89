"""How many on a day, and how the figures moved over time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.answers.invited import InvitedLists
from tracker.answers.knowledge import known
from tracker.answers.standing import SEAT, Answer, answers_for, choose, rows_on
from tracker.law.figures import Figures, figures_on
from tracker.law.relations import periods_of
from tracker.models import moment
from tracker.models.times import day_at, iso

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from tracker.answers.knowledge import KnownTreaty
    from tracker.answers.to_json import Object
    from tracker.answers.view import View
    from tracker.law.figures import Figures
    from tracker.models import Chart


def figures(view: View, *, now: datetime, day: date | None, treaties: Iterable[str] = ()) -> Object:
    """The counts of each treaty on a day."""
    found = {}
    asked = day or day_at(now, SEAT)
    for a in answers_for(view, treaties, now, day):
        counted = figures_of(a)
        found[a.known.treaty.id] = {**counted.as_json(), **a.age}
    return {"as_of": iso(asked), "treaties": found}


def figures_of(a: Answer) -> Figures:
    """The counts of an answer."""
    chart = replace(a.known.chart, rows=a.rows)
    return figures_on(chart, a.known.treaty, a.day, invited_known=a.invited_known)


def series(view: View, *, now: datetime, treaties: Iterable[str], day: date | None) -> Object:
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
        found[treaty.id] = {
            "status_as_of": iso(status),
            "not_known_after": iso(status) if status and last > status else None,
            "last_good": moment(stands.last_good_at) if stands.last_good_at else None,
            "series": [{"day": iso(when), **figures.as_json()} for when, figures in _changes(stands, lists, last)],
        }
    return {"as_of": iso(last), "treaties": found}


def _changes(stands: KnownTreaty, lists: InvitedLists, last: date) -> Iterator[tuple[date, Figures]]:
    before = None
    for day in sorted(_days(stands.chart) | lists.days):
        if day > last:
            return
        counted = _figures(stands, lists, day)
        if counted != before:
            yield day, counted
        before = counted


def _days(chart: Chart) -> set[date]:
    """Every day on which something was done, took effect, or will."""
    days = {
        when
        for row in chart.rows
        for period in periods_of(row)
        for when in (period.signed_on, period.consent_on, period.in_force_on, period.denounced_on, period.left_on)
    }
    return {day for day in (*days, chart.in_force_on) if day}


def _figures(stands: KnownTreaty, lists: InvitedLists, day: date) -> Figures:
    invited = lists.on(day)
    chart = replace(stands.chart, rows=tuple(rows_on(stands.chart, day, invited)))
    return figures_on(chart, stands.treaty, day, invited_known=invited is not None)
