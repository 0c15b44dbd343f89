"""A treaty's archived copies in order of publication: each is judged, compared with the one before, and recorded.

Copies prove what was public on a day, not what we observed. Their chronology is separate from live reads, answers and
channels. It is rebuilt from the evidence whenever copies are added, so that the result does not depend on the order in
which they were fetched.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from jobs.faults import as_source_error
from jobs.ingest.parsing import chart_of_evidence
from jobs.ingest.pipeline import judge, reasons
from jobs.ingest.recording import RecordingContext, record_changes
from jobs.ingest.transition import same_chart, transition
from tracker.diff import ComparisonRules
from tracker.diff.ledger import facts_taken_back
from tracker.errors import ParseError
from tracker.guard.charts import refuse_stale, refuse_wrong_treaty
from tracker.guard.language import refuse_other_language
from tracker.models import DATE_FIELDS, ChangeKind, Field, Nature
from tracker.models.records import Filter
from tracker.models.times import day_at
from tracker.sources.registry import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from jobs.context import Pass
    from jobs.ingest.transition import ChartTransition
    from tracker.guard.doubt import Doubt
    from tracker.models import Change, Chart, Difference, Pending, Treaty
    from tracker.models.records import ArchivedCopy, Evidence, Feed, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One copy in the chronology. `refused` says why it is not believed; then it has no `transition`."""

    copy: ArchivedCopy
    evidence: Evidence
    published_on: date
    refused: str | None = None
    transition: ChartTransition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """What the copies up to a day have shown. Values that vanished from the last copy are `pending`."""

    chart: Chart | None = None
    pending: tuple[Pending, ...] = ()
    retracted: frozenset[tuple[str | None, Field, str]] = frozenset()

    def after(self, found: ChartTransition) -> _Standing:
        """Return the state after one more copy."""
        retractions = (difference for difference in found.differences if difference.kind is ChangeKind.RETRACTED)
        gone = {fact for difference in retractions for fact in facts_taken_back(difference)}
        return _Standing(chart=found.after, pending=found.pending, retracted=self.retracted | gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ParsedCopy:
    """An archived copy as parsed, and what the copies before it have shown."""

    treaty: Treaty
    copy: ArchivedCopy
    published_on: date
    chart: Chart
    standing: _Standing

    def compare(self, run: Pass) -> _ComparedCopy:
        """Compare it with the copy before. A value that vanished is gone once the next copy lacks it too, however much
        later that copy was published."""
        rules = ComparisonRules(
            today=self.published_on,
            now=self.copy.published_at,
            confirm_after=timedelta(0),
            pending=self.standing.pending,
            retracted=self.standing.retracted,
            successors=run.participants.former_states(),
        )
        return _ComparedCopy(parsed=self, transition=transition(self.standing.chart, self.chart, rules))


@dataclass(frozen=True, slots=True, kw_only=True)
class _ComparedCopy:
    """An archived copy compared with the one before."""

    parsed: _ParsedCopy
    transition: ChartTransition

    def doubts(self, run: Pass) -> tuple[Doubt, ...]:
        """Every reason not to believe it."""
        return self.transition.doubts(
            limits=run.config.limits, today=self.parsed.published_on, opened_on=self.parsed.treaty.opened_on
        )


# ---- judging ------------------------------------------------------------------------------------


def judge_copies(run: Pass, treaty: Treaty, copies: Iterable[ArchivedCopy]) -> list[Step]:
    """Judge every fetched copy in order of publication. The same page twice at one moment counts once."""
    chronology = _Chronology(run, treaty)
    fetched: dict[tuple[datetime | None, int], ArchivedCopy] = {}
    for copy in copies:
        if copy.evidence:
            fetched.setdefault((copy.published_at, copy.evidence), copy)
    return [chronology.add(copy) for copy in fetched.values()]


class _Chronology:
    """Judges copies one after the other."""

    def __init__(self, run: Pass, treaty: Treaty) -> None:
        self._run = run
        self._treaty = treaty
        self._standing = _Standing()
        self._charts: dict[int, Chart] = {}  # by evidence: equal bytes are parsed once

    def add(self, copy: ArchivedCopy) -> Step:
        """Judge the next copy."""
        assert copy.evidence  # noqa: S101 - only copies that were fetched
        assert copy.published_at  # noqa: S101 - the same
        evidence = self._run.store.archive.evidence(copy.evidence)
        step = Step(copy=copy, evidence=evidence, published_on=day_at(copy.published_at, self._treaty.seat))
        try:
            with as_source_error(f"copy {copy.capture.timestamp} of {self._treaty.id}"):
                compared, doubts = judge(self._run, self._parse(step))
        except ParseError as error:
            return replace(step, refused=f"{error.kind}: {error.message}")
        if doubts:
            return replace(step, refused=reasons(doubts))
        self._standing = self._standing.after(compared.transition)
        return replace(step, transition=compared.transition)

    def _parse(self, step: Step) -> _ParsedCopy:
        """Parse the copy. Its status day is the printed one, but not later than its publication. Raises ParseError."""
        if step.evidence.id not in self._charts:
            self._charts[step.evidence.id] = parse_copy(self._run, self._treaty, step.copy.kind, step.evidence)
        chart, before = self._charts[step.evidence.id], self._standing.chart
        as_of = min(chart.status_as_of or step.published_on, step.published_on)
        # a page of generation 1 was made for the day in its address (DF): it may be older than the one before
        refuse_stale(as_of, before.status_as_of if before else None)
        return _ParsedCopy(
            treaty=self._treaty,
            copy=step.copy,
            published_on=step.published_on,
            chart=replace(chart, status_as_of=as_of),
            standing=self._standing,
        )


def parse_copy(run: Pass, treaty: Treaty, kind: str, evidence: Evidence) -> Chart:
    """Parse an archived copy. Raises ParseError, also for another treaty and for a page in another language."""
    chart = chart_of_evidence(run, treaty, evidence, kind=kind, number=treaty.number)
    refuse_wrong_treaty(chart, treaty.number)
    refuse_other_language(chart, run.participants, usual_names=KINDS[kind].usual_names)
    return chart


# ---- recording ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A copy whose chart differs from the one before."""

    evidence: Evidence
    published_on: date
    transition: ChartTransition

    def is_stored_as(self, run: Pass, snapshot: Snapshot) -> bool:
        """True if the snapshot is of this copy and has its chart."""
        if (snapshot.evidence, snapshot.published_on) != (self.evidence.id, self.published_on):
            return False
        return same_chart(run.store.charts.chart(snapshot.id), self.transition.after)


def record_copies(run: Pass, treaty: Treaty, feed: Feed, steps: Sequence[Step]) -> tuple[Change, ...]:
    """Store what the copies show, in one transaction; returns the new changes.

    Copies recorded before stay. If a copy belongs between recorded ones, everything after it is recorded again.
    """
    shown = [
        _Shown(evidence=step.evidence, published_on=step.published_on, transition=step.transition)
        for step in steps
        if step.transition and step.transition.needs_snapshot
    ]
    stored = [snapshot for snapshot in run.store.charts.snapshots([treaty.id]) if snapshot.feed == feed.id]
    kept = 0
    for snapshot, copy in zip(stored, shown, strict=False):
        if not copy.is_stored_as(run, snapshot):
            break
        kept += 1
    if kept == len(stored) == len(shown):
        return ()
    with run.recorder.transaction():
        if kept < len(stored):
            run.store.charts.forget(feed.id, stored[kept].id)
        log = run.recorder.log(
            run.at,
            "backfill",
            feed=feed.id,
            configuration=run.configuration,
            about={"capture": run.store.captures.uncounted(feed.id)},
        )
        run.recorder.count_copies(feed.id, log)
        start = RecordingContext(
            treaty=treaty, source=feed.source, log=log, snapshot=stored[kept - 1].id if kept else None
        )
        return _add(run, start, feed, shown[kept:])


def _add(run: Pass, context: RecordingContext, feed: Feed, copies: Iterable[_Shown]) -> tuple[Change, ...]:
    """Record copies one after the other. `context` is that of the last copy recorded before."""
    live = _acts_observed_live(run, context.treaty)
    changes: list[Change] = []
    for copy in copies:
        found = copy.transition
        snapshot = run.store.charts.add(
            feed.id,
            found.after,
            log=context.log,
            evidence=copy.evidence.id,
            observed_at=copy.evidence.fetched_at,
            published_on=copy.published_on,
        )
        context = replace(
            context, snapshot=snapshot, previous_snapshot=context.snapshot, published_on=copy.published_on
        )
        news = [difference for difference in found.differences if _act(difference) not in live]
        changes += record_changes(run, context, found.after, news)
    return tuple(changes)


_Act = tuple[ChangeKind, str | None, str | None]


def _act(found: Change | Difference) -> _Act | None:
    """The key of an act: its kind, participant and date. None if the difference is not a dated act."""
    dated = found.field in DATE_FIELDS or found.field is Field.TREATY_IN_FORCE_ON
    return (found.kind, found.participant, found.after) if dated and found.nature is Nature.EVENT else None


def _acts_observed_live(run: Pass, treaty: Treaty) -> set[_Act | None]:
    """Acts that live reads recorded. Back-fill does not record them again: one fact is one change."""
    changes = run.store.changes.find(Filter(treaties=(treaty.id,)))
    return {_act(change) for change in changes if change.published_on is None} - {None}
