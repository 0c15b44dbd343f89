"""`tracker verify` finds what another program wrote into the database: each column edited, each table with a row less,
two rows that changed places, bits that flipped in pages that are used. docs/reliability.md lists what is not found."""
# ruff: noqa: S608, S311 - tables and columns are those of the schema; the seeds are fixed

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from charts import THOROUGH
from everything import lived_through
from tampering import loosened

from db.registry import ROLES
from jobs.rebuild.verify import Tracks, verify
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Row = dict[str, Any]

#: What nothing finds, each with its reason in docs/reliability.md. At most five columns.
NOT_FOUND = {"_sqlite_migrations.applied_at"}


#: The tables of the schema. Those that FTS5 keeps for itself have a test of their own: what they hold is SQLite's.
#: What is due by rule is worked out before a transaction ends: that table is empty.
TABLES = [table for table in ROLES if not table.startswith("statement_search") and table != "by_rule_due"]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The untouched database, in one file."""
    path = lived_through(tmp_path_factory.mktemp("lived"))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def findings(database: Path) -> list[str]:
    """What `verify` says; an error is said too."""
    try:
        seen = verify(database, Tracks(bodies=lambda found: found, entries=lambda found: found))
    except TrackerError as error:
        return [str(error)]
    return [finding.message for finding in seen.findings]


def is_found(original: Path, folder: Path, change: Callable[[sqlite3.Connection], None]) -> bool:
    """True if `verify` finds what was changed in a copy."""
    copy = folder / "tracker.db"
    for old in folder.glob("tracker.db*"):
        old.unlink()
    shutil.copy(original, copy)
    with loosened(copy) as connection:
        change(connection)
    return bool(findings(copy))


# ---- what is changed ----------------------------------------------------------------------------


def columns(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """The stored columns of a table, with their types."""
    rows = connection.execute(f"SELECT name, type FROM pragma_table_info('{table}')")
    return dict(rows.fetchall())


def keys(connection: sqlite3.Connection, table: str) -> list[str]:
    """The columns of its primary key; `rowid` if it has none."""
    found = connection.execute(f"SELECT name FROM pragma_table_info('{table}') WHERE pk ORDER BY pk")
    return [name for (name,) in found] or ["rowid"]


def rows(connection: sqlite3.Connection, table: str) -> list[Row]:
    """All rows, with their keys."""
    names = list(dict.fromkeys([*keys(connection, table), *columns(connection, table)]))
    return [dict(zip(names, row, strict=True)) for row in connection.execute(f"SELECT {', '.join(names)} FROM {table}")]


def where(connection: sqlite3.Connection, table: str, row: Row) -> tuple[str, list[Any]]:
    """The condition for one row."""
    names = keys(connection, table)
    return " AND ".join(f"{name} IS ?" for name in names), [row[name] for name in names]


def other_values(found: list[Row], row: Row, column: str, kind: str) -> Iterator[Any]:
    """Values that the column could have instead: those of other rows first, as a forger would choose."""
    value = row[column]
    yield from dict.fromkeys(one[column] for one in found if one[column] not in (value, None))
    if isinstance(value, int):
        yield from (value + 1, value + 1000)
    elif isinstance(value, bytes):
        yield value + b"\0"
    elif value is not None:
        yield _later(value)
    elif kind == "INTEGER":
        yield 1
    else:
        yield "2026-06-16T12:00:00.000Z" if column.endswith("_at") else "2026-06-16"


def _later(text: str) -> str:
    """Another text of the same form: a date or a moment of another year, else a longer word."""
    return text.replace("20", "19", 1) if text[:3] in ("200", "201", "202") else f"{text}x"


def edit(table: str, column: str, seed: int) -> Callable[[sqlite3.Connection], None]:
    """One value of one row becomes another."""

    def change(connection: sqlite3.Connection) -> None:
        found = rows(connection, table)
        random.Random(seed).shuffle(found)
        found.sort(key=lambda row: row[column] is None)  # a value first, if there is one
        row = found[0]
        condition, values = where(connection, table, row)
        for value in other_values(found, row, column, columns(connection, table)[column]):
            try:
                connection.execute(f"UPDATE {table} SET {column} = ? WHERE {condition}", [value, *values])
            except sqlite3.IntegrityError:
                continue  # another row has it
            return
        raise AssertionError((table, column))

    return change


def delete(table: str) -> Callable[[sqlite3.Connection], None]:
    """One row is gone."""

    def change(connection: sqlite3.Connection) -> None:
        found = rows(connection, table)
        condition, values = where(connection, table, found[len(found) // 2])
        connection.execute(f"DELETE FROM {table} WHERE {condition}", values)

    return change


def swap(table: str) -> Callable[[sqlite3.Connection], None]:
    """Two rows change places: each has what the other had, but for its key."""

    def change(connection: sqlite3.Connection) -> None:
        found = rows(connection, table)
        names = keys(connection, table)
        values = [name for name in columns(connection, table) if name not in names]
        pair = next((a, b) for a in found for b in reversed(found) if any(a[name] != b[name] for name in values))
        for row in pair:
            condition, key = where(connection, table, row)
            connection.execute(f"DELETE FROM {table} WHERE {condition}", key)
        for row, other in (pair, pair[::-1]):
            record = {**{name: row[name] for name in names}, **{name: other[name] for name in values}}
            slots = ", ".join("?" * len(record))
            connection.execute(f"INSERT INTO {table} ({', '.join(record)}) VALUES ({slots})", list(record.values()))

    return change


def cases(connection: sqlite3.Connection, table: str) -> Iterator[tuple[str, Callable[[sqlite3.Connection], None]]]:
    """Everything that is done to a table, by the name under which the list above has it."""
    for column in columns(connection, table):
        for seed in (1, 2) if THOROUGH else (1,):
            yield f"{table}.{column}", edit(table, column, seed)
    yield f"{table}: a row less", delete(table)
    found = rows(connection, table)
    others = [{name: row[name] for name in row if name not in keys(connection, table)} for row in found]
    if any(one != others[0] for one in others):
        yield f"{table}: two rows swapped", swap(table)


def test_nothing_is_wrong_with_the_original(original: Path) -> None:
    """And every table has a row that can be changed."""
    assert findings(original) == []
    with closing(sqlite3.connect(original)) as connection:
        assert [table for table in TABLES if not rows(connection, table)] == []


@pytest.mark.parametrize("table", TABLES)
def test_what_another_program_wrote_is_found(original: Path, tmp_path: Path, table: str) -> None:
    """All but what is on the list; and what is on the list is not found, so that it does not grow old."""
    missed = set()
    with closing(sqlite3.connect(original)) as connection:
        tried = list(cases(connection, table))
    for name, change in tried:
        if not is_found(original, tmp_path, change):
            missed.add(name)
    assert missed == {name for name in NOT_FOUND if name.startswith((f"{table}.", f"{table}: "))}


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO statement_search (statement_search) VALUES ('delete-all')",
        "INSERT INTO statement_search (statement_search, rowid, searched) SELECT 'delete', id, searched FROM statement",
        "UPDATE statement_search_docsize SET sz = x'01' WHERE id = 1",
        "DELETE FROM statement_search_docsize WHERE id = 1",
        "DELETE FROM statement_search_data WHERE id > 10",
    ],
)
def test_an_index_that_would_answer_otherwise_is_found(original: Path, tmp_path: Path, change: str) -> None:
    """The full-text index is compared with the statements."""
    assert is_found(original, tmp_path, lambda connection: connection.execute(change))


# ---- bits ---------------------------------------------------------------------------------------

FLIPS = 60 if THOROUGH else 30


def used_pages(database: Path) -> list[tuple[int, int]]:
    """Where each page of a table or index begins, and its size."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT pgoffset, pgsize FROM dbstat WHERE unused < pgsize").fetchall()


def dump(database: Path) -> dict[str, Any] | None:
    """Every row of every table, and the schema; None if SQLite cannot read them."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            # what libraries make for themselves has another text with each version: only its rows count
            schema = connection.execute(
                "SELECT type, name, sql FROM sqlite_schema"
                " WHERE name NOT LIKE '%sqlite_migrations' AND name NOT LIKE 'statement_search_%' ORDER BY name"
            )
            return {"schema": schema.fetchall()} | {table: rows(connection, table) for table in TABLES}
    except (sqlite3.Error, UnicodeDecodeError):
        return None


def passed(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """True if all that differs are columns on the list above."""
    differ = set()
    if before["schema"] != after["schema"]:
        return False
    for table in TABLES:
        if len(before[table]) != len(after[table]):
            differ.add(f"{table}: a row less")
            continue
        for old, new in zip(before[table], after[table], strict=True):
            differ |= {f"{table}.{name}" for name in old if old[name] != new[name]}
    return differ <= NOT_FOUND


def test_bits_that_flipped_are_found(original: Path, tmp_path: Path) -> None:
    """In any page that is used, if the flip changes what any table says. Unused room within a page says nothing."""
    chosen, copy, before = random.Random(15), tmp_path / "tracker.db", dump(original)
    assert before is not None
    pages, said = used_pages(original), 0
    for _ in range(FLIPS):
        shutil.copy(original, copy)
        begin, size = chosen.choice(pages)
        with copy.open("r+b") as file:
            place = begin + chosen.randrange(size)
            file.seek(place)
            byte = file.read(1)[0]
            file.seek(place)
            file.write(bytes([byte ^ 1 << chosen.randrange(8)]))
        after = dump(copy)
        if after == before or (after is not None and passed(before, after)):
            continue
        said += 1
        assert findings(copy), f"byte {place}"
    assert said > FLIPS / 4
