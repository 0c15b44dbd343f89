"""What is known of a treaty: its authority's chart, with what other sources told and it does not show yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.diff import Ledger
from tracker.law import standing_on
from tracker.models import Chart, Standing
from tracker.models.records import GoodRead
from tracker.models.times import day_at

if TYPE_CHECKING:
    from datetime import date, datetime

    from db.store import Store
    from tracker.models import Treaty
    from tracker.models.records import Feed, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A treaty as answers give it: the chart, the source and snapshot it stands on, and how old the knowledge is.

    `last_good_at`: the last accepted read by then; None while only the bundled list is known.
    """

    treaty: Treaty
    chart: Chart
    feed: Feed
    snapshot: Snapshot
    status_as_of: date | None
    last_good_at: datetime | None

    @property
    def day(self) -> date:
        """The day that the knowledge is of: the chart's, or that of the read where it names none."""
        return self.status_as_of or day_at(self.snapshot.observed_at, self.treaty.seat)


def ledger_of(store: Store, treaty: Treaty, known_at: datetime | None = None) -> Ledger:
    """What has been told of a treaty. Before the authority's first chart its state holds what others told alone."""
    authority = treaty.sources[0]
    found = _chart_of(store, store.treaties.feed(treaty.id, authority), known_at)
    baseline = found[0] if found else Chart(rows=())
    return Ledger.of(authority, baseline, store.changes.told_by_other_sources(treaty.id, authority, known_at))


def known(store: Store, treaty: Treaty, known_at: datetime | None = None) -> Known | None:
    """What was known of a treaty by a moment (None: now); None if nothing had been read.

    While the authority was never read, the next source that was stands in for it.
    """
    for feed in store.treaties.feeds(treaty.id):
        found = _chart_of(store, feed, known_at)
        if found is None:
            continue
        chart, snapshot = found
        if feed.source == treaty.sources[0]:
            chart = ledger_of(store, treaty, known_at).state
        last = _last_good(store, feed, known_at)
        return Known(
            treaty=treaty,
            chart=chart,
            feed=feed,
            snapshot=snapshot,
            status_as_of=_status(store, treaty, feed, chart.status_as_of, last),
            last_good_at=last.read_at if last else None,
        )
    return None


def _last_good(store: Store, feed: Feed, known_at: datetime | None) -> GoodRead | None:
    """The feed's last read that had been accepted by a moment."""
    if known_at is not None:
        return store.log.last_good_by(feed.id, known_at)
    return GoodRead(read_at=feed.last_good_at, status_as_of=feed.status_as_of) if feed.last_good_at else None


def _status(store: Store, treaty: Treaty, feed: Feed, shown: date | None, last: GoodRead | None) -> date | None:
    """The day of which the knowledge speaks: later reads that showed the same moved it on.

    Of reads that an older version logged no more is kept than when they were: a source that prints no day of its own
    spoke of theirs; for one that does, it is the day that the chart printed when it was first seen so.
    """
    if last is None or shown is None:
        return shown
    if last.status_as_of or last.read_at == feed.last_good_at:
        return max(shown, last.status_as_of or feed.status_as_of or shown)
    if store.treaties.source_kinds().get(feed.source) in (None, "coe-chart", "file"):
        return shown
    return max(shown, day_at(last.read_at, treaty.seat))


def _chart_of(store: Store, feed: Feed, known_at: datetime | None) -> tuple[Chart, Snapshot] | None:
    snapshot = store.charts.snapshot_known_at(feed.id, known_at)
    if snapshot is None:
        return None
    chart = store.charts.chart(snapshot.id)
    if feed.status_as_of and snapshot.id == feed.snapshot and known_at is None:
        chart = replace(chart, status_as_of=feed.status_as_of)  # later reads showed the same
    return chart, snapshot


def signatories(chart: Chart, day: date) -> frozenset[str]:
    """Who has signed and not consented: the members' page lists them together with the invited."""
    return frozenset(row.participant for row in chart.rows if standing_on(row, day) is Standing.SIGNATORY)
