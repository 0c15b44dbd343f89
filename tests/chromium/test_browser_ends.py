"""Whatever ends a read in the browser, no process and no file of it stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import needed

from jobs.demo.standin import Fault, StandIn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

READER = """
import sys
from datetime import UTC, datetime, timedelta
from tracker.errors import FetchError
from tracker.fetch import HttpSettings
from tracker.fetch.browser import Browser
from tracker.models import Media, Request
settings = HttpSettings(contact="c", version="9", timeout=timedelta(seconds=100))
try:
    Browser(settings=settings, now=lambda: datetime.now(UTC)).get(
        Request(url=sys.argv[1], expects=Media.HTML), "coe-browser")
except FetchError as error:
    print(error.kind, error)
"""
COUNTING = """
import os
try:
    print(os.waitpid(-1, os.WNOHANG))
except ChildProcessError:
    print("none")
"""
SIGNALS = (signal.SIGTERM, signal.SIGKILL, signal.SIGINT, signal.SIGQUIT)
PATIENCE = 60  # seconds: a machine that does many things at once is slow, not wrong


@pytest.fixture(scope="module")
def standin() -> Iterator[StandIn]:
    """A page whose service never answers."""
    needed()
    with StandIn() as made:
        script = f"<script>fetch('{made.api_url}api/signatures')</script>".encode()
        made.bodies["/page"] = ("text/html", made.page.replace(b"</body>", script + b"</body>"))
        made.faults["/WS_LFRConventions/api/signatures"] = Fault.HANG
        yield made


@pytest.fixture
def folder() -> Iterator[Path]:
    """For the files of a read. A path of pytest's is too long for Chromium's sockets: they would lie elsewhere."""
    with tempfile.TemporaryDirectory(prefix="t-", dir="/tmp") as made:
        yield Path(made)


def processes(folder: Path) -> dict[int, str]:
    """The living processes of reads whose files are below a folder, with the command of each."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            if (entry / "stat").read_text().rpartition(")")[2].split()[0] in "ZX":
                continue
            command = (entry / "cmdline").read_bytes()
            if str(folder).encode() in command + (entry / "environ").read_bytes():
                found[int(entry.name)] = command.replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # it has just ended
    return found


def until(true: Callable[[], object], what: Callable[[], str]) -> None:
    """Look until something is true."""
    clock, ends = threading.Event(), time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > ends:
            pytest.fail(f"{what()} after {PATIENCE} s")
        clock.wait(0.02)


def until_reading(program: subprocess.Popen[str], true: Callable[[], object], folder: Path) -> None:
    """Look until something is true of a read that goes on."""

    def is_true() -> object:
        if program.poll() is not None:
            assert program.stdout is not None
            pytest.fail(f"the read ended by itself: {program.stdout.read()}")
        return true()

    until(is_true, lambda: f"not begun: {processes(folder)}")


def reading(standin: StandIn, folder: Path) -> subprocess.Popen[str]:
    """A program in the middle of a read, with all of its files below a folder."""
    return subprocess.Popen(
        [sys.executable, "-c", READER, f"{standin.origin}/page"],
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def is_gone(folder: Path) -> None:
    until(lambda: not processes(folder), lambda: f"still there: {processes(folder)}")
    until(lambda: not list(folder.glob("tracker-browser-*/*")), lambda: "files are still there")


@pytest.mark.parametrize("kill", range(20))
def test_a_program_that_is_killed_leaves_nothing(standin: StandIn, folder: Path, kill: int) -> None:
    """By each signal: as soon as so many processes have been started, or while the page waits for its data."""
    before = len(standin.requests)
    with reading(standin, folder) as program:
        moments: tuple[Callable[[], object], ...] = (
            lambda: len(processes(folder)) > kill // 4,
            lambda: len(standin.requests) > before,
            lambda: len(standin.requests) > before + 1,
        )
        until_reading(program, moments[max(0, kill // 4 - 2)], folder)
        program.send_signal(SIGNALS[kill % len(SIGNALS)])
        program.wait(PATIENCE)
        is_gone(folder)


@pytest.mark.parametrize(
    "killed", ["fetch.browser.worker", "playwright/driver", "--remote-debugging", "--type=renderer"]
)
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_below_that_is_killed_ends_the_read(
    standin: StandIn, folder: Path, killed: str, number: signal.Signals
) -> None:
    """The worker, Playwright's driver, the browser, or the process that draws the page."""

    def found() -> set[int]:
        return {process for process, command in processes(folder).items() if killed in command}

    before = len(standin.requests)
    with reading(standin, folder) as program:
        until_reading(program, lambda: found() and len(standin.requests) > before + 1, folder)
        for process in found():
            os.kill(process, number)
        assert program.stdout is not None
        assert program.stdout.read().startswith("connection ")
        program.wait(PATIENCE)
        assert list(folder.glob("tracker-browser-*")) == []  # it waits for the end of what could make it again
        is_gone(folder)


def test_a_read_leaves_no_entry_of_a_process(folder: Path) -> None:
    """Who adopts orphans, as the first process of a container does, gets none from a read that ends by itself."""
    with StandIn() as made:
        made.bodies["/page"] = ("text/html", b"<title>No</title>")
        adopting = "from tracker.fetch.browser.processes import adopt_orphans\nadopt_orphans()\n"
        done = subprocess.run(
            [sys.executable, "-c", adopting + READER.replace("=100", "=3") + COUNTING, f"{made.origin}/page"],
            env={**os.environ, "TMPDIR": str(folder)},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    assert done.stdout.splitlines()[-1] == "none", done.stdout


def test_a_worker_that_is_stopped_does_not_hold_the_program(standin: StandIn, folder: Path) -> None:
    """The program is interrupted, and the worker does not hear of it."""
    before = len(standin.requests)
    with reading(standin, folder) as program:
        until_reading(program, lambda: len(standin.requests) > before + 1, folder)
        (worker,) = (found for found, command in processes(folder).items() if "fetch.browser.worker" in command)
        os.kill(worker, signal.SIGSTOP)
        program.send_signal(signal.SIGINT)
        program.wait(PATIENCE)
        is_gone(folder)
