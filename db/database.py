"""Open the SQLite file (checked, and migrated after a backup copy), and the connection that all stores share."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.faults import UNREADABLE, readable
from db.place import (
    NAME_KEY,
    Held,
    cannot_read,
    identity,
    is_nothing,
    lost,
    name_to_note,
    place_of,
    signs_of_a_past,
)
from db.reading import connect, open_reading, private_copy
from db.schema.steps import STEPS, applied, migrate
from db.seals import seal_all, seal_what_is_written
from tracker.errors import DatabaseError, NoDatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from db.reading import Opened

WAIT = 30.0  # seconds that a statement waits for another process's transaction
# Bytes. A packed chart has about 2 kB; with SQLite's default page it would take an overflow page of 4 kB to itself.
_PAGE = 1024
_BLANK = 2 * 4096  # bytes; the least database is ten times as large
APPLICATION_ID = 0x43_56_54_4B  # "CVTK", stored as PRAGMA application_id: tells our file from another program's


def open_database(
    path: Path, *, create: bool = False, read_only: bool = False, anew: bool = False
) -> sqlite3.Connection:
    """Open the tracker's database with foreign keys on, in WAL mode, migrated to the newest schema.

    Raises NoDatabaseError if there is none and `create` is false, or if something shows that there was one and `anew`
    is false; BusyError if another process holds it; DatabaseError if the file is not a tracker database, is newer than
    this program, or cannot be opened.
    """
    if read_only:
        return open_to_read(path).connection
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
    from db.deriving import derive  # both stand on this module
    from db.store import Store

    derive(Store(Database(db, path)))


def _missing(db: sqlite3.Connection) -> bool:
    return bool(STEPS.keys() - set(applied(db)))


def part_of(path: Path) -> Path:
    """The copy that is being kept: a fixed name, so that the next copy removes what a kill left behind."""
    return path.with_name(f"{path.name}.part")


def keep_copy(path: Path, target: Path) -> None:
    """Copy a database. The target appears only when the copy is complete."""
    part = part_of(path)
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
        with (
            closing(open_reading(place_of(source), WAIT).connection) as original,
            closing(sqlite3.connect(target)) as copy,
        ):
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
    except UNREADABLE as error:
        raise readable(error, path) from error
    if not ours:
        raise DatabaseError(f"{path} is not a database of the tracker")
    if verdict != "ok" or orphans:
        raise DatabaseError(f"{path} is damaged ({verdict}): use another copy")


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

    def __init__(self, connection: sqlite3.Connection, path: Path, opened: Opened | None = None) -> None:
        self.conn = connection
        self.path = path
        self.opened = opened  # for reading
        self.held = Held.now(path)

    @property
    def may_be_mixed(self) -> bool:
        """True if another process wrote the file although it was read as one that nobody writes."""
        return bool(self.opened and self.opened.may_be_mixed)

    def try_write(self) -> None:
        """Write a row and take it back. Raises DatabaseError, BusyError."""
        try:
            self.conn.execute("BEGIN IMMEDIATE")
            try:
                self.conn.execute("INSERT OR REPLACE INTO memory (key, value) VALUES ('trial', '')")
            finally:
                self.conn.rollback()
        except sqlite3.Error as error:
            raise readable(error, self.path) from error

    def leave(self) -> Path | None:
        """Complete a file that no longer lies under its name, and remove its log: it would be taken for the new one's.

        A log that cannot be written back (full disk, or somebody reads) is kept: it belongs to the old file. Returns
        where it is then. Only for the process that holds the database alone.
        """
        log = Path(f"{self.path}-wal")
        busy = True
        with suppress(sqlite3.Error):
            busy = bool(self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
        if identity(log) != self.held.log:
            return None
        if busy:
            return log.replace(f"{self.path}.left-wal") if self.path.exists() else log
        for tail in ("-wal", "-shm"):
            Path(f"{self.path}{tail}").unlink(missing_ok=True)
        return None

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

    def each(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Iterator[dict[str, Any]]:
        """The rows of a query one by one, for results that may be long."""
        cursor = self.conn.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)

    def count(self, table: str) -> int:
        """How many rows a table has."""
        # not by an index, which may be damaged
        found = self.conn.execute(f"SELECT count(*) FROM {table} NOT INDEXED")  # noqa: S608 - tables are ours
        return int(found.fetchone()[0])

    def columns(self, table: str) -> list[str]:
        """The stored columns of a table, in order. Those that SQLite computes are left out."""
        return [row["name"] for row in self.all(f"PRAGMA table_info({table})")]

    @contextmanager
    def attached(self, path: Path, name: str) -> Iterator[None]:
        """Another database beside this one, as `name.table`. Call it outside a transaction."""
        self.conn.execute(f"ATTACH ? AS {name}", (str(path),))
        try:
            yield
        finally:
            with suppress(sqlite3.OperationalError):  # a query that an error broke off still reads it
                self.conn.execute(f"DETACH {name}")

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
        except UNREADABLE as error:
            return [str(error)]
        return [text for text in found if text != "ok"]
