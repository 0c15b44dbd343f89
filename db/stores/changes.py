"""The history of changes, what is owed to channels, and what a person must decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.database import Base
from db.stores.codec import change_of, delivery_of, quarantine_item_of
from tracker.errors import UsageError
from tracker.models import STATEMENTS, Change, ChangeKind, Decision, moment, parse_moment
from tracker.models.records import Delivery, Filter, QuarantineItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tracker.errors import ErrorKind
    from tracker.models import Field

_QUARANTINE = """
    SELECT quarantine_item.*, feed.treaty, feed.source
    FROM quarantine_item JOIN feed ON feed.id = quarantine_item.feed
"""


class Changes(Base):
    """Changes, the outbox and the quarantine."""

    def add_change(self, change: Change, log: int) -> Change:
        """Store a change under the next id and return it as stored."""
        stored = {
            "log": log,
            "detected_at": moment(change.detected_at),
            "treaty": change.treaty,
            "participant": change.participant,
            "name": change.name,
            "kind": change.kind,
            "nature": change.nature,
            "field": change.field,
            "before": change.before,
            "after": change.after,
            "effective_on": change.effective_on.isoformat() if change.effective_on else None,
            "source": change.source,
            "snapshot": change.snapshot,
            "previous_snapshot": change.previous_snapshot,
            "summary": change.summary,
            "rule": change.rule,
            "left_on": change.left_on.isoformat() if change.left_on else None,
            "published_on": change.published_on.isoformat() if change.published_on else None,
        }
        key = self._insert("change", stored)
        return self.change(key)

    def change(self, key: int) -> Change:
        """One change. Raises UsageError for an unknown id."""
        row = self._one("SELECT * FROM change WHERE id = ?", (key,))
        if row is None:
            raise UsageError(f"no change {key}: {self._nearest('change', key)}")
        return change_of(row)

    def changes(self, wanted: Filter | None = None) -> list[Change]:
        """Changes, oldest first."""
        wanted = wanted or Filter()
        conditions: list[str] = ["1"]
        values: list[str] = []
        for column, choices in (
            ("treaty", wanted.treaties),
            ("participant", wanted.participants),
            ("kind", wanted.kinds),
            ("nature", wanted.natures),
        ):
            if choices:
                conditions.append(f"{column} IN ({', '.join('?' * len(choices))})")
                values += choices
        for comparison, when in ((">=", wanted.since), ("<=", wanted.until)):
            if when:
                conditions.append(f"substr(detected_at, 1, 10) {comparison} ?")
                values.append(when.isoformat())
        rows = self._all(
            f"SELECT * FROM change WHERE {' AND '.join(conditions)} ORDER BY id",  # noqa: S608 - only slots vary
            values,
        )
        return [change_of(row) for row in rows]

    def told_beside_authority(self, treaty: str, authority: str, known_at: datetime | None = None) -> list[Change]:
        """What other sources told, and what was taken back by any: all that a Ledger needs. What was found in
        back-fill was told to nobody; statements stand in no chart."""
        takes_back = (
            ChangeKind.RETRACTED,
            ChangeKind.INVITATION_ENDED,
            ChangeKind.SUSPENSION_ENDED,
            ChangeKind.INVITED,
        )
        rows = self._all(
            """
            SELECT * FROM change
            WHERE treaty = ? AND source <> ? AND (source <> ? OR kind IN (?, ?, ?, ?)) AND detected_at <= ?
                AND published_on IS NULL
            ORDER BY id
            """,
            (treaty, STATEMENTS, authority, *takes_back, moment(known_at) if known_at else "9999"),
        )
        return [change_of(row) for row in rows]

    def last_change_of(
        self, treaty: str, kinds: Sequence[ChangeKind], fields: Sequence[Field]
    ) -> dict[str | None, datetime]:
        """When a change of these kinds and fields was last told of each participant; not what back-fill found."""
        rows = self._all(
            f"""
            SELECT participant, max(detected_at) AS at FROM change
            WHERE treaty = ? AND kind IN ({", ".join("?" * len(kinds))}) AND field IN ({", ".join("?" * len(fields))})
                AND published_on IS NULL
            GROUP BY participant
            """,  # noqa: S608 - only slots vary
            (treaty, *kinds, *fields),
        )
        return {row["participant"]: parse_moment(row["at"]) for row in rows}

    def log_of_change(self, key: int) -> int:
        """The log entry that told a change."""
        row = self._one("SELECT log FROM change WHERE id = ?", (key,))
        assert row is not None  # noqa: S101 - asked for a change that was just read
        return int(row["log"])

    # ---- owed to channels ----

    def owe(self, change: int, channels: Iterable[str], at: datetime) -> None:
        """Put a change into the outbox of each channel."""
        for channel in channels:
            self._insert("outbox", {"channel": channel, "change": change, "queued_at": moment(at)})

    def deliveries(
        self, *, change: int | None = None, channel: str | None = None, states: Sequence[str] = ()
    ) -> list[Delivery]:
        """The outbox: of one change, of one channel, in some states; oldest first."""
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
        rows = self._all(
            f"SELECT * FROM outbox WHERE {' AND '.join(conditions)} ORDER BY id",  # noqa: S608 - only slots vary
            values,
        )
        return [delivery_of(row) for row in rows]

    # ---- for a person to decide ----

    def put_in_quarantine(
        self, feed: int, evidence: int, kind: ErrorKind, reason: str, read_at: datetime
    ) -> tuple[QuarantineItem, bool]:
        """The item for these bytes and this reason, and whether it is new.

        The same again is the same item while that is open or rejected; once it was accepted or superseded, another
        one is opened, and what was decided stays on record.
        """
        known = self._one(
            f"{_QUARANTINE} WHERE quarantine_item.feed = ? AND quarantine_item.evidence = ? AND reason = ?"
            " AND decision IN (?, ?)",
            (feed, evidence, reason, Decision.OPEN, Decision.REJECTED),
        )
        if known and known["decision"] == Decision.REJECTED:
            # read again since: a person who thinks again may accept it, whatever was accepted in between
            self._update("quarantine_item", known["id"], {"read_at": moment(read_at)})
        if known:
            return self.quarantine_item(known["id"]), False
        key = self._insert(
            "quarantine_item",
            {"feed": feed, "evidence": evidence, "kind": kind, "reason": reason, "read_at": moment(read_at)},
        )
        return self.quarantine_item(key), True

    def quarantine(self, *, only_open: bool = False) -> list[QuarantineItem]:
        """Items, oldest first."""
        condition = " WHERE decision = 'open'" if only_open else ""
        return [quarantine_item_of(row) for row in self._all(f"{_QUARANTINE}{condition} ORDER BY quarantine_item.id")]

    def quarantine_item(self, key: int) -> QuarantineItem:
        """One item. Raises UsageError for an unknown id."""
        row = self._one(f"{_QUARANTINE} WHERE quarantine_item.id = ?", (key,))
        if row is None:
            raise UsageError(f"no item {key} in quarantine: {self._nearest('quarantine_item', key)}")
        return quarantine_item_of(row)

    def decide(self, key: int, decision: Decision, at: datetime) -> None:
        """Record what became of an item."""
        self._update("quarantine_item", key, {"decision": decision, "decided_at": moment(at)})

    def supersede(self, feed: int, at: datetime) -> None:
        """Close the feed's open items: a later read was accepted."""
        self.conn.execute(
            "UPDATE quarantine_item SET decision = ?, decided_at = ? WHERE feed = ? AND decision = ?",
            (Decision.SUPERSEDED, moment(at), feed, Decision.OPEN),
        )
