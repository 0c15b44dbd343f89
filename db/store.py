"""Everything the tracker keeps, in one SQLite file. All SQL is in the stores that `Store` holds."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from db.connection import Database
from db.database import open_database, open_to_read
from db.deriving import derive
from db.faults import can_be_mended, readable
from db.place import place_of
from db.stores.stores import Stores
from tracker.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DERIVED_WITH = "derived_with"


class Store(Stores):
    """The stores of a database that is open. Use it as a context manager."""

    @classmethod
    def open(cls, path: Path, *, create: bool = False, read_only: bool = False, anew: bool = False) -> Self:
        """Open the database at a path. Raises NoDatabaseError, DatabaseError, BusyError."""
        if read_only:
            opened = open_to_read(path)
            return cls(Database(opened.connection, place_of(path), opened))
        connection = open_database(path, create=create, anew=anew)
        return cls(Database(connection, place_of(path)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self.database.conn.close()
        if error is None and self.database.may_be_mixed:
            raise BusyError(f"{self.database.path} was written while it was read: ask again")
        if isinstance(error, sqlite3.Error) and can_be_mended(error):
            raise readable(error, self.database.path) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """An atomic, durable unit of work."""
        try:
            with self.database.transaction():
                yield
                derive(self)
        except BaseException:
            self.charts.forget_read()  # the cache may hold charts that were just rolled back
            raise

    def derived_with(self, reading: str) -> None:
        """Derive everything again unless it was with the same `reading`: the program and the configuration."""
        if self.memory.get(_DERIVED_WITH) != reading:
            with self.transaction():
                self.by_rule.all_due()
                self.memory.put(_DERIVED_WITH, reading)

    @contextmanager
    def light_transaction(self) -> Iterator[None]:
        """A cheaper unit of work for data that the next read can restore: a power failure may lose it."""
        with self.database.light_transaction():
            yield
