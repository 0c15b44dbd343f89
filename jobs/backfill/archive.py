"""`tracker backfill wayback`: history from the copies in the Internet Archive.

List the captures, fetch and archive them one by one, then build their chronology. Each step is stored at once, so that
an interrupted run continues where it stopped. Nobody is notified of the changes found.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from db.store import Store
from jobs.backfill.chronology import judge_copies, record_copies
from jobs.backfill.client import is_transient
from jobs.beginning import ensure_database
from jobs.context import begin
from jobs.faults import as_source_error
from jobs.locks import alone, turn
from tracker.answers.naming import find_treaty
from tracker.errors import ErrorKind, FetchError, SourceError, UsageError
from tracker.models import ARCHIVE
from tracker.models.times import day_at
from tracker.sources import wayback
from tracker.sources.kinds.coe_chart import CoeChart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date, datetime

    from jobs.backfill.chronology import Step
    from jobs.backfill.client import Archive
    from jobs.context import Pass
    from tracker.config import Config
    from tracker.models import Capture, Change, Treaty
    from tracker.models.records import ArchivedCopy, Feed

    Track = Callable[[Sequence[ArchivedCopy]], Iterable[ArchivedCopy]]

_KIND = CoeChart.name  # the kind of page in the archive
_COE = ("ets-", "cets-")
_GONE = 5  # captures in a row without an answer: the archive is down, or blocks us
_GAP = timedelta(days=180)  # the shortest period without a copy that is reported
_LISTED = "listed"  # the mark of a query whose last page was read


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A capture or a file that was not used, and why."""

    timestamp: str
    address: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillResult:
    """The result of back-fill for one treaty. `missing` counts listed captures that were not fetched yet.

    `gaps` are periods of more than 180 days without a usable copy. `error` says why back-fill ended early.
    """

    treaty: str
    listed: int
    used: int
    missing: int
    skipped: tuple[Skipped, ...]
    changes: tuple[Change, ...]
    gaps: tuple[tuple[date, date], ...]
    error: str | None = None


def no_progress(copies: Sequence[ArchivedCopy]) -> Iterable[ArchivedCopy]:
    """Return the copies without a progress bar."""
    return copies


# ---- the Internet Archive -----------------------------------------------------------------------


def list_captures(config: Config, archive: Archive, treaties: Iterable[str] = ()) -> list[tuple[str, Capture]]:
    """List the archive's captures of each treaty, oldest first. Nothing is fetched or stored.

    Raises UsageError, BusyError, FetchError, ParseError.
    """
    chosen = _chosen(config, tuple(treaties))
    with alone(config.database, "backfill"):
        return [(treaty.id, capture) for treaty in chosen for capture in _listed(archive, treaty)]


def _listed(archive: Archive, treaty: Treaty) -> list[Capture]:
    found: set[Capture] = set()
    for query in wayback.queries(treaty.number):
        resume = None
        while True:
            page = archive.index(query, resume)
            found |= {capture for capture in page.captures if wayback.is_chart(capture.original, treaty.number)}
            resume = page.resume
            if resume is None:
                break
    return sorted(found, key=lambda capture: (capture.timestamp, capture.original))


def from_wayback(
    config: Config,
    archive: Archive,
    *,
    now: Callable[[], datetime],
    treaties: Iterable[str] = (),
    limit: int | None = None,
    track: Track = no_progress,
) -> list[BackfillResult]:
    """Fetch at most `limit` captures from the archive and record what they show; returns one result a treaty.

    Ends with the treaty at which the archive fails. Raises UsageError, BusyError, DatabaseError.
    """
    chosen = _chosen(config, tuple(treaties))
    found = []
    with session(config, now) as run:
        for treaty in chosen:
            backfill = _Backfill(run.moved_to(now()), archive, treaty, archive_feed(run, treaty), limit, track)
            found.append(backfill.execute())
            limit = backfill.limit
            if found[-1].error:
                break
    return found


@dataclass(slots=True)
class _Backfill:
    """Back-fill of one treaty. `limit` is the number of captures that may still be fetched."""

    run: Pass
    archive: Archive
    treaty: Treaty
    feed: Feed
    limit: int | None
    track: Track
    skipped: list[Skipped] = field(default_factory=list)

    def execute(self) -> BackfillResult:
        error = None
        try:
            with as_source_error(f"the archive's index of {self.treaty.id}"):
                self._list()
                if self._fetch():
                    self._forget_lists()
        except SourceError as trouble:
            error = trouble.message
        return conclude(self.run, self.treaty, self.feed, track=self.track, skipped=self.skipped, error=error)

    def _marks(self) -> dict[str, wayback.Query]:
        return {f"backfill:{self.feed.id}:{query.prefix}": query for query in wayback.queries(self.treaty.number)}

    def _list(self) -> None:
        """Read the index page by page, from where an interrupted run stopped."""
        store = self.run.store
        for mark, query in self._marks().items():
            resume = store.memory.get(mark) or None
            while resume != _LISTED:
                page = self.archive.index(query, resume)
                charts = [found for found in page.captures if wayback.is_chart(found.original, self.treaty.number)]
                resume = page.resume or _LISTED
                with store.light_transaction():
                    store.captures.add(self.feed.id, charts, _KIND)
                    store.memory.put(mark, resume)

    def _forget_lists(self) -> None:
        """Forget that the index was read: everything is fetched, and the next run reads it again."""
        with self.run.store.light_transaction():
            for mark in self._marks():
                self.run.store.memory.put(mark, "")

    def _fetch(self) -> bool:
        """Fetch missing captures; returns True if all were tried. Raises FetchError if the archive stops answering."""
        copies = self.run.store.captures.all(self.feed.id)
        missing = [copy for copy in copies if copy.evidence is None]
        todo = missing if self.limit is None else missing[: self.limit]
        same = {copy.capture.digest: copy.evidence for copy in copies if copy.at == copy.capture.captured_at}
        silent = 0
        for copy in self.track(todo):
            try:
                self._fetch_one(copy, same)
                silent = 0
            except FetchError as error:
                self._skip(copy, error)
                silent = silent + 1 if is_transient(error) or error.kind is ErrorKind.BLOCKED else 0
                if silent >= _GONE:
                    raise
        if self.limit is not None:
            self.limit -= len(todo)
        return len(todo) == len(missing)

    def _fetch_one(self, copy: ArchivedCopy, same: dict[str, int | None]) -> None:
        """Fetch one capture. Equal digests mean equal bytes: a revisit is not fetched again."""
        capture = copy.capture
        evidence, at = same.get(capture.digest), capture.captured_at
        if evidence is None:
            response, at = self.archive.replay(capture)
            day = day_at(at, self.treaty.seat)
            evidence = self.run.store.archive.keep(self.feed.id, response, origin="archived", published_on=day).id
        if at == capture.captured_at:
            same[capture.digest] = evidence
        with self.run.store.light_transaction():
            self.run.store.captures.note_fetched(self.feed.id, capture, evidence, at)

    def _skip(self, copy: ArchivedCopy, error: FetchError) -> None:
        reason = f"{error.kind}: {error.message}; tried again by the next run"
        self.skipped.append(Skipped(timestamp=copy.capture.timestamp, address=copy.capture.original, reason=reason))


# ---- shared with saved files --------------------------------------------------------------------


@contextmanager
def session(config: Config, now: Callable[[], datetime]) -> Iterator[Pass]:
    """Begin a pass with exclusive use of the database: no daemon runs meanwhile. Raises BusyError, DatabaseError."""
    ensure_database(config)
    with alone(config.database, "backfill"), Store.open(config.database) as store:
        yield begin(store, config, now())


def archive_feed(run: Pass, treaty: Treaty) -> Feed:
    """The feed of a treaty's archived copies."""
    return run.store.treaties.document_feed(treaty.id, ARCHIVE)


def followed(config: Config, key: str) -> Treaty:
    """The treaty with this id, number or name. Raises UsageError, which suggests the nearest."""
    return find_treaty(key, config.treaties)


def _chosen(config: Config, treaties: tuple[str, ...]) -> list[Treaty]:
    """The named treaties, or all treaties of the Council of Europe: the archive's pages are its charts."""
    for treaty in (followed(config, key) for key in treaties):
        if not treaty.id.startswith(_COE):
            raise UsageError(f"{treaty.id}: only charts of the Council of Europe are fetched from the archive")
    return [t for t in config.treaties if t.id.startswith(_COE) and (not treaties or t.id in treaties)]


def conclude(
    run: Pass,
    treaty: Treaty,
    feed: Feed,
    *,
    track: Track = no_progress,
    skipped: Iterable[Skipped] = (),
    error: str | None = None,
) -> BackfillResult:
    """Judge and record all fetched copies. `skipped` are the captures that could not be fetched."""
    copies = run.store.captures.all(feed.id)
    steps = judge_copies(run, treaty, track([copy for copy in copies if copy.evidence]))
    with turn(run.config):
        changes = record_copies(run, treaty, feed, steps)
    used = [step.published_on for step in steps if step.transition]
    return BackfillResult(
        treaty=treaty.id,
        listed=len(copies),
        used=len(used),
        missing=sum(1 for copy in copies if copy.evidence is None),
        skipped=(*skipped, *_refused(copies, steps)),
        changes=changes,
        gaps=tuple(_gaps(used, treaty.opened_on, run.today(treaty))),
        error=error,
    )


def _refused(copies: Iterable[ArchivedCopy], steps: Iterable[Step]) -> Iterator[Skipped]:
    """Copies that were fetched but not used."""
    reasons = {step.copy: step.refused for step in steps}
    first: dict[int, str] = {}
    for copy in copies:
        if copy.evidence is None:
            continue
        reason = reasons.get(copy)
        if copy.evidence in first:
            reason = reason or f"the same bytes as the copy of {first[copy.evidence]}"
        first.setdefault(copy.evidence, copy.capture.timestamp)
        if reason:
            yield Skipped(timestamp=copy.capture.timestamp, address=copy.capture.original, reason=reason)


def _gaps(days: Sequence[date], opened_on: date | None, today: date) -> Iterator[tuple[date, date]]:
    """Long periods without a copy, between the opening of the treaty and today."""
    known = [*([opened_on] if opened_on else []), *days, today]
    return ((start, end) for start, end in pairwise(known) if end - start > _GAP)
