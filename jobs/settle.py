"""One chart that was read: judge it, compare it with the baseline, and record what it changes, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from jobs import alerts
from jobs.reading import kind_of
from jobs.run import Entry
from jobs.state import ledger_of, signatories
from jobs.telling import Scene, tell
from tracker.config import SavedFile
from tracker.diff import Ledger, Terms, as_baseline, compare, to_tell
from tracker.guard import Doubt, doubts, refuse_stale, refuse_wrong_treaty
from tracker.law import history
from tracker.models import ChangeKind, Chart, Decision, Field, Outcome, Pending, Validators
from tracker.sources import parse
from tracker.sources.interpret import interpret, less_signatories

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from db.records import Evidence, Feed, Snapshot
    from jobs.run import Run
    from tracker.models import Difference, Treaty


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A chart as read from a source: what stands on the table when it is judged.

    `item`: the quarantined item as which a person accepted it; then nothing is doubted, and what vanished is gone
    at once.
    """

    treaty: Treaty
    feed: Feed
    chart: Chart
    evidence: Evidence
    read_at: datetime
    validators: Validators
    item: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """A chart, compared and judged."""

    doubts: tuple[Doubt, ...]
    state: Chart
    differences: tuple[Difference, ...] = ()  # all of them
    told: tuple[Difference, ...] = ()  # those that must be told
    pending: tuple[Pending, ...] = ()
    baseline: Snapshot | None = None
    told_elsewhere: frozenset[tuple[str | None, Field]] = frozenset()  # facts another source told before


def settle(run: Run, read: Read) -> Entry:
    """Judge a chart and record the outcome in one transaction."""
    judged = _judge(run, read)
    if judged.doubts and read.item is None:
        return _quarantine(run, read, judged.doubts)
    return _accept(run, read, judged)


def read_chart(run: Run, treaty: Treaty, name: str, evidence: Evidence) -> Chart:
    """The chart that kept bytes hold, fit to be judged. Raises ParseError."""
    source = run.config.sources[name]
    printed = parse(
        kind_of(source),
        run.store.body(evidence.sha256),
        charset=_charset(evidence),
        number=treaty.number_for(name),
    )
    chart = interpret(printed, run.participants, blank_non_member_invited=treaty.blank_non_member_invited)
    refuse_wrong_treaty(chart, treaty.number_for(name))
    stamp = chart.status_as_of or (source.published_on if isinstance(source, SavedFile) else None)
    refuse_stale(stamp, run.store.feed(treaty.id, name).status_as_of)
    chart = replace(chart, status_as_of=stamp or run.today(treaty))
    if not any(row.listed for row in chart.rows):
        return chart
    # only the members' page lists signatories and the invited together
    ledger = ledger_of(run.store, treaty)
    return less_signatories(chart, signatories(ledger.state, run.today(treaty))) if ledger.state.rows else chart


def _charset(evidence: Evidence) -> str | None:
    from email.message import Message

    header = Message()
    header["content-type"] = evidence.headers.get("content-type", "")
    return header.get_content_charset()


# ---- judging ------------------------------------------------------------------------------------


def _judge(run: Run, read: Read) -> _Judged:
    store, treaty = run.store, read.treaty
    ledger = ledger_of(store, treaty)
    own = store.snapshot(read.feed.snapshot) if read.feed.snapshot else None
    baseline = store.chart(own.id) if own else None
    terms = _terms(run, read, ledger, bundled=bool(own and own.bundled))
    comparison = compare(baseline, read.chart, terms) if baseline else None
    found = doubts(
        read.chart,
        baseline,
        comparison,
        limits=run.config.limits,
        today=run.today(treaty),
        opened_on=treaty.opened_on,
    )
    if comparison is None:
        return _judge_first(read, ledger, terms, found)
    told = to_tell(
        comparison.differences,
        ledger,
        source=read.feed.source,
        authority=read.feed.source == treaty.sources[0],
    )
    return _Judged(
        doubts=found,
        state=comparison.state,
        differences=comparison.differences,
        told=told,
        pending=comparison.pending,
        baseline=own,
        told_elsewhere=frozenset(ledger.elsewhere),
    )


def _judge_first(read: Read, ledger: Ledger, terms: Terms, found: tuple[Doubt, ...]) -> _Judged:
    """A source's first chart is history; of one that is not the authority, acts since its last good read are news."""
    told: tuple[Difference, ...] = ()
    if ledger.state.status_as_of:
        seen = compare(ledger.state, read.chart, replace(terms, confirm_after=None, bundled=False, pending=()))
        told = to_tell(
            seen.differences,
            ledger,
            source=read.feed.source,
            authority=False,
            only_after=ledger.state.status_as_of,
        )
    return _Judged(doubts=found, state=as_baseline(read.chart), told=told)


def _terms(run: Run, read: Read, ledger: Ledger, *, bundled: bool) -> Terms:
    others = [f for f in run.store.feeds(read.treaty.id) if f.id != read.feed.id and f.snapshot]
    return Terms(
        today=run.today(read.treaty),
        now=run.at,
        confirm_after=None if read.item else run.config.confirm_after,
        pending=run.store.pending(read.feed.id),
        retracted=ledger.retracted,
        bundled=bundled,
        invited_elsewhere=frozenset().union(*(_listed_as_invited(run, feed) for feed in others)),
        acted_elsewhere=frozenset().union(*(_acted(run, feed) for feed in others)),
        successors={p.id: p.successors for p in run.participants.by_id.values() if p.successors},
    )


def _listed_as_invited(run: Run, feed: Feed) -> set[str]:
    """Whom another source's last chart still lists among the invited; a loss not yet confirmed there is none."""
    assert feed.snapshot  # noqa: S101 - asked only of feeds that have a baseline
    gone = {
        waiting.participant
        for waiting in run.store.pending(feed.id)
        if waiting.field in (Field.INVITED, Field.ROW)
        and feed.last_good_at
        and feed.last_good_at > waiting.since
        and feed.last_good_at - waiting.since >= run.config.confirm_after
    }
    return {row.participant for row in run.store.chart(feed.snapshot).rows if row.invited} - gone


def _acted(run: Run, feed: Feed) -> set[str]:
    assert feed.snapshot  # noqa: S101 - asked only of feeds that have a baseline
    return {row.participant for row in run.store.chart(feed.snapshot).rows if row.signed_on or row.consent_on}


# ---- quarantine ---------------------------------------------------------------------------------


def _quarantine(run: Run, read: Read, found: tuple[Doubt, ...]) -> Entry:
    kind, message = found[0].kind, "; ".join(f"{doubt.kind}: {doubt.message}" for doubt in found)
    with run.store.transaction():
        run.store.log(
            run.at,
            "check",
            feed=read.feed.id,
            outcome=Outcome.QUARANTINED,
            evidence=read.evidence.id,
            error=(kind, message),
            configuration=run.configuration,
        )
        item, new = run.store.put_in_quarantine(read.feed.id, read.evidence.id, kind, message, run.at)
        if new:
            alerts.after_quarantine(run, item)
        run.store.note_doubt(read.feed, run.at, message)
        pending = run.store.pending(read.feed.id)
    return Entry(
        treaty=read.treaty.id,
        source=read.feed.source,
        outcome=Outcome.QUARANTINED,
        pending=pending,
        error=(kind, message),
    )


# ---- acceptance ---------------------------------------------------------------------------------


def _accept(run: Run, read: Read, judged: _Judged) -> Entry:
    outcome = _outcome(judged)
    store = run.store
    with store.transaction():
        log = store.log(
            run.at,
            "accept" if read.item else "check",
            feed=read.feed.id,
            outcome=outcome,
            evidence=read.evidence.id,
            configuration=run.configuration,
        )
        snapshot = _snapshot(run, read, judged, log)
        store.set_pending(read.feed.id, judged.pending)
        store.note_good(
            read.feed,
            read.read_at,
            status_as_of=judged.state.status_as_of,
            snapshot=snapshot,
            evidence=read.evidence.id,
            reading=run.reading,
            validators=read.validators,
        )
        alerts.after_recovery(run, read.feed)
        store.supersede(read.feed.id, run.at)
        if read.item:
            store.decide(read.item, Decision.ACCEPTED, run.at)
        _remember_effects(run, read, judged)
        scene = Scene(
            treaty=read.treaty,
            chart=judged.state,
            source=read.feed.source,
            snapshot=snapshot,
            previous_snapshot=judged.baseline.id if judged.baseline else None,
            log=log,
        )
        changes = tell(run, scene, judged.told)
    return Entry(
        treaty=read.treaty.id,
        source=read.feed.source,
        outcome=outcome,
        changes=changes,
        pending=judged.pending,
    )


def _outcome(judged: _Judged) -> Outcome:
    if judged.baseline is None:
        return Outcome.BASELINE
    return Outcome.CHANGED if judged.differences else Outcome.UNCHANGED


def _snapshot(run: Run, read: Read, judged: _Judged, log: int) -> int:
    """A new snapshot where the chart as it stands differs from the last; the bundled one is always replaced."""
    last = judged.baseline
    if last and not last.bundled and _same(run.store.chart(last.id), judged.state):
        return last.id
    return run.store.add_snapshot(
        read.feed.id,
        judged.state,
        log=log,
        evidence=read.evidence.id,
        observed_at=read.read_at,
        published_on=read.evidence.published_on,
    )


def _same(stored: Chart, chart: Chart) -> bool:
    """Equal but for the stamp, and for what only serves to judge a chart."""
    return stored == replace(chart, status_as_of=stored.status_as_of, totals=None, duplicates=(), sparse=frozenset())


def _remember_effects(run: Run, read: Read, judged: _Judged) -> None:
    """What has taken effect and is not news: all of a first chart; later, dates that were absorbed in silence
    (unknown → known), and those that are shown again."""
    if read.feed.source != read.treaty.sources[0] and (judged.told or judged.baseline):
        return
    told = [d for d in judged.told if not d.shown_again]
    news = {(d.participant, d.field) for d in told} | judged.told_elsewhere
    news |= {(d.participant, Field.LEFT_ON) for d in told if d.kind is ChangeKind.DENOUNCED}
    before = history(run.store.chart(judged.baseline.id), date.max) if judged.baseline else {}
    old = {key for key, when in history(judged.state, date.max).items() if before.get(key) == when}
    remember_history(run, read.treaty, judged.state, run.today(read.treaty), news=news | old)


def remember_history(
    run: Run, treaty: Treaty, chart: Chart, day: date, news: Collection[tuple[str | None, Field]] = ()
) -> None:
    """Dates reached by a day that are history, and not `news`: they are never told."""
    known = run.store.effects(treaty.id)
    silent = {key: when for key, when in history(chart, day).items() if key not in news}
    if silent.keys() - known.keys():
        run.store.set_effects(treaty.id, {**silent, **known})
