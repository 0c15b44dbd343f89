"""The log, and the health of each source, which follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.stores.codec import day, instant
from tracker.models import Outcome, SourceState, Validators, moment, parse_moment
from tracker.models.records import GoodRead, LogEntry
from tracker.models.times import iso

if TYPE_CHECKING:
    from datetime import date, datetime

    from db.database import Database
    from tracker.errors import ErrorKind
    from tracker.models.records import Feed


class Log:
    """Entries of the log, and the health of each feed."""

    def __init__(self, database: Database) -> None:
        self._db = database

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
    ) -> int:
        """Write one log entry and return its id.

        `read_at` is when a chart that a person accepts was read. `status_as_of` is the status day of an accepted read.
        `whole`: the page came whole, and not as "not modified".
        """
        return self._db.insert(
            "log",
            {
                "at": moment(at),
                "what": what,
                "feed": feed,
                "outcome": outcome,
                "evidence": evidence,
                "error_kind": error[0] if error else None,
                "error_message": error[1] if error else None,
                "configuration": configuration,
                "read_at": moment(read_at) if read_at else None,
                "status_as_of": iso(status_as_of),
                "whole": 1 if whole else None,
            },
        )

    def entries(self) -> list[LogEntry]:
        """The whole log, oldest first."""
        return [log_entry_of(row) for row in self._db.all("SELECT * FROM log ORDER BY id")]

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


def log_entry_of(row: dict[str, Any]) -> LogEntry:
    """The log entry that a row of `log` stores."""
    return LogEntry(
        id=row["id"],
        at=parse_moment(row["at"]),
        what=row["what"],
        feed=row["feed"],
        outcome=None if row["outcome"] is None else Outcome(row["outcome"]),
        evidence=row["evidence"],
        configuration=row["configuration"],
    )
