"""Quarantine: charts that a person must decide on, and the decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.stores.codec import instant
from tracker.errors import DatabaseError, ErrorKind, UsageError
from tracker.models import Decision, moment, parse_moment
from tracker.models.records import LogEntry, QuarantineItem

if TYPE_CHECKING:
    from datetime import datetime

    from db.connection import Database


_QUARANTINE = """
    SELECT quarantine_item.*, feed.treaty, feed.source
    FROM quarantine_item JOIN feed ON feed.id = quarantine_item.feed
"""


class Decisions:
    """Items in quarantine."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put_in_quarantine(
        self, feed: int, evidence: int, kind: ErrorKind, reason: str, read_at: datetime
    ) -> tuple[QuarantineItem, bool]:
        """The item for these bytes and this reason, and whether it is new.

        The same doubt keeps its item while that is open or rejected. If the item was accepted or superseded, a new one
        is opened, so that the earlier decision stays on record.
        """
        known = self._db.one(
            f"{_QUARANTINE} WHERE quarantine_item.feed = ? AND quarantine_item.evidence = ? AND reason = ?"
            " AND decision IN (?, ?)",
            (feed, evidence, reason, Decision.OPEN, Decision.REJECTED),
        )
        if known and known["decision"] == Decision.REJECTED:
            # the later time lets a person still accept it, even if another chart was accepted in between
            self._db.update("quarantine_item", known["id"], {"read_at": moment(read_at)})
        if known:
            return self.item(known["id"]), False
        key = self._db.insert(
            "quarantine_item",
            {"feed": feed, "evidence": evidence, "kind": kind, "reason": reason, "read_at": moment(read_at)},
        )
        return self.item(key), True

    def items(self, *, only_open: bool = False) -> list[QuarantineItem]:
        """All items, or only the open ones; oldest first."""
        condition = " WHERE decision = 'open'" if only_open else ""
        return [
            quarantine_item_of(row) for row in self._db.all(f"{_QUARANTINE}{condition} ORDER BY quarantine_item.id")
        ]

    def item(self, key: int) -> QuarantineItem:
        """The item with this id. Raises UsageError for an unknown id."""
        row = self._db.one(f"{_QUARANTINE} WHERE quarantine_item.id = ?", (key,))
        if row is None:
            raise UsageError(f"no item {key} in quarantine: {self._db.nearest('quarantine_item', key)}")
        return quarantine_item_of(row)

    def accepted(self, entry: LogEntry) -> QuarantineItem:
        """The item that a log entry accepted. Raises DatabaseError if there is none."""
        about = (entry.feed, entry.evidence, Decision.ACCEPTED, entry.at)
        for item in self.items():
            if (item.feed, item.evidence, item.decision, item.decided_at) == about:
                return item
        raise DatabaseError("the quarantine item that was accepted is missing: restore a backup")

    def decide(self, key: int, decision: Decision, at: datetime) -> None:
        """Record the decision on an item."""
        self._db.update("quarantine_item", key, {"decision": decision, "decided_at": moment(at)})

    def supersede(self, feed: int, at: datetime) -> None:
        """Close the feed's open items, because a later read was accepted."""
        self._db.conn.execute(
            "UPDATE quarantine_item SET decision = ?, decided_at = ? WHERE feed = ? AND decision = ?",
            (Decision.SUPERSEDED, moment(at), feed, Decision.OPEN),
        )


def quarantine_item_of(row: dict[str, Any]) -> QuarantineItem:
    """The item that a row of `quarantine_item`, joined with its feed, stores."""
    return QuarantineItem(
        id=row["id"],
        feed=row["feed"],
        treaty=row["treaty"],
        source=row["source"],
        evidence=row["evidence"],
        kind=ErrorKind(row["kind"]),
        reason=row["reason"],
        read_at=parse_moment(row["read_at"]),
        decision=Decision(row["decision"]),
        decided_at=instant(row["decided_at"]),
    )
