"""What is kept, as answers show it: changes, stored charts, evidence, deliveries, the quarantine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime  # noqa: TC003 - docs/webhook.md: the schema of a change is made from its annotations
from typing import TYPE_CHECKING

from tracker.answers.to_json import keys_of, to_object
from tracker.models import ChangeKind, Field, Nature  # noqa: TC001 - the same

if TYPE_CHECKING:
    from tracker.answers.to_json import Object
    from tracker.models import Change, Decision, Provenance
    from tracker.models.records import Delivery, Evidence, QuarantineItem, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAnswer:
    """One change. A difference that was only computed has no `id` and no `detected_at`."""

    id: int | None
    detected_at: datetime | None
    treaty: str
    participant: str | None
    name: str | None
    kind: ChangeKind
    nature: Nature
    field: Field
    before: str | None
    after: str | None
    effective_on: date | None
    source: str
    snapshot: int | None
    previous_snapshot: int | None
    summary: str

    @classmethod
    def of(cls, change: Change) -> ChangeAnswer:
        """A change as it is stored."""
        return cls(
            id=change.id,
            detected_at=change.detected_at,
            treaty=change.treaty,
            participant=change.participant,
            name=change.name,
            kind=change.kind,
            nature=change.nature,
            field=change.field,
            before=change.before,
            after=change.after,
            effective_on=change.effective_on,
            source=change.source,
            snapshot=change.snapshot,
            previous_snapshot=change.previous_snapshot,
            summary=change.summary,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotHead:
    """A stored chart without its rows; `rows` is their number."""

    id: int
    treaty: str
    source: str
    observed_at: datetime
    published_on: date | None
    evidence: int | None
    rows: int

    @classmethod
    def of(cls, snapshot: Snapshot) -> SnapshotHead:
        """A chart as it is stored."""
        return cls(
            id=snapshot.id,
            treaty=snapshot.treaty,
            source=snapshot.source,
            observed_at=snapshot.observed_at,
            published_on=snapshot.published_on,
            evidence=snapshot.evidence,
            rows=snapshot.rows,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceAnswer:
    """One body that was kept, without the body."""

    id: int
    treaty: str
    source: str
    sha256: str
    size: int
    url: str
    fetched_at: datetime
    published_on: date | None
    origin: str
    provenance: Provenance

    @classmethod
    def of(cls, item: Evidence) -> EvidenceAnswer:
        """Evidence as it is stored."""
        return cls(
            id=item.id,
            treaty=item.treaty,
            source=item.source,
            sha256=item.sha256,
            size=item.size,
            url=item.url,
            fetched_at=item.fetched_at,
            published_on=item.published_on,
            origin=item.origin,
            provenance=item.provenance,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryAnswer:
    """What became of a change that is owed to a channel."""

    channel: str
    state: str
    attempts: int
    delivered_at: datetime | None

    @classmethod
    def of(cls, delivery: Delivery) -> DeliveryAnswer:
        """A delivery as it is stored."""
        return cls(
            channel=delivery.channel,
            state=delivery.state,
            attempts=delivery.attempts,
            delivered_at=delivery.delivered_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineAnswer:
    """A chart that a person must look at, or has."""

    id: int
    treaty: str
    source: str
    read_at: datetime
    reason: str
    evidence: int
    decision: Decision
    decided_at: datetime | None

    @classmethod
    def of(cls, item: QuarantineItem) -> QuarantineAnswer:
        """An item as it is stored."""
        return cls(
            id=item.id,
            treaty=item.treaty,
            source=item.source,
            read_at=item.read_at,
            reason=item.reason,
            evidence=item.evidence,
            decision=item.decision,
            decided_at=item.decided_at,
        )


#: The keys of a change object, in order; they are added to, never renamed.
CHANGE_KEYS = keys_of(ChangeAnswer)


def change_object(change: Change) -> Object:
    """A change as `--json` prints it."""
    return to_object(ChangeAnswer.of(change))
