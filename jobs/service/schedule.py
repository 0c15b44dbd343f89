"""The scheduler: runs each job when it is due. Only this module and `jobs.cadence` import apscheduler.

A cadence is `every 6h` or `cron: 15 5 * * mon-fri`. Times are UTC, so that daylight saving never skips or repeats a
job. Due times come from the table of job runs, not from the scheduler's memory: after a restart an overdue job runs
once, at once, and is recorded as late.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from jobs.cadence import next_after

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from apscheduler.events import JobExecutionEvent

    from tracker.models.cadences import Cadence
    from tracker.models.records import JobRun

log = logging.getLogger(__name__)  # not structlog: `tracker status` imports this module, and must start fast


# ---- jobs -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A recurring job. Jobs of one lane run one after the other; lanes run in parallel."""

    name: str
    cadence: Cadence
    work: Callable[[bool], bool]  # gets whether the run is late; returns whether it succeeded; never raises
    lane: str
    spread: bool = False  # random delay: many trackers do not hit a server in the same second
    at_start: bool = False  # run at each start: cheap, and completes what a killed process left undone

    def jitter(self, last: datetime, due: datetime) -> timedelta:
        """The longest random delay: a tenth of the interval, at most 30 seconds."""
        return min((due - last) / 10, _MOST_JITTER) if self.spread else timedelta()


def due_by_record(cadence: Cadence, last: JobRun | None, now: datetime, retry: timedelta) -> datetime:
    """When a job is due by its recorded last run.

    A job that never ran is due now; so is one that ran in the future, because the clock was set back. A job that
    failed, or whose process died, is due after `retry` at the latest.
    """
    if last is None or last.started_at > now:
        return now
    regular = next_after(cadence, last.started_at)
    return regular if last.well else min(regular, last.started_at + retry)


class Next(BaseTrigger):
    """The next time of a job. Missed times are skipped in one step: after a sleep of years apscheduler's own triggers
    would step through millions of them, which takes minutes and gigabytes."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def __str__(self) -> str:
        return self.job.cadence.text

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """Called by apscheduler. `previous` is the last time it ran the job."""
        last = previous or now
        due = next_after(self.job.cadence, last)
        if due <= now:
            last, due = now, next_after(self.job.cadence, now)
        # S311: the delay spreads the load on a server and needs no secure randomness
        return due + self.job.jitter(last, due) * random.random()  # noqa: S311


class Scheduler:
    """Runs jobs when they are due, each in the thread of its lane, and never the same job twice at once."""

    def __init__(
        self,
        jobs: Iterable[Job],
        *,
        last_run: Callable[[str], JobRun | None],
        now: Callable[[], datetime],
        steady: Callable[[], float] = time.monotonic,
        retry: timedelta = timedelta(minutes=1),
    ) -> None:
        self._jobs = {job.name: job for job in jobs}
        self._last_run = last_run
        self._now = now
        self._steady = steady
        self._retry = retry
        self._running: dict[str, float] = {}
        self._failures: dict[str, int] = {}
        self._wanted: set[str] = set()  # by `soon`, and not begun since
        self._guard = threading.Lock()
        self._stopped = False
        lanes = sorted({job.lane for job in self._jobs.values()})
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(1), **{lane: ThreadPoolExecutor(1) for lane in lanes}},
            # the default grace is one second; after a sleep a job must run once, not be skipped
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        # apscheduler skips a job that is due while it still runs; only after this event it counts as ended
        self._scheduler.add_listener(self._ended, EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)

    def start(self) -> None:
        """Start. Overdue jobs run at once."""
        for job in self._jobs.values():
            self._add(job, self._now() if job.at_start else self._due(job))
        self._scheduler.start()

    def _add(self, job: Job, due: datetime) -> None:
        # the time is given here, so that the database is never read under apscheduler's lock
        self._scheduler.add_job(
            self._run,
            Next(job),
            args=[job],
            id=job.name,
            name=job.name,
            executor=job.lane,
            next_run_time=max(due, self._now()),
            replace_existing=True,
        )

    def _due(self, job: Job) -> datetime:
        return due_by_record(job.cadence, self._last_run(job.name), self._now(), self._retry)

    def _run(self, job: Job) -> None:
        """Run a job. No exception may escape: apscheduler would log it its own way, and we would schedule no retry."""
        if self._stopped:  # stopped while the job waited in its lane
            return
        with self._guard:
            self._wanted.discard(job.name)
            self._running[job.name] = self._steady()
        try:
            well = job.work(self._is_late(job))
        except Exception:
            log.exception("job failed: %s", job.name)
            well = False
        finally:
            with self._guard:
                del self._running[job.name]
        if well:
            self._failures.pop(job.name, None)
        else:
            self._run_again(job)

    def _is_late(self, job: Job) -> bool:
        """True if the job is overdue by more than `_LATE`: after a restart, a sleep, or when the clock was set."""
        try:
            last, now = self._last_run(job.name), self._now()
        except Exception as trouble:  # noqa: BLE001 - only the record needs it: the job still runs
            log.warning("cannot find out whether %s is late: %s", job.name, trouble)
            return False
        if last is None or last.started_at > now:
            return False
        return due_by_record(job.cadence, last, now, self._retry) + _LATE < now

    def _run_again(self, job: Job) -> None:
        """Retry a failed job with growing pauses, but never later than its next regular time."""
        failures = self._failures[job.name] = self._failures.get(job.name, 0) + 1
        again = self._now() + min(self._retry * 2 ** min(failures - 1, 20), _LONGEST_RETRY)
        known = self._scheduler.get_job(job.name)
        if known is None:  # stopped in the meantime
            return
        with suppress(JobLookupError):  # stopped after that
            self._scheduler.modify_job(job.name, next_run_time=min(known.next_run_time, again))

    def soon(self, name: str) -> None:
        """Run a job now, whatever its cadence. A running job runs once more after it has ended."""
        with self._guard:
            self._wanted.add(name)
            if name in self._running:
                return
        self._now_due(name)

    def _ended(self, event: JobExecutionEvent) -> None:
        """Called by apscheduler when it counts a run as ended."""
        with self._guard:
            wanted = event.job_id in self._wanted
        if wanted and not self._stopped:
            self._now_due(event.job_id)

    def _now_due(self, name: str) -> None:
        with suppress(JobLookupError):  # stopped in the meantime
            self._scheduler.modify_job(name, next_run_time=self._now())

    def clock_was_set(self, by: timedelta) -> None:
        """Schedule anew after the clock was set. Forward: overdue jobs run once, now. Back: every job would wait for
        its old time, which is far in the future, so each is scheduled again from its record."""
        if by > timedelta():
            self._scheduler.wakeup()
            return
        for job in self._jobs.values():
            try:
                due = self._due(job)
            except Exception as trouble:  # noqa: BLE001 - the database may be locked: the scheduler goes on
                log.warning("cannot find out when %s is due, running it now: %s", job.name, trouble)
                due = self._now()
            self._add(job, due)

    @property
    def alive(self) -> bool:
        """False once the scheduler's thread has died: apscheduler still says that it runs, but starts no job."""
        thread: Any = self._scheduler._thread
        return bool(thread is not None and thread.is_alive())

    @property
    def names(self) -> list[str]:
        """The names of all jobs."""
        return list(self._jobs)

    def running(self) -> dict[str, float]:
        """The running jobs, and for how many seconds each has run, or has done no step. The clock being set does not
        matter."""
        with self._guard:
            return {name: self._steady() - since for name, since in self._running.items()}

    def goes_on(self, name: str) -> None:
        """Called by a job that has done a step of many: it does not hang, and `running` counts from now."""
        with self._guard:
            if name in self._running:
                self._running[name] = self._steady()

    def stop(self) -> None:
        """Start no more jobs, not even those that wait in a lane. Does not wait for running jobs."""
        self._stopped = True
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


#: A run this long after its time is recorded as late. Shorter delays are normal: jitter, and waiting for the lane.
_LATE = timedelta(minutes=1)
_MOST_JITTER = timedelta(seconds=30)
_LONGEST_RETRY = timedelta(hours=1)
