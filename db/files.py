"""Whole copies of the database, each one file without a write-ahead log, and how one takes the database's place."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from db.database import check_whole, copy_database, readable
from tracker.errors import DatabaseError, TrackerError

_WAIT = 30.0  # seconds that a checkpoint waits for another process's transaction
_TAILS = ("-wal", "-shm")  # what SQLite keeps beside a database


def write_copy(database: Path, copy: Path) -> None:
    """Copy a database that others may be writing; what was at the place goes.

    Raises BusyError, DatabaseError. If the copy is not whole it stays where it is.
    """
    remove(copy)
    copy_database(database, copy)
    _set_journal(copy, "DELETE")  # one file, which can be read from where nothing can be written
    check_whole(copy)


def fetch_copy(copy: Path, fresh: Path) -> None:
    """Bring a copy beside the database and check it there: where it lies may be read-only, or about to go.

    Raises DatabaseError for a copy that is not whole, not ours or of a newer version.
    """
    remove(fresh)
    try:
        copy_database(copy, fresh)
    except TrackerError:  # SQLite cannot open it there; damaged, or only read-only
        remove(fresh)
        for tail in ("", "-wal"):
            if (part := Path(f"{copy}{tail}")).exists():
                shutil.copyfile(part, f"{fresh}{tail}")
    try:
        check_whole(fresh)
    except DatabaseError as error:
        raise DatabaseError(str(error).replace(str(fresh), str(copy))) from error
    _set_journal(fresh, "DELETE")
    _set_journal(fresh, "WAL")


def swap(database: Path, fresh: Path, aside: Path) -> Path | None:
    """Put a whole copy in the database's place; what was there is kept at `aside`, which is returned.

    Killed at any moment, it leaves the old database or the new one, and nothing between.
    """
    if not database.exists():
        fresh.replace(database)
        return None
    _into_one_file(database)
    remove(aside)
    aside.hardlink_to(database)  # so that there is a database under the name at every moment
    for tail in _TAILS:
        if (part := Path(f"{database}{tail}")).exists():
            part.replace(f"{aside}{tail}")
    fresh.replace(database)
    return aside


def remove(database: Path) -> None:
    """Remove a database with what SQLite keeps beside it, if they are there."""
    for tail in ("", *_TAILS):
        Path(f"{database}{tail}").unlink(missing_ok=True)


def _into_one_file(database: Path) -> None:
    """Bring what stands in the WAL into the file. What is replaced may be damaged: that is no reason not to."""
    try:
        with closing(sqlite3.connect(database, timeout=_WAIT)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error:
        return


def _set_journal(copy: Path, mode: str) -> None:
    try:
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute(f"PRAGMA journal_mode = {mode}")
    except sqlite3.Error as error:
        raise readable(error, copy) from error
