"""A person's decision about a doubtful chart or list of statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.store import Store
from jobs.context import begin
from jobs.faults import as_source_error
from jobs.ingest.document_kinds import document_of
from jobs.ingest.pipeline import ingest_believed
from jobs.ingest.subject import Received
from jobs.locks import turn
from tracker.errors import SourceError, UsageError
from tracker.models import Decision, Validators

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from jobs.context import Pass
    from tracker.config import Config
    from tracker.models.records import QuarantineItem, SourceResult


def accept(config: Config, key: int, now: Callable[[], datetime]) -> SourceResult:
    """Apply a quarantined chart or list completely; values that vanished are confirmed at once.

    Raises UsageError for an item that is older than the baseline, was decided before, or can no longer be read.
    """
    with turn(config), Store.open(config.database) as store:
        run = begin(store, config, now())
        return _accept(run, store.decisions.item(key))


def _accept(run: Pass, item: QuarantineItem) -> SourceResult:
    feed = run.store.treaties.feed(item.treaty, item.source)
    treaty = run.config.treaty(item.treaty)
    if treaty is None:
        raise UsageError(f"{item.treaty} is no longer followed")
    if item.decision in (Decision.ACCEPTED, Decision.SUPERSEDED):
        raise UsageError(f"item {item.id} was already {item.decision}; a later read applies")
    if feed.last_good_at and item.read_at < feed.last_good_at:
        raise UsageError(f"item {item.id} is older than the chart that was accepted since: run `tracker check` instead")
    received = Received(
        treaty=treaty,
        feed=feed,
        evidence=run.store.archive.evidence(item.evidence),
        read_at=item.read_at,
        validators=Validators(),
        item=item.id,
    )
    try:
        with as_source_error(f"item {item.id}"):
            subject = document_of(feed).parse(run, received)
    except SourceError as error:
        raise UsageError(f"item {item.id} can no longer be read: {error}") from error
    return ingest_believed(run, subject)


def reject(config: Config, key: int, now: Callable[[], datetime]) -> QuarantineItem:
    """Decide that a chart is wrong. If it is read again, it stays rejected. Raises UsageError if it was decided."""
    with turn(config), Store.open(config.database) as store:
        run = begin(store, config, now())
        item = store.decisions.item(key)
        if item.decision is not Decision.OPEN:
            raise UsageError(f"item {key} was already {item.decision}")
        with store.transaction():
            store.log.write(
                run.at,
                "reject",
                feed=item.feed,
                evidence=item.evidence,
                configuration=run.configuration,
                item=key,
            )
            store.decisions.decide(key, Decision.REJECTED, run.at)
        return store.decisions.item(key)
