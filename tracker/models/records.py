"""Frozen values that the store returns. The SQL is in `db`."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

import msgspec

from tracker.errors import ErrorKind
from tracker.models.change import Change, Pending
from tracker.models.provenance import Provenance, provenance_of
from tracker.models.statement import Statement
from tracker.models.vocabulary import (
    Decision,
    Field,
    Outcome,
    SourceState,
)
from tracker.models.wire import Capture, Validators


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """One source of one treaty, with its health and its baseline."""

    id: int
    treaty: str
    source: str
    state: SourceState
    failures: int
    last_checked_at: datetime | None
    last_good_at: datetime | None
    last_error: str | None
    body_at: datetime | None  # the last accepted read that was given the whole page, not "not modified"
    status_as_of: date | None
    snapshot: int | None
    evidence: int | None
    reading: str | None
    validators: Validators


class Troubled(msgspec.Struct, frozen=True, kw_only=True):
    """A feed whose last read failed, or of which an alert said that it is down; `alerted_at`: when the last one did."""

    feed: Feed
    alerted_at: datetime | None


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
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

    @property
    def provenance(self) -> Provenance:
        """Who gave it."""
        return provenance_of(self.url, self.origin)


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A stored chart without its rows. `accepted_at` is when a person accepted it, if it was in doubt when read."""

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
        """When answers began to use it (UTC): when it was accepted by a person, or else read."""
        return self.accepted_at or self.observed_at


class QuarantineItem(msgspec.Struct, frozen=True, kw_only=True):
    """A chart that a person must accept or reject, or has."""

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


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the log: something that the tracker did."""

    id: int
    at: datetime
    what: str
    feed: int | None
    outcome: Outcome | None
    evidence: int | None
    configuration: int | None
    error_message: str | None = None  # of a read that failed or was doubted
    whole: bool = False  # the whole page came, and not "not modified"


class LogRow(NamedTuple):
    """An entry of the log as stored. A long log has millions: most are only looked at to be passed over."""

    id: int
    at: str
    what: str
    feed: int | None
    outcome: str | None
    evidence: int | None
    configuration: int | None
    error_message: str | None
    whole: int | None


class GoodRead(msgspec.Struct, frozen=True, kw_only=True):
    """An accepted read. `status_as_of` is None if an older version, which did not log it, made the entry.

    `body_at`: the last read by then that was given the whole page; None: nobody noted it.
    """

    read_at: datetime
    status_as_of: date | None
    body_at: datetime | None = None


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """The delivery of one change to one channel."""

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


class ListedStatement(msgspec.Struct, frozen=True, kw_only=True):
    """A statement to store, with the numbers of the articles that it names.

    `continues` is the id of its earlier version, if there is one.
    """

    statement: Statement
    articles: tuple[str, ...]
    continues: int | None = None


class StoredStatement(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a statement, current from `observed_at` until `replaced_at`. All versions share one `key`.

    `articles` are the numbers of the articles that it names. `bundled`: the version is from the list that ships with
    the package, not from a read.
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


class FrenchText(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a row of the list of statements in French, which stood from `known_from` on."""

    id: int
    statement: Statement
    evidence: int
    known_from: datetime


class SourceResult(msgspec.Struct, frozen=True, kw_only=True):
    """The result of one check of one source, as `tracker check` prints it."""

    treaty: str
    source: str
    outcome: Outcome
    changes: tuple[Change, ...] = ()
    pending: tuple[Pending, ...] = ()
    error: tuple[ErrorKind, str] | None = None


class JobRun(msgspec.Struct, frozen=True, kw_only=True):
    """The last run of a job. There is one row for each job, updated in place. Times are UTC."""

    job: str
    started_at: datetime
    finished_at: datetime | None
    ok_at: datetime | None
    error: str | None
    late: bool  # it was overdue, for example after a restart or after the machine slept

    @property
    def well(self) -> bool:
        """True if the run finished without an error."""
        return self.finished_at is not None and self.error is None


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A message to a channel that is not about one change: an alert, or a digest of several changes."""

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


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """A selection of changes. The days are those of `detected_at` in UTC, inclusive; an empty tuple means all."""

    since: date | None = None
    until: date | None = None
    treaties: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    natures: tuple[str, ...] = ()


class ArchivedCopy(msgspec.Struct, frozen=True, kw_only=True):
    """An archived copy of a page, fetched or not.

    `published_at` is when the fetched page was public (UTC). It may differ from the capture's time, because an archive
    may answer with a neighbouring capture.
    """

    capture: Capture
    kind: str
    evidence: int | None = None
    published_at: datetime | None = None
    log: int | None = None  # the back-fill that first counted it

    @property
    def at(self) -> datetime:
        """When it was public (UTC), as far as known."""
        return self.published_at or self.capture.captured_at


class SlotNote(msgspec.Struct, frozen=True, kw_only=True):
    """A person's reading of a statement: the place of the treaty's text that it invokes, such as `7(9)(a)`.

    An empty `slot` takes back the notes before it. `text_sha256` is the hash of the text that was read.
    """

    treaty: str
    participant: str
    text_sha256: str
    slot: str
    noted_at: datetime


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """A depositary's reference number for one act of a participant."""

    treaty: str
    participant: str
    field: Field
    text: str
    noted_at: datetime
