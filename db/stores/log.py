"""The log, and the health of each source, which follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.chain import COLUMNS, Links, canonical, end_of
from db.stores.codec import day, instant
from tracker.models import Outcome, SourceState, Validators, moment, parse_moment
from tracker.models.head import Head
from tracker.models.records import GoodRead, LogEntry, LogRow
from tracker.models.times import iso

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from db.connection import Database
    from tracker.errors import ErrorKind
    from tracker.models.records import Feed


_INSERT = f"INSERT INTO log ({', '.join(COLUMNS)}, chain) VALUES ({', '.join('?' * len(COLUMNS))}, ?)"  # noqa: S608 - ours
_AT_ONCE = 5_000  # entries read at once: a log may have millions


class LogRows:
    """Entries of the log as stored, oldest first. They are read in portions, and can be gone through again."""

    def __init__(self, database: Database, after: int) -> None:
        self._db = database
        self._after = after

    def __len__(self) -> int:
        row = self._db.conn.execute("SELECT count(*) FROM log WHERE id > ?", (self._after,)).fetchone()
        return int(row[0])

    def __iter__(self) -> Iterator[LogRow]:
        after = self._after
        while portion := self._db.conn.execute(_PORTION, (after, _AT_ONCE)).fetchall():
            yield from map(LogRow._make, portion)
            after = portion[-1][0]


_PORTION = f"SELECT {', '.join(LogRow._fields)} FROM log WHERE id > ? ORDER BY id LIMIT ?"  # noqa: S608 - ours


class Log:
    """Entries of the log, and the health of each feed."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._links = Links(database.conn)

    def write(
        self,
        at: datetime,
        what: str,
        *,
        feed: int | None = None,
        outcome: Outcome | None = None,
        evidence: int | None = None,
        error: tuple[ErrorKind, str] | None = None,
        configuration: int | None = None,
        read_at: datetime | None = None,
        status_as_of: date | None = None,
        whole: bool = False,
        item: int | None = None,
        about: Mapping[str, Sequence[Sequence[object]]] | None = None,
    ) -> int:
        """Write one log entry, chained to the one before, and return its id. Call it within a transaction.

        `read_at` is when a chart that a person accepts was read. `status_as_of` is the status day of an accepted read.
        `whole`: the page came whole, and not as "not modified". `item` is the quarantined chart that the entry opened,
        saw again or decided on. `about` are rows of other tables that the entry added, by table.
        """
        last, chain = end_of(self._db.conn)
        row = (
            last + 1,
            moment(at),
            what,
            feed,
            outcome,
            evidence,
            error[0] if error else None,
            error[1] if error else None,
            configuration,
            moment(read_at) if read_at else None,
            iso(status_as_of),
            1 if whole else None,
            item,
            canonical(about) if about else None,
        )
        self._db.conn.execute(_INSERT, (*row, bytes.fromhex(self._links.chain(chain, row))))
        return last + 1

    def head(self) -> Head | None:
        """The head of the chain: its end. None while nothing is logged."""
        return self._head("")

    def head_of_news(self) -> Head | None:
        """The chain at the last entry that was no mere look: what pages show is the same since then."""
        return self._head("WHERE outcome IS NULL OR outcome IN ('baseline', 'changed')")

    def head_of_change(self, change: int) -> Head | None:
        """The chain at the entry that told a change."""
        return self._head("WHERE id = (SELECT log FROM change WHERE change.id = ?)", change)

    def _head(self, condition: str, *values: int) -> Head | None:
        row = self._db.one(
            f"SELECT id, chain FROM log {condition} ORDER BY id DESC LIMIT 1",  # noqa: S608 - ours
            values,
        )
        return Head(row["id"], row["chain"].hex()) if row else None

    def entries(self, after: int = 0) -> LogRows:
        """The log after an entry (0: all of it), oldest first."""
        return LogRows(self._db, after)

    def last(self) -> int:
        """The id of the newest entry; 0 if there is none."""
        return int(self._db.conn.execute("SELECT coalesce(max(id), 0) FROM log").fetchone()[0])

    # ---- health of a feed ----

    def note_failure(self, feed: Feed, at: datetime, message: str, state: SourceState, failures: int) -> None:
        """Record the feed's health after a failed read."""
        self._db.update(
            "feed",
            feed.id,
            {"last_checked_at": moment(at), "last_error": message, "state": state, "failures": failures},
        )

    def note_doubt(self, feed: Feed, at: datetime, message: str) -> None:
        """Record a read whose chart went to quarantine: neither a new baseline nor a failure."""
        self._db.update("feed", feed.id, {"last_checked_at": moment(at), "last_error": message})

    def note_good(
        self,
        feed: Feed,
        at: datetime,
        *,
        status_as_of: date | None,
        snapshot: int | None,
        evidence: int | None,
        reading: str,
        validators: Validators,
        body_at: datetime | None = None,
    ) -> None:
        """Record the feed's health and baseline after an accepted read. `body_at`: when the whole page was read, if it
        was now."""
        self._db.update(
            "feed",
            feed.id,
            {
                "last_checked_at": moment(at),
                "last_good_at": moment(at),
                "last_error": None,
                "state": SourceState.OK,
                "failures": 0,
                "status_as_of": status_as_of.isoformat() if status_as_of else None,
                "snapshot": snapshot,
                "evidence": evidence,
                "reading": reading,
                "etag": validators.etag,
                "last_modified": validators.last_modified,
                **({"body_at": moment(body_at)} if body_at else {}),
            },
        )

    def note_bundled(self, feed: Feed, snapshot: int | None, evidence: int, status_as_of: date | None) -> None:
        """Make a bundled list the feed's baseline. It does not count as a read."""
        as_of = status_as_of.isoformat() if status_as_of else None
        self._db.update("feed", feed.id, {"snapshot": snapshot, "evidence": evidence, "status_as_of": as_of})

    def last_good_by(self, feed: int, known_at: datetime) -> GoodRead | None:
        """The feed's latest read that was accepted by `known_at`."""
        good = (Outcome.BASELINE, Outcome.UNCHANGED, Outcome.CHANGED)
        row = self._db.one(
            "SELECT coalesce(read_at, at) AS read_at, status_as_of FROM log"
            " WHERE feed = ? AND outcome IN (?, ?, ?) AND at <= ? ORDER BY id DESC LIMIT 1",
            (feed, *good, moment(known_at)),
        )
        if row is None:
            return None
        body = self._db.one(
            "SELECT max(at) AS at FROM log WHERE feed = ? AND outcome IN (?, ?, ?) AND whole AND at <= ?",
            (feed, *good, moment(known_at)),
        )
        return GoodRead(
            read_at=parse_moment(row["read_at"]),
            status_as_of=day(row["status_as_of"]),
            body_at=instant(body["at"]) if body else None,
        )

    def last_good_before(self, feed: int, moment_of_read: datetime) -> datetime | None:
        """When the feed's last accepted read before a moment was (UTC)."""
        good = (Outcome.BASELINE, Outcome.UNCHANGED, Outcome.CHANGED)
        row = self._db.one(
            "SELECT max(coalesce(read_at, at)) AS at FROM log"
            " WHERE feed = ? AND outcome IN (?, ?, ?) AND coalesce(read_at, at) < ?",
            (feed, *good, moment(moment_of_read)),
        )
        return instant(row["at"]) if row else None

    def last_good_at(self) -> datetime | None:
        """When any feed last had an accepted read."""
        row = self._db.one("SELECT max(last_good_at) AS at FROM feed")
        return instant(row["at"]) if row else None

    def note_alert(self, feed: int, at: datetime | None) -> None:
        """Record when the alert about a source that is down was sent, or (None) that the source is back."""
        self._db.update("feed", feed, {"alerted_at": moment(at) if at else None})


def log_entry_of(row: LogRow) -> LogEntry:
    """The log entry that a row of `log` stores."""
    return LogEntry(
        id=row.id,
        at=parse_moment(row.at),
        what=row.what,
        feed=row.feed,
        outcome=None if row.outcome is None else Outcome(row.outcome),
        evidence=row.evidence,
        configuration=row.configuration,
        error_message=row.error_message,
        whole=bool(row.whole),
    )
