"""What is known of a treaty: the chart of its first source, plus facts that only other sources have shown so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from tracker.answers.sources import failover_of
from tracker.diff import Ledger
from tracker.diff.ledger import facts_taken_back
from tracker.law import complete, standing_on
from tracker.law.lost import BINDING, LostFact, entries_with_lost, restored
from tracker.models import ChangeKind, Chart, Field, Nature, Provenance, Standing
from tracker.models.times import day_at
from tracker.sources.registry import is_stamped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from tracker.answers.view import View
    from tracker.diff.ledger import Fact
    from tracker.models import Change, Failover, Row, Treaty
    from tracker.models.records import Feed, GoodRead, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownTreaty:
    """A treaty as answers give it: the chart, its source and snapshot, and the age of the knowledge.

    The chart is complete: beside the printed dates it has those that the treaty's rule gives. `parent` is the complete
    chart of the treaty's parent; None if it has none, or nothing is known of it. `kept` is the chart with what sources
    took back of it or of its parent's, if they did. `last_good_at`: the last accepted read
    by then; None while only the bundled list is known. `last_body_at`: the last read of the whole page, if known.
    `provenance`: who gave the newest page that it rests on. `failover`: what stands beside it while the source is down.
    `elsewhere`: of the chart, what only other sources show so far, with the change that told it.
    """

    treaty: Treaty
    chart: Chart
    parent: Chart | None = None
    kept: Chart | None = None
    feed: Feed
    snapshot: Snapshot
    status_as_of: date | None
    last_good_at: datetime | None
    provenance: Provenance = Provenance.SOURCE
    last_body_at: datetime | None = None
    failover: Failover | None = None
    elsewhere: Mapping[Fact, Change] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day that the knowledge is of: the chart's, or that of the read where it names none."""
        return self.status_as_of or day_at(self.snapshot.observed_at, self.treaty.seat)


def ledger_of(view: View, treaty: Treaty) -> Ledger:
    """The changes recorded for a treaty. Before the first source's first chart, only those of other sources."""
    authority = treaty.sources[0]
    feed = next((feed for feed in view.feeds(treaty.id) if feed.source == authority), None)
    found = _chart_of(view, feed) if feed else None
    baseline = found[0] if found else Chart(rows=())
    return Ledger.of(authority, baseline, view.told_by_other_sources(treaty.id, authority))


def known(view: View, treaty: Treaty) -> KnownTreaty | None:
    """What was known of a treaty; None if nothing had been read.

    While the authority was never read, the next source that was stands in for it.
    """
    return view.once(lambda: _known(view, treaty), "known", treaty)


def _known(view: View, treaty: Treaty) -> KnownTreaty | None:
    for feed in view.feeds(treaty.id):
        found = _chart_of(view, feed)
        if found is None:
            continue
        chart, snapshot = found
        elsewhere: Mapping[Fact, Change] = {}
        if feed.source == treaty.sources[0]:
            ledger = ledger_of(view, treaty)
            chart, elsewhere = ledger.state, ledger.elsewhere
        last, above = view.last_good(feed), _parent(view, treaty)
        stands, kept = _with_what_was_lost(view, treaty, chart, above)
        return KnownTreaty(
            treaty=treaty,
            chart=stands,
            parent=above.chart if above else None,
            kept=kept,
            feed=feed,
            snapshot=snapshot,
            status_as_of=_status(view, treaty, feed, chart.status_as_of, last),
            last_good_at=last.read_at if last else None,
            last_body_at=last.body_at if last else None,
            provenance=_provenance(view, feed, snapshot),
            failover=failover_of(view, treaty.id),
            elsewhere=elsewhere,
        )
    return None


def provenance_of_source(view: View, treaty: str, source: str) -> Provenance:
    """Who gave the newest page of a source of a treaty; of one that was never read nothing speaks against it."""
    feed = next((feed for feed in view.feeds(treaty) if feed.source == source), None) or view.statement_feed(treaty)
    return view.evidence(feed.evidence).provenance if feed and feed.evidence else Provenance.SOURCE


def _provenance(view: View, feed: Feed, snapshot: Snapshot) -> Provenance:
    newest = feed.evidence if view.known_at is None else None
    key = newest or snapshot.evidence
    return view.evidence(key).provenance if key else Provenance.SOURCE


def _parent(view: View, treaty: Treaty) -> KnownTreaty | None:
    followed = view.treaty(treaty.parent) if treaty.parent else None
    return known(view, followed) if followed and followed.parent is None else None


def _with_what_was_lost(
    view: View, treaty: Treaty, chart: Chart, above: KnownTreaty | None
) -> tuple[Chart, Chart | None]:
    """The complete chart, and the one with what sources took back of it or of its parent's; None: they did not."""
    stands, kept = complete(chart, treaty, above.chart if above else None), restored(chart, _lost(view, treaty))
    if kept is chart and not (above and above.kept):
        return stands, None
    kept = complete(kept, treaty, (above.kept or above.chart) if above else None)
    return replace(stands, entries_with_lost=entries_with_lost(stands, kept)), kept


def _lost(view: View, treaty: Treaty) -> Iterator[LostFact]:
    for change in view.told_by_other_sources(treaty.id, treaty.sources[0]):
        if (change.kind, change.nature) != (ChangeKind.RETRACTED, Nature.RETRACTION):
            continue
        for participant, name, value in facts_taken_back(change):
            if name in BINDING:
                yield LostFact(
                    participant=participant,
                    field=name,
                    on=date.fromisoformat(value),
                    row=_last_shown(view, treaty.id, participant, name, value) if participant else None,
                )


def _last_shown(view: View, treaty: str, participant: str, field: Field, value: str) -> Row | None:
    """A participant's row as the newest chart with this date had it."""
    shown = [
        (snapshot, row)
        for snapshot, row in view.row_versions(treaty, participant)
        if str(getattr(row, field, None)) == value
    ]
    return max(shown, key=lambda one: (one[0].observed_at, one[0].id))[1] if shown else None


def _status(view: View, treaty: Treaty, feed: Feed, shown: date | None, last: GoodRead | None) -> date | None:
    """The day of which the knowledge speaks: later reads that showed the same moved it on.

    Of reads that an older version logged no more is kept than when they were: a source that prints no day of its own
    spoke of theirs; for one that does, it is the day that the chart printed when it was first seen so.
    """
    if last is None or shown is None:
        return shown
    if last.status_as_of or last.read_at == feed.last_good_at:
        return max(shown, last.status_as_of or feed.status_as_of or shown)
    if is_stamped(view.source_kinds().get(feed.source)):
        return shown
    return max(shown, day_at(last.read_at, treaty.seat))


def _chart_of(view: View, feed: Feed) -> tuple[Chart, Snapshot] | None:
    snapshot = view.newest(feed)
    if snapshot is None:
        return None
    chart = view.chart(snapshot.id)
    if feed.status_as_of and snapshot.id == feed.snapshot and view.known_at is None:
        chart = replace(chart, status_as_of=feed.status_as_of)  # later reads showed the same
    return chart, snapshot


def signatories(chart: Chart, day: date) -> frozenset[str]:
    """Who has signed and not consented: the members' page lists them together with the invited."""
    return frozenset(row.participant for row in chart.rows if standing_on(row, day) is Standing.SIGNATORY)
