"""One chart that was read: judge it, compare it with the baseline, and record what it changes, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from db.knowledge import Knowledge
from jobs.ingest.fetching import Arrival
from jobs.ingest.recording import Scene, tell
from jobs.notify import alerts
from tracker.answers.knowledge import ledger_of, signatories
from tracker.diff import Ledger, Terms, as_baseline, compare, to_tell
from tracker.guard.charts import Doubt, doubts, refuse_stale, refuse_wrong_treaty
from tracker.law import history
from tracker.models import ChangeKind, Chart, Decision, Field, Outcome, Pending
from tracker.models.records import SourceResult
from tracker.models.wire import charset_of
from tracker.sources.interpret import interpret, less_signatories
from tracker.sources.registry import kind_of, published_on

if TYPE_CHECKING:
    from collections.abc import Collection

    from jobs.context import Pass
    from tracker.diff import Comparison
    from tracker.models import Difference, Treaty
    from tracker.models.records import Evidence, Feed, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Arrival):
    """A chart as read from a source: what stands on the table when it is judged."""

    chart: Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """A chart, compared with what is known."""

    state: Chart
    differences: tuple[Difference, ...] = ()  # all of them
    told: tuple[Difference, ...] = ()  # those that must be told
    pending: tuple[Pending, ...] = ()
    baseline: Snapshot | None = None
    comparison: Comparison | None = None  # with the baseline
    told_elsewhere: frozenset[tuple[str | None, Field]] = frozenset()  # facts another source told before


def settle(run: Pass, read: Read) -> SourceResult:
    """Judge a chart and record the outcome in one transaction."""
    compared = _compare(run, read)
    found = () if read.item else _doubts(run, read, compared)
    return quarantine(run, read, found) if found else _accept(run, read, compared)


def settle_again(run: Pass, read: Read) -> SourceResult:
    """Record a chart that was believed, as the log says: nothing is doubted anew."""
    return _accept(run, read, _compare(run, read))


def read_chart(run: Pass, treaty: Treaty, name: str, evidence: Evidence) -> Chart:
    """The chart that kept bytes hold, fit to be judged. Raises ParseError."""
    chart = _as_stamped(run, treaty, name, evidence)
    refuse_wrong_treaty(chart, treaty.number_for(name))
    refuse_stale(chart.status_as_of, run.store.treaties.feed(treaty.id, name).status_as_of)
    return _completed(run, treaty, chart)


def read_again(run: Pass, treaty: Treaty, name: str, evidence: Evidence) -> Chart:
    """The chart of kept bytes that were believed, as the log says. Raises ParseError."""
    return _completed(run, treaty, _as_stamped(run, treaty, name, evidence))


def _as_stamped(run: Pass, treaty: Treaty, name: str, evidence: Evidence) -> Chart:
    """The chart, as of the day that it or the person who saved it names, if any."""
    source = run.config.sources[name]
    body = run.store.archive.body(evidence.sha256)
    printed = kind_of(source).parse(body, charset_of(evidence.headers), treaty.number_for(name))
    chart = interpret(
        printed,
        run.participants,
        blank_non_member_invited=treaty.blank_non_member_invited,
        by_invitation=treaty.by_invitation,
    )
    return replace(chart, status_as_of=chart.status_as_of or published_on(source))


def _completed(run: Pass, treaty: Treaty, chart: Chart) -> Chart:
    """With a day, and with what only the rest of our knowledge tells."""
    chart = replace(chart, status_as_of=chart.status_as_of or run.today(treaty))
    if not any(row.listed for row in chart.rows):
        return chart
    # only the members' page lists signatories and the invited together
    ledger = ledger_of(Knowledge(run.store), treaty)
    return less_signatories(chart, signatories(ledger.state, run.today(treaty))) if ledger.state.rows else chart


# ---- comparing and judging ----------------------------------------------------------------------


def _compare(run: Pass, read: Read) -> _Compared:
    store, treaty = run.store, read.treaty
    ledger = ledger_of(Knowledge(store), treaty)
    own = store.charts.snapshot(read.feed.snapshot) if read.feed.snapshot else None
    baseline = store.charts.chart(own.id) if own else None
    terms = _terms(run, read, ledger, bundled=bool(own and own.bundled))
    comparison = compare(baseline, read.chart, terms) if baseline else None
    if comparison is None:
        return _compare_first(read, ledger, terms)
    told = to_tell(
        comparison.differences,
        ledger,
        source=read.feed.source,
        authority=read.feed.source == treaty.sources[0],
    )
    return _Compared(
        state=comparison.state,
        differences=comparison.differences,
        told=told,
        pending=comparison.pending,
        baseline=own,
        comparison=comparison,
        told_elsewhere=frozenset(ledger.elsewhere),
    )


def _compare_first(read: Read, ledger: Ledger, terms: Terms) -> _Compared:
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
    return _Compared(state=as_baseline(read.chart), told=told)


def _doubts(run: Pass, read: Read, compared: _Compared) -> tuple[Doubt, ...]:
    return doubts(
        read.chart,
        run.store.charts.chart(compared.baseline.id) if compared.baseline else None,
        compared.comparison,
        limits=run.config.limits,
        today=run.today(read.treaty),
        opened_on=read.treaty.opened_on,
    )


def _terms(run: Pass, read: Read, ledger: Ledger, *, bundled: bool) -> Terms:
    others = [f for f in run.store.treaties.feeds(read.treaty.id) if f.id != read.feed.id and f.snapshot]
    return Terms(
        today=run.today(read.treaty),
        now=run.at,
        confirm_after=None if read.item else run.config.confirm_after,
        pending=run.store.charts.pending(read.feed.id),
        retracted=ledger.retracted,
        bundled=bundled,
        invited_elsewhere=frozenset().union(*(_listed_as_invited(run, feed) for feed in others)),
        acted_elsewhere=frozenset().union(*(_acted(run, feed) for feed in others)),
        successors={p.id: p.successors for p in run.participants.by_id.values() if p.successors},
    )


def _listed_as_invited(run: Pass, feed: Feed) -> set[str]:
    """Whom another source's last chart still lists among the invited; a loss not yet confirmed there is none."""
    assert feed.snapshot  # noqa: S101 - asked only of feeds that have a baseline
    gone = {
        waiting.participant
        for waiting in run.store.charts.pending(feed.id)
        if waiting.field in (Field.INVITED, Field.ROW)
        and feed.last_good_at
        and feed.last_good_at > waiting.since
        and feed.last_good_at - waiting.since >= run.config.confirm_after
    }
    return {row.participant for row in run.store.charts.chart(feed.snapshot).rows if row.invited} - gone


def _acted(run: Pass, feed: Feed) -> set[str]:
    assert feed.snapshot  # noqa: S101 - asked only of feeds that have a baseline
    return {row.participant for row in run.store.charts.chart(feed.snapshot).rows if row.signed_on or row.consent_on}


# ---- quarantine ---------------------------------------------------------------------------------


def quarantine(run: Pass, read: Arrival, found: tuple[Doubt, ...]) -> SourceResult:
    """Keep what is doubted for a person to decide: no change from it, no new baseline."""
    kind, message = found[0].kind, "; ".join(f"{doubt.kind}: {doubt.message}" for doubt in found)
    with run.recorder.transaction():
        run.recorder.log(
            run.at,
            "check",
            feed=read.feed.id,
            outcome=Outcome.QUARANTINED,
            evidence=read.evidence.id,
            error=(kind, message),
            configuration=run.configuration,
        )
        item, new = run.store.decisions.put_in_quarantine(read.feed.id, read.evidence.id, kind, message, run.at)
        if new:
            alerts.after_quarantine(run, item)
        run.store.log.note_doubt(read.feed, run.at, message)
        pending = run.store.charts.pending(read.feed.id)
    return SourceResult(
        treaty=read.treaty.id,
        source=read.feed.source,
        outcome=Outcome.QUARANTINED,
        pending=pending,
        error=(kind, message),
    )


# ---- acceptance ---------------------------------------------------------------------------------


def _accept(run: Pass, read: Read, compared: _Compared) -> SourceResult:
    outcome = _outcome(compared)
    store = run.store
    with run.recorder.transaction():
        log = log_accepted(run, read, outcome, compared.state.status_as_of)
        snapshot = _snapshot(run, read, compared, log)
        store.charts.set_pending(read.feed.id, compared.pending)
        note_accepted(run, read, snapshot=snapshot, status_as_of=compared.state.status_as_of)
        _remember_effects(run, read, compared)
        scene = Scene(
            treaty=read.treaty,
            chart=compared.state,
            source=read.feed.source,
            snapshot=snapshot,
            previous_snapshot=compared.baseline.id if compared.baseline else None,
            log=log,
        )
        changes = tell(run, scene, compared.told)
    return SourceResult(
        treaty=read.treaty.id,
        source=read.feed.source,
        outcome=outcome,
        changes=changes,
        pending=compared.pending,
    )


def log_accepted(run: Pass, read: Arrival, outcome: Outcome, status_as_of: date | None) -> int:
    """The log entry of a read that was believed, at once or by a person later. Within a transaction."""
    return run.recorder.log(
        run.at,
        "accept" if read.item else "check",
        feed=read.feed.id,
        outcome=outcome,
        evidence=read.evidence.id,
        configuration=run.configuration,
        read_at=read.read_at if read.item else None,
        status_as_of=status_as_of,
    )


def note_accepted(run: Pass, read: Arrival, *, snapshot: int | None, status_as_of: date | None) -> None:
    """The feed stands on what was read; what waited for a person is settled. Within a transaction."""
    run.store.log.note_good(
        read.feed,
        read.read_at,
        status_as_of=status_as_of,
        snapshot=snapshot,
        evidence=read.evidence.id,
        reading=run.reading,
        validators=read.validators,
    )
    alerts.after_recovery(run, read.feed)
    run.recorder.supersede(read.feed.id, run.at)
    if read.item:
        run.recorder.decide(read.item, Decision.ACCEPTED, run.at)


def _outcome(compared: _Compared) -> Outcome:
    if compared.baseline is None:
        return Outcome.BASELINE
    return Outcome.CHANGED if compared.differences else Outcome.UNCHANGED


def _snapshot(run: Pass, read: Read, compared: _Compared, log: int) -> int:
    """A new snapshot where the chart as it stands differs from the last; the bundled one is always replaced."""
    last = compared.baseline
    if last and not last.bundled and _same(run.store.charts.chart(last.id), compared.state):
        return last.id
    return run.store.charts.add(
        read.feed.id,
        compared.state,
        log=log,
        evidence=read.evidence.id,
        observed_at=read.read_at,
        accepted_at=run.at if read.item else None,
        published_on=read.evidence.published_on,
    )


def _same(stored: Chart, chart: Chart) -> bool:
    """Equal but for the stamp, and for what only serves to judge a chart."""
    return stored == replace(chart, status_as_of=stored.status_as_of, totals=None, duplicates=(), sparse=frozenset())


def _remember_effects(run: Pass, read: Read, compared: _Compared) -> None:
    """What has taken effect and is not news: all of a first chart; later, dates that were absorbed in silence
    (unknown → known), and those that are shown again."""
    if read.feed.source != read.treaty.sources[0] and (compared.told or compared.baseline):
        return
    told = [d for d in compared.told if not d.shown_again]
    news = {(d.participant, d.field) for d in told} | compared.told_elsewhere
    news |= {(d.participant, Field.LEFT_ON) for d in told if d.kind is ChangeKind.DENOUNCED}
    before = history(run.store.charts.chart(compared.baseline.id), date.max) if compared.baseline else {}
    old = {key for key, when in history(compared.state, date.max).items() if before.get(key) == when}
    remember_history(run, read.treaty, compared.state, run.today(read.treaty), news=news | old)


def remember_history(
    run: Pass, treaty: Treaty, chart: Chart, day: date, news: Collection[tuple[str | None, Field]] = ()
) -> None:
    """Dates reached by a day that are history, and not `news`: they are never told."""
    known = run.store.charts.effects(treaty.id)
    silent = {key: when for key, when in history(chart, day).items() if key not in news}
    if silent.keys() - known.keys():
        run.store.charts.set_effects(treaty.id, {**silent, **known})
