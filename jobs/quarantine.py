"""What a person decides about a doubtful chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.store import Store
from jobs.check import turn
from jobs.run import begin
from jobs.settle import Read, read_chart, settle
from tracker.errors import SourceError, UsageError
from tracker.models import Decision, Validators

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from db.records import QuarantineItem
    from jobs.run import Entry, Run
    from tracker.config import Config


def accept(config: Config, key: int, now: Callable[[], datetime]) -> Entry:
    """Apply a quarantined chart whole, what vanished confirmed at once.

    Raises UsageError for an item that is older than the baseline or was decided.
    """
    with turn(config), Store.open(config.database) as store:
        run = begin(store, config, now())
        return _accept(run, store.quarantine_item(key))


def _accept(run: Run, item: QuarantineItem) -> Entry:
    feed = run.store.feed(item.treaty, item.source)
    treaty = run.config.treaty(item.treaty)
    if treaty is None:
        raise UsageError(f"{item.treaty} is no longer followed")
    if item.decision in (Decision.ACCEPTED, Decision.SUPERSEDED):
        raise UsageError(f"item {item.id} was {item.decision} already: a later chart stands")
    if feed.last_good_at and item.read_at < feed.last_good_at:
        raise UsageError(f"item {item.id} is older than the chart accepted since: run `tracker check` instead")
    evidence = run.store.evidence(item.evidence)
    read_then = run.moved_to(item.read_at)
    try:
        chart = read_chart(read_then, treaty, item.source, evidence)
    except SourceError as error:
        raise UsageError(f"item {item.id} can no longer be read: {error}") from error
    return settle(
        run,
        Read(
            treaty=treaty,
            feed=feed,
            chart=chart,
            evidence=evidence,
            read_at=item.read_at,
            validators=Validators(),
            item=item.id,
        ),
    )


def reject(config: Config, key: int, now: Callable[[], datetime]) -> QuarantineItem:
    """Decide that a chart is wrong; seen again, it stays rejected. Raises UsageError if it was decided."""
    with turn(config), Store.open(config.database) as store:
        run = begin(store, config, now())
        item = store.quarantine_item(key)
        if item.decision is not Decision.OPEN:
            raise UsageError(f"item {key} was {item.decision} already")
        with store.transaction():
            store.log(run.at, "reject", feed=item.feed, evidence=item.evidence, configuration=run.configuration)
            store.decide(key, Decision.REJECTED, run.at)
        return store.quarantine_item(key)
