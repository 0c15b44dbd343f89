"""A copy of the database that is known to be whole, and the way back from it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from db.files import fetch_copy, remove, swap, write_copy
from jobs.locks import alone, locked
from tracker.errors import DatabaseError

if TYPE_CHECKING:
    from datetime import datetime

KEPT = 30  # dated copies; the oldest go first


def folder_of(database: Path) -> Path:
    """Where the copies of a database lie."""
    return database.parent / "backups"


def backup(database: Path, *, now: datetime) -> Path:
    """Copy the database by SQLite's own means, look whether the copy is whole, and let the oldest go.

    Raises DatabaseError if the copy is not whole; then it is kept under another name and no older one goes.
    """
    folder = folder_of(database)
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / f".{database.name}.lock", "another backup"):
        partial = folder / f"{database.stem}.partial"  # one name: what a kill leaves is gone with the next copy
        write_copy(database, partial)
        target = folder / f"{database.stem}-{now:%Y%m%dT%H%M%SZ}.db"
        partial.replace(target)
        for old in copies(database)[:-KEPT]:
            old.unlink()
    return target


def copies(database: Path) -> list[Path]:
    """The dated copies of a database, oldest first."""
    dated = re.compile(re.escape(database.stem) + r"-\d{8}T\d{6}Z\.db")  # not those of a neighbour, tracker-2.db
    return sorted(path for path in folder_of(database).iterdir() if dated.fullmatch(path.name))


def restore(database: Path, copy: Path, *, now: datetime) -> Path | None:
    """Put a copy in the database's place; what was there is kept beside it and returned.

    Raises DatabaseError for a copy that is not whole, not ours or of a newer version, BusyError while the daemon
    runs. Killed at any moment, it leaves the old database or the new one, and nothing between.
    """
    if not copy.is_file():
        raise DatabaseError(f"no backup at {copy}: they lie in {folder_of(database)}")
    with alone(database, "restore", patient=True), locked(Path(f"{database}.turn"), "a check"):
        fresh = database.with_name(f".{database.name}.restoring")
        try:
            fetch_copy(copy, fresh)
            return swap(database, fresh, database.with_name(f"{database.name}.replaced-{now:%Y%m%dT%H%M%SZ}"))
        finally:
            remove(fresh)
