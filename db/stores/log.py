"""The log, and the health of the sources that it adds up to."""

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
    ) -> int:
        """Write one entry of the log; returns its id.

        `read_at`: of what a person accepted, when it was read. `status_as_of`: the day that an accepted read speaks of.
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
            },
        )

    def entry(self, key: int) -> LogEntry:
        """One entry of the log."""
        row = self._db.one("SELECT * FROM log WHERE id = ?", (key,))
        assert row is not None, f"log entry {key}"  # noqa: S101
        return log_entry_of(row)

    def entries(self) -> list[LogEntry]:
        """The whole log, oldest first."""
        return [log_entry_of(row) for row in self._db.all("SELECT * FROM log ORDER BY id")]

    # ---- health of a feed ----

    def note_failure(self, feed: Feed, at: datetime, message: str, state: SourceState, failures: int) -> None:
        """The feed's health after a read that failed."""
        self._db.update(
            "feed",
            feed.id,
            {"last_checked_at": moment(at), "last_error": message, "state": state, "failures": failures},
        )

    def note_doubt(self, feed: Feed, at: datetime, message: str) -> None:
        """The feed was read, but the chart is in quarantine: no new baseline, no failure."""
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
    ) -> None:
        """The feed's health and baseline after a read that was accepted."""
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
            },
        )

    def note_bundled(self, feed: Feed, snapshot: int | None, evidence: int, status_as_of: date | None) -> None:
        """The feed stands on a bundled list: a baseline that no read gave."""
        as_of = status_as_of.isoformat() if status_as_of else None
        self._db.update("feed", feed.id, {"snapshot": snapshot, "evidence": evidence, "status_as_of": as_of})

    def last_good_by(self, feed: int, known_at: datetime) -> GoodRead | None:
        """The feed's latest read that had been accepted by a moment."""
        good = (Outcome.BASELINE, Outcome.UNCHANGED, Outcome.CHANGED)
        row = self._db.one(
            "SELECT coalesce(read_at, at) AS read_at, status_as_of FROM log"
            " WHERE feed = ? AND outcome IN (?, ?, ?) AND at <= ? ORDER BY id DESC LIMIT 1",
            (feed, *good, moment(known_at)),
        )
        return GoodRead(read_at=parse_moment(row["read_at"]), status_as_of=day(row["status_as_of"])) if row else None

    def last_good_at(self) -> datetime | None:
        """The latest accepted read of any feed."""
        row = self._db.one("SELECT max(last_good_at) AS at FROM feed")
        return instant(row["at"]) if row else None

    def alerted_at(self, feed: int) -> datetime | None:
        """When people were last told that a source is down; None while it is not."""
        row = self._db.one("SELECT alerted_at FROM feed WHERE id = ?", (feed,))
        return instant(row["alerted_at"]) if row else None

    def note_alert(self, feed: int, at: datetime | None) -> None:
        """People were told that a source is down, or (None) that it is back."""
        self._db.update("feed", feed, {"alerted_at": moment(at) if at else None})


def log_entry_of(row: dict[str, Any]) -> LogEntry:
    """A row of `log`."""
    return LogEntry(
        id=row["id"],
        at=parse_moment(row["at"]),
        what=row["what"],
        feed=row["feed"],
        outcome=None if row["outcome"] is None else Outcome(row["outcome"]),
        evidence=row["evidence"],
        configuration=row["configuration"],
    )
