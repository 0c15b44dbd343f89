"""One pass: fetch … record for each source of each treaty, then the roll-over of what takes effect."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from db.archive import digest
from db.store import Store
from jobs.reading import Reader, kind_of
from jobs.roll_over import roll_over
from jobs.run import begin, version
from jobs.settle import Entry, Read, settle
from jobs.state import ledger_of, signatories
from tracker.config import SavedFile
from tracker.errors import BusyError, FetchError, SourceError, UsageError, nearest
from tracker.guard import refuse_clock, refuse_stale, refuse_wrong_treaty
from tracker.models import Outcome, Response, SourceState, Validators, moment
from tracker.sources import parse
from tracker.sources.interpret import interpret, less_signatories

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from db.records import Evidence, Feed
    from jobs.run import Run
    from tracker.config import Config
    from tracker.fetch import Fetcher
    from tracker.models import Chart, NotModified, Treaty

_TURN = 30.0  # seconds a pass waits for another one to end


@contextmanager
def turn(config: Config, wait: float = _TURN) -> Iterator[None]:
    """One pass at a time on one database, daemon or by hand. Raises BusyError after the wait."""
    config.database.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{config.database}.turn")
    try:
        lock.acquire(timeout=wait)
    except Timeout as error:
        raise BusyError(
            f"another check of {config.database} has been running for {wait:.0f} s: try again in a moment"
        ) from error
    try:
        yield
    finally:
        lock.release()


def check(
    config: Config,
    *,
    now: Callable[[], datetime],
    treaties: Iterable[str] = (),
    sources: Iterable[str] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> list[Entry]:
    """Check each source of each treaty once; creates the database. Raises UsageError, DatabaseError, BusyError."""
    wanted = _wanted(config, tuple(treaties), tuple(sources))
    with ExitStack() as stack:
        stack.enter_context(turn(config))
        store = stack.enter_context(Store.open(config.database, create=True))
        run = begin(store, config, now())
        reader = Reader(config=config, store=store, fetcher=_fetcher_once(config, now, stack), now=now)
        return [entry for treaty, names in wanted for entry in check_treaty(run, reader, treaty, names, progress)]


def _wanted(
    config: Config, treaties: tuple[str, ...], sources: tuple[str, ...]
) -> list[tuple[Treaty, tuple[str, ...]]]:
    for key in treaties:
        if config.treaty(key) is None:
            known = [treaty.id for treaty in config.treaties]
            raise UsageError(f"treaty {key!r} is not followed{nearest(key, known)}")
    for name in sources:
        if name not in config.sources:
            raise UsageError(f"no source {name!r}{nearest(name, list(config.sources))}")
    chosen = [treaty for treaty in config.treaties if not treaties or treaty.id in treaties]
    pairs = [(treaty, tuple(name for name in treaty.sources if not sources or name in sources)) for treaty in chosen]
    return [(treaty, names) for treaty, names in pairs if names]


def _fetcher_once(config: Config, now: Callable[[], datetime], stack: ExitStack) -> Callable[[], Fetcher]:
    made: list[Fetcher] = []

    def fetcher() -> Fetcher:
        if not made:
            made.append(stack.enter_context(make_fetcher(config, now)))
        return made[0]

    return fetcher


def make_fetcher(config: Config, now: Callable[[], datetime]) -> Fetcher:
    """The HTTP client for a configuration."""
    from urllib.parse import urlsplit

    from tracker.config import CoeService
    from tracker.fetch import Fetcher, HttpSettings

    services = [source for source in config.sources.values() if isinstance(source, CoeService)]
    settings = HttpSettings(
        contact=config.contact,
        version=version(),
        timeout=config.http.timeout,
        min_gap=config.http.min_gap,
        retries=config.http.retries,
        max_bytes=config.http.max_bytes,
    )
    return Fetcher(settings, now=now, dh_hosts={urlsplit(source.api_url).hostname or "" for source in services})


def check_treaty(
    run: Run, reader: Reader, treaty: Treaty, names: Iterable[str], progress: Callable[[str], None] = lambda _: None
) -> list[Entry]:
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


def check_source(run: Run, reader: Reader, treaty: Treaty, name: str) -> Entry:
    """Fetch, archive, parse, judge and record one source of one treaty. Never raises for what a source does."""
    feed = run.store.feed(treaty.id, name)
    evidence: Evidence | None = None
    try:
        answer = reader.read(treaty, name, _validators(run, feed))
        run = run.moved_to(reader.now())
        if _still_the_same(run, feed, answer):
            _judge_clock(run, answer.date)
            return _unchanged(run, treaty, feed)
        arrived = _keep(run, feed, answer, name)
        evidence = arrived.evidence
        _judge_clock(run, answer.date)
        chart = read_chart(run, treaty, name, evidence)
        return settle(
            run,
            Read(
                treaty=treaty,
                feed=feed,
                chart=chart,
                evidence=evidence,
                read_at=run.at,
                validators=arrived.validators,
            ),
        )
    except SourceError as error:
        run = run.moved_to(reader.now())
        if isinstance(error, FetchError):
            _note_clock(run, error.date)
        return _failed(run, treaty, feed, error, evidence)


def _validators(run: Run, feed: Feed) -> Validators | None:
    """Ask "changed since?" only about the chart that was accepted, read as it would be read today."""
    return feed.validators if feed.reading == run.reading else None


def _still_the_same(run: Run, feed: Feed, answer: Response | NotModified) -> bool:
    """The same bytes as accepted last, read with the same program and configuration, and nothing waits."""
    if feed.evidence is None or feed.snapshot is None or feed.reading != run.reading:
        return False
    if isinstance(answer, Response) and digest(answer.body) != run.store.evidence(feed.evidence).sha256:
        return False
    return not run.store.pending(feed.id) and not run.store.snapshot(feed.snapshot).bundled


def _keep(run: Run, feed: Feed, answer: Response | NotModified, name: str) -> _Arrived:
    if not isinstance(answer, Response):
        assert feed.evidence is not None  # noqa: S101 - validators are only sent with a baseline
        return _Arrived(evidence=run.store.evidence(feed.evidence), validators=feed.validators)
    source = run.config.sources[name]
    saved = isinstance(source, SavedFile)
    evidence = run.store.keep(
        feed.id,
        answer,
        origin="saved" if saved else "live",
        published_on=source.published_on if isinstance(source, SavedFile) else None,
    )
    validators = Validators(etag=answer.headers.get("etag"), last_modified=answer.headers.get("last-modified"))
    return _Arrived(evidence=evidence, validators=validators)


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
    ledger = ledger_of(run.store, treaty)
    return less_signatories(chart, signatories(ledger.state, run.today(treaty))) if ledger.state.rows else chart


def _charset(evidence: Evidence) -> str | None:
    from email.message import Message

    header = Message()
    header["content-type"] = evidence.headers.get("content-type", "")
    return header.get_content_charset()


# ---- the clock ----------------------------------------------------------------------------------


def _judge_clock(run: Run, served: datetime | None) -> None:
    refuse_clock(run.at, served, run.store.last_good_at(), run.config.clock_tolerance)
    _note_clock(run, served)


def _note_clock(run: Run, served: datetime | None) -> None:
    if served is not None and abs(run.at - served) <= run.config.clock_tolerance:
        run.store.remember("clock_confirmed_at", moment(run.at))


# ---- outcomes that touch no chart ---------------------------------------------------------------


def _unchanged(run: Run, treaty: Treaty, feed: Feed) -> Entry:
    # a page's own stamp stands in the bytes, which are the same; a service without one speaks of today
    stamped = kind_of(run.config.sources[feed.source]) == "coe-chart" or isinstance(
        run.config.sources[feed.source], SavedFile
    )
    with run.store.transaction():
        run.store.log(
            run.at,
            "check",
            feed=feed.id,
            outcome=Outcome.UNCHANGED,
            evidence=feed.evidence,
            configuration=run.configuration,
        )
        run.store.note_good(
            feed,
            run.at,
            status_as_of=feed.status_as_of if stamped else run.today(treaty),
            snapshot=feed.snapshot,
            evidence=feed.evidence,
            reading=run.reading,
            validators=feed.validators,
        )
    return Entry(treaty=treaty.id, source=feed.source, outcome=Outcome.UNCHANGED)


def _failed(run: Run, treaty: Treaty, feed: Feed, error: SourceError, evidence: Evidence | None) -> Entry:
    failures = feed.failures + 1
    state = SourceState.DOWN if failures >= run.config.down_after else SourceState.DEGRADED
    with run.store.transaction():
        run.store.log(
            run.at,
            "check",
            feed=feed.id,
            outcome=Outcome.FAILED,
            evidence=evidence.id if evidence else None,
            error=(error.kind, error.message),
            configuration=run.configuration,
        )
        run.store.note_failure(feed, run.at, error.message, state, failures)
        pending = run.store.pending(feed.id)
    return Entry(
        treaty=treaty.id,
        source=feed.source,
        outcome=Outcome.FAILED,
        pending=pending,
        error=(error.kind, error.message),
    )
