"""Half files that a kill or a full disk left: removed when work begins. Only ours, and only what nobody is writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.copies import lock_of, part_of, partial_of, restoring_of
from db.files import remove
from db.place import place_of
from jobs.files import remove_unfinished
from jobs.locks import locked
from tracker.errors import BusyError

if TYPE_CHECKING:
    from pathlib import Path

    from db.store import Store
    from tracker.config import Config

_PUBLISHED = (".atom", ".csv", ".ics", ".json", ".xml")


def remove_leftovers(config: Config, store: Store) -> None:
    """Remove them. The caller holds the turn or the database, so that neither a check nor a restore is running."""
    database = place_of(config.database)
    remove(restoring_of(database))
    with store.transaction():  # a copy is kept inside one, so that now nobody makes one
        remove(part_of(database))
    _remove_partial(partial_of(database), database)
    if config.heartbeat:
        beat = config.heartbeat.name
        remove_unfinished(config.heartbeat.parent, lambda name: name == beat)
    if config.publish_folder:
        for folder in (config.publish_folder, config.publish_folder / "feeds"):
            remove_unfinished(folder, lambda name: name.endswith(_PUBLISHED))


def _remove_partial(partial: Path, database: Path) -> None:
    if not partial.exists():
        return
    try:
        with locked(lock_of(database), "another backup", patient=False):
            remove(partial)
    except BusyError:
        return  # a backup is being made
