"""One pass: check each source of each treaty, roll over the dates that take effect, publish."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from db.store import Store
from jobs.beginning import ensure_database
from jobs.context import begin
from jobs.ingest.document import check_french, check_statements, check_treaty
from jobs.ingest.fetching import Reader, fetcher_once, statements_source
from jobs.leftovers import remove_leftovers
from jobs.locks import turn
from jobs.notify import outages
from jobs.notify.alerts import alert
from jobs.notify.immediate import deliver_if_alone
from tracker.errors import UsageError, nearest
from tracker.language import Language
from tracker.models import STATEMENTS, STATEMENTS_IN_FRENCH, Outcome
from tracker.wording.alerts import moved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from jobs.context import Pass
    from tracker.config import Config
    from tracker.models import Treaty
    from tracker.models.records import SourceResult


def check(
    config: Config,
    *,
    now: Callable[[], datetime],
    treaties: Iterable[str] = (),
    sources: Iterable[str] = (),
    progress: Callable[[str], None] = lambda _: None,
    on_statements: Callable[[SourceResult], None] = lambda _: None,
    on_fault: Callable[[str], None] = lambda _: None,
) -> list[SourceResult]:
    """Make one pass by hand: check, publish, and deliver due messages unless the daemon runs.

    Also reads the list of statements of each treaty whose service answered in this pass. The result of each list is
    passed to `on_statements`; it is not included in the returned results. A publication in git that fails is no fault
    of the check: why is passed to `on_fault`.

    Raises UsageError, ConfigError, DatabaseError, BusyError.
    """
    wanted = _wanted(config, tuple(treaties), tuple(sources))
    ensure_database(config)
    with ExitStack() as stack:
        stack.enter_context(turn(config))
        session = Session.open(config, now, stack).beginning()
        remove_leftovers(config, session.run.store)
        entries = check_at(session, wanted, progress)
        answered = {(entry.treaty, entry.source) for entry in entries if entry.outcome is not Outcome.FAILED}
        offered = [treaty for treaty, _ in wanted if (treaty.id, statements_source(config, treaty)) in answered]
        lists = statements_at(session, offered, progress)
        for listed in lists:
            on_statements(listed)
        outages.watch(session.run.moved_to(now()))
        _publish(session, [*entries, *lists])
        if config.publish_git:
            from jobs.publish.git.job import publish_by_hand  # slow to import, and few publish so

            if fault := publish_by_hand(session.run.moved_to(now())):
                on_fault(fault)
    deliver_if_alone(config, now)
    return entries


Wanted = list[tuple["Treaty", tuple[str, ...]]]


def check_at(session: Session, wanted: Wanted, progress: Callable[[str], None] = lambda _: None) -> list[SourceResult]:
    """Check some sources of some treaties. The caller holds `turn`."""
    return [
        entry
        for treaty, names in wanted
        for entry in check_treaty(session.run, session.reader, treaty, names, progress)
    ]


def statements_at(
    session: Session, treaties: Iterable[Treaty], progress: Callable[[str], None] = lambda _: None
) -> list[SourceResult]:
    """Read the lists of statements of treaties that have one, in French too if anything is told in French. The caller
    holds `turn`."""
    entries = []
    for treaty in treaties:
        source = statements_source(session.run.config, treaty)
        if source is not None:
            progress(f"{STATEMENTS} of {treaty.id} from {source}")
            entries.append(check_statements(session.run.moved_to(session.reader.now()), session.reader, treaty, source))
            if session.run.config.speaks(Language.FRENCH) and _is_settled(session, treaty, entries[-1]):
                progress(f"{STATEMENTS_IN_FRENCH} of {treaty.id} from {source}")
                run = session.run.moved_to(session.reader.now())
                entries.append(check_french(run, session.reader, treaty, source))
    return entries


def _is_settled(session: Session, treaty: Treaty, listed: SourceResult) -> bool:
    """True if the list of statements was believed and no difference of it waits for a second read. Until then a text
    in French could be that of a statement as it is not on record yet."""
    if listed.outcome in (Outcome.FAILED, Outcome.QUARANTINED):
        return False
    store = session.run.store
    return not store.statements.pending(store.treaties.document_feed(treaty.id, STATEMENTS).id)


def _publish(session: Session, entries: Iterable[SourceResult]) -> None:
    """Write the files for programs anew if a pass found changes: once, because they hold all treaties."""
    folder = session.run.config.publish_folder
    if folder and any(entry.changes for entry in entries):
        from jobs.publish.feeds import publish

        publish(session.run.store, folder, now=session.reader.now(), site=session.run.config.site)


def _named(config: Config, treaties: Iterable[str]) -> set[str]:
    from tracker.answers.naming import find_treaty  # slow to import, and a regular pass names none

    return {find_treaty(given, config.treaties).id for given in treaties}


def _wanted(
    config: Config, treaties: tuple[str, ...], sources: tuple[str, ...]
) -> list[tuple[Treaty, tuple[str, ...]]]:
    asked = _named(config, treaties) if treaties else set()
    for name in sources:
        if name not in config.sources:
            raise UsageError(f"no source {name!r}{nearest(name, list(config.sources))}")
    chosen = [treaty for treaty in config.treaties if not asked or treaty.id in asked]
    pairs = [(treaty, tuple(name for name in treaty.sources if not sources or name in sources)) for treaty in chosen]
    wanted = [(treaty, names) for treaty, names in pairs if names]
    if sources and not wanted:
        raise UsageError(f"no chosen treaty is read from {' or '.join(sources)}: name it in `sources` of a [[treaty]]")
    return wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The open store of a pass and the reader of its sources. The daemon keeps one session for all its checks."""

    run: Pass
    reader: Reader

    @classmethod
    def open(cls, config: Config, now: Callable[[], datetime], stack: ExitStack) -> Session:
        """Open the database, or create it. `stack` closes it, and the HTTP client."""
        store = stack.enter_context(Store.open(config.database, create=True))
        run = begin(store, config, now())

        def on_move(source: str, before: str, found: str) -> None:
            alert(run.moved_to(now()), partial(moved, source, before=before, found=found))

        fetcher = fetcher_once(config, now, stack, store)
        return cls(run=run, reader=Reader(config=config, store=store, fetcher=fetcher, now=now, on_move=on_move))

    def beginning(self) -> Session:
        """The same session at the beginning of a check: what all its steps find of a treaty is told in one message."""
        return replace(self, run=self.run.beginning(self.reader.now()))
