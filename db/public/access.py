"""What strangers may ask with SQL of their own: what the documented views show, and nothing that lies behind them.

A statement is judged when SQLite compiles it, by the columns it reads. Which columns the views read is asked of SQLite
itself. The name of the view through which a column is read would be no proof: a common table expression can borrow it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

    _Authorizer = Callable[[int, str | None, str | None, str | None, str | None], int]

#: Which views can be searched: the full-text index, and the view's column that has its row ids.
SEARCHED = {"statements": ("statement_search", "id")}

_LARGEST = 1_000_000  # bytes of one value or row: a statement has some kB, and a query may not fill the memory

_HARMLESS = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE)
_DESCRIBING = (
    "data_version",  # a full-text index asks for it
    "database_list",
    "foreign_key_list",
    "index_info",
    "index_list",
    "index_xinfo",
    "schema_version",
    "table_info",
    "table_xinfo",
)
#: As tables; but not where the file lies.
_SCHEMA = ("sqlite_master", "sqlite_schema", *(f"pragma_{name}" for name in _DESCRIBING if name != "database_list"))


def connect_published(path: Path, views: Collection[str], indexes: Collection[str]) -> sqlite3.Connection:
    """A connection that reads `views` and full-text `indexes` of the database, and can do nothing else.

    It may be used by any one thread at a time. Raises sqlite3.Error.
    """
    # not immutable: another process writes the file
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, check_same_thread=False)
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
        connection.set_authorizer(_only(_read_by(connection, views, indexes), tuple(indexes)))
    except BaseException:
        connection.close()
        raise
    return connection


def unpublished(path: Path, views: Iterable[str]) -> list[str]:
    """The names of all tables, and of views that are no interface."""
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as connection:
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")
        return sorted({name for (name,) in names} - set(views))


def _read_by(
    connection: sqlite3.Connection, views: Iterable[str], indexes: Iterable[str]
) -> frozenset[tuple[str | None, str | None]]:
    """Every (table, column) that the views and indexes read, their own columns too."""
    read: set[tuple[str | None, str | None]] = set()

    def note(action: int, one: str | None, other: str | None, *_: str | None) -> int:
        if action == sqlite3.SQLITE_READ:
            read.add((one, other))
        return sqlite3.SQLITE_OK

    connection.set_authorizer(note)
    for view in views:
        connection.execute(f'EXPLAIN SELECT * FROM "{view}"').close()  # noqa: S608 - the views are ours
    for index in indexes:  # what it was made from is read only when it runs
        connection.execute(f'SELECT * FROM "{index}" LIMIT 1').fetchall()  # noqa: S608 - the same
    return frozenset(read)


def _only(allowed: frozenset[tuple[str | None, str | None]], indexes: tuple[str, ...]) -> _Authorizer:
    def judge(action: int, one: str | None, other: str | None, *_: str | None) -> int:
        if action == sqlite3.SQLITE_READ:
            # without a column rows are counted, as Datasette does with every table it finds
            return _verdict(not other or (one, other) in allowed or one in _SCHEMA or _is_of(one or "", indexes))
        if action == sqlite3.SQLITE_UPDATE:
            return _verdict(one == "sqlite_master")  # so SQLite declares a virtual table; nobody can write it there
        if action == sqlite3.SQLITE_PRAGMA:
            return _verdict(one in _DESCRIBING)
        if action == sqlite3.SQLITE_FUNCTION:
            return _verdict(other != "load_extension")
        return _verdict(action in _HARMLESS)

    return judge


def _is_of(table: str, indexes: tuple[str, ...]) -> bool:
    """An index, or one of the tables that it is made of."""
    return table in indexes or table.startswith(tuple(f"{index}_" for index in indexes))


def _verdict(allowed: bool) -> int:
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
