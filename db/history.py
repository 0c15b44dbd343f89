"""The store while history is made again from the log: what is derived goes and comes anew, all else stands."""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from db.database import keep_copy
from db.store import Store
from db.stores.codec import feed_of
from tracker.errors import DatabaseError
from tracker.models import Decision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from tracker.models import Treaty
    from tracker.models.records import Feed, LogEntry, QuarantineItem

#: What is derived from the log and the evidence, in the order in which it can go.
_DERIVED = ("pending", "effect", "change", "row_version", "snapshot", "statement_pending", "territory", "statement")

#: Of a feed, its health stays: what is derived is the baseline, and what judging the next chart needs to know of it.
_HEALTH = ("state", "failures", "last_checked_at", "last_error", "reading", "etag", "last_modified", "alerted_at")


class _Seen(Exception):  # noqa: N818 - no error: it ends a trial
    """What came out was looked at."""


class Replay(Store):
    """A store whose log is read again, entry by entry: `entry` is the one that is being replayed.

    Whatever would be logged, owed, decided or remembered was so already, and stays as it is.
    """

    entry: LogEntry

    @contextmanager
    def again(self) -> Iterator[None]:
        """Without anything that is derived; afterwards, what was made instead, or, on an error, all as it was."""
        with super().transaction():
            self.conn.execute("PRAGMA defer_foreign_keys = ON")  # deliveries point to changes that come back
            treaties = self._all("SELECT * FROM treaty")
            health = self._all(f"SELECT id, {', '.join(_HEALTH)} FROM feed")  # noqa: S608 - columns are ours
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
        self.conn.execute("INSERT INTO statement_search (statement_search) VALUES ('rebuild')")
        for table in _DERIVED:
            self.conn.execute(f"DELETE FROM {table}")  # noqa: S608 - tables are ours
        self.conn.execute(
            "UPDATE feed SET snapshot = NULL, evidence = NULL, status_as_of = NULL, last_good_at = NULL, reading = NULL"
        )
        self._charts.clear()

    def _put_back(self, table: str, row: dict[str, Any]) -> None:
        self._update(table, row.pop("id"), row)

    def keep_before(self, target: Path) -> None:
        """A whole copy of the database as it stands without this transaction."""
        keep_copy(self.path, target)

    def orphans(self) -> list[str]:
        """Rows that point to nothing, as `table row → table`; deliveries of changes that are no more among them."""
        found = self._all("PRAGMA foreign_key_check")
        return [f"{row['table']} {row['rowid']} → {row['parent']}" for row in found]

    def faults(self) -> list[str]:
        """What SQLite finds wrong with the file."""
        try:
            found = [row["integrity_check"] for row in self._all("PRAGMA integrity_check(20)")]
        except sqlite3.DatabaseError as error:
            return [str(error)]
        return [text for text in found if text != "ok"]

    def statement_versions(self) -> dict[int, dict[str, Any]]:
        """Every version of every statement as it is stored, its territories in one text, by id."""
        rows = self._all(
            """
            SELECT feed.treaty, feed.source, statement.*, (
                SELECT group_concat(
                    name || ' ' || reach || coalesce(' ' || from_on, '') || coalesce(' – ' || until_on, ''), '; '
                ) FROM (SELECT * FROM territory WHERE statement = statement.id ORDER BY rowid)
            ) AS territories
            FROM statement JOIN feed ON feed.id = statement.feed ORDER BY statement.id
            """
        )
        return {row["id"]: row for row in rows}

    # ---- what stood when the entry was written ----

    def feed_of_entry(self) -> Feed:
        """The feed that the entry is about."""
        row = self._one("SELECT * FROM feed WHERE id = ?", (self.entry.feed,))
        assert row is not None, f"feed of log entry {self.entry.id}"  # noqa: S101 - a foreign key holds it
        return feed_of(row)

    def configuration(self, key: int) -> dict[str, Any]:
        """A configuration that was in force."""
        row = self._one("SELECT body FROM configuration WHERE id = ?", (key,))
        assert row is not None, f"configuration {key}"  # noqa: S101 - a foreign key holds it
        return dict(json.loads(row["body"]))

    def as_followed(self, treaties: Iterable[Treaty]) -> None:
        """Follow treaties as a configuration that was in force did."""
        for position, treaty in enumerate(treaties):
            self._follow_treaty(treaty, position)

    def item_accepted(self) -> QuarantineItem:
        """The item that a person accepted with the entry. Raises DatabaseError if there is none."""
        about = (self.entry.feed, self.entry.evidence, Decision.ACCEPTED, self.entry.at)
        for item in self.quarantine():
            if (item.feed, item.evidence, item.decision, item.decided_at) == about:
                return item
        raise DatabaseError("the item of the quarantine that was accepted is missing: restore a backup")

    # ---- what was done already ----

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Within the one of `again`."""
        yield

    @contextmanager
    def light_transaction(self) -> Iterator[None]:
        """Within the one of `again`."""
        yield

    def log(self, *_: Any, **__: Any) -> int:
        """The entry stands."""
        return self.entry.id

    def owe(self, *_: Any) -> None:
        """Deliveries stand."""

    def decide(self, *_: Any) -> None:
        """Decisions stand."""

    def supersede(self, feed: int, at: datetime) -> None:
        """Decisions stand."""

    def note_alert(self, feed: int, at: datetime | None) -> None:
        """People were told."""

    def remember(self, key: str, value: str) -> None:
        """What a restart must not forget is not history."""

    def count_copies(self, feed: int, log: int) -> None:
        """Counted with the entry that says so."""
