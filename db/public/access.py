"""A connection for SQL written by outsiders: it can read the documented views and nothing behind them.

SQLite's authorizer checks each statement while SQLite compiles it, column by column. The allowed columns are found by
compiling the views. The authorizer also gets the name of the view that reads a column, but that name proves nothing: a
common table expression can have the same name.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from db.place import uri_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

    _Authorizer = Callable[[int, str | None, str | None, str | None, str | None], int]

#: The views with a full-text search: view → (index, the view's column that holds the index's row ids).
SEARCHED = {"statements": ("statement_search", "id")}

_LARGEST = 1_000_000  # bytes of one value or row: a statement has some kB, and a query must not fill the memory

_HARMLESS = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE)
_DESCRIBING = (
    "data_version",  # FTS5 reads it itself
    "database_list",
    "foreign_key_list",
    "index_info",
    "index_list",
    "index_xinfo",
    "schema_version",
    "table_info",
    "table_xinfo",
)
#: The schema as tables. `pragma_database_list` is left out, because it shows the path of the file.
_SCHEMA = ("sqlite_master", "sqlite_schema", *(f"pragma_{name}" for name in _DESCRIBING if name != "database_list"))


def connect_published(
    path: Path, views: Collection[str], indexes: Collection[str], how: str = "mode=ro"
) -> sqlite3.Connection:
    """A read-only connection that can read `views` and full-text `indexes`, and nothing else.

    `how` is that of `db.reading.Opened`. Any thread may use it, but only one at a time. Raises sqlite3.Error.
    """
    connection = sqlite3.connect(uri_of(path, how), uri=True, check_same_thread=False)
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
        connection.set_authorizer(_only(_read_by(connection, views, indexes), tuple(indexes)))
    except BaseException:
        connection.close()
        raise
    return connection


def unpublished(path: Path, views: Iterable[str], how: str = "mode=ro") -> list[str]:
    """The names of all tables, and of all views other than `views`."""
    with closing(sqlite3.connect(uri_of(path, how), uri=True)) as connection:
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")
        return sorted({name for (name,) in names} - set(views))


def _read_by(
    connection: sqlite3.Connection, views: Iterable[str], indexes: Iterable[str]
) -> frozenset[tuple[str | None, str | None]]:
    """Every (table, column) that the views and indexes read, including their own columns."""
    read: set[tuple[str | None, str | None]] = set()

    def note(action: int, one: str | None, other: str | None, *_: str | None) -> int:
        if action == sqlite3.SQLITE_READ:
            read.add((one, other))
        return sqlite3.SQLITE_OK

    connection.set_authorizer(note)
    for view in views:
        connection.execute(f'EXPLAIN SELECT * FROM "{view}"').close()  # noqa: S608 - the views are ours
    for index in indexes:  # a full-text index reads its content table only when the query runs, not when it is compiled
        connection.execute(f'SELECT * FROM "{index}" LIMIT 1').fetchall()  # noqa: S608 - the same
    return frozenset(read)


def _only(allowed: frozenset[tuple[str | None, str | None]], indexes: tuple[str, ...]) -> _Authorizer:
    def judge(action: int, one: str | None, other: str | None, *_: str | None) -> int:
        if action == sqlite3.SQLITE_READ:
            # a read without a column only counts rows; Datasette does that with every table it finds
            return _verdict(not other or (one, other) in allowed or one in _SCHEMA or _is_of(one or "", indexes))
        if action == sqlite3.SQLITE_UPDATE:
            # SQLite reports this when it declares a virtual table; the connection is read-only, so nothing is written
            return _verdict(one == "sqlite_master")
        if action == sqlite3.SQLITE_PRAGMA:
            return _verdict(one in _DESCRIBING)
        if action == sqlite3.SQLITE_FUNCTION:
            return _verdict(other != "load_extension")
        return _verdict(action in _HARMLESS)

    return judge


def _is_of(table: str, indexes: tuple[str, ...]) -> bool:
    """True for a full-text index and for the shadow tables that FTS5 keeps for it."""
    return table in indexes or table.startswith(tuple(f"{index}_" for index in indexes))


def _verdict(allowed: bool) -> int:
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
