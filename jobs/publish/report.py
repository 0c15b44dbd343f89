"""`tracker report`: what changed, gathered with the evidence and the standing of each treaty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import __version__
from tracker.answers.calendar import gather as calendars_of
from tracker.answers.figures import figures_of
from tracker.answers.provenance import evidence_of
from tracker.answers.standing import answer
from tracker.models.reports import Entry, EvidenceRef, Expected, Report, TreatyStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from db.store import Store
    from tracker.models import Change, Treaty
    from tracker.models.records import Evidence, Filter


def gather(store: Store, wanted: Filter, *, now: datetime) -> Report:
    """The report of the changes wanted, with every treaty they could be of."""
    from tracker.answers.reconciliation import sentence  # deliveries need no comparison, and not its imports

    treaties = [treaty for treaty in store.treaties.all() if not wanted.treaties or treaty.id in wanted.treaties]
    return Report(
        generated_at=now,
        version=__version__,
        since=wanted.since,
        until=wanted.until,
        treaties=tuple(status_of(store, treaty, now=now) for treaty in treaties),
        entries=entries_of(store, store.changes.find(wanted)),
        expected=tuple(_expected(store, treaties, now)),
        reconciliation=sentence(store, now=now, treaties=[treaty.id for treaty in treaties]),
    )


def _expected(store: Store, treaties: list[Treaty], now: datetime) -> Iterator[Expected]:
    """Entries into force to come that no source has printed."""
    for calendar in calendars_of(store, treaties=[treaty.id for treaty in treaties]):
        for item in calendar.since(now.date()):
            if item.unprinted and item.day and not item.awaited(now.date()):
                yield Expected(treaty=item.treaty, on=item.day, participant=item.participant, name=item.name)


def entries_of(store: Store, changes: list[Change]) -> tuple[Entry, ...]:
    """Changes with the evidence that shows them."""
    return tuple(Entry(change=change, evidence=_ref(evidence_of(store, change))) for change in changes)


def status_of(store: Store, treaty: Treaty, *, now: datetime) -> TreatyStatus:
    """How a treaty stands today, and how old the knowledge is."""
    found = answer(store, treaty, now=now, day=None, known_at=None)
    if found is None:
        return TreatyStatus(treaty=treaty)
    stands = found.known
    evidence = store.archive.evidence(stands.feed.evidence) if stands.feed.evidence else None
    return TreatyStatus(
        treaty=treaty,
        title=stands.chart.title,
        status_as_of=stands.status_as_of,
        last_good=stands.feed.last_good_at,
        source=stands.feed.source,
        figures=figures_of(found).as_json(),
        evidence=_ref(evidence),
    )


def _ref(evidence: Evidence | None) -> EvidenceRef | None:
    if evidence is None:
        return None
    return EvidenceRef(
        id=evidence.id,
        sha256=evidence.sha256,
        url=evidence.url,
        fetched_at=evidence.fetched_at,
        saved_by_hand=evidence.origin == "saved",
        published_on=evidence.published_on,
    )
