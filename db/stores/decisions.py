"""Quarantine: what a person must decide, and what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.stores.codec import instant
from tracker.errors import DatabaseError, ErrorKind, UsageError
from tracker.models import Decision, moment, parse_moment
from tracker.models.records import LogEntry, QuarantineItem

if TYPE_CHECKING:
    from datetime import datetime

    from db.database import Database


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

        The same again is the same item while that is open or rejected; once it was accepted or superseded, another
        one is opened, and what was decided stays on record.
        """
        known = self._db.one(
            f"{_QUARANTINE} WHERE quarantine_item.feed = ? AND quarantine_item.evidence = ? AND reason = ?"
            " AND decision IN (?, ?)",
            (feed, evidence, reason, Decision.OPEN, Decision.REJECTED),
        )
        if known and known["decision"] == Decision.REJECTED:
            # read again since: a person who thinks again may accept it, whatever was accepted in between
            self._db.update("quarantine_item", known["id"], {"read_at": moment(read_at)})
        if known:
            return self.item(known["id"]), False
        key = self._db.insert(
            "quarantine_item",
            {"feed": feed, "evidence": evidence, "kind": kind, "reason": reason, "read_at": moment(read_at)},
        )
        return self.item(key), True

    def items(self, *, only_open: bool = False) -> list[QuarantineItem]:
        """Items, oldest first."""
        condition = " WHERE decision = 'open'" if only_open else ""
        return [
            quarantine_item_of(row) for row in self._db.all(f"{_QUARANTINE}{condition} ORDER BY quarantine_item.id")
        ]

    def item(self, key: int) -> QuarantineItem:
        """One item. Raises UsageError for an unknown id."""
        row = self._db.one(f"{_QUARANTINE} WHERE quarantine_item.id = ?", (key,))
        if row is None:
            raise UsageError(f"no item {key} in quarantine: {self._db.nearest('quarantine_item', key)}")
        return quarantine_item_of(row)

    def accepted(self, entry: LogEntry) -> QuarantineItem:
        """The item that a person accepted with an entry of the log. Raises DatabaseError if there is none."""
        about = (entry.feed, entry.evidence, Decision.ACCEPTED, entry.at)
        for item in self.items():
            if (item.feed, item.evidence, item.decision, item.decided_at) == about:
                return item
        raise DatabaseError("the item of the quarantine that was accepted is missing: restore a backup")

    def decide(self, key: int, decision: Decision, at: datetime) -> None:
        """Record what became of an item."""
        self._db.update("quarantine_item", key, {"decision": decision, "decided_at": moment(at)})

    def supersede(self, feed: int, at: datetime) -> None:
        """Close the feed's open items: a later read was accepted."""
        self._db.conn.execute(
            "UPDATE quarantine_item SET decision = ?, decided_at = ? WHERE feed = ? AND decision = ?",
            (Decision.SUPERSEDED, moment(at), feed, Decision.OPEN),
        )


def quarantine_item_of(row: dict[str, Any]) -> QuarantineItem:
    """A row of `quarantine_item` joined with its feed."""
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
