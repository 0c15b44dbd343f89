"""One source, or list of statements, read once: fetch, archive, and the short way out if nothing is new; then what
takes effect.

A check that finds the same bytes needs neither the rules of change nor the table of participants: they are imported
where a chart is judged.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from db.stores.archive import digest
from jobs.ingest.roll_over import roll_over
from jobs.notify import alerts
from tracker.errors import FetchError, SourceError
from tracker.guard.charts import refuse_clock
from tracker.models import STATEMENTS, Outcome, Response, SourceState, Validators, moment
from tracker.models.records import SourceResult
from tracker.sources.registry import is_stamped, published_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from jobs.context import Pass
    from jobs.ingest.fetching import Reader
    from tracker.models import NotModified, Treaty
    from tracker.models.records import Evidence, Feed

_CLOCK_NOTED_EVERY = timedelta(hours=1)  # it is asked whether the last week had one: a write a check is too many


def check_treaty(
    run: Pass, reader: Reader, treaty: Treaty, names: Iterable[str], progress: Callable[[str], None] = lambda _: None
) -> list[SourceResult]:
    """Check some sources of one treaty; what takes effect is told with the first entry, whatever its outcome."""
    entries = []
    for name in names:
        progress(f"{treaty.id} from {name}")
        entries.append(check_source(run.moved_to(reader.now()), reader, treaty, name))
    reached = roll_over(run.moved_to(reader.now()), treaty)
    if reached:
        entries[0] = replace(entries[0], changes=entries[0].changes + reached)
    return entries


# ---- one source ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrived:
    """What came from a source: the evidence it is, and what to ask with next time."""

    evidence: Evidence
    validators: Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    """A kind of document: how it is asked for, whether the same bytes would say nothing new, how it is judged."""

    ask: Callable[[Validators | None], Response | NotModified]
    is_settled: Callable[[Pass, Feed], bool]
    settle: Callable[[Pass, Treaty, Feed, _Arrived], SourceResult]


def check_source(run: Pass, reader: Reader, treaty: Treaty, name: str) -> SourceResult:
    """Fetch, archive, parse, judge and record one source of one treaty. Never raises for what a source does."""
    chart = _Document(
        ask=lambda validators: reader.read(treaty, name, validators), is_settled=nothing_waits, settle=_settle_chart
    )
    return _check(run, reader, treaty, run.store.treaties.feed(treaty.id, name), chart)


def check_statements(run: Pass, reader: Reader, treaty: Treaty, name: str) -> SourceResult:
    """The same for the list of statements to a treaty, from a source of kind coe-service: a document beside its
    charts, with a feed of its own."""
    statements = _Document(
        ask=lambda validators: reader.read_statements(treaty, name, validators),
        is_settled=lambda run, feed: not run.store.statements.pending(feed.id),
        settle=_settle_statements,
    )
    return _check(run, reader, treaty, run.store.treaties.document_feed(treaty.id, STATEMENTS), statements)


def _check(run: Pass, reader: Reader, treaty: Treaty, feed: Feed, document: _Document) -> SourceResult:
    evidence: Evidence | None = None
    try:
        answer = document.ask(_validators(run, feed))
        run = run.moved_to(reader.now())
        if _same_bytes(run, feed, answer) and document.is_settled(run, feed):
            _judge_clock(run, answer.date)
            return _unchanged(run, treaty, feed)
        arrived = _keep(run, feed, answer)
        evidence = arrived.evidence
        _judge_clock(run, answer.date)
        return document.settle(run, treaty, feed, arrived)
    except SourceError as error:
        run = run.moved_to(reader.now())
        if isinstance(error, FetchError):
            _note_clock(run, error.date)
        return _failed(run, treaty, feed, error, evidence)


def _settle_chart(run: Pass, treaty: Treaty, feed: Feed, arrived: _Arrived) -> SourceResult:
    from jobs.ingest.charts import Read, read_chart, settle

    return settle(
        run,
        Read(
            treaty=treaty,
            feed=feed,
            chart=read_chart(run, treaty, feed.source, arrived.evidence),
            evidence=arrived.evidence,
            read_at=run.at,
            validators=arrived.validators,
        ),
    )


def _settle_statements(run: Pass, treaty: Treaty, feed: Feed, arrived: _Arrived) -> SourceResult:
    from jobs.ingest.statements import ReadList, read_list, settle

    return settle(
        run,
        ReadList(
            treaty=treaty,
            feed=feed,
            statements=read_list(run, arrived.evidence),
            evidence=arrived.evidence,
            read_at=run.at,
            validators=arrived.validators,
        ),
    )


def _validators(run: Pass, feed: Feed) -> Validators | None:
    """Ask "changed since?" only about the chart that was accepted, read as it would be read today."""
    return feed.validators if feed.reading == run.reading else None


def _same_bytes(run: Pass, feed: Feed, answer: Response | NotModified) -> bool:
    """The same bytes as accepted last, read with the same program and configuration."""
    if feed.evidence is None or feed.reading != run.reading:
        return False
    return not isinstance(answer, Response) or digest(answer.body) == run.store.archive.evidence(feed.evidence).sha256


def nothing_waits(run: Pass, feed: Feed) -> bool:
    """The same bytes would say nothing new: no value waits to be confirmed, and the baseline was read from a page."""
    assert feed.snapshot is not None  # noqa: S101 - asked only of feeds that have a baseline
    return not run.store.charts.pending(feed.id) and not run.store.charts.snapshot(feed.snapshot).bundled


def _keep(run: Pass, feed: Feed, answer: Response | NotModified) -> _Arrived:
    if not isinstance(answer, Response):
        assert feed.evidence is not None  # noqa: S101 - validators are only sent with a baseline
        return _Arrived(evidence=run.store.archive.evidence(feed.evidence), validators=feed.validators)
    source = run.config.sources.get(feed.source)  # none has the name of the lists of statements
    public = published_on(source)
    evidence = run.store.archive.keep(feed.id, answer, origin="saved" if public else "live", published_on=public)
    validators = Validators(etag=answer.headers.get("etag"), last_modified=answer.headers.get("last-modified"))
    return _Arrived(evidence=evidence, validators=validators)


# ---- the clock ----------------------------------------------------------------------------------


def _judge_clock(run: Pass, served: datetime | None) -> None:
    refuse_clock(run.at, served, run.store.log.last_good_at(), run.config.clock_tolerance)
    _note_clock(run, served)


def _note_clock(run: Pass, served: datetime | None) -> None:
    if served is None or abs(run.at - served) > run.config.clock_tolerance:
        return
    before = run.store.memory.clock_confirmed_at()
    if before is None or abs(run.at - before) > _CLOCK_NOTED_EVERY:
        run.recorder.remember("clock_confirmed_at", moment(run.at))


# ---- outcomes that touch no chart ---------------------------------------------------------------


def _unchanged(run: Pass, treaty: Treaty, feed: Feed) -> SourceResult:
    with run.store.light_transaction():
        run.recorder.log(
            run.at,
            "check",
            feed=feed.id,
            outcome=Outcome.UNCHANGED,
            evidence=feed.evidence,
            configuration=run.configuration,
            status_as_of=_status_of_same(run, treaty, feed),
        )
        note_unchanged(run, treaty, feed)
        run.recorder.supersede(feed.id, run.at)
        alerts.after_recovery(run, feed)
    return SourceResult(treaty=treaty.id, source=feed.source, outcome=Outcome.UNCHANGED)


def note_unchanged(run: Pass, treaty: Treaty, feed: Feed) -> None:
    """The same bytes came again: the baseline stands, as of the day it names or of today."""
    run.store.log.note_good(
        feed,
        run.at,
        status_as_of=_status_of_same(run, treaty, feed),
        snapshot=feed.snapshot,
        evidence=feed.evidence,
        reading=run.reading,
        validators=feed.validators,
    )


def _status_of_same(run: Pass, treaty: Treaty, feed: Feed) -> date | None:
    """A page's own stamp stands in the bytes, which are the same; a service without one speaks of today."""
    source = run.config.sources.get(feed.source)
    stamped = source is not None and is_stamped(source.name)
    return feed.status_as_of if stamped else run.today(treaty)


def _failed(run: Pass, treaty: Treaty, feed: Feed, error: SourceError, evidence: Evidence | None) -> SourceResult:
    failures = feed.failures + 1
    state = SourceState.DOWN if failures >= run.config.down_after else SourceState.DEGRADED
    with run.recorder.transaction():
        run.recorder.log(
            run.at,
            "check",
            feed=feed.id,
            outcome=Outcome.FAILED,
            evidence=evidence.id if evidence else None,
            error=(error.kind, error.message),
            configuration=run.configuration,
        )
        run.store.log.note_failure(feed, run.at, error.message, state, failures)
        alerts.after_failure(run, feed, state, failures, error.message)
        pending = run.store.charts.pending(feed.id)
    return SourceResult(
        treaty=treaty.id,
        source=feed.source,
        outcome=Outcome.FAILED,
        pending=pending,
        error=(error.kind, error.message),
    )
