"""Replay of the log: what each entry did to charts and changes, by the same rules, from the same bytes.

The recorded verdicts are used: the guard does not judge a chart again, and the clock is not read. Each entry is read
with the configuration that was in force. Reads that failed or were doubted changed no chart, and are skipped.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobs.backfill import chronology
from jobs.context import Pass
from jobs.ingest.bundled import record_bundled_chart, record_bundled_statements
from jobs.ingest.document import note_unchanged
from jobs.ingest.document_kinds import document_of
from jobs.ingest.pipeline import ingest_believed
from jobs.ingest.roll_over import record_effects
from jobs.ingest.subject import Received
from tracker.config import config_of_record
from tracker.errors import DatabaseError, TrackerError
from tracker.models import STATEMENTS, ChangeKind, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from db.store import Store
    from tracker.config import Config
    from tracker.models import Change, Treaty
    from tracker.models.records import Evidence, Feed, LogEntry, QuarantineItem

    Track = Callable[[Sequence[LogEntry]], Iterable[LogEntry]]

_BELIEVED = (Outcome.BASELINE, Outcome.CHANGED, Outcome.UNCHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """An entry of the log that cannot be replayed. The replay of its treaty ends before it."""

    entry: LogEntry
    treaty: str
    source: str
    reason: str

    @property
    def message(self) -> str:
        """The entry, and why it cannot be replayed."""
        what = f"{self.entry.what} of {self.source} of {self.treaty} on {self.entry.at:%Y-%m-%d %H:%M}Z"
        return f"log entry {self.entry.id} ({what}) cannot be read again: {self.reason}"


def replay(store: Store, track: Track, told: Iterable[Change]) -> Iterator[Stuck]:
    """Replay the log; call it within `History.again`. Yields each entry at which the replay of a treaty ends.

    `told` are the changes on record: an invitation that no rule of today tells keeps its id.
    """
    replayer = _Replayer(store, [change for change in told if change.kind is ChangeKind.INVITED])
    stuck: set[str] = set()
    for entry in track(store.log.entries()):
        if entry.what not in _ACTIONS or entry.feed is None:
            continue
        feed = store.treaties.feed_by_id(entry.feed)
        if feed.treaty in stuck:
            continue
        try:
            replayer.replay(entry, feed)
        except TrackerError as error:
            stuck.add(feed.treaty)
            yield Stuck(entry=entry, treaty=feed.treaty, source=feed.source, reason=str(error))


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


class _Replayer:
    """Replays entries, each with the configuration that was in force."""

    def __init__(self, store: Store, invitations: Sequence[Change]) -> None:
        self._store = store
        self._invitations = invitations
        self._configs: dict[int, Config] = {}
        self._in_force: int | None = None

    def replay(self, entry: LogEntry, feed: Feed) -> None:
        """Replay one entry. Raises TrackerError if its bytes are damaged or can no longer be parsed."""
        run = self._run(entry)
        treaty = run.config.treaty(feed.treaty)
        if treaty is None:
            raise DatabaseError("its recorded configuration does not follow the treaty: restore a backup")
        _ACTIONS[entry.what](_Step(store=self._store, entry=entry, run=run, treaty=treaty, feed=feed))

    def _run(self, entry: LogEntry) -> Pass:
        key = entry.configuration
        if key is None:
            raise DatabaseError("it has no recorded configuration: restore a backup")
        if key not in self._configs:
            self._configs[key] = config_of_record(self._store.treaties.configuration(key), self._store.database.path)
        config = self._configs[key]
        if key != self._in_force:
            self._store.treaties.put(config.treaties)
            self._in_force = key
        return Pass(
            store=self._store,
            recorder=_SilentRecorder(entry.id, (told for told in self._invitations if told.detected_at == entry.at)),
            config=config,
            configuration=key,
            reading=str(key),
            at=entry.at,
        )


# ---- one entry, by its action -------------------------------------------------------------------


def _evidence(step: _Step) -> Evidence:
    if step.entry.evidence is None:
        raise DatabaseError("it has no recorded evidence: restore a backup")
    return step.store.archive.evidence(step.entry.evidence)


def _init(step: _Step) -> None:
    record = record_bundled_statements if step.feed.source == STATEMENTS else record_bundled_chart
    record(step.run, step.treaty, step.feed, _evidence(step))


def _check(step: _Step) -> None:
    if step.entry.outcome not in _BELIEVED:
        return
    if step.entry.outcome is Outcome.UNCHANGED and _is_settled(step):
        note_unchanged(step.run, step.treaty, step.feed)
    else:
        _believe(step)


def _is_settled(step: _Step) -> bool:
    """True if bytes and configuration are those of the last accepted read and nothing waits: no need to parse."""
    feed, run = step.feed, step.run
    if feed.evidence != step.entry.evidence or feed.reading != run.reading:
        return False
    return document_of(feed).nothing_waits(run, feed)


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
