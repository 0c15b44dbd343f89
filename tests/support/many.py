"""A world that follows many treaties, and the SQL that a piece of work costs there."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from world import row, world

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from world import Row, World

    from db.store import Store

FIRST = 300  # the number of the first treaty besides 185: beyond every number that the packaged rules know


def numbers(treaties: int) -> list[str]:
    """The numbers of so many treaties."""
    return ["185", *(str(FIRST + place) for place in range(treaties - 1))]


def blocks(treaties: int, block: str) -> str:
    """The [[treaty]] blocks of all but the first, for `more` of a world."""
    return "".join(
        f'[[treaty]]\nid = "cets-{number}"\nnumber = "{number}"\nname = "Treaty {number}"\n{block}\n'
        for number in numbers(treaties)[1:]
    )


@contextmanager
def many(
    folder: Path,
    treaties: int,
    rows: Iterable[Row] = (),
    *,
    more: str = "",
    block: str = 'sources = ["coe-service"]',
) -> Iterator[World]:
    """A world in which the service shows the same rows of so many treaties."""
    shown = tuple(rows) or (
        row("Albania", signed="2001-11-23", consent="2002-06-20", in_force="2004-07-01"),
        row("Hungary", signed="2001-11-23"),
    )
    with world(folder, more=more + blocks(treaties, block)) as w:
        for number in numbers(treaties):
            w.show(*shown, number=number)
        yield w


@dataclass(slots=True)
class Work:
    """The SQL statements of a piece of work, and the rows that they gave."""

    statements: int = 0
    rows: int = 0


@contextmanager
def measured(store: Store) -> Iterator[Work]:
    """What a store executes and reads while the context lasts."""
    found = Work()

    def count(_: str) -> None:
        found.statements += 1

    def counting(cursor: sqlite3.Cursor, row: tuple[object, ...]) -> tuple[object, ...]:  # noqa: ARG001 - sqlite3's form
        found.rows += 1
        return row

    connection = store.database.conn
    connection.set_trace_callback(count)
    connection.row_factory = counting
    try:
        yield found
    finally:
        connection.row_factory = None
        connection.set_trace_callback(None)
