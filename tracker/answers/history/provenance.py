"""Where a change comes from, and the evidence behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.answers.history.records import ChangeAnswer, DeliveryAnswer, EvidenceAnswer, SnapshotHead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.answers.view import View
    from tracker.models import Change
    from tracker.models.records import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Where a change comes from: its rule, both charts, the evidence, and its deliveries."""

    change: ChangeAnswer
    rule: str
    snapshot: SnapshotHead | None
    previous_snapshot: SnapshotHead | None
    evidence: tuple[EvidenceAnswer, ...]
    deliveries: tuple[DeliveryAnswer, ...]


def why(view: View, key: int) -> Why:
    """Where a change comes from. Raises UsageError for an unknown id."""
    change = view.change(key)
    return Why(
        change=ChangeAnswer.of(change),
        rule=change.rule,
        snapshot=_head(view, change.snapshot),
        previous_snapshot=_head(view, change.previous_snapshot),
        evidence=tuple(EvidenceAnswer.of(item) for item in _evidence(view, change)),
        deliveries=tuple(DeliveryAnswer.of(delivery) for delivery in view.deliveries(key)),
    )


def _head(view: View, snapshot: int | None) -> SnapshotHead | None:
    return SnapshotHead.of(view.snapshot(snapshot)) if snapshot else None


def _evidence(view: View, change: Change) -> Iterator[Evidence]:
    shown = view.evidence_of_change(change)
    if shown:
        yield shown
    if change.previous_snapshot and (before := view.snapshot(change.previous_snapshot).evidence):
        yield view.evidence(before)
