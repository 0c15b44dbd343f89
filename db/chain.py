"""The chain over the log: each row's hash covers the row before it, its own columns and what it names, by content.

The exact form is a promise to strangers, who recompute it with the program in docs/security.md: it never changes.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from db.place import place_of
from db.reading import open_reading
from tracker.models.head import Head

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from pathlib import Path

BEGINNING = "0" * 64  # what stands before the first row


class LogRow(NamedTuple):
    """The columns of `log` that its chain covers, in this order."""

    id: int
    at: str
    what: str
    feed: int | None
    outcome: str | None
    evidence: int | None
    error_kind: str | None
    error_message: str | None
    configuration: int | None
    read_at: str | None
    status_as_of: str | None
    whole: int | None
    item: int | None
    about: str | None


COLUMNS = LogRow._fields

#: What a row names, as the chain covers it, by the name of the column.
_NAMED = {
    "feed": "SELECT treaty, source FROM feed WHERE id = ?",
    "evidence": "SELECT treaty, source, sha256, url, status, headers, fetched_at, published_on, origin"
    " FROM evidence_item JOIN feed ON feed.id = evidence_item.feed WHERE evidence_item.id = ?",
    "configuration": "SELECT sha256, first_used_at FROM configuration WHERE id = ?",
    "item": "SELECT feed, evidence, kind, reason FROM quarantine_item WHERE id = ?",
}
#: Other tables that are history, as the column `about` of the log holds their rows.
NOTED = {
    "quarantine_item": "SELECT id, feed, evidence, kind, reason, read_at, decision, decided_at FROM quarantine_item"
    " ORDER BY id",
    "depositary_reference": "SELECT id, treaty, participant, field, text, noted_at FROM depositary_reference"
    " ORDER BY id",
    "statement_slot": "SELECT id, treaty, participant, text_sha256, slot, noted_at FROM statement_slot ORDER BY id",
    "capture": "SELECT feed, timestamp, original, kind, digest, size, evidence, published_at, log FROM capture"
    " WHERE evidence IS NOT NULL ORDER BY feed, timestamp, original",
}

_PLACES = tuple((name, COLUMNS.index(name)) for name in _NAMED)
_WAIT = 30.0  # seconds that a statement waits for another process's transaction
_KEPT = 4096  # contents kept in memory while the log is walked

_canonical = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


def canonical(value: object) -> str:
    """JSON in the form that is hashed: ASCII, without spaces."""
    return _canonical(value)


def end_of(connection: sqlite3.Connection) -> tuple[int, str]:
    """The last row of the log and its chain; 0 and the beginning if there is none."""
    row = connection.execute("SELECT id, chain FROM log ORDER BY id DESC LIMIT 1").fetchone()
    return (row[0], row[1].hex()) if row else (0, BEGINNING)


def head_in(database: Path) -> Head | None:
    """The head of a database, which is not migrated for it; None if its log is empty. Raises sqlite3.Error if it has no
    chain."""
    with looking(database) as connection:
        row, chain = end_of(connection)
    return Head(row, chain) if row else None


class Links:
    """Computes the chain of rows of the log. `keep`: what rows name is kept for the next row that names it."""

    def __init__(self, connection: sqlite3.Connection, *, keep: bool = False) -> None:
        self._db = connection
        self._keep = keep
        self._known: dict[tuple[str, int], str] = {}

    def chain(self, before: str, row: Sequence[Any]) -> str:
        """The chain of a row, given that of the row before it and the values of `COLUMNS`."""
        named = ",".join([self._content(name, row[place]) for name, place in _PLACES])
        return hashlib.sha256(f'["{before}",{_canonical(row)},{named}]'.encode()).hexdigest()

    def _content(self, name: str, key: int | None) -> str:
        if key is None:
            return "null"
        known = self._known.get((name, key))
        if known is None:
            known = _canonical(self._db.execute(_NAMED[name], (key,)).fetchone())
            if self._keep:
                if len(self._known) >= _KEPT:
                    self._known.clear()
                self._known[name, key] = known
        return known


class Link(NamedTuple):
    """A row of the log as it stands: `stored` is the chain on record, `computed` what follows from the row and the
    stored chain of the row before it, `unbroken` what follows from all rows up to it."""

    row: LogRow
    stored: str | None
    computed: str
    unbroken: str


def walk(connection: sqlite3.Connection) -> Iterator[Link]:
    """Every row of the log, in order, with its chain computed anew; in bounded memory."""
    links = Links(connection, keep=True)
    before = unbroken = BEGINNING
    rows = connection.execute(f"SELECT {', '.join(COLUMNS)}, chain FROM log ORDER BY id")  # noqa: S608 - ours
    for *values, stored in rows:
        computed = links.chain(before, values)
        unbroken = computed if unbroken == before else links.chain(unbroken, values)
        found = stored.hex() if stored is not None else None
        yield Link(LogRow._make(values), found, computed, unbroken)
        before = found or computed


@contextmanager
def looking(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that writes nothing and reads every text, also one that is no UTF-8 any more."""
    with closing(open_reading(place_of(path), _WAIT).connection) as connection:
        connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        connection.execute("BEGIN")
        yield connection


def noted(connection: sqlite3.Connection, table: str) -> Iterator[list[Any]]:
    """The rows of one of the tables of `NOTED`, in the same columns as in `about`."""
    yield from map(list, connection.execute(NOTED[table]))


def changed_configurations(connection: sqlite3.Connection) -> Iterator[int]:
    """Configurations whose text is not the one that the log names by its hash."""
    for key, sha256, body in connection.execute("SELECT id, sha256, body FROM configuration"):
        if hashlib.sha256(body.encode("utf-8", "surrogateescape")).hexdigest() != sha256:
            yield key


def evidence_ids(connection: sqlite3.Connection) -> set[int]:
    """All evidence there is."""
    return {key for (key,) in connection.execute("SELECT id FROM evidence_item")}
