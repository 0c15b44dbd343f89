"""Dates that took effect and are not news. They are remembered, so that the roll-over never reports them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.law import history

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from jobs.context import Pass
    from tracker.models import Chart, Field, Treaty


def remember_history(
    run: Pass, treaty: Treaty, chart: Chart, day: date, news: Collection[tuple[str | None, Field]] = ()
) -> None:
    """Remember the dates of a chart up to a day that are not `news`. Call it within a transaction."""
    silent = {key: when for key, when in history(chart, day).items() if key not in news}
    known = run.store.charts.effects(treaty.id) if silent else {}
    if silent.keys() - known.keys():
        run.store.charts.set_effects(treaty.id, {**silent, **known})
