"""Where a change comes from, and the evidence behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.answers.to_json import change_object, snapshot_object
from tracker.models import Change, moment
from tracker.models.times import iso

if TYPE_CHECKING:
    from db.store import Store
    from tracker.answers.to_json import Object
    from tracker.models.records import Evidence


def why(store: Store, key: int) -> Object:
    """Where a change comes from: its rule, both snapshots, the evidence, and who was told."""
    change = store.changes.get(key)
    return {
        "change": change_object(change),
        "rule": change.rule,
        "snapshot": snapshot_object(store.charts.snapshot(change.snapshot)) if change.snapshot else None,
        "previous_snapshot": (
            snapshot_object(store.charts.snapshot(change.previous_snapshot)) if change.previous_snapshot else None
        ),
        "evidence": _evidence_objects(store, change),
        "deliveries": [
            {
                "channel": delivery.channel,
                "state": delivery.state,
                "attempts": delivery.attempts,
                "delivered_at": moment(delivery.delivered_at) if delivery.delivered_at else None,
            }
            for delivery in store.outbox.deliveries(change=key)
        ],
    }


def evidence_of(store: Store, change: Change) -> Evidence | None:
    """The evidence that shows a change: that of the read which told it, else of the chart it stands on."""
    logged = store.log.entry(store.changes.log_of(change.id)).evidence
    if logged is None and change.snapshot is not None:
        logged = store.charts.snapshot(change.snapshot).evidence
    return store.archive.evidence(logged) if logged else None


def _evidence_objects(store: Store, change: Change) -> list[Object]:
    found = [evidence_of(store, change)]
    if change.previous_snapshot and (before := store.charts.snapshot(change.previous_snapshot).evidence):
        found.append(store.archive.evidence(before))
    return [evidence_object(item) for item in found if item]


def evidence_object(item: Evidence) -> Object:
    """One body that was kept, without the body."""
    return {
        "id": item.id,
        "treaty": item.treaty,
        "source": item.source,
        "sha256": item.sha256,
        "size": item.size,
        "url": item.url,
        "fetched_at": moment(item.fetched_at),
        "published_on": iso(item.published_on),
        "origin": item.origin,
    }
