"""From a parsed document to its record: compare → judge → record. The same for every kind of document."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from jobs.notify import alerts
from tracker.models import Decision, Outcome
from tracker.models.records import SourceResult

if TYPE_CHECKING:
    from jobs.context import Pass
    from jobs.ingest.subject import Compared, Received, Recordable, Subject
    from tracker.guard.doubt import Doubt

ComparedT = TypeVar("ComparedT", bound="Compared")


def ingest(run: Pass, subject: Subject[Recordable]) -> SourceResult:
    """Compare a document with what is known, judge it, and record the outcome in one transaction."""
    compared, doubts = judge(run, subject)
    return _quarantine(run, compared.received, doubts) if doubts else _record(run, compared)


def ingest_believed(run: Pass, subject: Subject[Recordable]) -> SourceResult:
    """Compare and record a document that was judged before: by a person, or by the check in the log."""
    return _record(run, subject.compare(run))


def judge(run: Pass, subject: Subject[ComparedT]) -> tuple[ComparedT, tuple[Doubt, ...]]:
    """Compare a document with the state before it; return every reason not to believe it too."""
    compared = subject.compare(run)
    return compared, compared.doubts(run)


# ---- a document that is believed ----------------------------------------------------------------


def _record(run: Pass, compared: Recordable) -> SourceResult:
    with run.recorder.transaction():
        log = _log_accepted(run, compared)
        snapshot = compared.store(run, log)
        _note_accepted(run, compared, snapshot)
        changes = compared.record_changes(run, log, snapshot)
    feed = compared.received.feed
    return SourceResult(
        treaty=feed.treaty,
        source=feed.source,
        outcome=compared.outcome,
        changes=changes,
        pending=compared.pending,
    )


def _log_accepted(run: Pass, compared: Recordable) -> int:
    """The log entry of a document that was believed, at once or by a person later."""
    received = compared.received
    accepted_by_person = received.item is not None
    return run.recorder.log(
        run.at,
        "accept" if accepted_by_person else "check",
        feed=received.feed.id,
        outcome=compared.outcome,
        evidence=received.evidence.id,
        configuration=run.configuration,
        read_at=received.read_at if accepted_by_person else None,
        status_as_of=compared.status_as_of,
        whole=received.whole,
        item=received.item,
    )


def _note_accepted(run: Pass, compared: Recordable, snapshot: int | None) -> None:
    """Make the document the feed's baseline, and close the quarantined items that it supersedes."""
    received = compared.received
    run.store.log.note_good(
        received.feed,
        received.read_at,
        status_as_of=compared.status_as_of,
        snapshot=snapshot,
        evidence=received.evidence.id,
        reading=run.reading,
        validators=received.validators,
        body_at=received.read_at if received.whole else None,
    )
    if received.item is not None:  # first, so that it is not superseded by itself: an item is decided once
        run.recorder.decide(received.item, Decision.ACCEPTED, run.at)
    run.recorder.supersede(received.feed.id, run.at)


# ---- a document that is doubted -----------------------------------------------------------------


def _quarantine(run: Pass, received: Received, doubts: tuple[Doubt, ...]) -> SourceResult:
    """Keep a doubtful document for a person to decide. It changes nothing and does not become the baseline."""
    feed, kind, message = received.feed, doubts[0].kind, reasons(doubts)
    with run.recorder.transaction():
        item, new = run.store.decisions.put_in_quarantine(feed.id, received.evidence.id, kind, message, run.at)
        run.recorder.log(
            run.at,
            "check",
            feed=feed.id,
            outcome=Outcome.QUARANTINED,
            evidence=received.evidence.id,
            error=(kind, message),
            configuration=run.configuration,
            item=item.id,
        )
        if new:
            alerts.after_quarantine(run, item)
        run.store.log.note_doubt(feed, run.at, message)
        pending = run.store.charts.pending(feed.id)
    return SourceResult(
        treaty=feed.treaty,
        source=feed.source,
        outcome=Outcome.QUARANTINED,
        pending=pending,
        error=(kind, message),
    )


def reasons(doubts: tuple[Doubt, ...]) -> str:
    """All doubts on one line."""
    return "; ".join(f"{doubt.kind}: {doubt.message}" for doubt in doubts)
