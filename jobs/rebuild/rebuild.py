"""`tracker rebuild`: charts and changes made anew from the log and the evidence.

All of it, in one transaction, or nothing: what people were told, deliveries point to and others cite must come out
again under the same ids.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db.database import keep_copy
from db.history import History
from db.store import Store
from jobs.locks import alone, locked
from jobs.rebuild.replay import replay

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from jobs.rebuild.replay import Track
    from tracker.answers.to_json import Object
    from tracker.models import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What a rebuild came to. `refused` says why nothing was touched; else `before` is a copy of what was there.

    `restored`: changes that were not there before.
    """

    entries: int
    snapshots: int
    changes: int
    restored: int = 0
    before: Path | None = None
    refused: str | None = None

    def as_json(self) -> Object:
        """The object of `--json`."""
        return {**asdict(self), "before": str(self.before) if self.before else None}


class _Refusal(Exception):  # noqa: N818 - no error: it carries the reason out of the transaction
    """What would be another history."""


def rebuild(database: Path, *, now: datetime, track: Track) -> Rebuilt:
    """Throw away what is derived and make it anew. Raises NoDatabaseError, DatabaseError, BusyError.

    Refused, with all left as it was, if an entry of the log cannot be carried out again, or if a change that was told
    would not come out again as it was.
    """
    with (
        Store.open(database) as store,
        alone(database, "rebuild", patient=True),
        locked(Path(f"{database}.turn"), "a check"),
    ):
        told = store.changes.find()
        try:
            with History(store).again():
                for stuck in replay(store, track, told):
                    raise _Refusal(stuck.message)
                _refuse_another_history(told, store.changes.find())
                if orphans := store.database.orphans():
                    raise _Refusal(f"{len(orphans)} rows would point to nothing, the first: {orphans[0]}")
                before = database.with_name(f"{database.name}.before-rebuild-{now:%Y%m%dT%H%M%SZ}")
                keep_copy(database, before)  # as it stands without this transaction
        except _Refusal as refusal:
            return _counted(store, refused=str(refusal))
        return _counted(store, before=before, restored=len({c.id for c in store.changes.find()} - {c.id for c in told}))


def _counted(store: Store, *, restored: int = 0, before: Path | None = None, refused: str | None = None) -> Rebuilt:
    return Rebuilt(
        entries=len(store.log.entries()),
        snapshots=len(store.charts.snapshots()),
        changes=len(store.changes.find()),
        restored=restored,
        before=before,
        refused=refused,
    )


def _refuse_another_history(told: Iterable[Change], again: Iterable[Change]) -> None:
    """The first change that was told and would not come out as it was. What back-fill found was told to nobody."""
    found = {change.id: change for change in again}
    for change in told:
        if change.published_on is not None:
            continue
        now = found.get(change.id)
        if now is None:
            raise _Refusal(f"change {change.id} ({change.summary}) would be gone")
        if meaning(now) != meaning(change):
            raise _Refusal(f"change {change.id} ({change.summary}) would become: {now.summary}")


def meaning(change: Change) -> tuple[object, ...]:
    """What a change says, whatever its wording."""
    return (
        change.treaty,
        change.participant,
        change.kind,
        change.nature,
        change.field,
        change.before,
        change.after,
        change.effective_on,
        change.left_on,
        change.source,
    )
