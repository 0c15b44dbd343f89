"""The sources of one treaty side by side, and what stands in while the first one cannot be read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.models import Failover, SourceState
from tracker.reconcile import Side, Status, compare_sides

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.answers.view import View
    from tracker.models.records import Feed

_AT_ODDS = (Status.DIFFER, Status.MISSING)


def sides_of(view: View, feeds: Iterable[Feed]) -> list[Side]:
    """The sides of those sources that have been read."""
    graces = view.graces()
    return [
        Side(
            source=feed.source,
            chart=view.chart(feed.snapshot),
            evidence=feed.evidence,
            grace=graces.get(feed.source, timedelta()),
            seen_on=feed.status_as_of,
        )
        for feed in feeds
        if feed.snapshot is not None
    ]


def failover_of(view: View, treaty: str) -> Failover | None:
    """The newest read of another source, once the first one has been down for longer than its `grace`; None if the
    first one is not down, if no other was read since, and of what was known at an earlier moment."""
    if view.known_at is not None:
        return None
    feeds = view.feeds(treaty)
    if not feeds or not _is_down(view, first := feeds[0]):
        return None
    since = [
        (feed.last_good_at, feed)
        for feed in feeds[1:]
        if feed.last_good_at and (first.last_good_at is None or feed.last_good_at > first.last_good_at)
    ]
    if not since:
        return None
    read_at, other = max(since, key=lambda found: found[0])
    return Failover(
        down=first.source,
        last_good=first.last_good_at,
        source=other.source,
        read_at=read_at,
        differences=_differences(view, treaty, first, other),
    )


def _is_down(view: View, feed: Feed) -> bool:
    if feed.state is not SourceState.DOWN:
        return False  # nearly always; the configuration is not read for it
    tried, good = feed.last_checked_at, feed.last_good_at
    return tried is None or good is None or tried - good > view.graces().get(feed.source, timedelta())


def _differences(view: View, treaty: str, first: Feed, other: Feed) -> int:
    assert other.last_good_at is not None  # noqa: S101 - chosen by it
    findings = compare_sides(treaty, sides_of(view, (first, other)), other.last_good_at.date())
    return sum(1 for found in findings if found.status in _AT_ODDS)
