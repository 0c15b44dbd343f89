"""Open the SQLite file (checked, and migrated after a backup copy), and the connection that all stores share."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from db.connection import Database, light_transaction, transaction
from db.copies import keep_copy
from db.faults import UNREADABLE, readable
from db.place import (
    NAME_KEY,
    cannot_read,
    is_nothing,
    lost,
    name_to_note,
    place_of,
    signs_of_a_past,
)
from db.reading import WAIT, connect, open_reading, private_copy
from db.schema.steps import STEPS, applied, migrate
from db.seals import seal_all, seal_what_is_written
from tracker.errors import DatabaseError, NoDatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from db.reading import Opened

# Bytes. A packed chart has about 2 kB; with SQLite's default page it would take an overflow page of 4 kB to itself.
_PAGE = 1024
_BLANK = 2 * 4096  # bytes; the least database is ten times as large
APPLICATION_ID = 0x43_56_54_4B  # "CVTK", stored as PRAGMA application_id: tells our file from another program's


def open_database(path: Path, *, create: bool = False, anew: bool = False) -> sqlite3.Connection:
    """Open the tracker's database with foreign keys on, in WAL mode, migrated to the newest schema.

    Raises NoDatabaseError if there is none and `create` is false, or if something shows that there was one and `anew`
    is false; BusyError if another process holds it; DatabaseError if the file is not a tracker database, is newer than
    this program, or cannot be opened.
    """
    refuse_nothing(path, create=create, anew=anew)
    path = place_of(path)
    try:
        connection = connect(path, "mode=rwc" if create else "mode=rw", WAIT)
    except sqlite3.Error as error:
        raise DatabaseError(f"cannot open {path}: {error}; name another file") from error
    with _closed_on_error(connection, path):
        made = _prepare(connection, path, create=create, anew=anew)
        seal_what_is_written(connection)
        _note_name(connection, path, made=made)
    return connection


def open_to_read(path: Path) -> Opened:
    """Open the database to read it. Only an older one is written: it is migrated, in a private copy if need be."""
    refuse_nothing(path)
    path = place_of(path)
    if said := cannot_read(path):
        raise DatabaseError(said)
    try:
        opened = open_reading(path, WAIT)
    except UNREADABLE as error:
        raise readable(error, path, reading=True) from error
    with _closed_on_error(opened.connection, path):
        if not opened.writable and _is_older(opened.connection):
            opened.connection.close()
            opened = private_copy(path, WAIT)
        opened.connection.execute("PRAGMA query_only = OFF")  # a migration writes
        _prepare(opened.connection, opened.path)
        opened.connection.execute("PRAGMA query_only = ON")
    return opened


@contextmanager
def _closed_on_error(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        connection.close()
        if isinstance(error, UNREADABLE):
            raise readable(error, path) from error
        raise


def is_unmade(path: Path) -> bool:
    """True if there is no database under a name: no file, an empty one, or the blank pages of one that was not made.

    Raises DatabaseError, BusyError.
    """
    try:
        if is_nothing(path):
            return True
        if not path.is_file() or path.stat().st_size > _BLANK:
            return False
        with closing(connect(path, "mode=rw", WAIT)) as connection:
            return _is_blank(connection)
    except OSError as error:
        raise DatabaseError(f"cannot open {path}: {error.strerror}; name another file") from error
    except sqlite3.Error as error:
        raise readable(error, path) from error


def refuse_nothing(path: Path, *, create: bool = False, anew: bool = False) -> None:
    """Raise NoDatabaseError if there is no database and none may be made."""
    try:
        if not is_nothing(path):
            return
        # looked for before the second look at the file: another process makes first the database, then what are signs
        signs = [] if anew else signs_of_a_past(path)
        if signs and is_nothing(path):
            raise NoDatabaseError(lost(path, signs))
    except OSError as error:
        raise DatabaseError(f"cannot open {path}: {error.strerror}; name another file") from error
    if not create:
        raise NoDatabaseError(f"no database at {path}: run `tracker init` or `tracker check`")


def _prepare(db: sqlite3.Connection, path: Path, *, create: bool = False, anew: bool = False) -> bool:
    """Make or migrate the schema, if necessary. True if the database is new."""
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = NORMAL")
    # The file's size is no evidence: a process that is creating it, or was killed doing so, leaves one blank page.
    if made := _is_blank(db):
        signs = [] if anew else signs_of_a_past(path, blank=True)
        if signs and _is_blank(db):
            raise NoDatabaseError(lost(path, signs))
        if not create:
            raise NoDatabaseError(f"no database at {path} yet: run `tracker init` or `tracker check`")
        db.execute(f"PRAGMA page_size = {_PAGE}")
        db.execute("PRAGMA journal_mode = WAL")
    else:
        _refuse_foreign(db, path)
    if _missing(db):
        _migrate(db, path)
    return made


def _is_older(db: sqlite3.Connection) -> bool:
    """True for a database of ours that lacks steps of the schema."""
    return db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID and _missing(db)


def _note_name(db: sqlite3.Connection, path: Path, *, made: bool) -> None:
    """Note the file's name in it, while it has only one: whoever opens it by a hard link later finds the name here."""
    name = name_to_note(path)
    row = db.execute("SELECT value FROM memory WHERE key = ?", (NAME_KEY,)).fetchone()
    if name is None or row == (name,):
        return
    with light_transaction(db):
        # no REPLACE, which would delete a row without a trigger
        noted = "INSERT INTO memory (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        db.execute(noted, (NAME_KEY, name))
    if made:
        db.execute("PRAGMA wal_checkpoint(PASSIVE)")  # it is looked up in the file, without the write-ahead log


def _is_blank(db: sqlite3.Connection) -> bool:
    marked = db.execute("PRAGMA application_id").fetchone()[0]
    return not marked and not db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]


def _migrate(db: sqlite3.Connection, path: Path) -> None:
    with transaction(db):
        if not _missing(db):
            return  # another process migrated it in the meantime
        if taken := len(applied(db)):
            # Copied inside the write transaction, so that no other process can migrate before the copy is made.
            # The copy contains what was committed.
            keep_copy(path, path.with_name(f"{path.name}.before-{taken:03d}"))
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrate(db)
        seal_all(db)
        _derive(db, path)


def _derive(db: sqlite3.Connection, path: Path) -> None:
    """Fill the tables that a step made, from what is there: in the step's own transaction."""
    from db.deriving import derive  # heavy, and nearly every start has nothing to migrate
    from db.stores.stores import Stores

    derive(Stores(Database(db, path)))


def _missing(db: sqlite3.Connection) -> bool:
    return bool(STEPS.keys() - set(applied(db)))


def _refuse_foreign(db: sqlite3.Connection, path: Path) -> None:
    found = db.execute("PRAGMA application_id").fetchone()[0]
    if found != APPLICATION_ID:
        raise DatabaseError(f"{path} is not a database of the tracker: name another file with --db")
    refuse_newer(db, path)


def refuse_newer(db: sqlite3.Connection, path: Path) -> None:
    newer = [name for name in applied(db) if name not in STEPS]  # sqlite_utils ignores steps it does not know
    if newer:
        raise DatabaseError(
            f"{path} was written by a newer version of the tracker ({newer[-1]}): upgrade, or name another file"
        )
