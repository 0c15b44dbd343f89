"""Open the SQLite file (checked, and migrated after a backup copy), and the connection that all stores share."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from db.schema.steps import STEPS, applied, migrate
from tracker.errors import BusyError, DatabaseError, NoDatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from tracker.errors import TrackerError

WAIT = 30.0  # seconds that a statement waits for another process's transaction
# Bytes. A packed chart has about 2 kB; with SQLite's default page it would take an overflow page of 4 kB to itself.
_PAGE = 1024
APPLICATION_ID = 0x43_56_54_4B  # "CVTK", stored as PRAGMA application_id: tells our file from another program's


def open_database(path: Path, *, create: bool = False, read_only: bool = False) -> sqlite3.Connection:
    """Open the tracker's database with foreign keys on, in WAL mode, migrated to the newest schema.

    Raises NoDatabaseError if there is none (and `create` is false), BusyError if another process holds it, and
    DatabaseError if the file is not a tracker database, is newer than this program, or cannot be opened.
    """
    if not create and _nothing_at(path):
        raise NoDatabaseError(f"no database at {path}: run `tracker init` or `tracker check`")
    try:
        # the daemon may close a connection in another thread than the one that opened and used it
        connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise DatabaseError(f"cannot open {path}: {error}; name another file") from error
    try:
        _prepare(connection, path, create=create)
        if read_only:
            connection.execute("PRAGMA query_only = ON")
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.Error):
            raise readable(error, path) from error
        raise
    return connection


def _nothing_at(path: Path) -> bool:
    try:
        return not path.exists() or path.stat().st_size == 0
    except OSError as error:
        raise DatabaseError(f"cannot open {path}: {error.strerror}; name another file") from error


def _prepare(db: sqlite3.Connection, path: Path, *, create: bool) -> None:
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = NORMAL")
    # The file's size is no evidence: a process that is creating it, or was killed doing so, leaves one blank page.
    if _is_blank(db):
        if not create:
            raise NoDatabaseError(f"no database at {path} yet: run `tracker init` or `tracker check`")
        db.execute(f"PRAGMA page_size = {_PAGE}")
        db.execute("PRAGMA journal_mode = WAL")
    else:
        _refuse_foreign(db, path)
    if _missing(db):
        _migrate(db, path)


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
        _derive(db, path)


def _derive(db: sqlite3.Connection, path: Path) -> None:
    """Fill the tables that a step made, from what is there: in the step's own transaction."""
    from db.deriving import derive  # both stand on this module
    from db.store import Store

    derive(Store(Database(db, path)))


def _missing(db: sqlite3.Connection) -> bool:
    return bool(STEPS.keys() - set(applied(db)))


def keep_copy(path: Path, target: Path) -> None:
    """Copy a database. The target appears only when the copy is complete."""
    part = path.with_name(f"{path.name}.part")  # a fixed name, so that the next copy removes what a kill left behind
    part.unlink(missing_ok=True)
    copy_database(path, part)
    part.replace(target)


def _refuse_foreign(db: sqlite3.Connection, path: Path) -> None:
    found = db.execute("PRAGMA application_id").fetchone()[0]
    if found != APPLICATION_ID:
        raise DatabaseError(f"{path} is not a database of the tracker: name another file with --db")
    _refuse_newer(db, path)


def _refuse_newer(db: sqlite3.Connection, path: Path) -> None:
    newer = [name for name in applied(db) if name not in STEPS]  # sqlite_utils ignores steps it does not know
    if newer:
        raise DatabaseError(
            f"{path} was written by a newer version of the tracker ({newer[-1]}): upgrade, or name another file"
        )


def copy_database(source: Path, target: Path) -> None:
    """Make a consistent copy of a database that other processes may be writing. Raises DatabaseError, BusyError."""
    try:
        with closing(sqlite3.connect(source, timeout=WAIT)) as original, closing(sqlite3.connect(target)) as copy:
            original.backup(copy)
    except sqlite3.Error as error:
        raise readable(error, source) from error


def check_intact(path: Path) -> None:
    """Raise DatabaseError unless a file is an undamaged tracker database that this version can read."""
    try:
        with closing(sqlite3.connect(path, timeout=WAIT)) as connection:
            ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            if ours:
                _refuse_newer(connection, path)
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise readable(error, path) from error
    if not ours:
        raise DatabaseError(f"{path} is not a database of the tracker")
    if verdict != "ok" or orphans:
        raise DatabaseError(f"{path} is damaged ({verdict}): use another copy")


_HELD = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF  # the low byte of an extended code is the primary code


def can_be_mended(error: sqlite3.Error) -> bool:
    """True if a person can fix it: a held lock, a full disk, a damaged file. Anything else is a bug."""
    return _code(error) in (*_HELD, *_NO_ROOM, *_DAMAGED)


def readable(error: sqlite3.Error, path: Path) -> TrackerError:
    """SQLite's error as one of ours, with what to do about it."""
    if _code(error) in _HELD:
        return BusyError(f"{path} is in use by another process: try again in a moment")
    if _code(error) in _NO_ROOM:
        return DatabaseError(f"cannot write {path} ({error}): free some space or fix its permissions, then try again")
    return DatabaseError(f"{path} is not a usable database ({error}): restore a backup or name another file")


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """A durable write transaction; never nested. After the commit, the data survives a power failure.

    It begins IMMEDIATE: under WAL, a deferred transaction that reads before it writes may fail at once instead of
    waiting for its turn.
    """
    db.execute("PRAGMA synchronous = FULL")
    try:
        with _begun(db):
            yield
    finally:
        db.execute("PRAGMA synchronous = NORMAL")


@contextmanager
def light_transaction(db: sqlite3.Connection) -> Iterator[None]:
    """A cheaper transaction for data that the next read can restore.

    It survives a killed process, but not always a power failure (synchronous = NORMAL).
    """
    with _begun(db):
        yield


@contextmanager
def _begun(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.commit()  # inside the try: a commit that fails (full disk) leaves the transaction open
    except BaseException:
        db.rollback()
        raise


class Database:
    """The connection that all stores share: transactions, and rows as dicts. Use it in one thread only."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.conn = connection
        self.path = path

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """An atomic, durable unit of work."""
        with transaction(self.conn):
            yield

    @contextmanager
    def light_transaction(self) -> Iterator[None]:
        """A cheaper unit of work, for data that the next read can restore."""
        with light_transaction(self.conn):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read everything inside from one consistent snapshot, whatever other processes write. Nothing is written."""
        self.conn.execute("BEGIN")
        try:
            yield
        finally:
            if self.conn.in_transaction:  # some errors of the disk end the transaction by themselves
                self.conn.execute("ROLLBACK")

    def all(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[dict[str, Any]]:
        """The rows of a query."""
        try:
            cursor = self.conn.execute(sql, parameters)
        except OverflowError:
            return []  # a number above 64 bits cannot be anybody's id
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def one(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> dict[str, Any] | None:
        """The first row of a query, if there is one."""
        return next(iter(self.all(sql, parameters)), None)

    def insert(self, table: str, record: Mapping[str, Any]) -> int:
        """Add a row and return its id."""
        names, slots = ", ".join(record), ", ".join("?" * len(record))
        cursor = self.conn.execute(
            f"INSERT INTO {table} ({names}) VALUES ({slots})",  # noqa: S608 - table and columns are ours
            tuple(record.values()),
        )
        return int(cursor.lastrowid or 0)

    def update(self, table: str, key: int, record: Mapping[str, Any]) -> None:
        """Set columns of the row with this id."""
        settings = ", ".join(f"{name} = ?" for name in record)
        self.conn.execute(
            f"UPDATE {table} SET {settings} WHERE id = ?",  # noqa: S608 - table and columns are ours
            (*record.values(), key),
        )

    def nearest(self, table: str, key: int) -> str:
        """The end of a "no such id" message: the nearest id that exists, and the range of ids."""
        found = self.one(f"SELECT min(id) AS low, max(id) AS high FROM {table}")  # noqa: S608 - table is ours
        if not found or found["high"] is None:
            return "there are none yet"
        low, high = found["low"], found["high"]
        near = self.one(
            f"SELECT id FROM {table} ORDER BY abs(id - ?) LIMIT 1",  # noqa: S608 - table is ours
            (min(max(key, low), high),),
        )
        return f"did you mean {near['id'] if near else high}? (known: {low} to {high})"

    def orphans(self) -> list[str]:
        """Rows whose foreign key points to nothing, as `table row → table`."""
        found = self.all("PRAGMA foreign_key_check")
        return [f"{row['table']} {row['rowid']} → {row['parent']}" for row in found]

    def faults(self) -> list[str]:
        """The faults that SQLite finds in the file; empty if there are none."""
        try:
            found = [row["integrity_check"] for row in self.all("PRAGMA integrity_check(20)")]
        except sqlite3.DatabaseError as error:
            return [str(error)]
        return [text for text in found if text != "ok"]
