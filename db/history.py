"""Derived tables emptied and filled again by a replay of the log, or from a copy in which that was done."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from db.registry import BY_RULE, KEPT_OF_FEED, REFILLED, SEAL
from tracker.models import SourceState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from db.store import Store
    from tracker.models.records import LogRow

#: Columns of `feed` that a rebuild leaves as they are: its health, which the next read writes anew, and how its bytes
#: were read. The others describe the baseline.
_HEALTH = ("state", "failures", "last_checked_at", "last_error", "reading", "body_at", *KEPT_OF_FEED)

RECORD = "record"  # the name under which the other database is attached


class History:
    """The derived part of a store: charts, changes, statements, and the baselines and health of feeds.

    The log, evidence, deliveries and decisions are not derived and stay unchanged.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._db = store.database

    @contextmanager
    def again(self) -> Iterator[None]:
        """For a copy: a transaction that starts with empty derived tables. It keeps what is made inside.

        References are not held: whether the copied database kept them is another question.
        """
        self._db.conn.execute("PRAGMA foreign_keys = OFF")
        with self._emptied():
            yield

    @contextmanager
    def _emptied(self) -> Iterator[list[dict[str, Any]]]:
        """The transaction, with the health that feeds had before."""
        with self._store.transaction():
            health = self._db.all(f"SELECT id, {', '.join(_HEALTH)} FROM feed")  # noqa: S608 - columns are ours
            # rows that are not derived point to rows that are deleted here and inserted again under the same ids
            self._db.conn.execute("PRAGMA defer_foreign_keys = ON")
            self._forget()
            yield health

    @contextmanager
    def replaced_from(self, copy: Path) -> Iterator[None]:
        """A transaction in which the derived tables start as such a copy has them. The health of feeds stays.

        It keeps what is made inside; an error restores all. The caller adds what the log got after the copy was made.
        """
        with self._db.attached(copy, RECORD), self._emptied() as health:
            for derived in reversed(REFILLED):
                self._copy_rows(derived.table)
            for table in ("treaty", "feed"):
                self._copy_values(table)
            yield
            for feed in health:
                self._db.update("feed", feed.pop("id"), feed)

    def stand_in(self, entry: LogRow) -> None:
        """Take what an entry gave from the record instead of the replay, so that all ids after it stay the same.

        For entries of a treaty that cannot be replayed. The record is attached.
        """
        # tables and columns are ours
        snapshots = f"SELECT id FROM {RECORD}.snapshot WHERE log = :entry"  # noqa: S608
        read_then = "feed = :feed AND coalesce(accepted_at, observed_at) = :at"
        statements = f"SELECT id FROM {RECORD}.statement WHERE {read_then}"  # noqa: S608
        for table, condition in (
            ("snapshot", "log = :entry"),
            ("row_version", f"from_snapshot IN ({snapshots})"),
            ("change", "log = :entry"),
            ("statement", f"id IN ({statements})"),
            ("territory", f"statement IN ({statements})"),
            ("statement_french", "feed = :feed AND known_from = :at"),
        ):
            self._copy_rows(table, condition, {"entry": entry.id, "feed": entry.feed, "at": entry.at})

    def _copy_rows(self, table: str, condition: str = "true", values: dict[str, object] | None = None) -> None:
        names = ", ".join(name for name in self._db.columns(table) if name != SEAL)
        self._db.conn.execute(
            f"INSERT OR IGNORE INTO main.{table} ({names})"  # noqa: S608 - ours
            f" SELECT {names} FROM {RECORD}.{table} WHERE {condition}",
            values or {},
        )

    def _copy_values(self, table: str) -> None:
        """Give the rows of a table the values that the copy has, and add rows that are missing."""
        self._copy_rows(table)
        names = ", ".join(name for name in self._db.columns(table) if name not in ("id", SEAL))
        self._db.conn.execute(
            f"UPDATE main.{table} SET ({names}) ="  # noqa: S608 - ours
            f" (SELECT {names} FROM {RECORD}.{table} AS copied WHERE copied.id = {table}.id)"
            f" WHERE id IN (SELECT id FROM {RECORD}.{table})"
        )

    def _forget(self) -> None:
        # deleting a statement fails if the full-text index does not match the table: rebuild the index first
        self._db.conn.execute("INSERT INTO statement_search (statement_search) VALUES ('rebuild')")
        for derived in (*BY_RULE, *REFILLED):
            self._db.conn.execute(f"DELETE FROM {derived.table}")  # noqa: S608 - tables are ours
        self._db.conn.execute(
            "UPDATE feed SET snapshot = NULL, evidence = NULL, status_as_of = NULL, last_good_at = NULL,"
            " reading = NULL, failures = 0, last_checked_at = NULL, last_error = NULL, body_at = NULL,"
            # a source that never failed has no failure to derive a state from; no reader takes an unknown one
            " state = CASE WHEN state IN (SELECT value FROM json_each(?)) THEN state ELSE ? END",
            (json.dumps(list(SourceState)), SourceState.OK),
        )
        self._store.by_rule.all_due()
        self._store.charts.forget_read()
