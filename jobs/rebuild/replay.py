"""Replay of the log: what each entry did to charts and changes, by the same rules, from the same bytes.

The recorded verdicts are used: the guard does not judge a chart again, and the clock is not read. Each entry is read
with the configuration that was in force. Reads that failed or were doubted changed no chart; like the many that found
what was known, they only count for the health of their source (`trails`).
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from db.stores.log import log_entry_of
from jobs.backfill import chronology
from jobs.context import Pass, reading_of
from jobs.ingest.bundled import record_bundled_chart, record_bundled_statements
from jobs.ingest.document_kinds import document_of
from jobs.ingest.pipeline import ingest_believed
from jobs.ingest.roll_over import record_effects
from jobs.ingest.subject import Received
from jobs.rebuild.trails import Trails, UnreadableRowError
from tracker.config import config_of_record
from tracker.errors import DatabaseError
from tracker.models import STATEMENTS, ChangeKind, Outcome
from tracker.models.records import Filter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime

    from db.store import Store
    from tracker.config import Config
    from tracker.models import Change, Treaty
    from tracker.models.records import Evidence, Feed, LogEntry, LogRow, QuarantineItem

    Track = Callable[[Iterable[LogRow]], Iterable[LogRow]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """An entry of the log that cannot be replayed. The replay of its treaty ends before it."""

    entry: LogRow
    treaty: str
    source: str
    reason: str

    @property
    def message(self) -> str:
        """The entry, and why it cannot be replayed."""
        what = f"{self.entry.what} of {self.source} of {self.treaty} on {self.entry.at[:16].replace('T', ' ')}Z"
        return f"log entry {self.entry.id} ({what}) cannot be read again: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """An entry, with the configuration and the feed as they were when it was written."""

    store: Store
    entry: LogEntry
    run: Pass
    treaty: Treaty
    feed: Feed


class _SilentRecorder:
    """The recorder of a replayed entry. It writes nothing: log, outbox, decisions and alerts already exist."""

    def __init__(self, entry: int, invitations: Iterable[Change]) -> None:
        self._entry = entry
        self._invitations = tuple(invitations)

    def transaction(self) -> AbstractContextManager[None]:
        """Part of the one transaction of the rebuild."""
        return nullcontext()

    def log(self, *_: object, **__: object) -> int:
        """The entry itself."""
        return self._entry

    def queue_notice(self, *_: object) -> int:
        """Nothing: alerts were sent at the time. The recorded configuration names no channels anyway."""
        return 0

    def owe(self, *_: object) -> None:
        """Nothing: deliveries exist."""

    def note_alert(self, *_: object) -> None:
        """Nothing: the alert is on record."""

    def decide(self, *_: object) -> None:
        """Nothing: decisions exist."""

    def supersede(self, *_: object) -> None:
        """Nothing: decisions exist."""

    def count_copies(self, *_: object) -> None:
        """Nothing: the copies name their log entry."""

    def remember(self, *_: object) -> None:
        """Nothing: remembered values are not part of the history."""

    def invitations_told(self, treaty: str) -> frozenset[str]:
        """The message that people got with the entry."""
        return frozenset(told.participant for told in self._invitations if told.participant and told.treaty == treaty)


def invitations(store: Store) -> list[Change]:
    """The invitations on record, for a replay."""
    return store.changes.find(Filter(kinds=(ChangeKind.INVITED,)))


class Replay:
    """The replay of a log into a store whose derived tables were emptied (`History.again`).

    `told` are the changes on record: an invitation that no rule of today tells keeps its id. `instead` is called with
    each entry that could have given something, of a treaty whose replay has ended.
    """

    def __init__(
        self, store: Store, told: Iterable[Change], *, instead: Callable[[LogRow], None] | None = None
    ) -> None:
        self._store = store
        self._invitations = tuple(change for change in told if change.kind is ChangeKind.INVITED)
        self._instead = instead
        self._configs: dict[int, tuple[Config, str]] = {}
        self._in_force: int | None = None
        self._stuck: set[str] = set()
        self._trails = Trails(store, self._pass)
        self._names: dict[int, tuple[str, str]] = {}

    def entries(self, rows: Iterable[LogRow]) -> Iterator[Stuck]:
        """Replay entries in their order. Yields each at which the replay of a treaty ends."""
        for row in rows:
            if row.feed is None or row.what not in _ACTIONS or self._trails.passes(row.feed, row):
                continue
            if self._name(row.feed)[0] in self._stuck:
                if self._instead:
                    self._instead(row)
                continue
            yield from self._tried(row, partial(self._replay, row, row.feed))

    def put_all(self) -> None:
        """Give the treaties the rules of each configuration that ever was, in their order: one that is followed no
        longer keeps the rules of the last configuration that named it."""
        for key in self._store.treaties.configurations():
            self._put(key)

    def finish(self) -> Iterator[Stuck]:
        """Write what only the end of the log gives: the health of feeds, and the rules of treaties now in force."""
        while self._trails.any():
            yield from self._tried(None, self._trails.write)
        key = self._store.treaties.configuration_in_force()
        if key is not None and key != self._in_force:
            self._put(key)

    def _tried(self, row: LogRow | None, work: Callable[[], None]) -> Iterator[Stuck]:
        """Do some work of the replay; what breaks it ends the replay of its treaty.

        A row that another program wrote can break any reader: that is said, and the rest is replayed.
        """
        try:
            work()
        except UnreadableRowError as error:
            yield from self._ended(error.row, error)
            if row is not None:
                yield from self._tried(row, work)
        except Exception as error:
            if row is None:
                raise
            yield from self._ended(row, error)

    def _ended(self, row: LogRow, error: Exception) -> Iterator[Stuck]:
        assert row.feed is not None  # noqa: S101 - only rows of a feed are replayed
        treaty, source = self._name(row.feed)
        self._trails.forget(row.feed)
        if self._instead:
            self._instead(row)
        if treaty not in self._stuck:
            self._stuck.add(treaty)
            yield Stuck(entry=row, treaty=treaty, source=source, reason=str(error) or type(error).__name__)

    def _name(self, feed: int) -> tuple[str, str]:
        """The treaty and the source of a feed."""
        if feed not in self._names:
            self._names[feed] = self._store.treaties.feed_name(feed)
        return self._names[feed]

    def _replay(self, row: LogRow, feed_id: int) -> None:
        """Replay one entry. Raises TrackerError if its bytes are damaged or can no longer be parsed."""
        self._trails.write()  # what is replayed may ask when another source was last read
        entry = log_entry_of(row)
        run = self._pass(entry)
        if entry.configuration != self._in_force:
            self._put(run.configuration)
        feed = self._store.treaties.feed_by_id(feed_id)
        treaty = run.config.treaty(feed.treaty)
        if treaty is None:
            raise DatabaseError("its recorded configuration does not follow the treaty: restore a backup")
        step = _Step(store=self._store, entry=entry, run=run, treaty=treaty, feed=feed)
        if entry.outcome is Outcome.UNCHANGED and entry.what == "check" and _is_settled(step):
            self._trails.settle(feed_id, row)
        else:
            _ACTIONS[entry.what](step)

    def _put(self, key: int) -> None:
        self._store.treaties.put(self._config(key)[0].treaties)
        self._in_force = key

    def _config(self, key: int) -> tuple[Config, str]:
        if key not in self._configs:
            record = self._store.treaties.configuration(key)
            self._configs[key] = config_of_record(record, self._store.database.path), reading_of(record, key)
        return self._configs[key]

    def _pass(self, entry: LogEntry) -> Pass:
        """The pass that made an entry."""
        if entry.configuration is None:
            raise DatabaseError("it has no recorded configuration: restore a backup")
        config, reading = self._config(entry.configuration)
        return Pass(
            store=self._store,
            recorder=_SilentRecorder(entry.id, self._invitations_of(entry.at)),
            config=config,
            configuration=entry.configuration,
            reading=reading,
            at=entry.at,
        )

    def _invitations_of(self, at: datetime) -> Iterable[Change]:
        return (told for told in self._invitations if told.detected_at == at)


# ---- one entry, by its action -------------------------------------------------------------------


def _evidence(step: _Step) -> Evidence:
    if step.entry.evidence is None:
        raise DatabaseError("it has no recorded evidence: restore a backup")
    return step.store.archive.evidence(step.entry.evidence)


def _init(step: _Step) -> None:
    record = record_bundled_statements if step.feed.source == STATEMENTS else record_bundled_chart
    record(step.run, step.treaty, step.feed, _evidence(step))


def _is_settled(step: _Step) -> bool:
    """True if bytes and configuration are those of the last accepted read and nothing waits: no need to parse."""
    feed, run = step.feed, step.run
    if feed.evidence != step.entry.evidence or feed.reading != run.reading:
        return False
    return document_of(feed).nothing_waits(run, feed)


def _check(step: _Step) -> None:
    if step.entry.outcome is None:
        raise DatabaseError("it has no recorded outcome: restore a backup")
    _believe(step)


def _accept(step: _Step) -> None:
    _believe(step, step.store.decisions.accepted(step.entry))


def _believe(step: _Step, item: QuarantineItem | None = None) -> None:
    run, treaty, feed, evidence = step.run, step.treaty, step.feed, _evidence(step)
    received = Received(
        treaty=treaty,
        feed=feed,
        evidence=evidence,
        read_at=item.read_at if item else run.at,
        validators=feed.validators,
        item=item.id if item else None,
        whole=step.entry.whole,
    )
    ingest_believed(run, document_of(feed).parse_again(run, received))


def _roll_over(step: _Step) -> None:
    record_effects(step.run, step.treaty)


def _backfill(step: _Step) -> None:
    """Record all copies that the log had counted by then."""
    found = step.store.captures.all(step.feed.id)
    counted = [copy for copy in found if copy.log is not None and copy.log <= step.entry.id]
    chronology.record_copies(step.run, step.treaty, step.feed, chronology.judge_copies(step.run, step.treaty, counted))


_ACTIONS: dict[str, Callable[[_Step], None]] = {
    "init": _init,
    "check": _check,
    "accept": _accept,
    "roll_over": _roll_over,
    "backfill": _backfill,
}
