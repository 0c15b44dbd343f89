"""The flags of a chart on a past day: only a chart of that time shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.models import but

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from tracker.answers.knowledge import KnownTreaty
    from tracker.answers.view import View
    from tracker.models import Row


def with_flags_of_day(view: View, stands: KnownTreaty, rows: Iterable[Row], day: date) -> Iterator[Row]:
    """The rows with the flags of the chart accepted for a day; they are unknown where no chart of that time is."""
    status = stands.status_as_of
    if status is None or day >= status:
        yield from rows
        return
    earlier = [
        snapshot.id
        for snapshot in view.snapshots(stands.treaty.id)
        if snapshot.feed == stands.feed.id and snapshot.status_as_of and snapshot.status_as_of <= day
    ]
    chart = view.chart(earlier[-1]) if earlier else None
    for row in rows:
        then = chart.row(row.participant) if chart else None
        yield but(
            row,
            flags=then.flags if then else frozenset(),
            flags_known=then.flags_known if then else frozenset(),
        )
