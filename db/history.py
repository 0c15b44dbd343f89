"""History made again from the log: what is derived goes and comes anew, all else stands."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.store import Store

#: What is derived from the log and the evidence, in the order in which it can go.
_DERIVED = ("pending", "effect", "change", "row_version", "snapshot", "statement_pending", "territory", "statement")

#: Of a feed, its health stays: what is derived is the baseline, and what judging the next chart needs to know of it.
_HEALTH = ("state", "failures", "last_checked_at", "last_error", "reading", "etag", "last_modified", "alerted_at")


class _Seen(Exception):  # noqa: N818 - no error: it ends a trial
    """What came out was looked at."""


class History:
    """What is derived in a store: charts, changes, statements and the baselines of feeds.

    The log, evidence, deliveries and decisions are not derived; nothing here touches them.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._db = store.database

    @contextmanager
    def again(self) -> Iterator[None]:
        """A transaction that starts without anything derived: keeps what is made within, or, on an error, what was."""
        with self._store.transaction():
            self._db.conn.execute("PRAGMA defer_foreign_keys = ON")  # deliveries point to changes that come back
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
        """The same, to be looked at: afterwards all is as it was."""
        with suppress(_Seen), self.again():
            yield
            raise _Seen

    def _forget(self) -> None:
        # a search that does not fit its statements lets none of them go
        self._db.conn.execute("INSERT INTO statement_search (statement_search) VALUES ('rebuild')")
        for table in _DERIVED:
            self._db.conn.execute(f"DELETE FROM {table}")  # noqa: S608 - tables are ours
        self._db.conn.execute(
            "UPDATE feed SET snapshot = NULL, evidence = NULL, status_as_of = NULL, last_good_at = NULL, reading = NULL"
        )
        self._store.charts.forget_read()

    def _put_back(self, table: str, row: dict[str, Any]) -> None:
        self._db.update(table, row.pop("id"), row)
