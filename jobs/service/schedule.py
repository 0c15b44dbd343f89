"""When something is due, and running it then. Only this module and `jobs.cadence` know apscheduler.

`every 6h`, or `cron: 15 5 * * mon-fri`; UTC inside, so that no daylight saving skips or repeats a job. What is due
is derived from the table of job runs, never from the scheduler's memory: after a restart an overdue job runs once,
at once, recorded as late.
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

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from jobs.cadence import next_after

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracker.models.cadences import Cadence
    from tracker.models.records import JobRun

log = logging.getLogger(__name__)  # structlog costs `tracker status`, which asks when a job is due, too much


# ---- running what is due --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something done again and again. Jobs of one lane run one after the other, each lane by itself."""

    name: str
    cadence: Cadence
    work: Callable[[bool], bool]  # told whether it is late; says whether it ended well; never raises
    lane: str
    spread: bool = False  # by a little chance, so that many trackers do not ask a server in the same second
    at_start: bool = False  # at each start, whatever is recorded: cheap, and mends what a kill left undone

    def jitter(self, last: datetime, due: datetime) -> timedelta:
        """How much later than due it may begin: a tenth of the distance, half a minute at most."""
        return min((due - last) / 10, _MOST_JITTER) if self.spread else timedelta()


def due_by_record(cadence: Cadence, last: JobRun | None, now: datetime, retry: timedelta) -> datetime:
    """When a job is due by what is recorded of it: never run, or run in a future (the clock was set back) is now;
    one that failed, or whose process died, is due again soon."""
    if last is None or last.started_at > now:
        return now
    regular = next_after(cadence, last.started_at)
    return regular if last.well else min(regular, last.started_at + retry)


class Next(BaseTrigger):
    """The time after the last one. Of any number of times missed, none is counted one by one: after a sleep of years
    that alone would take minutes, and the memory of them gigabytes."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def __str__(self) -> str:
        return self.job.cadence.text

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """apscheduler's question; `previous` is what it fired last."""
        last = previous or now
        due = next_after(self.job.cadence, last)
        if due <= now:
            last, due = now, next_after(self.job.cadence, now)
        # S311: jitter spreads the load on a server, it keeps no secret
        return due + self.job.jitter(last, due) * random.random()  # noqa: S311


class Scheduler:
    """Runs jobs when they are due, each at most once at a time, in threads of their lanes."""

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
        self._again: set[str] = set()
        self._guard = threading.Lock()
        self._stopped = False
        lanes = sorted({job.lane for job in self._jobs.values()})
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(1), **{lane: ThreadPoolExecutor(1) for lane in lanes}},
            # the default grace is one second; a sleep of any length must end in one run, not in none
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        """Begin; what is overdue runs at once."""
        for job in self._jobs.values():
            self._add(job, self._now() if job.at_start else self._due(job))
        self._scheduler.start()

    def _add(self, job: Job, due: datetime) -> None:
        # the time is said, not asked of the trigger: the record is never read under apscheduler's lock
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
        """A job's turn has come. Nothing may escape: apscheduler would log it its own way and forget the job's next
        try."""
        if self._stopped:  # it had waited in its lane
            return
        with self._guard:
            self._running[job.name] = self._steady()
        try:
            well = job.work(self._is_late(job))
        except Exception:
            log.exception("job failed: %s", job.name)
            well = False
        finally:
            with self._guard:
                del self._running[job.name]
                again = job.name in self._again
                self._again.discard(job.name)
        if again:
            self.soon(job.name)
        if well:
            self._failures.pop(job.name, None)
        else:
            self._run_again(job)

    def _is_late(self, job: Job) -> bool:
        """It was overdue for longer than a lane may take: after a restart, a sleep, a clock that was set."""
        try:
            last, now = self._last_run(job.name), self._now()
        except Exception as trouble:  # noqa: BLE001 - a word in the record is no reason not to run
            log.warning("not known whether %s is late: %s", job.name, trouble)
            return False
        if last is None or last.started_at > now:
            return False
        return due_by_record(job.cadence, last, now, self._retry) + _LATE < now

    def _run_again(self, job: Job) -> None:
        """Soon, and then less and less often, but never later than its own next time."""
        failures = self._failures[job.name] = self._failures.get(job.name, 0) + 1
        again = self._now() + min(self._retry * 2 ** min(failures - 1, 20), _LONGEST_RETRY)
        known = self._scheduler.get_job(job.name)
        if known is None:  # stopped meanwhile
            return
        with suppress(JobLookupError):  # stopped since
            self._scheduler.modify_job(job.name, next_run_time=min(known.next_run_time, again))

    def soon(self, name: str) -> None:
        """Run a job now, whatever its cadence; one that runs already is run once more when it has ended."""
        with self._guard:
            if name in self._running:
                self._again.add(name)
                return
        with suppress(JobLookupError):  # stopped meanwhile
            self._scheduler.modify_job(name, next_run_time=self._now())

    def clock_was_set(self, by: timedelta) -> None:
        """Forward: what is overdue runs now, once. Back: every job is due in a future that is far; each runs once."""
        if by > timedelta():
            self._scheduler.wakeup()
            return
        for job in self._jobs.values():
            try:
                due = self._due(job)
            except Exception as trouble:  # noqa: BLE001 - locked, say: no reason to end
                log.warning("not known when %s is due, so now: %s", job.name, trouble)
                due = self._now()
            self._add(job, due)

    @property
    def alive(self) -> bool:
        """False once the scheduler's thread has died: then nothing runs any more, whatever it says of itself."""
        thread: Any = self._scheduler._thread
        return bool(thread is not None and thread.is_alive())

    @property
    def names(self) -> list[str]:
        """The jobs there are."""
        return list(self._jobs)

    def running(self) -> dict[str, float]:
        """What runs now, and for how many seconds; not by the clock, which may be set meanwhile."""
        with self._guard:
            return {name: self._steady() - since for name, since in self._running.items()}

    def stop(self) -> None:
        """Start nothing more, not even what waits in its lane; does not wait for what runs."""
        self._stopped = True
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


_LATE = timedelta(minutes=1)  # a run this much after its time is recorded as late
_MOST_JITTER = timedelta(seconds=30)
_LONGEST_RETRY = timedelta(hours=1)
