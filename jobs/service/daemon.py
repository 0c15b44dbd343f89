"""`tracker run`: the daemon. It checks on schedule, delivers, publishes, makes backups and logs.

The main thread watches that the scheduler lives and that no job hangs; otherwise it ends with exit code 1, so that the
supervisor restarts it. It also notices when the clock is set.
"""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import structlog

from db.faults import as_ours
from db.store import Store
from jobs.beginning import ensure_database
from jobs.cadence import check
from jobs.context import begin
from jobs.ingest.fetching import statements_source
from jobs.ingest.roll_over import roll_over
from jobs.leftovers import remove_leftovers
from jobs.locks import alone, turn
from jobs.notify import outages
from jobs.notify.alerts import after_job, is_alerted
from jobs.notify.digest import cadence_of, digest
from jobs.notify.outbox import deliver
from jobs.passes import Session, check_at, statements_at
from jobs.redaction import addresses_of, pattern_of, redacted
from jobs.service import heartbeat, systemd
from jobs.service.backup import backup
from jobs.service.logging import log_check, lost_lines
from jobs.service.publications import commit_owed, write_feeds, write_site
from jobs.service.schedule import Job, Scheduler
from jobs.service.signals import wait_for
from jobs.service.trial import try_writes
from jobs.stamps import stamp
from tracker.errors import DatabaseError, TrackerError
from tracker.models import STATEMENTS
from tracker.wording.words import one_line

if TYPE_CHECKING:
    import re
    import threading
    from collections.abc import Callable, Iterator, Sequence

    from db.place import Held
    from tracker.config import Channel, Config
    from tracker.models import Treaty
    from tracker.models.cadences import Cadence
    from tracker.models.records import JobRun, SourceResult

log = structlog.get_logger()

_CLOCK_SET = timedelta(minutes=2)  # the clock was set if it differs from the monotonic one by this much
_FAILS = 3  # failures in a row until an alert is sent

STOPPED, BROKEN = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgets:
    """The waiting times of the main thread."""

    tick: timedelta = timedelta(seconds=1)  # between two looks of the main thread
    # every request and delivery has its own time-outs: a job that takes this long for one step hangs
    hung_after: timedelta = timedelta(hours=1)
    # running jobs may take this long after a stop signal; then uncommitted work is rolled back.
    # shorter than Docker's grace of 10 s, and than the 15 s of our systemd unit
    end: timedelta = timedelta(seconds=7)


@dataclass(frozen=True, kw_only=True)
class Daemon:
    """The state shared by the daemon's jobs. `stack` closes at the end what they keep open."""

    config: Config
    now: Callable[[], datetime]
    stack: ExitStack
    wake: Callable[[str], None] = lambda _: None  # runs a job now
    goes_on: Callable[[str], None] = lambda _: None  # a job of many steps has done one: it does not hang
    sessions: list[Session] = field(default_factory=list)
    failures: dict[str, int] = field(default_factory=dict)  # of a job, in a row
    held: Held | None = None  # the file that was opened at the start

    @cached_property
    def secrets(self) -> re.Pattern[str] | None:
        """What must not be logged, kept or told."""
        return pattern_of(addresses_of(self.config))

    def jobs(self) -> list[Job]:
        """All jobs of the configuration."""
        return [*self._checks(), *self._upkeep(), *self._deliveries()]

    def _checks(self) -> Iterator[Job]:
        rules = self.config.schedule
        for treaty in self.config.treaties:
            for source in treaty.sources:
                work = self._check(treaty, source)
                yield self._job(f"check:{treaty.id}:{source}", rules.check, "checks", work, spread=True)
        yield self._job("statements", rules.statements, "checks", self._statements, spread=True)
        yield self._job("roll_over", rules.roll_over, "checks", self._roll_over)
        yield self._job("reconcile", rules.reconcile, "checks", self._reconcile)

    def _upkeep(self) -> Iterator[Job]:
        rules = self.config.schedule
        if self.config.publish_folder:
            # at each start: the process may have died between a change and its pages
            yield self._job("feeds", rules.site, "feeds", self._feeds, at_start=True)
            yield self._job("site", rules.site, "site", self._site, at_start=True)
        if self.config.publish_git:
            yield self._job("git", rules.site, "git", self._git, at_start=True)
        yield self._job("backup", rules.backup, "backup", self._backup)
        if found := self.config.stamps:
            yield self._job("stamp", rules.backup, "stamp", lambda: stamp(self.config.database, found))
        yield self._job("heartbeat", rules.heartbeat, "heartbeat", self._heartbeat)

    def _deliveries(self) -> Iterator[Job]:
        for channel in self.config.channels:
            if not channel.url:
                continue
            lane = f"channel:{channel.name}"  # one lane for each channel: a channel that hangs delays only itself
            cadence = self.config.schedule.deliver
            yield self._job(f"deliver:{channel.name}", cadence, lane, self._deliver(channel))
            if digest_at := cadence_of(self.config, channel):
                name = f"digest:{channel.name}"
                yield self._job(name, digest_at, lane, self._digest(channel, name))

    def _job(
        self,
        name: str,
        cadence: Cadence,
        lane: str,
        work: Callable[[], object],
        *,
        spread: bool = False,
        at_start: bool = False,
    ) -> Job:
        return Job(
            name=name,
            cadence=cadence,
            lane=lane,
            spread=spread,
            at_start=at_start,
            work=self._recorded(name, work),
        )

    def note_new_digests(self) -> None:
        """Make a new digest due at its first regular time instead of at once: nothing has been read yet."""
        with self._store() as store:
            for channel in self.config.channels:
                name = f"digest:{channel.name}"
                if cadence_of(self.config, channel) and store.job_runs.last(name) is None:
                    store.job_runs.started(name, self.now(), late=False)
                    store.job_runs.finished(name, self.now(), None)

    def last_run(self, job: str) -> JobRun | None:
        """The recorded last run of a job."""
        with self._store() as store:
            return store.job_runs.last(job)

    def _store(self) -> Store:
        if self.held and not self.held.is_there():
            raise DatabaseError(self.held.in_words())  # the main thread ends the process
        return Store.open(self.config.database)  # never created here: a missing file is an error

    def _recorded(self, name: str, work: Callable[[], object]) -> Callable[[bool], bool]:
        """Wrap a job: record its run, and log and record whatever it raises."""

        def run(late: bool) -> bool:
            error = None
            try:
                with self._store() as store:
                    store.job_runs.started(name, self.now(), late=late)
                work()
            except Exception as raised:
                trouble = as_ours(raised, self.config.database)  # the session of the checks outlives them
                # libraries quote addresses; the error is also kept and told
                error = f"{type(trouble).__name__}: {redacted(one_line(str(trouble)), self.secrets)}"
                ours = isinstance(trouble, (TrackerError, OSError))
                log.error("job failed", job=name, error=error, exc_info=None if ours else raised)
            self._finished(name, error)
            return error is None

        return run

    def _finished(self, name: str, error: str | None) -> None:
        failures = self.failures[name] = self.failures.get(name, 0) + 1 if error else 0
        try:
            with self._store() as store:
                store.job_runs.finished(name, self.now(), error)
                if failures >= _FAILS if error else is_alerted(store, name):
                    after_job(begin(store, self.config, self.now()), name, error)
        except Exception as trouble:  # noqa: BLE001 - an unrecorded run is due again, as it should be
            log.error("job not recorded", job=name, error=one_line(str(trouble)))

    # ---- the jobs ----

    def _check(self, treaty: Treaty, source: str) -> Callable[[], None]:
        def work() -> None:
            with turn(self.config):
                session = self._session().beginning()
                entries = check_at(session, [(treaty, (source,))])
                if self._list_failed(session, treaty, source):
                    entries += statements_at(session, [treaty])
                outages.watch(session.run.moved_to(self.now()))
            self._after(entries)

        return work

    def _list_failed(self, session: Session, treaty: Treaty, source: str) -> bool:
        """True if the last read of the list of statements from a source failed: it is read again with the chart."""
        feeds = session.run.store.treaties.document_feeds(STATEMENTS)
        failed = any(feed.treaty == treaty.id and feed.failures for feed in feeds)
        return failed and statements_source(self.config, treaty) == source

    def _after(self, entries: Sequence[SourceResult]) -> None:
        """Log what was read, and publish its changes in lanes of their own: one run tells all that came meanwhile."""
        for entry in entries:
            log_check(entry)
        if any(entry.changes for entry in entries):
            self._wake_publications()

    def _wake_publications(self) -> None:
        if self.config.publish_folder:
            self.wake("feeds")  # who subscribed need not wait for all pages
            self.wake("site")
        if self.config.publish_git:
            self.wake("git")

    def _statements(self) -> None:
        with turn(self.config):
            session = self._session().beginning()
            entries = statements_at(session, self.config.treaties, lambda _: self.goes_on("statements"))
            outages.watch(session.run.moved_to(self.now()))
        self._after(entries)

    def _roll_over(self) -> None:
        with turn(self.config):
            run = self._session().run.moved_to(self.now())
            changes = [change for treaty in self.config.treaties for change in roll_over(run, treaty)]
        if changes:
            self._wake_publications()
            log.info("rolled over", job="roll_over", changes=len(changes))

    def _reconcile(self) -> None:
        from jobs.notify.disagreements import watch

        with turn(self.config):
            alerted = watch(self._session().run.moved_to(self.now()))
        if alerted:
            log.warning("sources disagree", job="reconcile", findings=alerted)

    def _feeds(self) -> None:
        with self._store() as store:
            write_feeds(store, self.config, self.now())

    def _site(self) -> None:
        with self._store() as store:
            write_site(store, self.config, self.now(), lambda: self.goes_on("site"))

    def _git(self) -> None:
        with self._store() as store:
            commit_owed(store, self.config, lambda: self.goes_on("git"))

    def _session(self) -> Session:
        """The session of all checks, opened by the one thread of their lane.

        Raises DatabaseError if another file lies under the database's name: what is written would be lost.
        """
        if self.held and not self.held.is_there():
            raise DatabaseError(self.held.in_words())
        if not self.sessions:
            self.sessions.append(Session.open(self.config, self.now, self.stack))
        return self.sessions[0]

    def _deliver(self, channel: Channel) -> Callable[[], None]:
        name = f"deliver:{channel.name}"

        def work() -> None:
            with self._store() as store:
                taken = deliver(begin(store, self.config, self.now()), channel, lambda: self.goes_on(name))
            if taken:
                log.info("delivered", job=name, channel=channel.name, messages=taken)

        return work

    def _digest(self, channel: Channel, name: str) -> Callable[[], None]:
        def work() -> None:
            with self._store() as store:
                run = begin(store, self.config, self.now())
                digest(run, channel, done=lambda: store.job_runs.finished(name, self.now(), None))
                deliver(run, channel, lambda: self.goes_on(name))

        return work

    def _backup(self) -> None:
        log.info("backed up", job="backup", file=str(backup(self.config.database, now=self.now())))

    def _heartbeat(self) -> None:
        with self._store() as store:
            heartbeat.beat(store, self.config, now=self.now(), lost_lines=lost_lines())


def run(
    config: Config,
    *,
    now: Callable[[], datetime],
    stop: threading.Event,
    steady: Callable[[], float] = time.monotonic,
    budgets: Budgets | None = None,
    leave: Callable[[int], object] = os._exit,
) -> int:
    """Run until `stop` is set; returns the exit code, which is 0 only then.

    Before it begins it raises ConfigError, BusyError(alone), NoDatabaseError for a database that was lost, and
    UsageError or DatabaseError for a file that the jobs could not write.

    `steady` counts seconds, and does not jump when the clock is set.
    Python waits for its threads, so a job that does not end would keep the process alive. Then `leave` ends the process
    at once, with the database still locked, and SQLite rolls back what was not committed.
    """
    budgets = budgets or Budgets()
    _refuse_mistakes(config)
    ensure_database(config)
    with ExitStack() as stack:
        stack.enter_context(alone(config.database, "run", patient=True))
        # open to the end: while it is, no other file gets its inode, by which it is known
        database = stack.enter_context(Store.open(config.database))
        begin(database, config, now())
        try_writes(database, config)
        remove_leftovers(config, database)
        held = database.database.held
        scheduler: Scheduler  # declared first: the daemon's jobs wake others through it
        wake = lambda name: scheduler.soon(name)  # noqa: E731, PLW0108 - see above
        goes_on = lambda name: scheduler.goes_on(name)  # noqa: E731, PLW0108 - see above
        daemon = Daemon(config=config, now=now, stack=stack, wake=wake, goes_on=goes_on, held=held)
        daemon.note_new_digests()
        scheduler = Scheduler(daemon.jobs(), last_run=daemon.last_run, now=now, steady=steady)
        scheduler.start()
        code = _hold(scheduler, stop, held, now=now, steady=steady, budgets=budgets)
        systemd.notify("STOPPING=1")
        scheduler.stop()
        left = wait_for(scheduler, budgets.end, steady)
        if not held.is_there() and (kept := database.database.leave()):
            log.error("the file that was opened is not whole without its log: put it beside it", log=str(kept))
        if left:
            log.warning("jobs still running at the end", jobs=left)
            leave(code)
        return code


def _refuse_mistakes(config: Config) -> None:
    for rule in config.schedule.cadences().values():
        check(rule)
    for channel in config.channels:
        if channel.url:
            from tracker.deliver import check_url  # 15 MB of memory: only if there is a channel

            check_url(channel.name, channel.url)


def _hold(
    scheduler: Scheduler,
    stop: threading.Event,
    held: Held,
    *,
    now: Callable[[], datetime],
    steady: Callable[[], float],
    budgets: Budgets,
) -> int:
    """Watch until `stop` is set, or until only a restart can help; returns the exit code."""
    log.info("running", jobs=len(scheduler.names))
    systemd.notify("READY=1")
    clock, counted = now(), steady()
    while not stop.wait(budgets.tick.total_seconds()):
        if broken := _broken(scheduler, budgets.hung_after, held):
            log.critical(f"{broken}: ending, so that the supervisor restarts the daemon")
            return BROKEN
        moved = (now() - clock) - timedelta(seconds=steady() - counted)
        clock, counted = now(), steady()
        if abs(moved) > _CLOCK_SET:
            log.warning("the clock was set, or the machine slept", by=str(moved))
            scheduler.clock_was_set(moved)
        systemd.notify("WATCHDOG=1")
    log.info("stopping")
    return STOPPED


def _broken(scheduler: Scheduler, hung_after: timedelta, held: Held) -> str | None:
    if not held.is_there():
        return held.in_words()
    if not scheduler.alive:
        return "the scheduler has died"
    hung = [job for job, seconds in scheduler.running().items() if seconds > hung_after.total_seconds()]
    return f"{', '.join(hung)} hangs" if hung else None
