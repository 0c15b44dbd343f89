"""One change as every command prints it: the object of `--json`, and its columns in a table. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.models import moment

if TYPE_CHECKING:
    from tracker.models import Change

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
