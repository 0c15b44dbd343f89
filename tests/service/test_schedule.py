"""When jobs run: every trap of apscheduler that others fell into, driven through days and years on a clock of our own.

Nothing sleeps here: the scheduler's thread and its pools are replaced by a loop that moves the clock to the next time
due, and what is recorded of the jobs outlives "restarts" as the table of job runs does.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from apscheduler.executors.base import BaseExecutor, run_job
from apscheduler.schedulers.base import BaseScheduler

import jobs.service.schedule
from jobs.cadence import check, next_after
from jobs.service.schedule import Job, Scheduler
from tracker.config import load
from tracker.errors import BusyError, ConfigError
from tracker.models import but
from tracker.models.cadences import parse_cadence
from tracker.models.records import JobRun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

START = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)  # a Monday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


# ---- a machine that can be restarted, put to sleep, and whose clock can be set -----------------------


class _Lane(BaseExecutor):
    """Runs its jobs after apscheduler's round, as the threads of a pool do."""

    def __init__(self, _: int) -> None:
        super().__init__()
        self.waiting: deque[tuple[Any, list[datetime]]] = deque()

    def _do_submit_job(self, job: Any, run_times: list[datetime]) -> None:
        self.waiting.append((job, run_times))

    def work(self) -> None:
        while self.waiting:
            job, run_times = self.waiting.popleft()
            self._run_job_success(job.id, run_job(job, "default", run_times, "apscheduler"))


class _Stepped(BaseScheduler):
    """apscheduler without its thread: `turn` is what the thread does when it wakes."""

    def wakeup(self) -> None:
        """There is nobody to wake."""

    def shutdown(self, wait: bool = True) -> None:
        """There is no thread to end."""

    def turn(self) -> None:
        """What the thread does when it wakes, and then the pools."""
        self._process_jobs()
        for lane in self._executors.values():
            lane.work()


class Machine:
    """A scheduler on a clock of our own; what it records outlives it."""

    def __init__(self, clock: time_machine.Coordinates, *jobs: Job) -> None:
        self.clock = clock
        self.jobs = jobs
        self.record: dict[str, JobRun] = {}
        self.ran: list[tuple[str, datetime]] = []
        self.failing: set[str] = set()
        self.locked = False
        self.start()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def start(self) -> None:
        """A new process."""
        self.scheduler = Scheduler([self._recorded(job) for job in self.jobs], last_run=self._last_run, now=self.now)
        self.scheduler.start()

    def _last_run(self, name: str) -> JobRun | None:
        if self.locked:
            raise BusyError("locked")
        return self.record.get(name)

    def _recorded(self, job: Job) -> Job:
        def work(late: bool) -> bool:
            self.ran.append((job.name, self.now()))
            well = job.work(late) and job.name not in self.failing
            before = self.record.get(job.name)
            self.record[job.name] = JobRun(
                job=job.name,
                started_at=self.now(),
                finished_at=self.now(),
                ok_at=self.now() if well else before and before.ok_at,
                error=None if well else "failed",
                late=late,
            )
            return well

        return replace(job, work=work)

    def live(self, span: timedelta) -> None:
        """Time passes, and what falls due in it runs."""
        end = self.now() + span
        stepped: Any = self.scheduler._scheduler
        while True:
            stepped.turn()
            waits = stepped._process_jobs()
            if waits is None or self.now() + timedelta(seconds=waits) > end:
                break
            self.clock.shift(max(waits, 0.001))
        self.clock.move_to(end)

    def sleep(self, span: timedelta) -> None:
        """The machine sleeps, or its clock is set: time passes, and nothing runs in it."""
        self.clock.shift(span)
        self.scheduler.clock_was_set(span)

    def times(self, name: str = "job") -> list[datetime]:
        return [at for job, at in self.ran if job == name]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Machine]]:
    """Start a machine with some jobs."""
    monkeypatch.setattr(jobs.service.schedule, "BackgroundScheduler", _Stepped)
    monkeypatch.setattr(jobs.service.schedule, "ThreadPoolExecutor", _Lane)
    with _clock(START) as clock:
        yield lambda *given: Machine(clock, *given)


@contextmanager
def _clock(at: datetime) -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(at, tick=False) as clock:
        yield clock


def job(rule: str, name: str = "job", lane: str = "lane", work: Callable[[bool], bool] = lambda _: True) -> Job:
    return Job(name=name, cadence=parse_cadence(rule), lane=lane, work=work)


# ---- rules ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "day"), [("mon", 0), ("tue", 1), ("wed", 2), ("thu", 3), ("fri", 4), ("sat", 5), ("sun", 6)]
)
def test_a_weekday_is_the_one_that_is_named(name: str, day: int) -> None:
    """Not the next one, as it is where Monday is counted from 0 and from 1."""
    due = next_after(parse_cadence(f"cron: 0 6 * * {name}"), START)

    assert due.weekday() == day
    assert (due.hour, due.minute) == (6, 0)


def test_a_field_that_only_the_scheduler_can_judge() -> None:
    with pytest.raises(ConfigError, match=r"schedule 'cron: 61 6 \* \* \*': "):
        check(parse_cadence("cron: 61 6 * * *"))


def test_a_day_that_never_comes_is_no_mistake_of_the_program() -> None:
    with pytest.raises(ConfigError, match="no such day exists"):
        check(parse_cadence("cron: 0 6 30 feb *"))


@pytest.mark.parametrize("rule", ["cron: 0 6 * * 1", "cron: 0 6 * * sun-mon", "every 0s", "cron: 0 6 * * mon tue"])
def test_the_configuration_refuses_it_too(tmp_path: Path, rule: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'[schedule]\ncheck = "{rule}"\n')

    with pytest.raises(ConfigError, match=r"schedule\.check"):
        load(path)


# ---- daylight saving ----------------------------------------------------------------------------------


@pytest.fixture
def in_paris(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine's own zone changes its clocks on 29 March and 25 October 2026."""
    monkeypatch.setitem(os.environ, "TZ", "Europe/Paris")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_paris")
@pytest.mark.parametrize("day", [datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 10, 16, tzinfo=UTC)])
@pytest.mark.parametrize("rule", ["cron: 0 0 * * *", "cron: 30 2 * * *", "cron: 30 1 * * *", "every 1d"])
def test_once_each_day_around_both_changes(machine: Callable[..., Machine], day: datetime, rule: str) -> None:
    """In local time midnight is skipped in spring, and half past two comes twice in October."""
    m = machine(job(rule))
    m.clock.move_to(day)
    m.start()
    m.ran.clear()
    m.live(20 * DAY - timedelta(seconds=1))

    days = [at.date() for at in m.times()]
    assert len(days) in (20, 21)  # with the first run, at the start
    assert {b - a for a, b in pairwise(days[1:])} == {DAY}


@pytest.mark.usefixtures("in_paris")
@pytest.mark.parametrize("day", [datetime(2026, 3, 17, tzinfo=UTC), datetime(2026, 10, 13, tzinfo=UTC)])
def test_no_week_is_skipped(machine: Callable[..., Machine], day: datetime) -> None:
    m = machine(job("cron: 0 0 * * mon"))
    m.clock.move_to(day)
    m.start()
    m.ran.clear()
    m.live(28 * DAY)

    mondays = [at for at in m.times() if at.weekday() == 0]
    assert len(mondays) == 4
    assert {(at.hour, at.minute) for at in mondays} == {(0, 0)}


# ---- jobs that fail --------------------------------------------------------------------------------


def test_a_job_that_raises_stops_neither_the_next_nor_itself(machine: Callable[..., Machine]) -> None:
    def fail(_: bool) -> bool:
        raise RuntimeError("broken")

    m = machine(job("every 1h", work=fail), job("every 1h", "other"))
    m.live(3 * HOUR + timedelta(minutes=1))

    assert len(m.times("other")) == 4
    assert len(m.times()) > 4


def test_what_failed_is_tried_again_soon_and_then_less_often(machine: Callable[..., Machine]) -> None:
    """A weekly job that met a locked database has not lost its week."""
    m = machine(job("every 1w"))
    m.live(timedelta(minutes=1))
    m.failing.add("job")
    m.live(7 * DAY + 6 * HOUR)

    tries = m.times()[1:]
    assert tries[0] == START + 7 * DAY
    pauses = [(b - a) // timedelta(minutes=1) for a, b in pairwise(tries)]
    assert pauses[:7] == [1, 2, 4, 8, 16, 32, 60]
    assert set(pauses[7:]) <= {60}

    m.failing.clear()
    m.live(HOUR)
    well = m.times()[-1]
    m.live(7 * DAY)
    assert m.times()[-1] == well + 7 * DAY


def test_it_is_never_tried_less_often_than_its_own_rule_says(machine: Callable[..., Machine]) -> None:
    m = machine(job("every 30s"))
    m.failing.add("job")
    m.live(timedelta(minutes=10))

    assert {b - a for a, b in pairwise(m.times())} == {timedelta(seconds=30)}


def test_a_record_that_cannot_be_read_keeps_nothing_from_running(machine: Callable[..., Machine]) -> None:
    """The database is locked while jobs fall due: they run, and no thread dies of it."""
    m = machine(job("every 1h"))
    m.live(timedelta(minutes=1))
    m.locked = True
    m.live(3 * HOUR)
    m.clock.shift(-DAY)
    m.scheduler.clock_was_set(-DAY)
    m.live(timedelta(minutes=1))

    assert len(m.times()) == 5


# ---- restarts --------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["every 6h", "cron: 0 */6 * * *"])
def test_a_restart_loop_neither_pushes_a_job_away_nor_repeats_it(machine: Callable[..., Machine], rule: str) -> None:
    m = machine(job(rule))
    for _ in range(3 * 24 * 12):
        m.live(timedelta(minutes=5))
        m.start()

    assert len(m.times()) in (12, 13)
    gaps = [b - a for a, b in pairwise(m.times()[1:])]
    assert min(gaps) >= 6 * HOUR - timedelta(minutes=5)
    assert max(gaps) <= 6 * HOUR + timedelta(minutes=5)


@pytest.mark.parametrize("rule", ["every 1w", "cron: 0 7 * * mon"])
def test_a_daemon_restarted_daily_runs_its_weekly_job(machine: Callable[..., Machine], rule: str) -> None:
    m = machine(job(rule))
    for _ in range(29):
        m.live(DAY)
        m.start()

    assert len(m.times()) == 5
    assert {round((b - a) / DAY) for a, b in pairwise(m.times()[1:])} == {7}


def test_a_daemon_that_is_off_when_its_weekly_job_is_due_runs_it_when_it_is_on(machine: Callable[..., Machine]) -> None:
    """On a machine that sleeps on Mondays at seven."""
    m = machine(job("cron: 0 7 * * mon"))
    m.live(HOUR)
    for _ in range(4):
        m.clock.move_to(m.now() + 7 * DAY)
        m.start()
        m.live(HOUR)

    assert len(m.times()) == 5


def test_overdue_after_a_restart_is_once_at_once_and_recorded_late(machine: Callable[..., Machine]) -> None:
    m = machine(job("every 1h"))
    m.live(timedelta(minutes=1))
    assert m.record["job"].late is False
    m.clock.shift(50 * HOUR)
    m.start()
    back = m.now()
    m.live(timedelta(minutes=59))

    assert m.times()[1:] == [back]
    assert m.record["job"].late is True
    m.live(timedelta(minutes=2))
    assert m.record["job"].late is False


def test_a_job_whose_process_died_is_due_again_soon_but_not_at_once(machine: Callable[..., Machine]) -> None:
    """Soon, or a weekly digest would be lost for a week; not at once, or a job that kills its process would be
    repeated with every restart."""
    m = machine(job("every 1w"))
    m.live(timedelta(seconds=1))
    m.record["job"] = but(m.record["job"], finished_at=None)
    for _ in range(10):
        m.start()
        m.live(timedelta(seconds=5))
    assert len(m.times()) == 1

    m.live(timedelta(seconds=15))
    assert len(m.times()) == 2


def test_what_runs_at_each_start_does_so_once(machine: Callable[..., Machine]) -> None:
    m = machine(replace(job("every 1h"), at_start=True))
    m.live(timedelta(minutes=10))
    m.start()
    m.live(timedelta(minutes=10))

    assert len(m.times()) == 2


# ---- clocks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["every 6h", "cron: 0 */6 * * *"])
@pytest.mark.parametrize("jump", [timedelta(days=3), timedelta(days=-3), timedelta(days=366), timedelta(days=-366)])
def test_a_clock_jump_gives_one_run_to_catch_up(machine: Callable[..., Machine], rule: str, jump: timedelta) -> None:
    m = machine(job(rule))
    m.live(7 * HOUR)
    m.ran.clear()
    m.sleep(jump)
    set_at = m.now()
    m.live(timedelta(minutes=30))
    assert m.times() == [set_at]

    m.live(24 * HOUR)
    assert len(m.times()) == 5


def test_a_small_jump_repeats_nothing(machine: Callable[..., Machine]) -> None:
    m = machine(job("every 6h"))
    m.live(HOUR)
    m.sleep(3 * HOUR)
    m.live(HOUR)
    assert len(m.times()) == 1


def test_a_jump_of_decades_is_not_counted_run_by_run(machine: Callable[..., Machine]) -> None:
    """A board without a clock wakes in 1970: thirty million missed runs would take gigabytes."""
    asked = []
    every_minute = job("every 1m")
    m = machine(every_minute)
    m.live(timedelta(seconds=1))
    trigger = m.scheduler._scheduler.get_job("job").trigger
    ask = trigger.get_next_fire_time
    trigger.get_next_fire_time = lambda *given: asked.append(given) or ask(*given)
    m.ran.clear()
    m.sleep(timedelta(days=365 * 56))
    m.live(timedelta(seconds=30))

    assert len(m.times()) == 1
    assert len(asked) < 10


def test_waking_hours_late_is_a_run_and_not_a_misfire(machine: Callable[..., Machine]) -> None:
    """apscheduler's own grace is one second."""
    m = machine(job("every 1h"))
    m.live(timedelta(minutes=1))
    m.clock.shift(5 * HOUR)  # unnoticed: the scheduler's thread alone was slow
    m.live(timedelta(minutes=1))

    assert len(m.times()) == 2
    assert m.record["job"].late is True


def test_what_falls_due_while_a_lane_is_busy_is_one_run(machine: Callable[..., Machine]) -> None:
    """Not as many as were due: a channel that hung for an hour is not asked sixty times in a row."""
    m = machine(job("every 1h"))
    m.live(timedelta(minutes=1))
    stepped: Any = m.scheduler._scheduler
    for _ in range(5):
        m.clock.shift(HOUR)
        stepped._process_jobs()  # its thread goes on; the lane does not
    m.ran.clear()
    m.live(timedelta(minutes=1))

    assert len(m.times()) == 1


def test_jitter_spreads_but_does_not_add_up(machine: Callable[..., Machine]) -> None:
    m = machine(replace(job("cron: 0 */6 * * *"), spread=True))
    m.live(10 * DAY + HOUR)

    late = [at - at.replace(minute=0, second=0, microsecond=0) for at in m.times()[1:]]
    assert len(late) == 40
    assert max(late) <= timedelta(seconds=30)
    assert len(set(late)) > 30


# ---- threads: the scheduler as it is ------------------------------------------------------------------


@pytest.fixture
def real() -> Iterator[Callable[..., Scheduler]]:
    """Schedulers with their threads, stopped in the end."""
    started: list[Scheduler] = []

    def start(*given: Job) -> Scheduler:
        scheduler = Scheduler(given, last_run=lambda _: None, now=lambda: datetime.now(UTC))
        started.append(scheduler)
        scheduler.start()
        return scheduler

    yield start
    for scheduler in started:
        scheduler.stop()


def test_a_job_that_hangs_delays_no_other_lane(real: Callable[..., Scheduler]) -> None:
    free, again = threading.Event(), threading.Semaphore(0)
    hanging = job("every 1s", "hangs", "a", lambda _: free.wait(30))
    other = job("every 1s", "other", "b", lambda _: again.release() is None)
    scheduler = real(hanging, other)
    try:
        assert all(again.acquire(timeout=10) for _ in range(3))
        assert list(scheduler.running()) == ["hangs"]
    finally:
        free.set()


def test_a_job_never_runs_beside_itself(real: Callable[..., Scheduler]) -> None:
    """Due again while it runs: it is skipped, and runs when it is due after that."""
    began, free = threading.Semaphore(0), threading.Semaphore(0)
    beside: list[int] = []
    inside = [0]

    def work(_: bool) -> bool:
        inside[0] += 1
        beside.append(inside[0])
        began.release()
        free.acquire(timeout=30)
        inside[0] -= 1
        return True

    scheduler = real(job("every 1s", work=work))
    assert began.acquire(timeout=10)
    assert not began.acquire(timeout=2.5)
    free.release()
    assert began.acquire(timeout=10)
    scheduler.stop()
    free.release()
    assert set(beside) == {1}


def test_what_waits_in_its_lane_does_not_begin_after_the_stop(real: Callable[..., Scheduler]) -> None:
    began, free = threading.Event(), threading.Event()
    ran: list[str] = []

    def first(_: bool) -> bool:
        began.set()
        return free.wait(30)

    scheduler = real(
        job("every 1h", "first", work=first), job("every 1h", "second", work=lambda _: ran.append("second") is None)
    )
    assert began.wait(10)
    scheduler.stop()
    free.set()
    for lane in scheduler._scheduler._executors.values():
        lane._pool.shutdown(wait=True)
    assert ran == []


def test_a_job_that_fails_after_the_stop_is_not_tried_again(
    real: Callable[..., Scheduler], caplog: pytest.LogCaptureFixture
) -> None:
    """The scheduler has forgotten it by then; no traceback ends the log."""
    began, free = threading.Event(), threading.Event()

    def fail(_: bool) -> bool:
        began.set()
        free.wait(30)
        return False

    scheduler = real(job("every 1h", work=fail))
    assert began.wait(10)
    scheduler.stop()
    free.set()
    for lane in scheduler._scheduler._executors.values():
        lane._pool.shutdown(wait=True)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_dead_scheduler_is_not_taken_for_a_living_one(
    real: Callable[..., Scheduler], monkeypatch: pytest.MonkeyPatch
) -> None:
    """apscheduler itself goes on saying that it runs."""
    scheduler = real(job("every 1s"))
    assert scheduler.alive

    def die(*_: object) -> None:
        raise RuntimeError("database is locked")

    store = scheduler._scheduler._jobstores["default"]
    monkeypatch.setattr(store, "update_job", die)
    scheduler._scheduler._thread.join(timeout=10)

    assert scheduler._scheduler.running
    assert not scheduler.alive


# ---- at once ------------------------------------------------------------------------------------------


def test_a_job_that_is_wanted_while_it_runs_runs_once_more(machine: Callable[..., Machine]) -> None:
    """apscheduler skips what is due while it still counts the job as running, and that is until after its return."""
    m: Machine
    wanted = [True, True]

    def work(_: bool) -> bool:
        if wanted:
            wanted.pop()
            m.scheduler.soon("job")
        return True

    m = machine(job("every 1h", work=work))
    for _ in range(4):  # rounds of apscheduler
        m.live(timedelta(seconds=1))
    assert len(m.times()) == 3
    m.live(HOUR)
    assert len(m.times()) == 4


def test_a_job_that_is_wanted_while_others_end_it_is_not_skipped(machine: Callable[..., Machine]) -> None:
    """Between the end of the work and the moment from which apscheduler counts it as ended."""
    m = machine(job("every 1h"))
    m.live(timedelta(minutes=1))
    assert len(m.times()) == 1
    scheduler: Any = m.scheduler._scheduler
    lane = scheduler._executors["lane"]
    ended = lane._run_job_success

    def late(key: str, events: list[Any]) -> None:
        lane._run_job_success = ended
        m.scheduler.soon("job")
        scheduler._process_jobs()  # apscheduler's thread comes by, and skips it
        ended(key, events)

    lane._run_job_success = late
    m.scheduler.soon("job")
    for _ in range(3):
        m.live(timedelta(seconds=1))
    assert len(m.times()) == 3
