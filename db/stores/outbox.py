"""The outbox: changes, and messages not about a single change, that must be delivered to channels."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from db.stores.codec import instant
from tracker.models import moment, parse_moment
from tracker.models.records import Delivery, Notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from db.connection import Database


class Outbox:
    """Deliveries of changes (`outbox`), and other messages (`notice`)."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def owe(self, change: int, channels: Iterable[str], at: datetime) -> None:
        """Put a change into the outbox of each channel."""
        for channel in channels:
            self._db.insert("outbox", {"channel": channel, "change": change, "queued_at": moment(at)})

    def deliveries(
        self, *, change: int | None = None, channel: str | None = None, states: Sequence[str] = ()
    ) -> list[Delivery]:
        """Deliveries, oldest first; optionally only those of one change, of one channel, or in some states."""
        conditions: list[str] = ["1"]
        values: list[str] = []
        if change is not None:
            conditions.append("change = ?")
            values.append(str(change))
        if channel is not None:
            conditions.append("channel = ?")
            values.append(channel)
        if states:
            conditions.append(f"state IN ({', '.join('?' * len(states))})")
            values += states
        rows = self._db.all(
            f"SELECT * FROM outbox WHERE {' AND '.join(conditions)} ORDER BY id",  # noqa: S608 - only slots vary
            values,
        )
        return [delivery_of(row) for row in rows]

    def channels_notified(self, treaty: str, participant: str | None, fields: Sequence[str]) -> set[str]:
        """Channels that got, or will get, a change of these fields. A correction must go to them too."""
        slots = ", ".join("?" * len(fields))
        rows = self._db.all(
            f"""
            SELECT DISTINCT outbox.channel FROM outbox JOIN change ON change.id = outbox.change
            WHERE change.treaty = ? AND change.participant IS ? AND change.field IN ({slots})
            """,  # noqa: S608 - only slots vary
            (treaty, participant, *fields),
        )
        return {row["channel"] for row in rows}

    # ---- notices ----

    def queue_notice(
        self,
        channel: str,
        kind: str,
        subject: str,
        text: str,
        at: datetime,
        *,
        html: str | None = None,
        changes: Iterable[int] = (),
    ) -> int:
        """Queue a message for a channel, and return its id."""
        return self._db.insert(
            "notice",
            {
                "channel": channel,
                "kind": kind,
                "subject": subject,
                "text": text,
                "html": html,
                "changes": json.dumps(list(changes)),
                "queued_at": moment(at),
            },
        )

    def notices(self, *, states: Sequence[str] = ("waiting",), channel: str | None = None) -> list[Notice]:
        """Messages in these states, oldest first."""
        slots = ", ".join("?" * len(states))
        rows = self._db.all(
            f"SELECT * FROM notice WHERE state IN ({slots}) AND (? IS NULL OR channel = ?) ORDER BY id",  # noqa: S608
            (*states, channel, channel),
        )
        return [_notice(row) for row in rows]

    # ---- the result of a delivery: the same for changes and notices ----

    def delivered(self, table: str, keys: Iterable[int], at: datetime) -> None:
        """Mark rows as delivered. A message then keeps only its plain text."""
        record = {"state": "delivered", "delivered_at": moment(at), "last_error": None}
        self._mark(table, keys, record | ({"html": None} if table == "notice" else {}))

    def undelivered(
        self,
        table: str,
        keys: Iterable[int],
        *,
        error: str,
        failing_since: datetime,
        next_try_at: datetime | None,
        attempts: int,
    ) -> None:
        """Mark rows whose delivery failed: waiting for a retry, or (without a next try) parked."""
        self._mark(
            table,
            keys,
            {
                "state": "waiting" if next_try_at else "parked",
                "next_try_at": moment(next_try_at) if next_try_at else None,
                "failing_since": moment(failing_since),
                "attempts": attempts,
                "last_error": error,
            },
        )

    def is_parked(self, channel: str) -> bool:
        """True if the channel has a parked delivery: one that is no longer retried."""
        row = self._db.one(
            """
            SELECT 1 FROM outbox WHERE state = 'parked' AND channel = :channel
            UNION ALL SELECT 1 FROM notice WHERE state = 'parked' AND channel = :channel LIMIT 1
            """,
            {"channel": channel},
        )
        return row is not None

    def in_digest(self, keys: Iterable[int]) -> None:
        """Mark deliveries that are part of a digest, and are delivered with it."""
        self._mark("outbox", keys, {"state": "in_digest"})

    def delivered_in_digest(self, channel: str, changes: Iterable[int], at: datetime) -> None:
        """Mark the changes of a delivered digest as delivered."""
        self._db.conn.executemany(
            "UPDATE outbox SET state = 'delivered', delivered_at = ? WHERE channel = ? AND change = ?",
            [(moment(at), channel, change) for change in changes],
        )

    def unpark(self, channel: str | None) -> int:
        """Requeue parked deliveries of one channel or (None) of all; return how many."""
        found = 0
        for table in ("outbox", "notice"):
            cursor = self._db.conn.execute(
                f"UPDATE {table} SET state = 'waiting', next_try_at = NULL, attempts = 0, failing_since = NULL"  # noqa: S608
                " WHERE state = 'parked' AND (? IS NULL OR channel = ?)",
                (channel, channel),
            )
            found += cursor.rowcount
        return found

    def unwait(self, channel: str | None) -> None:
        """Make waiting deliveries of one channel or (None) of all due at once."""
        for table in ("outbox", "notice"):
            self._db.conn.execute(
                f"UPDATE {table} SET next_try_at = NULL"  # noqa: S608 - ours
                " WHERE state = 'waiting' AND (? IS NULL OR channel = ?)",
                (channel, channel),
            )

    def _mark(self, table: str, keys: Iterable[int], record: dict[str, Any]) -> None:
        for key in keys:
            self._db.update(table, key, record)


def delivery_of(row: dict[str, Any]) -> Delivery:
    """The delivery that a row of `outbox` stores."""
    return Delivery(
        id=row["id"],
        channel=row["channel"],
        change=row["change"],
        state=row["state"],
        queued_at=parse_moment(row["queued_at"]),
        attempts=row["attempts"],
        next_try_at=instant(row["next_try_at"]),
        delivered_at=instant(row["delivered_at"]),
        failing_since=instant(row["failing_since"]),
        last_error=row["last_error"],
    )


def _notice(row: dict[str, Any]) -> Notice:
    return Notice(
        id=row["id"],
        channel=row["channel"],
        kind=row["kind"],
        subject=row["subject"],
        text=row["text"],
        html=row["html"],
        changes=tuple(json.loads(row["changes"])),
        state=row["state"],
        queued_at=parse_moment(row["queued_at"]),
        attempts=row["attempts"],
        next_try_at=instant(row["next_try_at"]),
        failing_since=instant(row["failing_since"]),
        last_error=row["last_error"],
    )
