"""What a participant is to a treaty over time, as the slider and the question "between" need it. Pure.

A day is ISO; "" stands for "from the beginning", and None for "from the status day on": what a source lists without a
date (the invited) is known of the day it speaks of. So a page need not change when the status day alone moves.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tracker.answers.standing import by_rule_since, left_by_rule_on
from tracker.law import standing_on
from tracker.law.periods import dates_of
from tracker.models import Standing, but
from tracker.participants import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.answers.standing import StandingRow
    from tracker.models import Chart, Row

Day = str | None
#: Days from which a standing holds, each with it; before the first there is none.
Spans = tuple[tuple[Day, str], ...]

BEGINNING = date.min

#: Marks beside the standings: in force by the rule, and no longer in force by it, where no source prints the day.
BY_RULE, LEFT_BY_RULE = "by_rule", "left_by_rule"


def spans(chart: Chart, status_as_of: date | None) -> dict[str, Spans]:
    """Participant → its standings."""
    found = {row.participant: tuple(_standings(row, status_as_of)) for row in chart.rows}
    return {participant: own for participant, own in found.items() if own}


def mark_of(standing: Standing, *, since: date | None, left: date | None) -> str:
    """A standing as it is coloured: that of the chart, with a mark of its own where only the treaty's rule has moved
    it on."""
    if left and standing is Standing.PARTY:
        return LEFT_BY_RULE
    return BY_RULE if since and standing is Standing.CONTRACTING else standing.value


def mark_of_row(row: StandingRow) -> str:
    """The same of an answer."""
    return mark_of(row.standing, since=row.by_rule_since, left=row.left_by_rule_on)


def turning_days(own: Iterable[date], status_as_of: date | None) -> list[date]:
    """The days on which something may begin: a participant's own, the first of all, and the status day."""
    return sorted({BEGINNING, *own, *([status_as_of] if status_as_of else [])})


def label(day: date, own: Iterable[date], status_as_of: date | None) -> Day:
    """How a page says a day: one that nothing but the status day makes a day of moves with that."""
    if day == BEGINNING:
        return ""
    return None if day == status_as_of and day not in own else day.isoformat()


def days_of(row: Row) -> Iterator[date]:
    """The days on which something of a row begins or ends."""
    yield from dates_of(row)
    yield from (day for day in table().get(row.participant).existed or () if day)
    if row.suspended_on:
        yield row.suspended_on
    for ended in row.suspensions:
        yield from (ended.suspended_on, ended.until_on)


def _standings(row: Row, status_as_of: date | None) -> Iterator[tuple[Day, str]]:
    """Nobody says who was invited on a day before the status day."""
    own, before = set(days_of(row)), Standing.NONE.value
    undated = but(row, invited=False)
    for day in turning_days(own, status_as_of):
        standing = standing_on(row if status_as_of and day >= status_as_of else undated, day)
        mark = mark_of(standing, since=by_rule_since(row, day), left=left_by_rule_on(row, day))
        if mark != before:
            yield label(day, own, status_as_of), mark
        before = mark
