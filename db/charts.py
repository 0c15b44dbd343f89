"""Snapshots: each row is stored once, from the snapshot that first shows it so until another does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from db.database import Base
from db.records import Snapshot, day, pending_of, record_of_row, row_of, snapshot_of
from tracker.errors import UsageError
from tracker.models import Chart, Field, Pending, moment, parse_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

_SELECT = "SELECT snapshot.*, feed.treaty, feed.source FROM snapshot JOIN feed ON feed.id = snapshot.feed"


class Charts(Base):
    """Charts as accepted, what waits to be confirmed, and what has taken effect."""

    def add_snapshot(
        self,
        feed: int,
        chart: Chart,
        *,
        log: int,
        evidence: int | None,
        observed_at: datetime,
        published_on: date | None = None,
        bundled: bool = False,
    ) -> int:
        """Store a chart as the feed's newest snapshot; only rows that differ are written. Returns its id."""
        key = self._insert(
            "snapshot",
            {
                "feed": feed,
                "log": log,
                "evidence": evidence,
                "observed_at": moment(observed_at),
                "published_on": _iso(published_on),
                "status_as_of": _iso(chart.status_as_of),
                "bundled": int(bundled),
                "number": chart.number,
                "title": chart.title,
                "opened_on": _iso(chart.opened_on),
                "in_force_on": _iso(chart.in_force_on),
                "shows_in_force_on": int(chart.shows_in_force_on),
                "row_count": len(chart.rows),
            },
        )
        self._write_rows(feed, key, chart)
        return key

    def _write_rows(self, feed: int, snapshot: int, chart: Chart) -> None:
        standing = {
            stored["participant"]: stored
            for stored in self._all("SELECT * FROM row_version WHERE feed = ? AND until_snapshot IS NULL", (feed,))
        }
        wanted = {row.participant: record_of_row(row) for row in chart.rows}
        for participant, stored in standing.items():
            if not _same(stored, wanted.get(participant)):
                self._update("row_version", stored["id"], {"until_snapshot": snapshot})
        for participant, record in wanted.items():
            if not _same(standing.get(participant), record):
                self._insert("row_version", {"feed": feed, "from_snapshot": snapshot, **record})

    def chart(self, snapshot: int) -> Chart:
        """A stored chart with its rows. Raises UsageError for an unknown id."""
        head = self._one("SELECT * FROM snapshot WHERE id = ?", (snapshot,))
        if head is None:
            raise UsageError(f"no snapshot {snapshot}: {self._range('snapshot')}")
        rows = self._all(
            """
            SELECT * FROM row_version
            WHERE feed = :feed AND from_snapshot <= :id AND (until_snapshot IS NULL OR until_snapshot > :id)
            ORDER BY participant
            """,
            head,
        )
        return Chart(
            rows=tuple(row_of(row) for row in rows),
            number=head["number"],
            title=head["title"],
            opened_on=day(head["opened_on"]),
            in_force_on=day(head["in_force_on"]),
            shows_in_force_on=bool(head["shows_in_force_on"]),
            status_as_of=day(head["status_as_of"]),
        )

    def snapshots(self, treaties: Iterable[str] = ()) -> list[Snapshot]:
        """All snapshots, oldest first."""
        wanted = set(treaties)
        found = [snapshot_of(row) for row in self._all(f"{_SELECT} ORDER BY snapshot.id")]
        return [snapshot for snapshot in found if not wanted or snapshot.treaty in wanted]

    def snapshot(self, key: int) -> Snapshot:
        """One snapshot without its rows. Raises UsageError for an unknown id."""
        row = self._one(f"{_SELECT} WHERE snapshot.id = ?", (key,))
        if row is None:
            raise UsageError(f"no snapshot {key}: {self._range('snapshot')}")
        return snapshot_of(row)

    def snapshot_known_at(self, feed: int, known_at: datetime | None) -> Snapshot | None:
        """The feed's newest snapshot that had been read by a moment (None: by now)."""
        row = self._one(
            f"{_SELECT} WHERE snapshot.feed = ? AND snapshot.observed_at <= ? ORDER BY snapshot.id DESC LIMIT 1",
            (feed, moment(known_at) if known_at else "9999"),
        )
        return snapshot_of(row) if row else None

    # ---- what waits ----

    def pending(self, feed: int) -> tuple[Pending, ...]:
        """What vanished from the feed's chart once and waits for a second read."""
        rows = self._all("SELECT * FROM pending WHERE feed = ? ORDER BY participant, field", (feed,))
        return tuple(pending_of(row) for row in rows)

    def set_pending(self, feed: int, pending: Iterable[Pending]) -> None:
        """Replace what waits."""
        self.db.conn.execute("DELETE FROM pending WHERE feed = ?", (feed,))
        for value in pending:
            self._insert(
                "pending",
                {
                    "feed": feed,
                    "participant": value.participant or "",
                    "field": value.field,
                    "before": value.before,
                    "since": moment(value.since),
                    "bundled": int(value.bundled),
                },
            )

    # ---- what took effect ----

    def effects(self, treaty: str) -> dict[tuple[str | None, Field], date]:
        """Dates of a treaty that took effect and were told, or are history."""
        rows = self._all("SELECT * FROM effect WHERE treaty = ?", (treaty,))
        return {
            (row["participant"] or None, Field(row["field"])): when
            for row in rows
            if (when := day(row["took_effect_on"])) is not None
        }

    def set_effects(self, treaty: str, effects: Mapping[tuple[str | None, Field], date]) -> None:
        """Replace them."""
        self.db.conn.execute("DELETE FROM effect WHERE treaty = ?", (treaty,))
        self.db.conn.executemany(
            "INSERT INTO effect (treaty, participant, field, took_effect_on) VALUES (?, ?, ?, ?)",
            [(treaty, who or "", field, when.isoformat()) for (who, field), when in effects.items()],
        )

    # ---- the few things a restart must not forget ----

    def remember(self, key: str, value: str) -> None:
        """Keep a value under a key."""
        self.db.conn.execute("INSERT OR REPLACE INTO memory (key, value) VALUES (?, ?)", (key, value))

    def remembered(self, key: str) -> str | None:
        """The value under a key, if any."""
        row = self._one("SELECT value FROM memory WHERE key = ?", (key,))
        return str(row["value"]) if row else None

    def clock_confirmed_at(self) -> datetime | None:
        """When, by our clock, a server's clock last agreed with it."""
        text = self.remembered("clock_confirmed_at")
        return parse_moment(text) if text else None


def with_status(chart: Chart, status_as_of: date | None) -> Chart:
    """A stored chart as of a later read that showed the same."""
    return chart if status_as_of is None else replace(chart, status_as_of=status_as_of)


def _same(stored: Mapping[str, Any] | None, record: Mapping[str, Any] | None) -> bool:
    if stored is None or record is None:
        return stored is record
    return all(stored[key] == value for key, value in record.items())


def _iso(when: date | None) -> str | None:
    return when.isoformat() if when else None
