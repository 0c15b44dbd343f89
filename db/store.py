"""The store: everything the tracker keeps, in one SQLite file. The stores that it holds have the only SQL there is."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from db.database import Database, can_be_mended, open_database, readable
from db.stores.archive import Archive
from db.stores.captures import Captures
from db.stores.changes import Changes
from db.stores.charts import Charts
from db.stores.decisions import Decisions
from db.stores.job_runs import JobRuns
from db.stores.log import Log
from db.stores.memory import Memory
from db.stores.outbox import Outbox
from db.stores.references import References
from db.stores.statements import Statements
from db.stores.treaties import Treaties

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Store:
    """Everything the tracker keeps, a store for each subject; all share one connection. Use as a context manager."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.treaties = Treaties(database)
        self.log = Log(database)
        self.archive = Archive(database)
        self.captures = Captures(database)
        self.charts = Charts(database)
        self.changes = Changes(database)
        self.decisions = Decisions(database)
        self.outbox = Outbox(database)
        self.job_runs = JobRuns(database)
        self.references = References(database)
        self.statements = Statements(database)
        self.memory = Memory(database)

    @classmethod
    def open(cls, path: Path, *, create: bool = False, read_only: bool = False) -> Self:
        """Open the database at a path. Raises NoDatabaseError, DatabaseError, BusyError."""
        return cls(Database(open_database(path, create=create, read_only=read_only), path))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self.database.conn.close()
        if isinstance(error, sqlite3.Error) and can_be_mended(error):
            raise readable(error, self.database.path) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One unit of work: all of it is kept, or nothing."""
        try:
            with self.database.transaction():
                yield
        except BaseException:
            self.charts.forget_read()  # charts that were stored within were never there
            raise

    @contextmanager
    def light_transaction(self) -> Iterator[None]:
        """The same for what the next read gives again: it survives a killed process, and perhaps not a power cut."""
        with self.database.light_transaction():
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """All that is read within is of one moment, whatever another process writes meanwhile. Nothing is written."""
        with self.database.reading():
            yield
