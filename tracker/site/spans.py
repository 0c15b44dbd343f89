"""What a participant is to a treaty over time, as the slider and the question "between" need it. Pure.

A day is ISO; "" stands for "from the beginning", and None for "from the status day on": what a source lists without a
date (the invited) is known of the day it speaks of. So a page need not change when the status day alone moves.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tracker.models import Standing
from tracker.participation import relation_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.models import Chart, Period, Row
    from tracker.participation import Side

Day = str | None
#: Days from which a standing holds, each with it; before the first there is none.
Spans = tuple[tuple[Day, str], ...]
#: The same with what "between" asks besides: is it bound (None: not known), since when, suspended since when.
Sides = tuple[tuple[Day, str, bool | None, str | None, str | None], ...]

_BEGINNING = date.min


def spans(chart: Chart, status_as_of: date | None) -> dict[str, Spans]:
    """Participant → its standings."""
    return {participant: tuple(_standings(own)) for participant, own in sides(chart, status_as_of).items()}


def sides(chart: Chart, status_as_of: date | None) -> dict[str, Sides]:
    """Participant → its standings, and whether it was bound."""
    return {participant: tuple(own) for participant, own in _histories(chart, status_as_of).items() if own}


def _standings(own: Sides) -> Iterator[tuple[Day, str]]:
    before: str = Standing.NONE
    for day, standing, *_ in own:
        if standing != before:
            yield day, standing
        before = standing


def _histories(chart: Chart, status_as_of: date | None) -> dict[str, Sides]:
    asked = replace(chart, status_as_of=status_as_of)
    return {row.participant: tuple(_of(row, asked)) for row in chart.rows}


_Said = tuple[str, bool | None, str | None, str | None]
_NOTHING: _Said = (Standing.NONE.value, False, None, None)


def _of(row: Row, chart: Chart) -> Iterator[tuple[Day, str, bool | None, str | None, str | None]]:
    known_on = chart.status_as_of
    before, undated = _NOTHING, replace(row, invited=False)
    for day in sorted({_BEGINNING, *_days(row), *([known_on] if known_on else [])}):
        listed = row if known_on and day >= known_on else undated
        found = _said(relation_on(listed, None, chart, day).a)
        if found != before:
            yield _label(day, row, known_on), *found
        before = found


def _label(day: date, row: Row, known_on: date | None) -> Day:
    if day == _BEGINNING:
        return ""
    return None if day == known_on and day not in set(_days(row)) else day.isoformat()


def _said(side: Side) -> _Said:
    return (
        side.standing.value,
        side.bound,
        side.since.isoformat() if side.since else None,
        side.suspended_on.isoformat() if side.suspended_on else None,
    )


def _days(row: Row) -> Iterator[date]:
    periods: tuple[Period | Row, ...] = (*row.former, row)
    for period in periods:
        for day in (period.signed_on, period.consent_on, period.in_force_on, period.left_on):
            if day is not None:
                yield day
    if row.suspended_on:
        yield row.suspended_on
