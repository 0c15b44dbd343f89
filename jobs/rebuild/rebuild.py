"""`tracker rebuild`: derive charts and changes again from the log and the evidence.

The long part happens in a copy, while checks go on. Then the derived tables are put in place in one transaction,
completely or not at all. Changes that were reported must get the same ids again, because deliveries and citations refer
to them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from db.copies import copy_database, keep_copy
from db.files import remove
from db.history import History
from db.seals import CHANGE, broken_seals
from db.store import Store
from jobs.locks import alone, locked, turn_of
from jobs.rebuild.meaning import meaning, means_the_same
from jobs.rebuild.replay import Replay, invitations

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from jobs.rebuild.replay import Stuck, Track
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
    change would be lost or altered. Checks go on meanwhile: only the last step takes their turn.
    """
    with Store.open(database) as store, alone(database, "rebuild", patient=True):
        place = store.database.path
        copy = place.with_name(f"{place.name}.rebuilding")  # a fixed name: the next one removes what a kill left
        try:
            replayed_to = _derive(place, copy, track)
            with locked(turn_of(database), "a check"):
                return _put_in_place(store, copy, replayed_to, now)
        except _Refusal as refusal:
            return _counted(store, refused=str(refusal))
        finally:
            remove(copy)


def _derive(database: Path, copy: Path, track: Track) -> int:
    """Replay the log in a copy; returns the entry that it ends with. Raises _Refusal."""
    remove(copy)
    copy_database(database, copy)
    with Store.open(copy) as store:
        last = store.log.last()
        told = invitations(store)
        with History(store).again():
            replay = Replay(store, told)
            replay.put_all()
            _refuse_stuck(chain(replay.entries(track(store.log.entries())), replay.finish()))
    return last


def _put_in_place(store: Store, copy: Path, replayed_to: int, now: datetime) -> Rebuilt:
    """Give the database the derived tables of the copy, and replay what was logged since. Raises _Refusal."""
    recorded = store.changes.find()
    edited = {key for _, (key,) in broken_seals(store.database.conn, (CHANGE,))}  # nobody was told these words
    told = [change for change in recorded if change.published_on is None and change.id not in edited]
    with History(store).replaced_from(copy):
        replay = Replay(store, recorded)
        _refuse_stuck(chain(replay.entries(store.log.entries(replayed_to)), replay.finish()))
        _refuse_another_history(recorded, store.changes.find())
        _keep_as_told(store, told)
        if orphans := store.database.orphans():
            raise _Refusal(f"{len(orphans)} rows would have broken references, the first: {orphans[0]}")
        database = store.database.path
        before = database.with_name(f"{database.name}.before-rebuild-{now:%Y%m%dT%H%M%SZ}")
        keep_copy(database, before)  # the copy does not contain this open transaction
    restored = {change.id for change in store.changes.find()} - {change.id for change in recorded}
    return _counted(store, before=before, restored=len(restored))


def _counted(store: Store, *, restored: int = 0, before: Path | None = None, refused: str | None = None) -> Rebuilt:
    return Rebuilt(
        entries=store.database.count("log"),
        snapshots=store.database.count("snapshot"),
        changes=store.database.count("change"),
        restored=restored,
        before=before,
        refused=refused,
    )


def _refuse_stuck(found: Iterable[Stuck]) -> None:
    for stuck in found:
        raise _Refusal(stuck.message)


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
