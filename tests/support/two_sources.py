"""A treaty that the data service and the chart as a page both show."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pages import About, Fact, gen3
from states import ALBANIA, IRELAND
from world import Row, World, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.models.records import SourceResult

BRAZIL = row("Brazil", "non_member", consent="2026-06-10")

SERVICE, CHART = "coe-service", "coe-chart"


def two_sources(open_world: Callable[..., World]) -> World:
    """The service is the authority, the chart as a page the other source; both have been read."""
    w = open_world(sources=(SERVICE, CHART), blank_non_member="none")
    both(w, ALBANIA, IRELAND)
    assert [entry.outcome for entry in w.check_all()] == ["baseline", "baseline"]
    w.wait(hours=1)
    return w


def fact(given: Row) -> Fact:
    """A row of the service as the chart prints it."""
    days = {key: date.fromisoformat(day) if (day := getattr(given, key)) else None for key in ("signed", "consent")}
    return Fact(
        name=given.name,
        group=given.group,
        in_force=date.fromisoformat(given.in_force) if given.in_force else None,
        mark="a" if given.consent and not given.signed else None,
        **days,
    )


def on_chart(w: World, *rows: Row, status: date = date(2026, 6, 15)) -> None:
    """The chart as a page shows these rows."""
    w.show_chart(gen3([fact(each) for each in rows], About(status=status)))


def both(w: World, *rows: Row) -> None:
    """Both show these rows."""
    w.show(*rows)
    on_chart(w, *rows)


def read(w: World, source: str) -> SourceResult:
    """A pass over one source."""
    (entry,) = w.check_all(sources=[source])
    assert entry.source == source
    return entry
