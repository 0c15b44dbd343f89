"""Seals of rows and tallies of tables: how `tracker verify` finds an edit of what the chain does not cover.

Each connection that writes has temporary triggers that seal a row when it is written, and count rows that are added.
They are not part of the file: whatever another program edits there keeps an old seal, or an old count. A seal is no
secret: it finds a hand and an accident, not a forger who seals again (docs/security.md).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from db.chain import canonical

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

_TALLY = "tally"
#: Derived, and sealed: a newer version cannot tell an edited sentence from one that it would put otherwise.
CHANGE = "change"

#: Tables whose rows are sealed, with the columns that are: the key first.
SEALED = {
    "configuration": ("id", "sha256", "body", "first_used_at"),
    "treaty": (
        "id",
        "number",
        "name",
        "opened_on",
        "by_invitation",
        "blank_non_member_invited",
        "needed",
        "members",
        "seat",
        "sources",
        "position",
        "months_after_consent",
        "parent",
        "days_after_threshold",
        "days_after_consent",
        "organisations",
    ),
    "feed": (
        "id",
        "treaty",
        "source",
        "state",
        "failures",
        "last_checked_at",
        "last_good_at",
        "last_error",
        "status_as_of",
        "snapshot",
        "evidence",
        "reading",
        "etag",
        "last_modified",
        "alerted_at",
        "body_at",
    ),
    "evidence_item": (
        "id",
        "feed",
        "sha256",
        "url",
        "status",
        "headers",
        "fetched_at",
        "published_on",
        "origin",
    ),
    "quarantine_item": ("id", "feed", "evidence", "kind", "reason", "read_at", "decision", "decided_at"),
    "depositary_reference": ("id", "treaty", "participant", "field", "text", "noted_at"),
    "statement_slot": ("id", "treaty", "participant", "text_sha256", "slot", "noted_at"),
    "outbox": (
        "id",
        "channel",
        "change",
        "state",
        "queued_at",
        "attempts",
        "next_try_at",
        "delivered_at",
        "last_error",
        "failing_since",
    ),
    "notice": (
        "id",
        "channel",
        "kind",
        "subject",
        "text",
        "html",
        "changes",
        "state",
        "queued_at",
        "attempts",
        "next_try_at",
        "failing_since",
        "delivered_at",
        "last_error",
    ),
    "memory": ("key", "value"),
    "job_run": ("job", "started_at", "finished_at", "ok_at", "error", "late"),
    "capture": (
        "feed",
        "timestamp",
        "original",
        "kind",
        "digest",
        "size",
        "evidence",
        "published_at",
        "log",
    ),
    CHANGE: (
        "id",
        "log",
        "detected_at",
        "treaty",
        "participant",
        "name",
        "kind",
        "nature",
        "field",
        "before",
        "after",
        "effective_on",
        "source",
        "snapshot",
        "previous_snapshot",
        "summary",
        "rule",
        "left_on",
        "published_on",
    ),
    _TALLY: ("of", "rows"),
}

#: Tables whose rows are counted: no store ever deletes one. A rebuild replaces the changes.
COUNTED = ("log", "body", *(table for table in SEALED if table not in (_TALLY, CHANGE)))

#: Tables that are only added to: their triggers let a row be sealed once.
_ADDED_TO = ("configuration", "evidence_item", "depositary_reference", "statement_slot")

_KEYS = {"memory": "key", "job_run": "job", "capture": "feed, timestamp, original", _TALLY: "of"}


def seal(*values: object) -> str:
    """The seal of a row: 16 hexadecimal digits of the SHA-256 of its table and its columns."""
    return hashlib.sha256(canonical(values).encode()).hexdigest()[:16]


def _sealed(table: str, row: str = "") -> str:
    """SQL for the seal of a row."""
    return f"seal('{table}', {', '.join(row + column for column in SEALED[table])})"


def _counted(table: str) -> str:
    """SQL that counts one more row of a table."""
    return f"UPDATE {_TALLY} SET rows = rows + 1 WHERE of = '{table}';"  # noqa: S608 - ours


def _triggers() -> Iterator[str]:
    for table, columns in SEALED.items():
        key = _KEYS.get(table, "id")
        this = " AND ".join(f"{name} = new.{name}" for name in key.split(", "))
        again = f"UPDATE {table} SET seal = {_sealed(table, 'new.')} WHERE {this};"  # noqa: S608 - ours
        count = _counted(table) if table in COUNTED else ""
        yield f"CREATE TEMP TRIGGER {table}_added AFTER INSERT ON main.{table} BEGIN {again} {count} END;"
        if table not in _ADDED_TO:
            changed = f"UPDATE OF {', '.join(columns)} ON main.{table}"
            whole = (
                f"WHEN old.seal IS {_sealed(table, 'old.')}"  # a row that was edited elsewhere is never sealed again
            )
            yield f"CREATE TEMP TRIGGER {table}_sealed_again AFTER {changed} {whole} BEGIN {again} END;"
    for table in COUNTED:
        if table not in SEALED:
            yield f"CREATE TEMP TRIGGER {table}_added AFTER INSERT ON main.{table} BEGIN {_counted(table)} END;"


_TRIGGERS = "\n".join(_triggers())


def seal_what_is_written(connection: sqlite3.Connection) -> None:
    """From now on, every row that this connection writes is sealed and counted."""
    _know_seals(connection)
    connection.executescript(_TRIGGERS)


def seal_all(connection: sqlite3.Connection) -> None:
    """Seal the rows that have no seal, and count all tables: the end of a migration."""
    _know_seals(connection)
    connection.executemany(
        f"INSERT INTO {_TALLY} (of, rows) VALUES (?, ?)"  # noqa: S608 - ours
        " ON CONFLICT (of) DO UPDATE SET rows = excluded.rows, seal = NULL WHERE rows <> excluded.rows",
        [(table, _count(connection, table)) for table in COUNTED],
    )
    for table in SEALED:
        connection.execute(f"UPDATE {table} SET seal = {_sealed(table)} WHERE seal IS NULL")  # noqa: S608 - ours


def _know_seals(connection: sqlite3.Connection) -> None:
    connection.create_function("seal", -1, seal, deterministic=True)


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - ours


def broken_seals(
    connection: sqlite3.Connection, tables: Iterable[str] = SEALED
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Each row that was edited by another program: its table and its key."""
    for table in tables:
        columns = SEALED[table]
        keys = _KEYS.get(table, "id").split(", ")
        for *values, stored in connection.execute(f"SELECT {', '.join(columns)}, seal FROM {table}"):  # noqa: S608
            if stored != seal(table, *values):
                yield table, tuple(values[columns.index(key)] for key in keys)


def wrong_counts(connection: sqlite3.Connection) -> Iterator[tuple[str, int | None, int]]:
    """Each table with more or fewer rows than were written: the table, how many were written, how many there are."""
    written = dict(connection.execute(f"SELECT of, rows FROM {_TALLY}").fetchall())  # noqa: S608 - ours
    for table in COUNTED:
        found, were = _count(connection, table), written.pop(table, None)
        if were != found:
            yield table, were, found
    yield from ((table, rows, 0) for table, rows in written.items())
