"""`tracker backfill wayback`: history from the copies that the Internet Archive has.

First what there is to fetch, then the bytes, kept as evidence of publication one by one, so that an interrupted run
goes on where it was; at last their chronology. Nobody is notified of what is found in it.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from db.store import Store
from jobs.backfill.chronology import judge_copies, record_copies
from jobs.backfill.client import passing
from jobs.context import begin
from jobs.locks import alone, turn
from tracker.errors import ErrorKind, FetchError, SourceError, UsageError, nearest
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

_KIND = CoeChart.name  # what the archive holds
_COE = ("ets-", "cets-")
_GONE = 5  # captures in a row that nobody answers for: the archive is down, or has had enough of us
_GAP = timedelta(days=180)  # without a copy: worth saying
_LISTED = "listed"  # of a query: its last page has come


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A capture, or a file, that adds nothing, and why."""

    timestamp: str
    address: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What back-fill came to for one treaty. `missing` are listed captures that were not fetched yet.

    `gaps` are periods of more than half a year without a copy that could be used. `error`: why it ended early.
    """

    treaty: str
    listed: int
    used: int
    missing: int
    skipped: tuple[Skipped, ...]
    changes: tuple[Change, ...]
    gaps: tuple[tuple[date, date], ...]
    error: str | None = None


def as_they_are(copies: Sequence[ArchivedCopy]) -> Iterable[ArchivedCopy]:
    """No progress bar."""
    return copies


# ---- the Internet Archive -----------------------------------------------------------------------


def list_captures(config: Config, archive: Archive, treaties: Iterable[str] = ()) -> list[tuple[str, Capture]]:
    """What the archive has of each treaty, oldest first; nothing is fetched or stored.

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
    track: Track = as_they_are,
) -> list[Found]:
    """Fetch what the archive has, `limit` captures at most, and record what it shows; one entry a treaty.

    Ends with the treaty at which the archive fails. Raises UsageError, BusyError, DatabaseError.
    """
    chosen = _chosen(config, tuple(treaties))
    found = []
    with session(config, now) as run:
        for treaty in chosen:
            backfill = _Backfill(run.moved_to(now()), archive, treaty, archive_feed(run, treaty), limit, track)
            found.append(backfill.go())
            limit = backfill.limit
            if found[-1].error:
                break
    return found


@dataclass(slots=True)
class _Backfill:
    """One treaty's captures; `limit` is how many may still be fetched."""

    run: Pass
    archive: Archive
    treaty: Treaty
    feed: Feed
    limit: int | None
    track: Track
    skipped: list[Skipped] = field(default_factory=list)

    def go(self) -> Found:
        error = None
        try:
            self._list()
            if self._fetch():
                self._forget_lists()
        except SourceError as trouble:
            error = trouble.message
        return conclude(self.run, self.treaty, self.feed, track=self.track, skipped=self.skipped, error=error)

    def _marks(self) -> dict[str, wayback.Query]:
        return {f"backfill:{self.feed.id}:{query.prefix}": query for query in wayback.queries(self.treaty.number)}

    def _list(self) -> None:
        """Page by page, from where an interrupted run was."""
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
        """All is fetched: the next run asks anew."""
        with self.run.store.light_transaction():
            for mark in self._marks():
                self.run.store.memory.put(mark, "")

    def _fetch(self) -> bool:
        """Fetch what is missing; True if nothing is left that was not tried. Raises FetchError if nobody answers."""
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
                silent = silent + 1 if passing(error) or error.kind is ErrorKind.BLOCKED else 0
                if silent >= _GONE:
                    raise
        if self.limit is not None:
            self.limit -= len(todo)
        return len(todo) == len(missing)

    def _fetch_one(self, copy: ArchivedCopy, same: dict[str, int | None]) -> None:
        """Equal digests are equal bytes: a revisit is not fetched once more."""
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


# ---- what both share ----------------------------------------------------------------------------


@contextmanager
def session(config: Config, now: Callable[[], datetime]) -> Iterator[Pass]:
    """The database, alone: no daemon runs meanwhile. Raises BusyError, DatabaseError."""
    with alone(config.database, "backfill"), Store.open(config.database, create=True) as store:
        yield begin(store, config, now())


def archive_feed(run: Pass, treaty: Treaty) -> Feed:
    """The feed of a treaty's archived copies."""
    return run.store.treaties.document_feed(treaty.id, ARCHIVE)


def followed(config: Config, key: str) -> Treaty:
    """The treaty with this id. Raises UsageError naming the nearest."""
    treaty = config.treaty(key)
    if treaty is None:
        raise UsageError(f"treaty {key!r} is not followed{nearest(key, [treaty.id for treaty in config.treaties])}")
    return treaty


def _chosen(config: Config, treaties: tuple[str, ...]) -> list[Treaty]:
    """Those named, or all whose chart the archive may hold: the Council of Europe's."""
    for treaty in (followed(config, key) for key in treaties):
        if not treaty.id.startswith(_COE):
            raise UsageError(f"{treaty.id}: the archive is asked for charts of the Council of Europe alone")
    return [t for t in config.treaties if t.id.startswith(_COE) and (not treaties or t.id in treaties)]


def conclude(
    run: Pass,
    treaty: Treaty,
    feed: Feed,
    *,
    track: Track = as_they_are,
    skipped: Iterable[Skipped] = (),
    error: str | None = None,
) -> Found:
    """The chronology of all copies that came, recorded; `skipped` are those that did not come."""
    copies = run.store.captures.all(feed.id)
    steps = judge_copies(run, treaty, track([copy for copy in copies if copy.evidence]))
    with turn(run.config):
        changes = record_copies(run, treaty, feed, steps)
    used = [step.published_on for step in steps if step.transition]
    return Found(
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
    """Copies that were fetched and add nothing."""
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
    """Periods without a copy, from the opening of the treaty to today."""
    known = [*([opened_on] if opened_on else []), *days, today]
    return ((start, end) for start, end in pairwise(known) if end - start > _GAP)
