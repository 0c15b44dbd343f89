"""`tracker rebuild`: derive charts and changes again from the log and the evidence.

It happens in one transaction, completely or not at all. Changes that were reported must get the same ids again,
because deliveries and citations refer to them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from db.database import keep_copy
from db.history import History
from db.store import Store
from jobs.locks import alone, locked, turn_of
from jobs.rebuild.replay import replay
from tracker.models import STATEMENTS, ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from jobs.rebuild.replay import Track
    from tracker.answers.to_json import Object
    from tracker.models import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """The result of a rebuild. `refused` says why nothing changed; otherwise `before` is a copy of the old database.

    `restored` counts the changes that were missing before.
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
    """The rebuild would change the history."""


def rebuild(database: Path, *, now: datetime, track: Track) -> Rebuilt:
    """Discard everything derived and derive it again. Raises NoDatabaseError, DatabaseError, BusyError.

    The rebuild is refused, and the database unchanged, if an entry of the log cannot be replayed, or if a reported
    change would be lost or altered.
    """
    with (
        Store.open(database) as store,
        alone(database, "rebuild", patient=True),
        locked(turn_of(database), "a check"),
    ):
        recorded = store.changes.find()
        try:
            with History(store).again():
                for stuck in replay(store, track, recorded):
                    raise _Refusal(stuck.message)
                _refuse_another_history(recorded, store.changes.find())
                _keep_as_told(store, (change for change in recorded if change.published_on is None))
                if orphans := store.database.orphans():
                    raise _Refusal(f"{len(orphans)} rows would have broken references, the first: {orphans[0]}")
                before = store.database.path.with_name(f"{database.name}.before-rebuild-{now:%Y%m%dT%H%M%SZ}")
                keep_copy(store.database.path, before)  # the copy does not contain this open transaction
        except _Refusal as refusal:
            return _counted(store, refused=str(refusal))
        restored = {change.id for change in store.changes.find()} - {change.id for change in recorded}
        return _counted(store, before=before, restored=len(restored))


def _counted(store: Store, *, restored: int = 0, before: Path | None = None, refused: str | None = None) -> Rebuilt:
    return Rebuilt(
        entries=len(store.log.entries()),
        snapshots=len(store.charts.snapshots()),
        changes=len(store.changes.find()),
        restored=restored,
        before=before,
        refused=refused,
    )


def _refuse_another_history(recorded: Iterable[Change], again: Iterable[Change]) -> None:
    """Raise at the first change that would be lost or altered. Those from back-fill may be: nobody received them."""
    found = {change.id: change for change in again}
    for change in recorded:
        if change.published_on is not None:
            continue
        now = found.get(change.id)
        if now is None:
            raise _Refusal(f"change {change.id} ({change.summary}) would be gone")
        if not means_the_same(change, now):
            raise _Refusal(f"change {change.id} ({change.summary}) would become: {now.summary}")


def _keep_as_told(store: Store, recorded: Iterable[Change]) -> None:
    """Keep the rows of changes that earlier versions told under another kind."""
    for change in recorded:
        now = store.changes.get(change.id)
        if meaning(now) != meaning(change) and means_the_same(change, now):
            store.changes.keep(change)


def means_the_same(told: Change, now: Change) -> bool:
    """True if a change that was told and one that is derived now are of the same act.

    Earlier versions told each statement that left the list as withdrawn, and one that came back as made.
    """
    if meaning(now) == meaning(told):
        return True
    if told.source != STATEMENTS or now.source != STATEMENTS:
        return False
    if told.kind is ChangeKind.STATEMENT_WITHDRAWN and told.effective_on is None:
        kinds = (ChangeKind.STATEMENT_NO_LONGER_SHOWN, ChangeKind.STATEMENT_WITHDRAWN)
        as_told = replace(now, kind=told.kind, nature=told.nature, effective_on=None)
        return now.kind in kinds and meaning(as_told) == meaning(told)
    again = now.kind is told.kind is ChangeKind.STATEMENT_MADE
    return again and meaning(replace(now, nature=told.nature)) == meaning(told)


def meaning(change: Change) -> tuple[object, ...]:
    """The content of a change without what may differ between versions: its wording, and the day of an invitation,
    which is from the bundled list of decisions and not from the evidence."""
    return (
        change.treaty,
        change.participant,
        change.kind,
        change.nature,
        change.field,
        change.before,
        change.after,
        None if change.kind is ChangeKind.INVITED else change.effective_on,
        change.left_on,
        change.source,
    )
