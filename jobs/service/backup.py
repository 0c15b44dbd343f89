"""Verified copies of the database, and restoring one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.chain import head_in
from db.copies import folder_of, lock_of, partial_of, restoring_of
from db.files import fetch_copy, remove, swap, write_copy
from db.place import copies_of, other_names, place_of
from jobs.files import make_folder
from jobs.locks import alone, locked, turn_of
from tracker.errors import DatabaseError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

KEPT = 30  # dated copies: a month of daily ones


def backup(database: Path, *, now: datetime) -> Path:
    """Copy the database with SQLite's backup, check the copy, and remove the oldest copies.

    Raises DatabaseError if the copy is damaged. Then it stays under its temporary name, and no older copy is removed.
    """
    database = place_of(database)
    folder = folder_of(database)
    make_folder(folder, 0o700)
    with locked(lock_of(database), "another backup"):
        partial = partial_of(database)
        write_copy(database, partial)
        head = head_in(partial)
        target = folder / f"{database.stem}-{now:%Y%m%dT%H%M%SZ}{f'-{head.short}' if head else ''}.db"
        partial.replace(target)
        for old in copies(database)[:-KEPT]:
            old.unlink()
    return target


def copies(database: Path) -> list[Path]:
    """The dated copies of a database, oldest first."""
    return copies_of(place_of(database))


def restore(database: Path, copy: Path, *, now: datetime) -> Path | None:
    """Replace the database by a copy. Returns the new path of the old database, which is kept.

    Raises DatabaseError for a copy that is damaged, not ours or of a newer version, BusyError while the daemon runs.
    Killed at any moment, it leaves either the old database or the new one. A symbolic link stays a link, and the file
    that it points to is replaced.
    """
    database = place_of(database)
    if not copy.is_file():
        raise DatabaseError(f"no backup at {copy}: backups are in {folder_of(database)}")
    with alone(database, "restore", patient=True), locked(turn_of(database), "a check"):
        if database.exists() and other_names(database):
            raise DatabaseError(f"{database} has hard links, which would keep the old history: remove them first")
        fresh = restoring_of(database)
        try:
            fetch_copy(copy, fresh)
            return swap(database, fresh, database.with_name(f"{database.name}.replaced-{now:%Y%m%dT%H%M%SZ}"))
        finally:
            remove(fresh)
