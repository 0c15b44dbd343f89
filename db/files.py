"""Backup copies of the database (one file each, without a write-ahead log), and replacing the database by one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from db.copies import copy_database
from db.database import APPLICATION_ID, refuse_newer
from db.faults import UNREADABLE, readable
from db.reading import WAIT
from tracker.errors import DatabaseError, TrackerError

_TAILS = ("-wal", "-shm")  # suffixes of the files that SQLite keeps beside a database in WAL mode


def write_copy(database: Path, copy: Path) -> None:
    """Copy a database that other processes may be writing, replacing any earlier copy.

    Raises BusyError, DatabaseError. A copy that turns out to be damaged is left in place.
    """
    remove(copy)
    copy_database(database, copy)
    _set_journal(copy, "DELETE")  # one file that can be read on a read-only file system; WAL needs more files there
    check_intact(copy)


def fetch_copy(copy: Path, fresh: Path) -> None:
    """Copy a backup into the folder of the database, and check it there.

    The backup's own folder may be read-only, or about to disappear. Raises DatabaseError for a backup that is damaged,
    not the tracker's, of a newer version, or without any history.
    """
    remove(fresh)
    try:
        copy_database(copy, fresh)
    except TrackerError:  # SQLite cannot open it there: it is damaged, or its folder is read-only
        import shutil  # nearly every start copies nothing

        remove(fresh)
        for tail in ("", "-wal"):
            if (part := Path(f"{copy}{tail}")).exists():
                shutil.copyfile(part, f"{fresh}{tail}")
    try:
        check_intact(fresh)
    except DatabaseError as error:
        raise DatabaseError(str(error).replace(str(fresh), str(copy))) from error
    _refuse_blank(fresh, copy)
    _set_journal(fresh, "DELETE")  # folds a copied -wal file into the database
    _set_journal(fresh, "WAL")


def _refuse_blank(fresh: Path, copy: Path) -> None:
    """What is read first after it would be taken for the baseline, and what happened meanwhile be told to nobody."""
    with closing(sqlite3.connect(fresh)) as connection:
        if connection.execute("SELECT 1 FROM log LIMIT 1").fetchone() is None:
            raise DatabaseError(
                f"{copy} was made before anything was read, and holds no history: restore a later one, or begin anew"
                " (`tracker init --new`)"
            )


def swap(database: Path, fresh: Path, aside: Path) -> Path | None:
    """Replace the database by a checked copy. Keep the old one at `aside` and return that; None if there was none.

    Atomic: a process killed at any moment leaves either the old database or the new one in place.
    """
    if not database.exists():
        _set_aside_tails(database, aside)  # SQLite would take the log of a lost database for that of the new one
        fresh.replace(database)
        return None
    _into_one_file(database)
    remove(aside)
    aside.hardlink_to(database)  # a link, not a rename: the name must point to a database at every moment
    _set_aside_tails(database, aside)
    fresh.replace(database)
    return aside


def _set_aside_tails(database: Path, aside: Path) -> None:
    for tail in _TAILS:
        if (part := Path(f"{database}{tail}")).exists():
            part.replace(f"{aside}{tail}")


def remove(database: Path) -> None:
    """Remove a database and the files that SQLite keeps with it, if they exist."""
    for tail in ("", *_TAILS, "-journal"):
        Path(f"{database}{tail}").unlink(missing_ok=True)


def _into_one_file(database: Path) -> None:
    """Write the WAL back into the file, if possible. The old database may be damaged; it is replaced all the same."""
    try:
        with closing(sqlite3.connect(database, timeout=WAIT)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error:
        return


def _set_journal(copy: Path, mode: str) -> None:
    try:
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute(f"PRAGMA journal_mode = {mode}")
    except sqlite3.Error as error:
        raise readable(error, copy) from error


def check_intact(path: Path) -> None:
    """Raise DatabaseError unless a file is an undamaged tracker database that this version can read."""
    try:
        with closing(sqlite3.connect(path, timeout=WAIT)) as connection:
            ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            if ours:
                refuse_newer(connection, path)
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
    except UNREADABLE as error:
        raise readable(error, path) from error
    if not ours:
        raise DatabaseError(f"{path} is not a database of the tracker")
    if verdict != "ok" or orphans:
        raise DatabaseError(f"{path} is damaged ({verdict}): use another copy")
