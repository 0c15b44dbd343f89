"""Real commands and the real daemon, in processes of their own, on a clock that runs when there is nothing to do.

    works = Works(folder)
    key = works.start("--config", "config.toml", "run")    a process, forked from one that has imported everything
    works.end(key)                                         by SIGKILL, at any moment

The clock is a file of four numbers that all processes share, so it goes on after a kill. The daemon moves it to the
next time at which a job is due, as far as whoever drives it allows; while jobs run it is the machine's own.
"""

from __future__ import annotations

import importlib
import json
import mmap
import os
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

BEGINNING = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)
_PASSED, _SKEW, _LIMIT, _REACHED = range(4)
_NUMBER = struct.Struct("d")
_TICK = 0.002  # seconds between two looks whether all jobs have ended


class Clock:
    """Seconds that passed; how wrong the machine's clock is; how far it may go; how far it came with nothing left to
    do."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(bytes(_NUMBER.size * 4))
        with path.open("r+b") as file:
            self._numbers = mmap.mmap(file.fileno(), _NUMBER.size * 4)
        self._ahead = self._get(_PASSED) - time.monotonic()

    def _get(self, place: int) -> float:
        return float(_NUMBER.unpack_from(self._numbers, place * _NUMBER.size)[0])

    def _set(self, place: int, value: float) -> None:
        _NUMBER.pack_into(self._numbers, place * _NUMBER.size, value)

    # ---- in the process that lives by it ----

    def steady(self) -> float:
        """Seconds since the beginning."""
        self._ahead = max(self._ahead, self._get(_PASSED) - time.monotonic())  # another process may have moved it
        passed = self._ahead + time.monotonic()
        self._set(_PASSED, passed)
        return passed

    def now(self) -> datetime:
        """What the machine says."""
        return BEGINNING + timedelta(seconds=self.steady() + self._get(_SKEW))

    def pass_until(self, due: datetime) -> bool:
        """Go to this moment, or to the limit; False if the limit is reached."""
        passed, limit = self.steady(), self._get(_LIMIT)
        if passed >= limit:
            self._set(_REACHED, limit)
            return False
        self._ahead += max(0.0, min((due - self.now()).total_seconds(), limit - passed))
        self.steady()
        return True

    # ---- in the process that drives ----

    @property
    def passed(self) -> float:
        """Seconds since the beginning, as last told."""
        return self._get(_PASSED)

    def truth(self) -> datetime:
        """What the time is, however wrong the machine's clock may be."""
        return BEGINNING + timedelta(seconds=self.passed)

    def allow(self, limit: float) -> None:
        """How far it may go."""
        self._set(_LIMIT, limit)

    @property
    def has_reached(self) -> bool:
        """True once all that was due by the limit is done."""
        return self._get(_REACHED) == self._get(_LIMIT)

    def skew(self, by: timedelta) -> None:
        """Somebody sets the machine's clock."""
        self._set(_SKEW, by.total_seconds())

    def jump(self, passed: float) -> None:
        """Time that passes while no process runs."""
        self._set(_PASSED, max(passed, self.passed))


# ---- in the forked process ------------------------------------------------------------------------------


class _Idling:
    """Takes the place of the daemon's event to stop: it waits as that does, and moves the clock meanwhile."""

    def __init__(self, stop: threading.Event, clock: Clock, schedulers: list[Any]) -> None:
        self._stop, self._clock, self._schedulers = stop, clock, schedulers

    def wait(self, _: float) -> bool:
        if self._stop.wait(_TICK):
            return True
        for scheduler in self._schedulers:
            # in this order: a job that was due when the first is asked is running when the second is
            due = min(job.next_run_time for job in scheduler.get_jobs())
            runs = any(any(list(executor._instances.values())) for executor in scheduler._executors.values())
            if not runs and due > self._clock.now() and self._clock.pass_until(due):
                scheduler.wakeup()
        return False


def _live_by(clock: Clock) -> None:
    """Put the clock in the place of the machine's, for our own code and for apscheduler."""
    import apscheduler.schedulers.base as library

    import jobs.clock
    from jobs.service import daemon

    class Moment(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return clock.now().astimezone(tz)

    schedulers: list[Any] = []
    begin, run = library.BaseScheduler.start, daemon.run

    def start(scheduler: Any, *given: Any, **more: Any) -> None:
        begin(scheduler, *given, **more)
        schedulers.append(scheduler)

    def run_by_it(config: Any, *, now: Callable[[], datetime], stop: threading.Event) -> int:
        budgets = daemon.Budgets(tick=timedelta(seconds=_TICK))
        idling: Any = _Idling(stop, clock, schedulers)
        return run(config, now=now, stop=idling, steady=clock.steady, budgets=budgets)

    jobs.clock.utc_now = clock.now
    library.datetime = Moment
    library.BaseScheduler.start = start  # type: ignore[method-assign]
    daemon.run = run_by_it  # type: ignore[assignment]


def _forked(order: dict[str, Any]) -> None:
    code = 70
    try:
        for number, mode in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
            path = order["log"] if number == 2 else order["out"] if number == 1 else os.devnull
            flags = os.O_CREAT | (os.O_APPEND if number == 2 else os.O_TRUNC) if number else 0
            found = os.open(path, mode | flags, 0o644)
            os.dup2(found, number)
            os.close(found)
        _live_by(Clock(Path(order["clock"])))
        import tracker.cli

        code = tracker.cli.run(order["argv"])
        sys.stdout.flush()
    finally:
        os._exit(code)


def _serve_orders() -> None:
    """Fork a process for each line; tell its number, and later its exit code."""
    for name in ("apprise", "jobs.passes", "jobs.publish.site", "jobs.rebuild.rebuild", "jobs.rebuild.verify"):
        importlib.import_module(name)  # what the processes need, once
    for name in ("jobs.service.daemon", "tracker.cli", "tracker.deliver"):
        importlib.import_module(name)

    while True:
        if select.select([0], [], [], _TICK)[0]:
            line = sys.stdin.readline()
            if not line:
                return
            key = os.fork()
            if key == 0:
                _forked(json.loads(line))
            print(json.dumps({"began": key}), flush=True)
        try:
            ended, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            continue
        if ended:
            print(json.dumps({"ended": ended, "code": os.waitstatus_to_exitcode(status)}), flush=True)


# ---- in the process that drives -------------------------------------------------------------------------


class Works:
    """Processes that live by a clock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._began: list[int] = []
        self._codes: dict[int, int] = {}
        self._told = threading.Condition()
        paths = (Path(__file__).parent, *sys.path)
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))},
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            told = json.loads(line)
            with self._told:
                if "began" in told:
                    self._began.append(told["began"])
                else:
                    self._codes[told["ended"]] = told["code"]
                self._told.notify_all()

    def start(self, *argv: str, out: str = "out") -> int:
        """Start a command; returns the number of its process. What it says goes to files in the folder."""
        assert self._process.stdin
        order = {"argv": argv, "clock": str(self._folder / "clock"), "log": str(self._folder / "log")}
        print(json.dumps({**order, "out": str(self._folder / out)}), file=self._process.stdin, flush=True)
        with self._told:
            assert self._told.wait_for(lambda: self._began, 60)
            key = self._began.pop()
            self._codes.pop(key, None)
        return key

    def code(self, key: int, patience: float = 0) -> int | None:
        """The exit code of a process, once it has ended."""
        with self._told:
            self._told.wait_for(lambda: key in self._codes, patience)
            return self._codes.get(key)

    def end(self, key: int, number: int = signal.SIGKILL) -> int:
        """Send a signal, and wait for the end."""
        if self.code(key) is None:
            with suppress(ProcessLookupError):  # it ended meanwhile
                os.kill(key, number)
        code = self.code(key, 120)
        assert code is not None, "it does not end"
        return code

    def close(self) -> None:
        """End; processes that still run have to be ended before."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(60)
        self._listener.join(60)
        self._process.stdout.close()


if __name__ == "__main__":
    _serve_orders()
