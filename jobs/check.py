"""One pass: fetch … record for each source of each treaty, then the roll-over of what takes effect."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from db.store import Store
from jobs.instance import alone
from jobs.reading import Reader, statements_source
from jobs.run import begin, version
from jobs.source import check_statements, check_treaty
from tracker.errors import BusyError, UsageError, nearest
from tracker.models import STATEMENTS, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from jobs.run import Run
    from tracker.config import Config
    from tracker.fetch import Fetcher
    from tracker.models import Treaty
    from tracker.models.records import SourceResult

_TURN = 30.0  # seconds a pass waits for another one to end


@contextmanager
def turn(config: Config) -> Iterator[None]:
    """One pass at a time on one database, daemon or by hand. Raises BusyError after the wait."""
    config.database.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{config.database}.turn")
    try:
        lock.acquire(timeout=_TURN)
    except Timeout as error:
        raise BusyError(
            f"another check of {config.database} has been running for {_TURN:.0f} s: try again in a moment"
        ) from error
    try:
        yield
    finally:
        lock.release()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What checks are made with: a store, a pass begun on it, a reader. The daemon keeps one for all its checks."""

    run: Run
    reader: Reader

    @classmethod
    def open(cls, config: Config, now: Callable[[], datetime], stack: ExitStack) -> Desk:
        """Open the database (it is created if there is none); the stack closes what was opened."""
        store = stack.enter_context(Store.open(config.database, create=True))
        reader = Reader(config=config, store=store, fetcher=_fetcher_once(config, now, stack), now=now)
        return cls(run=begin(store, config, now()), reader=reader)


def check(
    config: Config,
    *,
    now: Callable[[], datetime],
    treaties: Iterable[str] = (),
    sources: Iterable[str] = (),
    progress: Callable[[str], None] = lambda _: None,
    beside: Callable[[SourceResult], None] = lambda _: None,
) -> list[SourceResult]:
    """One pass by hand: check, publish, and deliver what is due unless the daemon runs.

    Also the list of statements of each treaty whose service answered in this pass: what came of each is said to
    `beside`, and no entry of a chart speaks of it. Raises UsageError, ConfigError, DatabaseError, BusyError.
    """
    wanted = _wanted(config, tuple(treaties), tuple(sources))
    with ExitStack() as stack:
        stack.enter_context(turn(config))
        desk = Desk.open(config, now, stack)
        entries = check_at(desk, wanted, progress)
        answered = {(entry.treaty, entry.source) for entry in entries if entry.outcome is not Outcome.FAILED}
        lists = [treaty for treaty, _ in wanted if (treaty.id, statements_source(config, treaty)) in answered]
        for listed in statements_at(desk, lists, progress):
            beside(listed)
    deliver_if_alone(config, now)
    return entries


Wanted = list[tuple["Treaty", tuple[str, ...]]]


def check_at(desk: Desk, wanted: Wanted, progress: Callable[[str], None] = lambda _: None) -> list[SourceResult]:
    """Check some sources of some treaties, and publish what changed. Its turn is the caller's to take."""
    entries = [
        entry for treaty, names in wanted for entry in check_treaty(desk.run, desk.reader, treaty, names, progress)
    ]
    _publish(desk, entries)
    return entries


def statements_at(
    desk: Desk, treaties: Iterable[Treaty], progress: Callable[[str], None] = lambda _: None
) -> list[SourceResult]:
    """Read the lists of statements of these treaties, of those that have one, and publish what changed. Its turn is the
    caller's to take."""
    entries = []
    for treaty in treaties:
        source = statements_source(desk.run.config, treaty)
        if source is not None:
            progress(f"{STATEMENTS} of {treaty.id} from {source}")
            entries.append(check_statements(desk.run.moved_to(desk.reader.now()), desk.reader, treaty, source))
    _publish(desk, entries)
    return entries


def _publish(desk: Desk, entries: Iterable[SourceResult]) -> None:
    folder = desk.run.config.publish_folder
    if folder and any(entry.changes for entry in entries):
        from jobs.publish import publish

        publish(desk.run.store, folder, now=desk.reader.now())


def deliver_if_alone(config: Config, now: Callable[[], datetime]) -> None:
    """Deliver what is due at once, unless the daemon runs: then it does."""
    channels = [channel for channel in config.channels if channel.url and channel.digest == "immediate"]
    if not channels:
        return
    from jobs.delivery import deliver  # Apprise is slow to import: only where there is somebody to tell

    try:
        with alone(config.database, "check"), Store.open(config.database) as store:
            for channel in channels:
                deliver(begin(store, config, now()), channel)
    except BusyError:
        return


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
    wanted = [(treaty, names) for treaty, names in pairs if names]
    if sources and not wanted:
        raise UsageError(f"no treaty asked for reads {' or '.join(sources)}: name it in `sources` of a [[treaty]]")
    return wanted


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
