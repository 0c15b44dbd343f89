"""A connection for SQL written by outsiders: it can read the documented views and nothing behind them.

SQLite's authorizer checks each statement while SQLite compiles it, column by column and function by function. The
allowed columns are found by compiling the views. The authorizer also gets the name of the view that reads a column, but
that name proves nothing: a common table expression can have the same name.
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

#: What one statement may ask for. SQLite looks at the clock between two steps of its machine and not inside one, so
#: what a single function can do must be bounded too.
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 100_000,  # bytes of one value or row: a statement has some kB
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 50_000,  # the views too: the longest has some 15 kB
    sqlite3.SQLITE_LIMIT_COLUMN: 200,  # the widest view has less than 40
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 150,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 32,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 500,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 1_200,  # Datasette names up to a thousand values of a facet
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
_HEAP = 256 << 20  # bytes that SQLite may take in this process, whoever asks

#: Functions whose cost is bounded by the length of their arguments, and whose result is no longer than that or a line.
#: Whatever else SQLite has or gets (printf, format, zeroblob, randomblob, json_patch, …) is refused.
_FUNCTIONS = frozenset(
    (  # noqa: SIM905 - sixty lines otherwise
        "avg count group_concat max min string_agg sum total "
        "cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number "
        "abs coalesce hex ifnull iif instr length lower ltrim nullif octet_length quote replace round rtrim sign "
        "char substr substring trim typeof unicode upper like glob match escape_fts "
        "ceil ceiling floor mod pow power sqrt trunc ln log exp "
        "current_date current_time current_timestamp date datetime julianday strftime time timediff unixepoch "
        "-> ->> json json_array_length json_each json_extract json_insert json_type json_valid "
        "json_group_array json_group_object json_object json_array json_quote "
    ).split()
)

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
        for name, trimmed in (("trim", str.strip), ("ltrim", str.lstrip), ("rtrim", str.rstrip)):
            # SQLite's own compares each character with each: seconds for one call
            connection.create_function(name, 2, _text_function(trimmed), deterministic=True)
        connection.execute(f"PRAGMA hard_heap_limit = {_HEAP}")
        allowed = _read_by(connection, views, indexes)
        for limit, most in _LIMITS.items():
            connection.setlimit(limit, most)
        connection.set_authorizer(_only(allowed, tuple(indexes)))
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
            return _verdict(other in _FUNCTIONS)
        return _verdict(action in _HARMLESS)

    return judge


def _text_function(trimmed: Callable[[str, str], str]) -> Callable[[object, object], str | None]:
    """A function of two texts as SQL has it: null if one of them is."""
    return lambda text, characters: (
        None
        if text is None or characters is None
        else trimmed(str(text), str(characters))
        if characters != ""
        else str(text)
    )


def _is_of(table: str, indexes: tuple[str, ...]) -> bool:
    """True for a full-text index and for the shadow tables that FTS5 keeps for it."""
    return table in indexes or table.startswith(tuple(f"{index}_" for index in indexes))


def _verdict(allowed: bool) -> int:
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
