"""`tracker run`: what an operator installs and forgets. It checks on schedule, delivers, keeps copies, and says so.

The main thread holds: it watches that the scheduler lives, that no job hangs, and that the clock is not set; when
one of them is wrong it ends with a code that is not zero, so that the supervisor starts it again.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from db.store import Store
from jobs.cadence import check
from jobs.context import begin
from jobs.ingest.roll_over import roll_over
from jobs.locks import alone, turn
from jobs.notify.alerts import after_job, is_alerted
from jobs.notify.digest import digest
from jobs.notify.outbox import deliver
from jobs.passes import Session, check_at, statements_at
from jobs.publish.feeds import publish
from jobs.service import heartbeat, systemd
from jobs.service.backup import backup
from jobs.service.logging import say
from jobs.service.schedule import Job, Scheduler
from jobs.service.signals import wait_for
from tracker.errors import TrackerError
from tracker.models.cadences import parse_cadence
from tracker.wording.words import one_line

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Iterator

    from tracker.config import Channel, Config
    from tracker.models import Treaty
    from tracker.models.cadences import Cadence
    from tracker.models.records import JobRun, SourceResult


log = structlog.get_logger()

_CLOCK_SET = timedelta(minutes=2)  # our clock and the monotonic one apart by this much: somebody set it
_FAILS = 3  # times in a row until people are told that a job fails
_DIGEST_AT = {"daily": parse_cadence("cron: 0 7 * * *"), "weekly": parse_cadence("cron: 0 7 * * mon")}

STOPPED, BROKEN = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgets:
    """How long the main thread waits for what."""

    tick: timedelta = timedelta(seconds=1)  # between two looks of the main thread
    # every request and send has its own time-outs: nothing may take this long
    hung_after: timedelta = timedelta(hours=1)
    # a job may still take this long once we are told to stop; what is not committed then is rolled back
    end: timedelta = timedelta(seconds=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Daemon:
    """What the daemon's jobs share; `stack` closes at the end what they keep open."""

    config: Config
    now: Callable[[], datetime]
    stack: ExitStack
    wake: Callable[[str], None] = lambda _: None  # runs a job now
    sessions: list[Session] = field(default_factory=list)
    failures: dict[str, int] = field(default_factory=dict)  # of a job, in a row

    def jobs(self) -> list[Job]:
        """All jobs of the configuration."""
        return [*self._checks(), *self._keeping(), *self._telling()]

    def _checks(self) -> Iterator[Job]:
        rules = self.config.schedule
        for treaty in self.config.treaties:
            for source in treaty.sources:
                work = self._check(treaty, source)
                yield self._job(f"check:{treaty.id}:{source}", rules.check, "checks", work, spread=True)
        yield self._job("statements", rules.statements, "checks", self._statements, spread=True)
        yield self._job("roll_over", rules.roll_over, "checks", self._roll_over)
        yield self._job("reconcile", rules.reconcile, "checks", self._reconcile)

    def _keeping(self) -> Iterator[Job]:
        rules = self.config.schedule
        if self.config.publish_folder:
            # at each start: the process may have died between a change and its pages
            yield self._job("site", rules.site, "site", self._site, at_start=True)
        yield self._job("backup", rules.backup, "backup", self._backup)
        yield self._job("heartbeat", rules.heartbeat, "heartbeat", self._heartbeat)

    def _telling(self) -> Iterator[Job]:
        for channel in self.config.channels:
            if not channel.url:
                continue
            lane = f"channel:{channel.name}"  # each channel alone: one that hangs delays only itself
            cadence = self.config.schedule.deliver
            yield self._job(f"deliver:{channel.name}", cadence, lane, self._deliver(channel))
            if digest_at := _DIGEST_AT.get(channel.digest):
                name = f"digest:{channel.name}"
                yield self._job(name, digest_at, lane, self._digest(channel, name))

    def _job(
        self,
        name: str,
        cadence: Cadence,
        lane: str,
        work: Callable[[], None],
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
        """A digest that never was is due at its first regular time, not at once: nothing has been read yet."""
        with self._store() as store:
            for channel in self.config.channels:
                name = f"digest:{channel.name}"
                if channel.digest in _DIGEST_AT and store.job_runs.last(name) is None:
                    store.job_runs.started(name, self.now(), late=False)
                    store.job_runs.finished(name, self.now(), None)

    def last_run(self, job: str) -> JobRun | None:
        """What is recorded of a job."""
        with self._store() as store:
            return store.job_runs.last(job)

    def _store(self) -> Store:
        return Store.open(self.config.database)  # never made anew: a file that is gone is an error

    def _recorded(self, name: str, work: Callable[[], None]) -> Callable[[bool], bool]:
        """The work with its row of the job runs; whatever it raises ends here, and is told."""

        def run(late: bool) -> bool:
            error = None
            try:
                with self._store() as store:
                    store.job_runs.started(name, self.now(), late=late)
                work()
            except Exception as trouble:
                error = f"{type(trouble).__name__}: {one_line(str(trouble))}"
                ours = isinstance(trouble, (TrackerError, OSError))
                log.error("job failed", job=name, error=error, exc_info=not ours)
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
        except Exception as trouble:  # noqa: BLE001 - not recorded: it is due again, which is right
            log.error("job not recorded", job=name, error=one_line(str(trouble)))

    # ---- the jobs ----

    def _check(self, treaty: Treaty, source: str) -> Callable[[], None]:
        def work() -> None:
            with turn(self.config):
                entries = check_at(self._session(), [(treaty, (source,))])
            for entry in entries:
                say(entry)
            self._after(entries)

        return work

    def _after(self, entries: Iterable[SourceResult]) -> None:
        """What was told is in the feeds already; the pages follow in a lane of their own."""
        if self.config.publish_folder and any(entry.changes for entry in entries):
            self.wake("site")

    def _statements(self) -> None:
        with turn(self.config):
            entries = statements_at(self._session(), self.config.treaties)
        for entry in entries:
            say(entry)
        self._after(entries)

    def _roll_over(self) -> None:
        with turn(self.config):
            run = self._session().run.moved_to(self.now())
            told = [change for treaty in self.config.treaties for change in roll_over(run, treaty)]
            if told and self.config.publish_folder:
                publish(run.store, self.config.publish_folder, now=self.now())
                self.wake("site")
        if told:
            log.info("rolled over", job="roll_over", changes=len(told))

    def _reconcile(self) -> None:
        from jobs.notify.disagreements import watch

        with turn(self.config):
            told = watch(self._session().run.moved_to(self.now()))
        if told:
            log.warning("sources disagree", job="reconcile", findings=told)

    def _site(self) -> None:
        """The pages and the files for programs, as far as they say something else now."""
        from jobs.publish.site import build_site  # with the templates: only where there is a folder

        assert self.config.publish_folder  # noqa: S101 - there is no such job without
        with self._store() as store:
            built = build_site(store, self.config.publish_folder, now=self.now())
        if built.written:
            log.info("site written", job="site", files=len(built.written))

    def _session(self) -> Session:
        """The session of the lane of checks, opened by its one thread."""
        if not self.sessions:
            self.sessions.append(Session.open(self.config, self.now, self.stack))
        return self.sessions[0]

    def _deliver(self, channel: Channel) -> Callable[[], None]:
        def work() -> None:
            with self._store() as store:
                taken = deliver(begin(store, self.config, self.now()), channel)
            if taken:
                log.info("delivered", job=f"deliver:{channel.name}", channel=channel.name, messages=taken)

        return work

    def _digest(self, channel: Channel, name: str) -> Callable[[], None]:
        def work() -> None:
            with self._store() as store:
                run = begin(store, self.config, self.now())
                digest(run, channel, done=lambda: store.job_runs.finished(name, self.now(), None))
                deliver(run, channel)

        return work

    def _backup(self) -> None:
        log.info("backed up", job="backup", file=str(backup(self.config.database, now=self.now())))

    def _heartbeat(self) -> None:
        with self._store() as store:
            heartbeat.beat(store, self.config, now=self.now())


def run(
    config: Config,
    *,
    now: Callable[[], datetime],
    stop: threading.Event,
    steady: Callable[[], float] = time.monotonic,
    budgets: Budgets | None = None,
    leave: Callable[[int], object] = os._exit,
) -> int:
    """Run until `stop` is set; returns the exit code. Raises ConfigError, BusyError(alone) before it begins.

    `steady` counts seconds, whoever sets the clock that `now` reads.

    A job that does not end would keep the process from ending too, as Python waits for its threads: then, and with
    the database still locked, `leave` ends the process at once. SQLite rolls back what was not committed.
    """
    budgets = budgets or Budgets()
    _refuse_mistakes(config)
    with ExitStack() as stack:
        stack.enter_context(alone(config.database, "run", patient=True))
        with Store.open(config.database, create=True) as store:
            begin(store, config, now())
        scheduler: Scheduler  # made of the daemon's own jobs, which in turn wake others
        daemon = Daemon(config=config, now=now, stack=stack, wake=lambda name: scheduler.soon(name))  # noqa: PLW0108
        daemon.note_new_digests()
        scheduler = Scheduler(daemon.jobs(), last_run=daemon.last_run, now=now, steady=steady)
        scheduler.start()
        code = _hold(scheduler, stop, now=now, steady=steady, budgets=budgets)
        systemd.notify("STOPPING=1")
        scheduler.stop()
        if left := wait_for(scheduler, budgets.end, steady):
            log.warning("not waited for", jobs=left)
            sys.stderr.flush()
            leave(code)
        return code


def _refuse_mistakes(config: Config) -> None:
    for rule in config.schedule.cadences().values():
        check(rule)
    for channel in config.channels:
        if channel.url:
            from tracker.deliver import check_url  # 15 MB: only where there is somebody to tell

            check_url(channel.name, channel.url)


def _hold(
    scheduler: Scheduler,
    stop: threading.Event,
    *,
    now: Callable[[], datetime],
    steady: Callable[[], float],
    budgets: Budgets,
) -> int:
    """Watch until told to stop, or until something is wrong that only a new start can mend."""
    log.info("running", jobs=len(scheduler.names))
    systemd.notify("READY=1")
    clock, counted = now(), steady()
    while not stop.wait(budgets.tick.total_seconds()):
        if broken := _broken(scheduler, budgets.hung_after):
            log.critical(f"{broken}: ending, so that the supervisor starts a new one")
            return BROKEN
        moved = (now() - clock) - timedelta(seconds=steady() - counted)
        clock, counted = now(), steady()
        if abs(moved) > _CLOCK_SET:
            log.warning("the clock was set, or the machine slept", by=str(moved))
            scheduler.clock_was_set(moved)
        systemd.notify("WATCHDOG=1")
    log.info("stopping")
    return STOPPED


def _broken(scheduler: Scheduler, hung_after: timedelta) -> str | None:
    if not scheduler.alive:
        return "the scheduler has died"
    hung = [job for job, seconds in scheduler.running().items() if seconds > hung_after.total_seconds()]
    return f"{', '.join(hung)} hangs" if hung else None


# ---- logs ---------------------------------------------------------------------------------------
