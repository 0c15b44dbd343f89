"""Where a change comes from, and the evidence behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.answers.to_json import change_object, snapshot_object
from tracker.models import Change, moment
from tracker.models.times import iso

if TYPE_CHECKING:
    from tracker.answers.to_json import Object
    from tracker.answers.view import View
    from tracker.models.records import Evidence


def why(view: View, key: int) -> Object:
    """Where a change comes from: its rule, both snapshots, the evidence, and who was told."""
    change = view.change(key)
    return {
        "change": change_object(change),
        "rule": change.rule,
        "snapshot": snapshot_object(view.snapshot(change.snapshot)) if change.snapshot else None,
        "previous_snapshot": (
            snapshot_object(view.snapshot(change.previous_snapshot)) if change.previous_snapshot else None
        ),
        "evidence": _evidence_objects(view, change),
        "deliveries": [
            {
                "channel": delivery.channel,
                "state": delivery.state,
                "attempts": delivery.attempts,
                "delivered_at": moment(delivery.delivered_at) if delivery.delivered_at else None,
            }
            for delivery in view.deliveries(key)
        ],
    }


def _evidence_objects(view: View, change: Change) -> list[Object]:
    found = [view.evidence_of_change(change)]
    if change.previous_snapshot and (before := view.snapshot(change.previous_snapshot).evidence):
        found.append(view.evidence(before))
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
