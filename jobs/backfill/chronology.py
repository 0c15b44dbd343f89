"""A treaty's archived copies in order of publication: each judged, compared with the one before, and recorded.

They are evidence of what was public on a day, and not our own observation: a chronology of their own, which live
reads, answers and channels do not touch. It is made anew from the evidence whenever there is more of it, so that it
comes out the same however the copies came.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from jobs.ingest.recording import Scene, tell
from tracker.diff import Terms, as_baseline, compare
from tracker.diff.ledger import facts_taken_back
from tracker.errors import ErrorKind, ParseError
from tracker.guard.charts import doubts, refuse_stale, refuse_wrong_treaty
from tracker.models import DATE_FIELDS, ChangeKind, Field, Nature, Response
from tracker.models.records import Filter
from tracker.models.times import day_at
from tracker.participants import fold
from tracker.sources.interpret import interpret
from tracker.sources.registry import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from jobs.context import Pass
    from tracker.models import Change, Chart, Difference, Pending, Treaty
    from tracker.models.records import ArchivedCopy, Evidence, Feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one copy came to. `refused` says why it is not believed; then nothing changes.

    `state` is the chart as it stands after the copy; `fresh` if it differs from the one before.
    """

    copy: ArchivedCopy
    evidence: Evidence
    published_on: date
    refused: str | None = None
    state: Chart | None = None
    fresh: bool = False
    differences: tuple[Difference, ...] = ()


# ---- judging ------------------------------------------------------------------------------------


def judge(run: Pass, treaty: Treaty, copies: Iterable[ArchivedCopy]) -> list[Step]:
    """Every copy that was fetched, in order of publication; the same page twice at one moment counts once."""
    chronology = _Chronology(run, treaty)
    fetched: dict[tuple[datetime | None, int], ArchivedCopy] = {}
    for copy in copies:
        if copy.evidence:
            fetched.setdefault((copy.published_at, copy.evidence), copy)
    return [chronology.add(copy) for copy in fetched.values()]


class _Chronology:
    """The chart as it stands, copy by copy."""

    def __init__(self, run: Pass, treaty: Treaty) -> None:
        self._run = run
        self._treaty = treaty
        self._state: Chart | None = None
        self._pending: tuple[Pending, ...] = ()
        self._retracted: set[tuple[str | None, Field, str]] = set()
        self._charts: dict[int, Chart] = {}  # of the same bytes

    def add(self, copy: ArchivedCopy) -> Step:
        """Judge the next copy."""
        assert copy.evidence  # noqa: S101 - only copies that were fetched
        assert copy.published_at  # noqa: S101 - the same
        evidence = self._run.store.archive.evidence(copy.evidence)
        step = Step(copy=copy, evidence=evidence, published_on=day_at(copy.published_at, self._treaty.seat))
        try:
            return self._judge(step, self._read(step))
        except ParseError as error:
            return replace(step, refused=f"{error.kind}: {error.message}")

    def _read(self, step: Step) -> Chart:
        """The chart, as of the day it names, at the latest that of its publication. Raises ParseError."""
        if step.evidence.id not in self._charts:
            self._charts[step.evidence.id] = chart_of(self._run, self._treaty, step.copy.kind, step.evidence)
        chart = self._charts[step.evidence.id]
        as_of = min(chart.status_as_of or step.published_on, step.published_on)
        # a page of generation 1 was made for the day in its address (DF): it may be older than the one before
        refuse_stale(as_of, self._state.status_as_of if self._state else None)
        return replace(chart, status_as_of=as_of)

    def _judge(self, step: Step, chart: Chart) -> Step:
        before = self._state
        comparison = compare(before, chart, self._terms(step)) if before else None
        found = doubts(
            chart,
            before,
            comparison,
            limits=self._run.config.limits,
            today=step.published_on,
            opened_on=self._treaty.opened_on,
        )
        if found:
            return replace(step, refused="; ".join(f"{doubt.kind}: {doubt.message}" for doubt in found))
        state = comparison.state if comparison else as_baseline(chart)
        differences = comparison.differences if comparison else ()
        self._pending = comparison.pending if comparison else ()
        self._retracted |= {
            fact for found in differences if found.kind is ChangeKind.RETRACTED for fact in facts_taken_back(found)
        }
        self._state = state
        return replace(
            step, state=state, differences=differences, fresh=before is None or not same_chart(before, state)
        )

    def _terms(self, step: Step) -> Terms:
        """What vanishes is gone once the next copy lacks it too, however much later that was public."""
        return Terms(
            today=step.published_on,
            now=step.copy.published_at,
            confirm_after=timedelta(0),
            pending=self._pending,
            retracted=frozenset(self._retracted),
            successors={p.id: p.successors for p in self._run.participants.by_id.values() if p.successors},
        )


def chart_of(run: Pass, treaty: Treaty, kind: str, evidence: Evidence) -> Chart:
    """The chart that kept bytes hold. Raises ParseError."""
    page = Response(
        url=evidence.url,
        status=evidence.status,
        headers=evidence.headers,
        body=run.store.archive.body(evidence.sha256),
        fetched_at=evidence.fetched_at,
    )
    printed = parse(kind, page.body, charset=page.charset, number=treaty.number)
    chart = interpret(
        printed,
        run.participants,
        blank_non_member_invited=treaty.blank_non_member_invited,
        by_invitation=treaty.by_invitation,
    )
    refuse_wrong_treaty(chart, treaty.number)
    _refuse_french(run, chart)
    return chart


def _refuse_french(run: Pass, chart: Chart) -> None:
    """Between English pages a French one would rename every State, and the next rename it back."""
    told_apart = french = 0
    for row in chart.rows:
        participant, printed = run.participants.get(row.participant), fold(row.name)
        names = {fold(participant.name), fold(participant.name_fr or participant.name)}
        if len(names) > 1 and printed in names:
            told_apart += 1
            french += printed != fold(participant.name)
    if french > told_apart / 2:
        raise ParseError(ErrorKind.SHAPE, "expected the English page, got the French one")


def same_chart(stored: Chart, chart: Chart) -> bool:
    """Equal but for the day they speak of, and for what only serves to judge a chart."""
    as_stored = replace(chart, status_as_of=stored.status_as_of, totals=None, duplicates=(), sparse=frozenset())
    return replace(stored, totals=None, duplicates=(), sparse=frozenset()) == as_stored


# ---- recording ----------------------------------------------------------------------------------


def record(run: Pass, treaty: Treaty, feed: Feed, steps: Sequence[Step]) -> tuple[Change, ...]:
    """Store what the copies show, all or nothing; returns the changes that are new.

    What is recorded already stays. A copy that belongs between those recorded before makes everything after it anew.
    """
    shown = [step for step in steps if step.fresh]
    stored = [snapshot for snapshot in run.store.charts.snapshots([treaty.id]) if snapshot.feed == feed.id]
    kept = 0
    for snapshot, step in zip(stored, shown, strict=False):
        assert step.state is not None  # noqa: S101 - it is fresh
        shows = (snapshot.evidence, snapshot.published_on) == (step.evidence.id, step.published_on)
        if not shows or not same_chart(run.store.charts.chart(snapshot.id), step.state):
            break
        kept += 1
    if kept == len(stored) == len(shown):
        return ()
    with run.recorder.transaction():
        if kept < len(stored):
            run.store.charts.forget(feed.id, stored[kept].id)
        log = run.recorder.log(run.at, "backfill", feed=feed.id, configuration=run.configuration)
        run.recorder.count_copies(feed.id, log)
        return _add(run, treaty, feed, shown[kept:], stored[kept - 1].id if kept else None, log)


def _add(
    run: Pass, treaty: Treaty, feed: Feed, steps: Iterable[Step], previous: int | None, log: int
) -> tuple[Change, ...]:
    live = _told_live(run, treaty)
    changes: list[Change] = []
    for step in steps:
        assert step.state is not None  # noqa: S101 - it is fresh
        snapshot = run.store.charts.add(
            feed.id,
            step.state,
            log=log,
            evidence=step.evidence.id,
            observed_at=step.evidence.fetched_at,
            published_on=step.published_on,
        )
        scene = Scene(
            treaty=treaty,
            chart=step.state,
            source=feed.source,
            snapshot=snapshot,
            previous_snapshot=previous,
            log=log,
            published_on=step.published_on,
        )
        changes += tell(run, scene, [found for found in step.differences if _act(found) not in live])
        previous = snapshot
    return tuple(changes)


_Act = tuple[ChangeKind, str | None, str | None]


def _act(told: Change | Difference) -> _Act | None:
    """An act by its kind and date; None for what is none."""
    dated = told.field in DATE_FIELDS or told.field is Field.TREATY_IN_FORCE_ON
    return (told.kind, told.participant, told.after) if dated and told.nature is Nature.EVENT else None


def _told_live(run: Pass, treaty: Treaty) -> set[_Act | None]:
    """Acts that were told when they happened: one fact is told once."""
    changes = run.store.changes.find(Filter(treaties=(treaty.id,)))
    return {_act(change) for change in changes if change.published_on is None} - {None}
