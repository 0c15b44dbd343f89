"""Archived copies: what an archive's index lists, what was fetched of it, and the charts back-fill made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.stores.charts import Charts
from db.stores.codec import instant
from tracker.models import Capture, moment
from tracker.models.records import ArchivedCopy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class Captures(Charts):
    """Archived copies, beside the charts."""

    def list_captures(self, feed: int, captures: Iterable[Capture], kind: str) -> None:
        """Note what an index lists; what is known stays as it is."""
        self.conn.executemany(
            "INSERT OR IGNORE INTO capture (feed, timestamp, original, kind, digest, size) VALUES (?, ?, ?, ?, ?, ?)",
            [(feed, found.timestamp, found.original, kind, found.digest, found.size) for found in captures],
        )

    def keep_capture(self, feed: int, capture: Capture, evidence: int, published_at: datetime) -> None:
        """Note what came of a capture that is listed."""
        self.conn.execute(
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

    def count_copies(self, feed: int, log: int) -> None:
        """Note with which entry of the log the copies that came since the last one were counted."""
        self.conn.execute(
            "UPDATE capture SET log = ? WHERE feed = ? AND evidence IS NOT NULL AND log IS NULL", (log, feed)
        )

    def copies(self, feed: int) -> list[ArchivedCopy]:
        """What is listed, in order of publication."""
        found = [_copy(row) for row in self._all("SELECT * FROM capture WHERE feed = ?", (feed,))]
        return sorted(found, key=lambda copy: (copy.at, copy.capture.timestamp, copy.capture.original))

    def forget_snapshots(self, feed: int, first: int) -> None:
        """Drop a feed's snapshots from one on, with the changes found in them: they are made anew."""
        later = "SELECT id FROM snapshot WHERE feed = :feed AND id >= :first"
        for statement in (
            f"DELETE FROM change WHERE snapshot IN ({later})",  # noqa: S608 - ours
            "DELETE FROM row_version WHERE feed = :feed AND from_snapshot >= :first",
            "UPDATE row_version SET until_snapshot = NULL WHERE feed = :feed AND until_snapshot >= :first",
            "DELETE FROM snapshot WHERE feed = :feed AND id >= :first",
        ):
            self.conn.execute(statement, {"feed": feed, "first": first})
        self._charts.clear()


def _copy(row: dict[str, Any]) -> ArchivedCopy:
    return ArchivedCopy(
        capture=Capture(timestamp=row["timestamp"], original=row["original"], digest=row["digest"], size=row["size"]),
        kind=row["kind"],
        evidence=row["evidence"],
        published_at=instant(row["published_at"]),
        log=row["log"],
    )
