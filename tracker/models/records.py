"""What the store keeps and hands out, as frozen values. The SQL is in `db`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tracker.errors import ErrorKind
from tracker.models.change import Change, Pending
from tracker.models.statement import Statement
from tracker.models.vocabulary import (
    Decision,
    Field,
    Outcome,
    SourceState,
)
from tracker.models.wire import Capture, Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One source of one treaty, with its health and its baseline."""

    id: int
    treaty: str
    source: str
    state: SourceState
    failures: int
    last_checked_at: datetime | None
    last_good_at: datetime | None
    last_error: str | None
    status_as_of: date | None
    snapshot: int | None
    evidence: int | None
    reading: str | None
    validators: Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One distinct body of a source and treaty; `origin` is live, saved (by a person), archived or bundled."""

    id: int
    feed: int
    treaty: str
    source: str
    sha256: str
    size: int
    url: str
    status: int
    headers: dict[str, str]
    fetched_at: datetime
    published_on: date | None
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A stored chart, without its rows. `accepted_at`: when a person believed it, if it was in doubt when read."""

    id: int
    feed: int
    treaty: str
    source: str
    evidence: int | None
    observed_at: datetime
    accepted_at: datetime | None
    published_on: date | None
    status_as_of: date | None
    bundled: bool
    rows: int

    @property
    def known_since(self) -> datetime:
        """Since when answers stand on it."""
        return self.accepted_at or self.observed_at


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineItem:
    """A chart that a person must look at."""

    id: int
    feed: int
    treaty: str
    source: str
    evidence: int
    kind: ErrorKind
    reason: str
    read_at: datetime
    decision: Decision
    decided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One thing that was done."""

    id: int
    at: datetime
    what: str
    feed: int | None
    outcome: Outcome | None
    evidence: int | None
    configuration: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodRead:
    """An accepted read: when the source was read, and the day that it spoke of (None: an older version did not log
    it)."""

    read_at: datetime
    status_as_of: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A change owed to a channel."""

    id: int
    channel: str
    change: int
    state: str
    queued_at: datetime
    attempts: int
    next_try_at: datetime | None
    delivered_at: datetime | None
    failing_since: datetime | None
    last_error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedStatement:
    """A statement to be stored, with the numbers of the articles that it names. `continues`: the id of the version
    before it, if there is one."""

    statement: Statement
    articles: tuple[str, ...]
    continues: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredStatement:
    """One version of one statement, as it stood from one moment until another; `key` is that of all its versions.

    `articles`: the numbers of those it names. `bundled`: from the list that ships with the package, which no read has
    given.
    """

    id: int
    key: int
    treaty: str
    statement: Statement
    articles: tuple[str, ...]
    observed_at: datetime
    replaced_at: datetime | None
    evidence: int | None
    bundled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceResult:
    """What one check of one source came to, as `tracker check` prints it."""

    treaty: str
    source: str
    outcome: Outcome
    changes: tuple[Change, ...] = ()
    pending: tuple[Pending, ...] = ()
    error: tuple[ErrorKind, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRun:
    """When a job last ran, and how that ended; one row a job, updated in place."""

    job: str
    started_at: datetime
    finished_at: datetime | None
    ok_at: datetime | None
    error: str | None
    late: bool  # it was overdue, after a restart or a sleep

    @property
    def well(self) -> bool:
        """It came to its end, and without an error."""
        return self.finished_at is not None and self.error is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message owed to a channel that is not about one change: an alert, or a digest of several changes."""

    id: int
    channel: str
    kind: str  # alert | digest
    subject: str
    text: str
    html: str | None
    changes: tuple[int, ...]
    state: str
    queued_at: datetime
    attempts: int
    next_try_at: datetime | None
    failing_since: datetime | None
    last_error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which changes; days are those of `detected_at` in UTC, inclusive; an empty tuple means all."""

    since: date | None = None
    until: date | None = None
    treaties: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    natures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedCopy:
    """An archived copy of a page of some kind, fetched or not.

    `published_at` is when the page that came was public: an archive may answer with a neighbouring capture.
    """

    capture: Capture
    kind: str
    evidence: int | None = None
    published_at: datetime | None = None
    log: int | None = None  # the back-fill that first counted it

    @property
    def at(self) -> datetime:
        """When it was public, as far as is known."""
        return self.published_at or self.capture.captured_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A depositary's reference to one act of a participant."""

    treaty: str
    participant: str
    field: Field
    text: str
    noted_at: datetime
