"""The store: everything the tracker keeps, in one SQLite file, and the only SQL there is.

`Store` joins Archive (evidence), Captures (snapshots, archived copies), Changes (history, outbox, quarantine), Jobs
(the daemon's) and Statements (reservations, declarations, …) with the log, the feeds and the configuration. One
connection: not to be shared between threads.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from typing import TYPE_CHECKING, Any, Self

from db.database import can_be_mended, open_database, readable
from db.stores.archive import Archive
from db.stores.captures import Captures
from db.stores.changes import Changes
from db.stores.codec import day, feed_of, instant, log_entry_of, treaty_of
from db.stores.job_runs import Jobs
from db.stores.references import References
from db.stores.statements import Statements
from tracker.models import Outcome, SourceState, Treaty, Validators, moment, parse_moment
from tracker.models.records import Feed, GoodRead, LogEntry
from tracker.models.times import iso

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from pathlib import Path

    from tracker.errors import ErrorKind


class Store(Archive, Captures, Changes, Jobs, References, Statements):
    """Everything the tracker keeps. Use as a context manager."""

    @classmethod
    def open(cls, path: Path, *, create: bool = False, read_only: bool = False) -> Self:
        """Open the database at a path. Raises NoDatabaseError, DatabaseError, BusyError."""
        return cls(open_database(path, create=create, read_only=read_only), path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self.conn.close()
        if isinstance(error, sqlite3.Error) and can_be_mended(error):
            raise readable(error, self.path) from error

    # ---- configuration, treaties, feeds ----

    def follow(self, configuration: Mapping[str, Any], treaties: Iterable[Treaty], at: datetime) -> int:
        """Record the configuration in force and the treaties it follows, if they are new. Returns its id."""
        body = json.dumps(configuration, sort_keys=True, default=str)
        sha256 = hashlib.sha256(body.encode()).hexdigest()
        current = self._one("SELECT value FROM memory WHERE key = 'configuration'")
        known = self._one("SELECT id FROM configuration WHERE sha256 = ?", (sha256,))
        if known and current and current["value"] == sha256:
            return int(known["id"])
        with self.transaction():
            key = (
                known["id"]
                if known
                else self._insert("configuration", {"sha256": sha256, "body": body, "first_used_at": moment(at)})
            )
            for position, treaty in enumerate(treaties):
                self._follow_treaty(treaty, position)
            self.remember("configuration", sha256)
        return int(key)

    def _follow_treaty(self, treaty: Treaty, position: int) -> None:
        record = {
            "id": treaty.id,
            "number": treaty.number,
            "name": treaty.name,
            "opened_on": treaty.opened_on.isoformat() if treaty.opened_on else None,
            "by_invitation": int(treaty.by_invitation),
            "blank_non_member_invited": int(treaty.blank_non_member_invited),
            "needed": treaty.threshold.needed if treaty.threshold else None,
            "members": treaty.threshold.members if treaty.threshold else None,
            "organisations": int(treaty.threshold is None or treaty.threshold.organisations),
            "months_after_consent": treaty.months_after_consent,
            "days_after_threshold": treaty.days_after_threshold,
            "days_after_consent": treaty.days_after_consent,
            "parent": treaty.parent,
            "seat": treaty.seat,
            "sources": json.dumps(treaty.sources),
            "position": position,
        }
        settings = ", ".join(f"{name} = excluded.{name}" for name in record if name != "id")
        self.conn.execute(
            f"INSERT INTO treaty ({', '.join(record)}) VALUES ({', '.join('?' * len(record))})"  # noqa: S608
            f" ON CONFLICT (id) DO UPDATE SET {settings}",
            tuple(record.values()),
        )
        for source in treaty.sources:
            self.conn.execute("INSERT OR IGNORE INTO feed (treaty, source) VALUES (?, ?)", (treaty.id, source))

    def spellings(self) -> dict[str, str]:
        """Spellings that the configuration in force adds to the table of participants."""
        return dict(self._configuration().get("participants", {}))

    def graces(self) -> dict[str, str]:
        """How long each source of the configuration in force may lag, as the configuration says it ("60d")."""
        return {name: str(source["grace"]) for name, source in self._configuration().get("sources", {}).items()}

    def source_kinds(self) -> dict[str, str]:
        """The kind of each source of the configuration in force."""
        return {name: str(source["kind"]) for name, source in self._configuration().get("sources", {}).items()}

    def followed(self) -> list[tuple[str, str]]:
        """The sources of treaties that the configuration in force names, as (treaty, source)."""
        return [
            (treaty["id"], source)
            for treaty in self._configuration().get("treaties", ())
            for source in treaty["sources"]
        ]

    def _configuration(self) -> dict[str, Any]:
        row = self._one(
            "SELECT body FROM configuration WHERE sha256 = (SELECT value FROM memory WHERE key = 'configuration')"
        )
        return dict(json.loads(row["body"])) if row else {}

    def treaties(self) -> list[Treaty]:
        """The treaties followed, in the configuration's order, and those that once were."""
        return [treaty_of(row) for row in self._all("SELECT * FROM treaty ORDER BY position, id")]

    def feeds(self, treaty: str | None = None) -> list[Feed]:
        """Sources of treaties: of one, or of all; the authority first."""
        found = [feed_of(row) for row in self._all("SELECT * FROM feed ORDER BY id")]
        order = {(t.id, name): (p, i) for p, t in enumerate(self.treaties()) for i, name in enumerate(t.sources)}
        followed = [feed for feed in found if (feed.treaty, feed.source) in order]
        followed.sort(key=lambda feed: order[feed.treaty, feed.source])
        return [feed for feed in followed if treaty is None or feed.treaty == treaty]

    def document_feed(self, treaty: str, source: str) -> Feed:
        """The feed of a document beside a treaty's charts (archived copies, statements), made if there is none."""
        self.conn.execute("INSERT OR IGNORE INTO feed (treaty, source) VALUES (?, ?)", (treaty, source))
        return self.feed(treaty, source)

    def document_feeds(self, source: str) -> list[Feed]:
        """The feeds of one kind of document, in the order of the treaties followed."""
        order = {treaty.id: place for place, treaty in enumerate(self.treaties())}
        found = [feed_of(row) for row in self._all("SELECT * FROM feed WHERE source = ?", (source,))]
        return sorted(found, key=lambda feed: order[feed.treaty])

    def feed(self, treaty: str, source: str) -> Feed:
        """One source of one treaty, as `follow` recorded it."""
        row = self._one("SELECT * FROM feed WHERE treaty = ? AND source = ?", (treaty, source))
        assert row is not None, f"{source} of {treaty} was never followed"  # noqa: S101
        return feed_of(row)

    # ---- the log, and the health it adds up to ----

    def log(
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
        return self._insert(
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

    def log_entry(self, key: int) -> LogEntry:
        """One entry of the log."""
        row = self._one("SELECT * FROM log WHERE id = ?", (key,))
        assert row is not None, f"log entry {key}"  # noqa: S101
        return log_entry_of(row)

    def log_entries(self) -> list[LogEntry]:
        """The whole log, oldest first."""
        return [log_entry_of(row) for row in self._all("SELECT * FROM log ORDER BY id")]

    def note_failure(self, feed: Feed, at: datetime, message: str, state: SourceState, failures: int) -> None:
        """The feed's health after a read that failed."""
        self._update(
            "feed",
            feed.id,
            {"last_checked_at": moment(at), "last_error": message, "state": state, "failures": failures},
        )

    def note_doubt(self, feed: Feed, at: datetime, message: str) -> None:
        """The feed was read, but the chart is in quarantine: no new baseline, no failure."""
        self._update("feed", feed.id, {"last_checked_at": moment(at), "last_error": message})

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
        self._update(
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
        self._update("feed", feed.id, {"snapshot": snapshot, "evidence": evidence, "status_as_of": as_of})

    def last_good_by(self, feed: int, known_at: datetime) -> GoodRead | None:
        """The feed's latest read that had been accepted by a moment."""
        good = (Outcome.BASELINE, Outcome.UNCHANGED, Outcome.CHANGED)
        row = self._one(
            "SELECT coalesce(read_at, at) AS read_at, status_as_of FROM log"
            " WHERE feed = ? AND outcome IN (?, ?, ?) AND at <= ? ORDER BY id DESC LIMIT 1",
            (feed, *good, moment(known_at)),
        )
        return GoodRead(read_at=parse_moment(row["read_at"]), status_as_of=day(row["status_as_of"])) if row else None

    def last_good_at(self) -> datetime | None:
        """The latest accepted read of any feed."""
        row = self._one("SELECT max(last_good_at) AS at FROM feed")
        return instant(row["at"]) if row else None
