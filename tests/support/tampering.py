"""What a program that is not ours does to the file of a database: without the seals, and also where triggers refuse."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from jobs.rebuild.chain import look

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.models.head import Head


@contextmanager
def loosened(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection for which the triggers are gone; they are back as they were at the end, foreign keys unasked."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        guards = [(name, sql) for name, sql in triggers if "RAISE" in sql]
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in guards:
            connection.execute(sql)
        connection.execute("COMMIT")


def tamper(database: Path, *statements: str) -> None:
    """Carry out statements, whatever guards the tables."""
    with loosened(database) as connection:
        for statement in statements:
            connection.execute(statement)


def copied(database: Path, folder: Path) -> Path:
    """A copy in one file."""
    target = folder / "tracker.db"
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target


def head_of(database: Path) -> Head:
    """The newest head."""
    found = look(database).head
    assert found is not None
    return found
