"""Reads that gave nothing new: of a long log nearly all. They are passed over, and the last of each run is written to
the health of its source when somebody may ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.stores.log import log_entry_of
from jobs.ingest.document import note_unchanged
from tracker.models import Outcome, SourceState, parse_moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.store import Store
    from jobs.context import Pass
    from tracker.models.records import LogEntry, LogRow

_TROUBLE = frozenset({Outcome.FAILED.value, Outcome.QUARANTINED.value})


class UnreadableRowError(Exception):
    """A row of the log that was passed over cannot be read after all."""

    def __init__(self, row: LogRow, error: Exception) -> None:
        super().__init__(str(error))
        self.row = row


@dataclass(slots=True)
class _Trail:
    """The reads of one feed since its health was written: the last that found what was known, the last whole page among
    those, and then the last trouble, how many reads failed, and the last that did."""

    known: LogRow | None = None
    whole: LogRow | None = None
    trouble: LogRow | None = None
    failures: int = 0
    failed: LogRow | None = None


class Trails:
    """The trails of all feeds. `pass_of` gives the pass that made an entry."""

    def __init__(self, store: Store, pass_of: Callable[[LogEntry], Pass]) -> None:
        self._store = store
        self._pass_of = pass_of
        self._trails: dict[int, _Trail] = {}
        self._settled: dict[int, tuple[int | None, int | None]] = {}  # feed → evidence and configuration

    def passes(self, feed: int, row: LogRow) -> bool:
        """True, and the row is noted, if it needs no replay: it gave no chart, or found the settled bytes again."""
        if row.what == "check":
            if row.outcome in _TROUBLE:
                self._note_trouble(feed, row)
                return True
            if row.outcome == "unchanged" and self._settled.get(feed) == (row.evidence, row.configuration):
                self._note_known(feed, row)
                return True
        self._settled.pop(feed, None)
        return False

    def settle(self, feed: int, row: LogRow) -> None:
        """Note a read after which equal ones need no replay: its bytes are those known, and nothing waits."""
        self._settled[feed] = row.evidence, row.configuration
        self._note_known(feed, row)

    def _note_known(self, feed: int, row: LogRow) -> None:
        trail = self._trails.get(feed)
        if trail is None:
            trail = self._trails[feed] = _Trail()
        trail.known = row
        if row.whole:
            trail.whole = row
        if trail.trouble is not None:
            trail.trouble, trail.failed, trail.failures = None, None, 0

    def _note_trouble(self, feed: int, row: LogRow) -> None:
        trail = self._trails.setdefault(feed, _Trail())
        trail.trouble = row
        if row.outcome == "failed":
            trail.failed = row
            trail.failures += 1

    def forget(self, feed: int) -> None:
        """Forget the trail of a feed whose replay has ended."""
        self._trails.pop(feed, None)

    def any(self) -> bool:
        """True if some feed has a trail that is not written."""
        return bool(self._trails)

    def write(self) -> None:
        """Write the health of all feeds that have a trail. Raises UnreadableRowError."""
        while self._trails:
            feed, trail = self._trails.popitem()
            for row, write in ((trail.known, self._write_known), (trail.trouble, self._write_trouble)):
                if row is not None:
                    try:
                        write(feed, trail, log_entry_of(row))
                    except Exception as error:
                        raise UnreadableRowError(row, error) from error

    def _write_known(self, feed_id: int, trail: _Trail, known: LogEntry) -> None:
        run, feed = self._pass_of(known), self._store.treaties.feed_by_id(feed_id)
        treaty = run.config.treaty(feed.treaty)
        if treaty is not None:  # else the read before, which was replayed, was not of this configuration
            note_unchanged(run, treaty, feed, body_at=parse_moment(trail.whole.at) if trail.whole else None)

    def _write_trouble(self, feed_id: int, trail: _Trail, trouble: LogEntry) -> None:
        feed, message = self._store.treaties.feed_by_id(feed_id), trouble.error_message or ""
        if trail.failed is None:
            self._store.log.note_doubt(feed, trouble.at, message)
            return
        failures, down_after = (
            feed.failures + trail.failures,
            self._pass_of(log_entry_of(trail.failed)).config.down_after,
        )
        state = SourceState.DOWN if failures >= down_after else SourceState.DEGRADED
        # an older version did not note after how many failures a source was down: then the record stands
        self._store.log.note_failure(feed, trouble.at, message, state if down_after else feed.state, failures)
