"""A key-value table for the few values that must survive a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.models import parse_moment

if TYPE_CHECKING:
    from datetime import datetime

    from db.connection import Database


class Memory:
    """Values by key."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, key: str, value: str) -> None:
        """Keep a value under a key."""
        # no REPLACE, which would delete a row without a trigger
        self._db.conn.execute(
            "INSERT INTO memory (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )

    def get(self, key: str) -> str | None:
        """The value under a key, if any."""
        row = self._db.one("SELECT value FROM memory WHERE key = ?", (key,))
        return str(row["value"]) if row else None

    def clock_confirmed_at(self) -> datetime | None:
        """When our clock last agreed with a server's (UTC, by our clock)."""
        text = self.get("clock_confirmed_at")
        return parse_moment(text) if text else None
