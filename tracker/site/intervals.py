"""What a participant is to a treaty over time, as the slider and the question "between" need it. Pure.

A day is ISO; "" stands for "from the beginning", and None for "from the status day on": what a source lists without a
date (the invited) is known of the day it speaks of. So a page need not change when the status day alone moves.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tracker.law import expected_by
from tracker.law.relations import relation_on
from tracker.models import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.law.relations import Side
    from tracker.models import Chart, Period, Row, Treaty

Day = str | None
#: Days from which a standing holds, each with it; before the first there is none.
Spans = tuple[tuple[Day, str], ...]
#: The same with what "between" asks besides: is it bound (None: not known), since when, suspended since when, and when
#: the treaty is expected to enter into force for it by the treaty's rule.
Sides = tuple[tuple[Day, str, bool | None, str | None, str | None, str | None], ...]

BEGINNING = date.min
_ONE = timedelta(days=1)


def spans(chart: Chart, status_as_of: date | None) -> dict[str, Spans]:
    """Participant → its standings."""
    return {participant: tuple(_standings(own)) for participant, own in sides(chart, status_as_of).items()}


def sides(chart: Chart, status_as_of: date | None, treaty: Treaty | None = None) -> dict[str, Sides]:
    """Participant → its standings, and whether it was bound; by the `treaty`'s rule, what was expected."""
    asked = replace(chart, status_as_of=status_as_of)
    expected = expected_by(asked, treaty, status_as_of) if treaty and status_as_of else {}
    found = {row.participant: tuple(_of(row, asked, treaty, expected.get(row.participant))) for row in chart.rows}
    return {participant: own for participant, own in found.items() if own}


def turning_days(own: Iterable[date], status_as_of: date | None) -> list[date]:
    """The days on which something may begin: a participant's own, the first of all, and the status day."""
    return sorted({BEGINNING, *own, *([status_as_of] if status_as_of else [])})


def label(day: date, own: Iterable[date], status_as_of: date | None) -> Day:
    """How a page says a day: one that nothing but the status day makes a day of moves with that."""
    if day == BEGINNING:
        return ""
    return None if day == status_as_of and day not in own else day.isoformat()


def undated(row: Row) -> Row:
    """The row as it is known of a day before the status day: nobody says who was invited then."""
    return replace(row, invited=False)


def days_of(row: Row) -> Iterator[date]:
    """The days on which something of a row begins or ends."""
    periods: tuple[Period | Row, ...] = (*row.former, row)
    for period in periods:
        for day in (period.signed_on, period.consent_on, period.in_force_on, period.left_on):
            if day is not None:
                yield day
    if row.suspended_on:
        yield row.suspended_on
    for ended in row.suspensions:
        yield from (ended.suspended_on, ended.until_on)


def _standings(own: Sides) -> Iterator[tuple[Day, str]]:
    before: str = Standing.NONE
    for day, standing, *_ in own:
        if standing != before:
            yield day, standing
        before = standing


_Said = tuple[str, bool | None, str | None, str | None, str | None]
_NOTHING: _Said = (Standing.NONE.value, False, None, None, None)


def _of(
    row: Row, chart: Chart, treaty: Treaty | None, expected: date | None
) -> Iterator[tuple[Day, str, bool | None, str | None, str | None, str | None]]:
    status = chart.status_as_of
    own = set(days_of(row))
    if expected and status:
        own.add(max(expected, status + _ONE))  # from then on nobody knows
    before = _NOTHING
    for day in turning_days(own, status):
        listed = row if status and day >= status else undated(row)
        found = _said(relation_on(listed, None, chart, day, treaty).a)
        if found != before:
            yield label(day, own, status), *found
        before = found


def _said(side: Side) -> _Said:
    since, suspended, expected = (
        day.isoformat() if day else None for day in (side.since, side.suspended_on, side.expected_on)
    )
    return side.standing.value, side.bound, since, suspended, expected
