"""Values as the objects of `--json` (docs/json.md): keys are added, never renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.models import FLAG_LETTERS, moment
from tracker.models.times import iso

if TYPE_CHECKING:
    from datetime import date

    from tracker.models import Change, Pending, Row, Standing
    from tracker.models.records import QuarantineItem, Snapshot, SourceResult

Object = dict[str, Any]


def row_object(row: Row, *, treaty: str | None, standing: Standing | None, status_as_of: date | None) -> Object:
    """One participant's row with its standing."""
    return {
        "treaty": treaty,
        "participant": row.participant,
        "name": row.name,
        "standing": standing,
        "signed_on": iso(row.signed_on),
        "consent_on": iso(row.consent_on),
        "consent_kind": row.consent_kind,
        "in_force_on": iso(row.in_force_on),
        "denounced_on": iso(row.denounced_on),
        "left_on": iso(row.left_on),
        "suspended_on": iso(row.suspended_on),
        "group": row.group,
        "flags": [letter for letter in FLAG_LETTERS if letter in row.flags] if row.flags_known else None,
        "status_as_of": iso(status_as_of),
    }


def pending_object(pending: Pending) -> Object:
    """A value that waits to be confirmed as gone."""
    return {
        "participant": pending.participant,
        "field": pending.field,
        "before": pending.before,
        "since": moment(pending.since),
    }


def entry_object(entry: SourceResult) -> Object:
    """What one check of one source came to."""
    return {
        "treaty": entry.treaty,
        "source": entry.source,
        "outcome": entry.outcome,
        "changes": [change_object(change) for change in entry.changes],
        "pending": [pending_object(pending) for pending in entry.pending],
        "error": {"kind": entry.error[0], "message": entry.error[1]} if entry.error else None,
    }


def snapshot_object(snapshot: Snapshot) -> Object:
    """A stored chart without its rows."""
    return {
        "id": snapshot.id,
        "treaty": snapshot.treaty,
        "source": snapshot.source,
        "observed_at": moment(snapshot.observed_at),
        "published_on": iso(snapshot.published_on),
        "evidence": snapshot.evidence,
        "rows": snapshot.rows,
    }


def quarantine_object(item: QuarantineItem) -> Object:
    """A chart that a person must look at, or has."""
    return {
        "id": item.id,
        "treaty": item.treaty,
        "source": item.source,
        "read_at": moment(item.read_at),
        "reason": item.reason,
        "evidence": item.evidence,
        "decision": item.decision,
        "decided_at": moment(item.decided_at) if item.decided_at else None,
    }


__all__ = [
    "change_object",
    "entry_object",
    "iso",
    "pending_object",
    "quarantine_object",
    "row_object",
    "snapshot_object",
]


#: The keys of a change object, in order; they are added to, never renamed.
CHANGE_KEYS = (
    "id",
    "detected_at",
    "treaty",
    "participant",
    "name",
    "kind",
    "nature",
    "field",
    "before",
    "after",
    "effective_on",
    "source",
    "snapshot",
    "previous_snapshot",
    "summary",
)


def change_object(change: Change) -> dict[str, str | int | None]:
    """The change in JSON's own types; missing is None, times are UTC with `Z`."""
    printed = {
        "detected_at": moment(change.detected_at),
        "kind": change.kind.value,
        "nature": change.nature.value,
        "field": change.field.value,
        "effective_on": change.effective_on.isoformat() if change.effective_on else None,
    }
    return {key: printed[key] if key in printed else getattr(change, key) for key in CHANGE_KEYS}
