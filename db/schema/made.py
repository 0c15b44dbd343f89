"""Is the schema of a database exactly what the steps of this program make?"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING

from db.schema.steps import SET, STEPS, migrate

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Tables that only the steps fill.
FILLED = ("existence", "succession")

#: What Litestream makes in a database that it replicates. It holds its own bookkeeping, and nothing of the tracker's.
OF_REPLICATION = {
    "_litestream_lock": "CREATE TABLE _litestream_lock (id INTEGER)",
    "_litestream_seq": "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)",
}

# What libraries make: its text differs between their versions.
_OF_LIBRARIES = ("_sqlite_migrations", "statement_search_")

_Objects = dict[tuple[str, str], str]


def differences(connection: sqlite3.Connection) -> Iterator[str]:
    """Each table, view, index, trigger and fixed row that was added, removed or altered, in words."""
    taken = connection.execute("SELECT id, migration_set, name FROM _sqlite_migrations ORDER BY id").fetchall()
    if taken != [(number, SET, name) for number, name in enumerate(STEPS, start=1)]:
        yield "the list of steps that the database has taken is not this program's"
    (meant, filled), found = _meant(), _objects(connection)
    for kind, name in sorted(found.keys() | meant.keys()):
        if (kind, name) not in found:
            yield f"the {kind} {name} is missing"
        elif (kind, name) not in meant:
            yield f"there is a {kind} {name} that this program did not make"
        elif found[kind, name] != meant[kind, name]:
            yield f"the {kind} {name} is not the one that this program makes"
    for table in FILLED:
        if ("table", table) in found and _rows(connection, table) != filled[table]:
            yield f"the rows of {table} are not those that this program wrote"


@cache
def _meant() -> tuple[_Objects, dict[str, set[tuple[object, ...]]]]:
    """What the steps make, and the rows that they write."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        fresh.execute("BEGIN")
        migrate(fresh)
        return _objects(fresh), {table: _rows(fresh, table) for table in FILLED}


def _objects(connection: sqlite3.Connection) -> _Objects:
    found = [
        (kind, name, sql)
        for kind, name, sql in connection.execute("SELECT type, name, sql FROM main.sqlite_schema")
        if name not in OF_REPLICATION or sql != OF_REPLICATION[name]
    ]
    return {(kind, name): "" if name.startswith(_OF_LIBRARIES) else _plain(sql) for kind, name, sql in found}


def _plain(sql: str | None) -> str:
    """The text without what versions of SQLite write differently when they rename a table."""
    return " ".join((sql or "").replace('"', "").split())


def _rows(connection: sqlite3.Connection, table: str) -> set[tuple[object, ...]]:
    return set(connection.execute(f"SELECT * FROM {table}"))  # noqa: S608 - ours
