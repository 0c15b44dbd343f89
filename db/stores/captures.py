"""Archived copies of charts: those that an archive's index lists, and which of them were fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.stores.codec import instant
from tracker.models import Capture, moment
from tracker.models.records import ArchivedCopy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from db.connection import Database


class Captures:
    """Archived copies of charts."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, feed: int, captures: Iterable[Capture], kind: str) -> None:
        """Add the captures that an index lists; known ones stay unchanged."""
        self._db.conn.executemany(
            "INSERT OR IGNORE INTO capture (feed, timestamp, original, kind, digest, size) VALUES (?, ?, ?, ?, ?, ?)",
            [(feed, found.timestamp, found.original, kind, found.digest, found.size) for found in captures],
        )

    def note_fetched(self, feed: int, capture: Capture, evidence: int, published_at: datetime) -> None:
        """Record the evidence that fetching a listed capture gave."""
        self._db.conn.execute(
            """
            UPDATE capture SET log = CASE WHEN evidence = :evidence THEN log END, evidence = :evidence,
                published_at = :published_at
            WHERE feed = :feed AND timestamp = :timestamp AND original = :original
            """,
            {
                "evidence": evidence,
                "published_at": moment(published_at),
                "feed": feed,
                "timestamp": capture.timestamp,
                "original": capture.original,
            },
        )

    def uncounted(self, feed: int) -> list[tuple[object, ...]]:
        """The copies fetched since the last back-fill, as the log covers them, in order."""
        found = self._db.conn.execute(
            "SELECT feed, timestamp, original, kind, digest, size, evidence, published_at FROM capture"
            " WHERE feed = ? AND evidence IS NOT NULL AND log IS NULL ORDER BY timestamp, original",
            (feed,),
        )
        return list(found)

    def count(self, feed: int, log: int) -> None:
        """Mark the copies fetched since the last back-fill with the log entry that counts them."""
        self._db.conn.execute(
            "UPDATE capture SET log = ? WHERE feed = ? AND evidence IS NOT NULL AND log IS NULL", (log, feed)
        )

    def all(self, feed: int) -> list[ArchivedCopy]:
        """The listed copies, in order of publication."""
        found = [_copy(row) for row in self._db.all("SELECT * FROM capture WHERE feed = ?", (feed,))]
        return sorted(found, key=lambda copy: (copy.at, copy.capture.timestamp, copy.capture.original))


def _copy(row: dict[str, Any]) -> ArchivedCopy:
    return ArchivedCopy(
        capture=Capture(timestamp=row["timestamp"], original=row["original"], digest=row["digest"], size=row["size"]),
        kind=row["kind"],
        evidence=row["evidence"],
        published_at=instant(row["published_at"]),
        log=row["log"],
    )
