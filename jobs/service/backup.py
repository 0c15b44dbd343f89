"""A copy of the database that is known to be whole, and the way back from it."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from db.database import check_whole, copy_database
from db.files import TAILS, in_one_file, into_one_file
from jobs.locks import alone, locked
from tracker.errors import DatabaseError, TrackerError

if TYPE_CHECKING:
    from datetime import datetime

_KEPT = 30  # dated copies; the oldest go first


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
        _remove(partial)
        copy_database(database, partial)
        in_one_file(partial)
        check_whole(partial)
        target = folder / f"{database.stem}-{now:%Y%m%dT%H%M%SZ}.db"
        partial.replace(target)
        for old in copies(database)[:-_KEPT]:
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
            _fetch(copy, fresh)
            return _swap(database, fresh, now)
        finally:
            _remove(fresh)


def _fetch(copy: Path, fresh: Path) -> None:
    """Bring a copy beside the database and look at it there: where it lies may be read-only, or about to go."""
    _remove(fresh)
    try:
        copy_database(copy, fresh)
    except TrackerError:  # SQLite cannot open it there; damaged, or only read-only
        _remove(fresh)
        for tail in ("", "-wal"):
            if (part := Path(f"{copy}{tail}")).exists():
                shutil.copyfile(part, f"{fresh}{tail}")
    try:
        check_whole(fresh)
    except DatabaseError as error:
        raise DatabaseError(str(error).replace(str(fresh), str(copy))) from error
    in_one_file(fresh)
    with closing(sqlite3.connect(fresh)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")


def _swap(database: Path, fresh: Path, now: datetime) -> Path | None:
    if not database.exists():
        fresh.replace(database)
        return None
    aside = database.with_name(f"{database.name}.replaced-{now:%Y%m%dT%H%M%SZ}")
    into_one_file(database)
    _remove(aside)
    aside.hardlink_to(database)  # so that there is a database under the name at every moment
    for tail in TAILS:
        if (part := Path(f"{database}{tail}")).exists():
            part.replace(f"{aside}{tail}")
    fresh.replace(database)
    return aside


def _remove(path: Path) -> None:
    for tail in ("", *TAILS):
        Path(f"{path}{tail}").unlink(missing_ok=True)
