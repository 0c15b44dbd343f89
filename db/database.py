"""Opening the file: durable, checked, migrated with a copy kept; and the one kind of transaction. The base of Store."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from db.schema import migrations
from tracker.errors import BusyError, DatabaseError, NoDatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_WAIT = 30.0  # seconds that a statement waits for another process's transaction
_OURS = 0x43_56_54_4B  # "CVTK": PRAGMA application_id, so that no other program's file is taken for ours


def open_database(path: Path, *, create: bool = False, read_only: bool = False) -> Database:
    """Open the tracker's database: foreign keys on, WAL, at the newest schema.

    Raises NoDatabaseError if there is none (and `create` is false), DatabaseError if the file is not a tracker
    database, is newer than this program, or cannot be opened.
    """
    fresh = not path.exists() or path.stat().st_size == 0
    if fresh and not create:
        raise NoDatabaseError(f"no database at {path}: run `tracker init` or `tracker check`")
    try:
        connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    except sqlite3.Error as error:
        raise DatabaseError(f"cannot open {path}: {error}") from error
    db = Database(connection, execute_plugins=False, strict=True)
    try:
        _prepare(db, path, fresh=fresh)
        if read_only:
            connection.execute("PRAGMA query_only = ON")
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.Error):
            raise _readable(error, path) from error
        raise
    return db


def _prepare(db: Database, path: Path, *, fresh: bool) -> None:
    if not fresh:
        _refuse_foreign(db, path)
    db.conn.execute("PRAGMA foreign_keys = ON")
    if not fresh and not migrations.pending(db):
        return
    if not fresh:
        _copy(db, path.with_name(f"{path.name}.before-{len(migrations.applied(db)):03d}"))
    db.conn.execute("PRAGMA journal_mode = WAL")
    with transaction(db):
        if migrations.pending(db):  # another process may have been quicker
            db.conn.execute(f"PRAGMA application_id = {_OURS}")
            migrations.apply(db)


def _refuse_foreign(db: Database, path: Path) -> None:
    found = db.conn.execute("PRAGMA application_id").fetchone()[0]
    if found != _OURS:
        raise DatabaseError(f"{path} is not a database of the tracker: name another file with --db")
    known = {step.name for step in migrations._migrations}
    newer = [step.name for step in migrations.applied(db) if step.name not in known]
    if newer:
        raise DatabaseError(
            f"{path} was written by a newer version of the tracker ({newer[-1]}): upgrade, or name another file"
        )


def _copy(db: Database, target: Path) -> None:
    """A whole copy by SQLite's own backup: the -wal file travels with it."""
    with sqlite3.connect(target) as copy:
        db.conn.backup(copy)
    copy.close()


def _readable(error: sqlite3.Error, path: Path) -> Exception:
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        return BusyError(f"{path} is in use by another process: try again in a moment")
    return DatabaseError(f"{path} is not a usable database ({error}): restore a backup or name another file")


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """BEGIN IMMEDIATE … COMMIT, always the outermost: a deferred one that reads first fails at once under WAL."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.conn.rollback()
        raise
    db.conn.commit()


class Base:
    """What every part of the store shares: the connection, and rows as dicts."""

    def __init__(self, db: Database, path: Path) -> None:
        self.db = db
        self.path = path

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One unit of work: all of it is kept, or nothing."""
        with transaction(self.db):
            yield

    def _all(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[dict[str, Any]]:
        cursor = self.db.conn.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def _one(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> dict[str, Any] | None:
        return next(iter(self._all(sql, parameters)), None)

    def _insert(self, table: str, record: Mapping[str, Any]) -> int:
        names, slots = ", ".join(record), ", ".join("?" * len(record))
        cursor = self.db.conn.execute(
            f"INSERT INTO {table} ({names}) VALUES ({slots})",  # noqa: S608 - table and columns are ours
            tuple(record.values()),
        )
        return int(cursor.lastrowid or 0)

    def _update(self, table: str, key: int, record: Mapping[str, Any]) -> None:
        settings = ", ".join(f"{name} = ?" for name in record)
        self.db.conn.execute(
            f"UPDATE {table} SET {settings} WHERE id = ?",  # noqa: S608 - table and columns are ours
            (*record.values(), key),
        )

    def _range(self, table: str) -> str:
        """Which ids there are, for the message about one that is not."""
        found = self._one(f"SELECT min(id) AS low, max(id) AS high FROM {table}")  # noqa: S608 - table is ours
        if not found or found["high"] is None:
            return "there are none yet"
        return f"known are {found['low']} to {found['high']}"
