"""Rebuild the history from the log: derived tables are emptied and filled again, all others stay."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.store import Store

#: Tables derived from the log and the evidence, in an order in which foreign keys allow deleting them.
DERIVED = (
    "pending",
    "effect",
    "change",
    "row_version",
    "snapshot",
    "statement_pending",
    "statement_unread",
    "territory",
    "statement",
)

#: Columns of `feed` that a rebuild keeps: its health. The others describe the baseline, which is derived.
_HEALTH = (
    "state",
    "failures",
    "last_checked_at",
    "last_error",
    "reading",
    "etag",
    "last_modified",
    "alerted_at",
    "body_at",
)


class _Seen(Exception):  # noqa: N818 - no error: it ends a trial
    """Raised at the end of a trial to roll its transaction back."""


class History:
    """The derived part of a store: charts, changes, statements and the baselines of feeds.

    The log, evidence, deliveries and decisions are not derived and stay unchanged.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._db = store.database

    @contextmanager
    def again(self) -> Iterator[None]:
        """A transaction that starts with empty derived tables. It keeps what is made inside; an error restores all."""
        with self._store.transaction():
            # deliveries point to changes that are deleted here and inserted again under the same ids
            self._db.conn.execute("PRAGMA defer_foreign_keys = ON")
            treaties = self._db.all("SELECT * FROM treaty")
            health = self._db.all(f"SELECT id, {', '.join(_HEALTH)} FROM feed")  # noqa: S608 - columns are ours
            self._forget()
            yield
            for treaty in treaties:
                self._put_back("treaty", treaty)
            for feed in health:
                self._put_back("feed", feed)

    @contextmanager
    def on_trial(self) -> Iterator[None]:
        """Like `again`, but always rolled back: only for looking at the result."""
        with suppress(_Seen), self.again():
            yield
            raise _Seen

    def _forget(self) -> None:
        # deleting a statement fails if the full-text index does not match the table: rebuild the index first
        self._db.conn.execute("INSERT INTO statement_search (statement_search) VALUES ('rebuild')")
        for table in DERIVED:
            self._db.conn.execute(f"DELETE FROM {table}")  # noqa: S608 - tables are ours
        self._db.conn.execute(
            "UPDATE feed SET snapshot = NULL, evidence = NULL, status_as_of = NULL, last_good_at = NULL, reading = NULL"
        )
        self._store.charts.forget_read()

    def _put_back(self, table: str, row: dict[str, Any]) -> None:
        self._db.update(table, row.pop("id"), row)
