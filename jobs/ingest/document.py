"""One check: fetch a document and archive it. If its bytes are new, parse, compare, judge and record it. Then apply
the dates that take effect.

A check that finds the same bytes needs neither the rules of change nor the table of participants. They are imported
where a document is parsed.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from db.stores.archive import digest
from jobs.faults import as_source_error
from jobs.ingest.document_kinds import CHART, LIST_IN_FRENCH, LIST_OF_STATEMENTS
from jobs.ingest.pipeline import ingest
from jobs.ingest.roll_over import roll_over
from jobs.ingest.subject import Received
from jobs.notify import alerts
from tracker.errors import ErrorKind, FetchError, ParseError, SourceError
from tracker.guard.clock import refuse_clock
from tracker.models import Outcome, Response, SourceState, Validators, but, moment
from tracker.models.records import SourceResult
from tracker.sources.registry import is_stamped, published_on
from tracker.wording import alerts as words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from jobs.context import Pass
    from jobs.ingest.document_kinds import Document
    from jobs.ingest.fetching import Reader
    from tracker.models import NotModified, Treaty
    from tracker.models.records import Evidence, Feed

#: Only checked for the past week, and stored at most hourly, to avoid a write on every check.
_CLOCK_NOTED_EVERY = timedelta(hours=1)

#: How long "not modified", or what a cache holds, is believed.
_BELIEVED = timedelta(days=1)
_DISTRUSTED = "validators_distrusted:{}"  # the source's name


def check_treaty(
    run: Pass, reader: Reader, treaty: Treaty, names: Iterable[str], progress: Callable[[str], None] = lambda _: None
) -> list[SourceResult]:
    """Check some sources of one treaty. Dates that take effect are added to the first result, whatever its outcome."""
    entries = []
    for name in names:
        progress(f"{treaty.id} from {name}")
        entries.append(check_source(run.moved_to(reader.now()), reader, treaty, name))
    reached = roll_over(run.moved_to(reader.now()), treaty)
    if reached:
        entries[0] = but(entries[0], changes=entries[0].changes + reached)
    return entries


# ---- one document -------------------------------------------------------------------------------


def check_source(run: Pass, reader: Reader, treaty: Treaty, name: str) -> SourceResult:
    """Read the chart of a treaty from one of its sources. A fault of the source is a result, not an exception."""
    return _check(run, reader, treaty, name, CHART)


def check_statements(run: Pass, reader: Reader, treaty: Treaty, name: str) -> SourceResult:
    """Read the list of statements to a treaty from a source of kind coe-service. A fault of the source is a result."""
    return _check(run, reader, treaty, name, LIST_OF_STATEMENTS)


def check_french(run: Pass, reader: Reader, treaty: Treaty, name: str) -> SourceResult:
    """Read the same list in French. A fault of it is a result of its own."""
    return _check(run, reader, treaty, name, LIST_IN_FRENCH)


def _check(run: Pass, reader: Reader, treaty: Treaty, source: str, document: Document) -> SourceResult:
    """Fetch → archive → parse → compare → judge → record. Stop after the fetch if the bytes are unchanged."""
    feed = document.feed(run, treaty, source)
    evidence: Evidence | None = None
    try:
        with as_source_error(f"{source} of {treaty.id}"):
            answer = document.fetch(reader, treaty, source, _validators(run, feed, source))
            run = run.moved_to(reader.now())
            if _same_bytes(run, feed, answer) and document.nothing_waits(run, feed):
                _judge_clock(run, answer)
                return _unchanged(run, treaty, feed, answer)
            received = _archive(run, treaty, feed, answer)
            evidence = received.evidence
            _judge_clock(run, answer)
            _judge_validators(run, feed, source, answer)
            return ingest(run, document.parse(run, received))
    except SourceError as error:
        run = run.moved_to(reader.now())
        if isinstance(error, FetchError):
            _note_clock(run, error.date)
        return _failed(run, treaty, feed, error, evidence)


def _validators(run: Pass, feed: Feed, source: str) -> Validators | None:
    """The validators to send; None: the whole page is asked for.

    "Not modified" is a claim of the server, not an observation: it is believed for a day after the last whole page, of
    bytes that this version read with this configuration, and not where a claim was found to be wrong.
    """
    if feed.reading != run.reading or feed.body_at is None or not timedelta() <= run.at - feed.body_at < _BELIEVED:
        return None
    return None if run.store.memory.get(_DISTRUSTED.format(source)) else feed.validators


def _judge_validators(run: Pass, feed: Feed, source: str, answer: Response | NotModified) -> None:
    """Tell a person, once for each source, that its page changed under the same validator: it is used no more."""
    if not isinstance(answer, Response) or feed.evidence is None or not _same_validator(feed.validators, answer):
        return
    key = _DISTRUSTED.format(source)
    if digest(answer.body) == run.store.archive.evidence(feed.evidence).sha256 or run.store.memory.get(key):
        return
    with run.recorder.transaction():
        run.recorder.remember(key, moment(run.at))
        alerts.alert(run, partial(words.validator_kept, feed))


def _same_validator(known: Validators, answer: Response) -> bool:
    etag = answer.headers.get("etag")
    if known.etag or etag:
        return known.etag == etag
    return bool(known.last_modified) and known.last_modified == answer.headers.get("last-modified")


def _same_bytes(run: Pass, feed: Feed, answer: Response | NotModified) -> bool:
    """True for the bytes accepted last, if they were read with the same program and configuration."""
    if feed.evidence is None or feed.reading != run.reading:
        return False
    return not isinstance(answer, Response) or digest(answer.body) == run.store.archive.evidence(feed.evidence).sha256


def _archive(run: Pass, treaty: Treaty, feed: Feed, answer: Response | NotModified) -> Received:
    """Archive a body as evidence before it is parsed. "Not modified" means the body accepted last."""
    if isinstance(answer, Response):
        evidence = _keep(run, feed, answer)
        validators = Validators(etag=answer.headers.get("etag"), last_modified=answer.headers.get("last-modified"))
    else:
        assert feed.evidence is not None  # noqa: S101 - validators are only sent with a baseline
        evidence, validators = run.store.archive.evidence(feed.evidence), feed.validators
    return Received(
        treaty=treaty,
        feed=feed,
        evidence=evidence,
        read_at=run.at,
        validators=validators,
        whole=isinstance(answer, Response),
    )


def _keep(run: Pass, feed: Feed, response: Response) -> Evidence:
    source = run.config.sources.get(
        feed.source
    )  # None for a list of statements: its feed's source is not a configured one
    public = published_on(source)
    return run.store.archive.keep(feed.id, response, origin="saved" if public else "live", published_on=public)


# ---- the clock ----------------------------------------------------------------------------------


def _judge_clock(run: Pass, answer: Response | NotModified) -> None:
    if answer.cached_for > _BELIEVED:
        hours = round(answer.cached_for.total_seconds() / 3600)
        raise ParseError(ErrorKind.STALE, f"a cache answered with what it had held for {hours} hours")
    refuse_clock(run.at, answer.date, run.store.log.last_good_at(), run.config.clock_tolerance)
    _note_clock(run, answer.date)


def _note_clock(run: Pass, served: datetime | None) -> None:
    if served is None or abs(run.at - served) > run.config.clock_tolerance:
        return
    before = run.store.memory.clock_confirmed_at()
    if before is None or abs(run.at - before) > _CLOCK_NOTED_EVERY:
        run.recorder.remember("clock_confirmed_at", moment(run.at))


# ---- outcomes that touch no chart ---------------------------------------------------------------


def _unchanged(run: Pass, treaty: Treaty, feed: Feed, answer: Response | NotModified) -> SourceResult:
    with run.store.light_transaction():
        run.recorder.log(
            run.at,
            "check",
            feed=feed.id,
            outcome=Outcome.UNCHANGED,
            evidence=feed.evidence,
            configuration=run.configuration,
            status_as_of=_status_of_same(run, treaty, feed),
            whole=isinstance(answer, Response),
        )
        note_unchanged(run, treaty, feed, body_at=run.at if isinstance(answer, Response) else None)
        run.recorder.supersede(feed.id, run.at)
    return SourceResult(treaty=treaty.id, source=feed.source, outcome=Outcome.UNCHANGED)


def note_unchanged(run: Pass, treaty: Treaty, feed: Feed, *, body_at: datetime | None = None) -> None:
    """Note that the same bytes came again: the baseline is confirmed, as of the day it names or of today.

    `body_at`: when they came whole; None: the server only said that the page is not modified.
    """
    run.store.log.note_good(
        feed,
        run.at,
        status_as_of=_status_of_same(run, treaty, feed),
        snapshot=feed.snapshot,
        evidence=feed.evidence,
        reading=run.reading,
        validators=feed.validators,
        body_at=body_at,
    )


def _status_of_same(run: Pass, treaty: Treaty, feed: Feed) -> date | None:
    """A page that prints its status day keeps it, as its bytes are the same. Other sources describe today."""
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
        pending = run.store.charts.pending(feed.id)
    return SourceResult(
        treaty=treaty.id,
        source=feed.source,
        outcome=Outcome.FAILED,
        pending=pending,
        error=(error.kind, error.message),
    )
