"""The connection that all stores share: transactions, and the few statements that they have in common."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.faults import UNREADABLE, readable
from db.place import Held, identity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from db.reading import Opened


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
        """The end of a "no such id" message: the range of ids, and within it the nearest id that exists."""
        found = self.one(f"SELECT min(id) AS low, max(id) AS high FROM {table}")  # noqa: S608 - table is ours
        if not found or found["high"] is None:
            return "there are none yet"
        low, high = found["low"], found["high"]
        known = f"known are {low} to {high}"
        if not low < key < high:
            return known
        near = self.one(
            f"SELECT id FROM {table} ORDER BY abs(id - ?) LIMIT 1",  # noqa: S608 - table is ours
            (key,),
        )
        return f"the nearest is {near['id'] if near else high}; {known}"

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
