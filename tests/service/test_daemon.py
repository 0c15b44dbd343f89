"""The background service as a process: one a database, killed and told to stop at any moment, with channels that fail;
and its main thread, which ends the process when only a new start can help."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from receivers import Mailbox, Post, Receiver, ids_in, mailbox, part, receiver
from states import SIGNED
from world import World, but, seen, world

import db.database
import tracker.deliver
from db.database import check_intact
from db.stores.outbox import Outbox
from jobs.clock import utc_now
from jobs.demo.standin import Fault
from jobs.locks import alone
from jobs.service import daemon
from jobs.service.logging import set_up_logs
from jobs.service.schedule import Scheduler
from tracker.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

QUICK = '[schedule]\ncheck = "every 1s"\ndeliver = "every 1s"\nheartbeat = "every 1s"\nroll_over = "every 1s"\n'
PATIENCE = 60.0  # seconds until a test gives up: a hang, not a measure
SHORT = daemon.Budgets(tick=timedelta(seconds=0.05), end=timedelta(seconds=0.5))


def steps() -> Iterator[list[Any]]:
    """Charts: nobody has ratified, then one State more each time."""
    for ratified in range(len(SIGNED) + 1):
        yield [
            but(state, consent=f"2003-01-{place + 1:02d}") if place < ratified else state
            for place, state in enumerate(SIGNED)
        ]


@pytest.fixture
def live(open_world: Callable[..., World]) -> Callable[..., World]:
    """A world on the real clock, as processes have no other."""

    def start(more: str = "") -> World:
        w = open_world(more=more, confirm_after="0s")
        w.standin.now = utc_now
        w.show(*SIGNED)
        return w

    return start


def until(true: Callable[[], object], what: str = "") -> None:
    """Wait for something to become true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"never: {what or true}"
        time.sleep(0.02)


def channel(name: str, url: str, **keys: object) -> str:
    lines = [f"{key} = {json.dumps(value)}" for key, value in {"name": name, "url": url, **keys}.items()]
    return "[[notify]]\n" + "\n".join(lines) + "\n"


def ask(w: World, sql: str) -> list[Any]:
    """A question to the database while the daemon has it; nothing before there is one."""
    try:
        with closing(sqlite3.connect(f"file:{w.folder}/tracker.db?mode=ro", uri=True)) as connection:
            return [found[0] for found in connection.execute(sql).fetchall()]
    except sqlite3.OperationalError:
        return []


# ---- processes ---------------------------------------------------------------------------------------


#: `tracker run` with half a second to end in, instead of seven.
SOON = """
import sys
from datetime import timedelta
from pathlib import Path
from jobs.clock import utc_now
from jobs.service import daemon
from jobs.service.logging import set_up_logs
from jobs.service.signals import stop_on_signals
from tracker.config import load

set_up_logs(as_json=True)
budgets = daemon.Budgets(end=timedelta(seconds=0.5))
sys.exit(daemon.run(load(Path(sys.argv[1])), now=utc_now, stop=stop_on_signals(), budgets=budgets))
"""


class Process:
    """`tracker run`, with the socket that systemd would listen on."""

    def __init__(self, w: World, *, ends_soon: bool = False) -> None:
        self.w = w
        self.told: list[str] = []
        self.log = w.folder / "log"
        path = Path(f"/tmp/tracker-{os.getpid()}-{random.getrandbits(48):x}")  # noqa: S108 - 108 bytes at most
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        self._socket.settimeout(0.05)
        self._path = path
        argv = ["-c", SOON, str(w.path)] if ends_soon else ["-m", "tracker", "--config", str(w.path), "run"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *argv],
                stderr=log,
                stdout=log,
                env={**os.environ, "NOTIFY_SOCKET": str(path)},
            )

    def hear(self) -> list[str]:
        """What systemd was told so far."""
        try:
            while True:
                self.told += self._socket.recv(4096).decode().split("\n")
        except TimeoutError:
            return self.told

    def deafen(self) -> None:
        """Fill the socket, so that what is sent to it waits for ever."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as other:
            other.setblocking(False)
            with suppress(BlockingIOError):
                while True:
                    other.sendto(b"x", str(self._path))

    def ready(self) -> Process:
        until(lambda: "READY=1" in self.hear() or self.process.poll() is not None)
        assert self.process.poll() is None, self.log.read_text()
        return self

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait for the end."""
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        self.hear()
        return code

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._socket.close()
        self._path.unlink()

    def lines(self) -> list[dict[str, Any]]:
        """The log: one JSON object a line, and nothing else."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@contextmanager
def running(w: World, *, ends_soon: bool = False) -> Iterator[Process]:
    found = Process(w, ends_soon=ends_soon)
    try:
        yield found
    finally:
        found.close()


def command(w: World, *argv: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tracker", "--config", str(w.path), *argv],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


def test_one_a_database_while_others_read_and_check(live: Callable[..., World]) -> None:
    """A second one says who holds it; read commands work; checks by hand wait for their turn."""
    w = live(QUICK)
    with running(w) as first:
        first.ready()
        until(lambda: ask(w, "SELECT id FROM snapshot"))

        second = command(w, "run")
        assert second.returncode == 3
        assert f"tracker.db is held by `tracker run` (process {first.process.pid} on " in second.stderr
        assert second.stderr.count("\n") == 1

        hands = [
            subprocess.Popen(
                [sys.executable, "-m", "tracker", "--config", str(w.path), "check", "--json"],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for _ in range(4)
        ]
        reads = [command(w, *argv) for argv in (("parties",), ("changes", "--json"), ("status",), ("backup",))]
        said = [hand.communicate(timeout=PATIENCE)[0] for hand in hands]
        assert [hand.returncode for hand in hands] == [0] * 4, said
        assert [read.returncode for read in reads] == [0] * 4, reads
        assert "locked" not in "".join(said) + first.log.read_text()
        assert len(reads[0].stdout.splitlines()) == len(SIGNED) + 1

        assert command(w, "restore", str(next((w.folder / "backups").glob("*.db")))).returncode == 3
        assert first.end() == 0
    assert not (w.folder / "tracker.db.holder").exists()


def test_what_systemd_and_the_log_are_told(live: Callable[..., World]) -> None:
    w = live(QUICK + '[health]\nheartbeat = "beat.json"\n')
    with running(w) as process:
        process.ready()
        until(lambda: process.hear().count("WATCHDOG=1") >= 2)
        until(lambda: len(ask(w, "SELECT id FROM log")) >= 3)
        beat = json.loads((w.folder / "beat.json").read_text())
        assert process.end(signal.SIGINT) == 0
        assert process.told[0] == "READY=1"
        assert process.told[-1] == "STOPPING=1"
        lines = process.lines()

    assert set(beat) == {"at", "healthy", "reasons"}
    checks = [line for line in lines if line["event"] == "checked"]
    assert len(checks) == len(ask(w, "SELECT id FROM log WHERE what = 'check'"))
    assert {(line["treaty"], line["source"], line["job"]) for line in checks} == {
        ("ets-185", "coe-service", "check:ets-185:coe-service"),
        ("ets-185", "statements", "statements"),
    }
    charts = [line["outcome"] for line in checks if line["source"] == "coe-service"]
    assert charts[:2] == ["baseline", "unchanged"]
    assert len({line["run"] for line in lines}) == 1
    assert all({"event", "level", "timestamp", "run"} <= set(line) for line in lines)


def test_told_to_stop_while_a_source_hangs(live: Callable[..., World]) -> None:
    """Python would wait for the thread that waits for the source: ten minutes here."""
    w = live(QUICK)
    w.path.write_text(w.path.read_text().replace('timeout = "5s"', 'timeout = "10m"'))
    w.standin.fault = Fault.HANG
    with running(w, ends_soon=True) as process:
        process.ready()
        until(lambda: w.standin.requests)
        assert process.end(signal.SIGTERM) == 0
        assert process.told[-1] == "STOPPING=1"
        assert [line["event"] for line in process.lines()][-1] == "not waited for"
    check_intact(w.folder / "tracker.db")
    assert ask(w, "SELECT id FROM log") == []

    w.standin.fault = None
    with running(w) as process:  # the lock and the note of the one that was cut off do not hold it
        process.ready()
        until(lambda: ask(w, "SELECT id FROM snapshot"))
        assert process.end() == 0


def test_a_supervisor_that_does_not_listen_holds_nobody(live: Callable[..., World]) -> None:
    """A socket holds ten messages that nobody reads."""
    w = live(QUICK)
    with running(w) as process:
        process.deafen()
        until(lambda: len(ask(w, "SELECT id FROM log")) > 2)
        assert process.end() == 0
        assert process.lines()[-1]["event"] == "stopping"


def test_killed_twenty_times(live: Callable[..., World], tmp_path: Path) -> None:
    """No change is lost and none told twice, the list is that of a run nobody disturbed; each channel gets each change
    once, but for a message whose process died between the send and its mark; a receiver that answers 500 and one that
    hangs delay only themselves."""
    with mailbox() as box, receiver() as good, receiver() as broken, receiver() as silent:
        broken.status, silent.hanging = 500, True
        hooks = (
            ("good", good.url.replace("//", "//user:hunter2@")),
            ("broken", broken.url),
            ("silent", f"{silent.url}?cto=1&rto=1"),
            ("mail", box.url),
        )
        w = live(QUICK + "".join(channel(name, url) for name, url in hooks))
        depositary = Depositary(w)
        kills: list[float] = []
        chance = random.Random(20260615)  # noqa: S311 - the same moments each time
        while len(kills) < 20 or (depositary.shown <= 5 and len(kills) < 60):  # more on a machine that is busy
            with running(w) as process:
                if len(kills) % 4:  # else while it starts
                    process.ready()
                end = time.monotonic() + chance.uniform(0, 0.7)
                while time.monotonic() < end:
                    depositary.go_on()
                    time.sleep(0.02)
                process.end(signal.SIGKILL)
                kills.append(time.monotonic())
            if ask(w, "SELECT name FROM _sqlite_migrations"):  # else it was killed making it
                check_intact(w.folder / "tracker.db")
        assert depositary.shown > 5, "changes must fall between the kills"
        with running(w) as process:
            until(lambda: depositary.go_on() and not waiting(w), "all delivered")
            assert process.end() == 0
        log = process.log.read_text()
        told = w.changes()
        assert len(told) == len(SIGNED)
        assert_once(told_by_mail(box), kills, [change.id for change in told])
        assert_once(told_by_hook(good), kills, [change.id for change in told])
        with w.store() as store:
            failed = store.outbox.deliveries(states=["waiting"])
            assert {row.channel for row in failed} == {"broken", "silent"}
            assert {row.last_error for row in failed if row.attempts} == {
                "channel broken answered 500",
                "channel silent did not take the message",
            }
    assert "locked" not in log
    assert "hunter2" not in log
    assert b"hunter2" not in b"".join(path.read_bytes() for path in w.folder.glob("tracker.db*"))
    assert seen(told) == undisturbed(tmp_path / "undisturbed")


class Depositary:
    """Shows the next chart once the change of the last one was told."""

    def __init__(self, w: World) -> None:
        self.w = w
        self.charts = list(steps())
        self.shown = 0
        w.show(*self.charts[0])

    def go_on(self) -> bool:
        """True once all was told."""
        if not ask(self.w, "SELECT id FROM snapshot") or len(ask(self.w, "SELECT id FROM change")) < self.shown:
            return False
        if self.shown == len(SIGNED):
            return True
        self.shown += 1
        self.w.show(*self.charts[self.shown])
        return False


def waiting(w: World) -> list[Any]:
    return ask(w, "SELECT id FROM outbox WHERE state = 'waiting' AND channel IN ('good', 'mail')")


def told_by_hook(hook: Receiver) -> list[tuple[float, list[int]]]:
    return [(at, ids_in(message["message"])) for at, message in zip(hook.times, hook.got, strict=True)]


def told_by_mail(box: Mailbox) -> list[tuple[float, list[int]]]:
    return [(at, ids_in(part(message, "text/plain"))) for at, message in zip(box.times, box.got, strict=True)]


def assert_once(told: list[tuple[float, list[int]]], kills: list[float], expected: list[int]) -> None:
    """In order; again only if the process was killed after the first time."""
    last: dict[int, float] = {}
    order = []
    for at, keys in told:
        for key in keys:
            if key in last:
                assert any(last[key] < kill < at for kill in kills), f"change {key} was sent twice"
            else:
                order.append(key)
            last[key] = at
    assert order == expected


def undisturbed(folder: Path) -> list[Any]:
    folder.mkdir()
    with world(folder, confirm_after="0s") as w:
        for chart in steps():
            w.wait(seconds=1)
            w.show(*chart)
            w.check()
        return seen(w.changes())


# ---- the main thread -----------------------------------------------------------------------------------


class Inside:
    """`daemon.run` in a thread of the test."""

    def __init__(self, w: World, **given: Any) -> None:
        self.stop = threading.Event()
        self.left: list[int] = []
        self.code: list[int | BaseException] = []
        given = {"now": utc_now, "budgets": SHORT, **given}

        def run() -> None:
            try:
                self.code.append(daemon.run(w.config, stop=self.stop, leave=self.left.append, **given))
            except BaseException as error:  # noqa: BLE001 - told to the test
                self.code.append(error)

        self.thread = threading.Thread(target=run)
        self.thread.start()

    def end(self) -> int | BaseException:
        self.stop.set()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()
        return self.code[0]


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Inside]]:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    started: list[Inside] = []

    def start(w: World, **given: Any) -> Inside:
        started.append(Inside(w, **given))
        return started[-1]

    yield start
    for found in started:
        found.end()


def test_it_ends_well_when_it_is_told_to(live: Callable[..., World], inside: Callable[..., Inside]) -> None:
    w = live(QUICK)
    run = inside(w)
    until(lambda: ask(w, "SELECT id FROM snapshot"))
    assert run.end() == 0
    assert run.left == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_scheduler_that_dies_ends_the_process(
    live: Callable[..., World], inside: Callable[..., Inside], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not zero: it does not pretend."""

    def die(*_: object) -> None:
        raise RuntimeError("database is locked")

    monkeypatch.setattr("apscheduler.jobstores.memory.MemoryJobStore.update_job", die)
    run = inside(live(QUICK))
    until(lambda: run.code)
    assert run.code == [1]


def test_a_job_that_hangs_ends_the_process_after_its_budget(
    live: Callable[..., World], inside: Callable[..., Inside], post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And until then it delays no other lane. The hour that it may take passes when the test says so."""
    free = threading.Event()
    hangs = threading.Event()
    passed = [timedelta()]

    def send(name: str, url: str, message: tracker.deliver.Message) -> None:
        if name == "silent":
            hangs.set()
            free.wait()
        post.send(name, url, message)

    monkeypatch.setattr(tracker.deliver, "send", send)
    w = live(QUICK + channel("silent", "json://nowhere.invalid/") + channel("good", "json://nowhere.invalid/"))
    run = inside(w, steady=lambda: time.monotonic() + passed[0].total_seconds())
    charts = list(steps())
    try:
        until(lambda: ask(w, "SELECT id FROM snapshot"))
        for told in (1, 2):  # each alone: two changes at once go out in one message
            w.show(*charts[told])
            until(lambda: len(post.to("good")) == told)  # noqa: B023 - called at once
        assert hangs.wait(PATIENCE)
        assert run.code == []
        passed[0] = daemon.Budgets().hung_after + timedelta(seconds=1)
        until(lambda: run.code)
    finally:
        free.set()
    assert (run.code, run.left) == ([1], [1])
    assert post.to("silent") == []


def test_a_clock_that_is_set_while_a_job_runs_is_no_job_that_hangs(
    live: Callable[..., World], inside: Callable[..., Inside], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both ways; and the scheduler hears of it once each."""
    heard: list[float] = []
    monkeypatch.setattr(Scheduler, "clock_was_set", lambda _, by: heard.append(round(by / timedelta(hours=1))))
    offset = [timedelta()]
    w = live(QUICK)
    w.standin.fault = Fault.HANG
    run = inside(w, now=lambda: utc_now() + offset[0])
    until(lambda: w.standin.requests)
    for hours in (30, -20):
        offset[0] = timedelta(hours=hours)
        until(lambda: len(heard) == (1 if hours == 30 else 2))  # noqa: B023 - called at once
    time.sleep(0.3)
    assert heard == [30, -50]
    assert run.code == []
    w.standin.fault = None


def test_a_database_that_is_locked_for_a_while_loses_nothing(
    live: Callable[..., World], inside: Callable[..., Inside], post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No thread dies; what could not be written is read and told afterwards."""
    monkeypatch.setattr(db.database, "_WAIT", 0.2)
    w = live(QUICK + channel("legal", "json://nowhere.invalid/"))
    run = inside(w)
    until(lambda: ask(w, "SELECT id FROM snapshot"))
    with closing(sqlite3.connect(w.folder / "tracker.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        asked = len(w.standin.requests)
        w.show(*list(steps())[1])
        time.sleep(1.5)
        assert ask(w, "SELECT id FROM change") == []
        other.execute("ROLLBACK")
    assert asked
    until(lambda: post.to("legal"))
    assert [ids_in(message.text) for message in post.to("legal")] == [[1]]
    assert run.code == []
    assert run.end() == 0


def test_a_job_that_raises_is_recorded_and_stops_no_other(
    live: Callable[..., World], inside: Callable[..., Inside], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(daemon, "backup", broken)
    w = live(QUICK)
    inside(w)
    until(lambda: len(ask(w, "SELECT id FROM log")) > 2)
    assert ask(w, "SELECT error FROM job_run WHERE job = 'backup'") == ["OSError: [Errno 28] No space left on device"]


def test_a_job_that_fails_again_and_again_is_told(
    live: Callable[..., World], post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the third time in a row, and once; then that it is well again."""
    broken = [True]

    def beat(*_: object, **__: object) -> None:
        if broken[0]:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("jobs.service.heartbeat.beat", beat)
    w = live(channel("ops", "json://nowhere.invalid/"))
    w.now = utc_now()
    w.check()
    work = works(w)
    told = []
    for _ in range(4):
        assert work["heartbeat"](False) is False
        assert work["deliver:ops"](False) is True
        told.append(len(post.sent))
    broken[0] = False
    for _ in range(2):
        assert work["heartbeat"](False) is True
        assert work["deliver:ops"](False) is True

    assert told == [0, 0, 1, 1]
    assert post.subjects("ops") == ["Tracker: job heartbeat fails", "Tracker: job heartbeat is well again"]


# ---- what a restart must not lose or repeat --------------------------------------------------------------


def works(w: World) -> dict[str, Callable[[bool], bool]]:
    """The work of each job of one daemon."""
    found = daemon.Daemon(config=w.config, now=utc_now, stack=ExitStack())
    return {job.name: job.work for job in found.jobs()}


def job(w: World, name: str) -> Callable[[bool], bool]:
    """The work of one of the daemon's jobs."""
    return works(w)[name]


def test_a_digest_is_owed_once_whenever_its_process_dies(
    live: Callable[..., World], post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Owed and recorded together: killed before, it is due again soon; killed after, it is not."""
    w = live(channel("week", "json://nowhere.invalid/", digest="weekly"))
    w.now = utc_now()
    w.check()

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "in_digest", die)
        with pytest.raises(KeyboardInterrupt):
            job(w, "digest:week")(False)
    with w.store() as store:
        assert store.outbox.notices() == []
        assert not store.job_runs.last("digest:week").well

    with monkeypatch.context() as patch:
        patch.setattr(daemon, "deliver", die)
        with pytest.raises(KeyboardInterrupt):
            job(w, "digest:week")(False)
    with w.store() as store:
        assert len(store.outbox.notices()) == 1
        assert store.job_runs.last("digest:week").well
    job(w, "deliver:week")(False)
    assert len(post.to("week")) == 1


def test_a_new_digest_waits_for_its_day(live: Callable[..., World], inside: Callable[..., Inside]) -> None:
    """Not at the first start, when nothing has been read."""
    w = live(QUICK + channel("week", "json://nowhere.invalid/", digest="weekly"))
    run = inside(w)
    until(lambda: len(ask(w, "SELECT id FROM log")) > 2)
    run.end()
    assert ask(w, "SELECT id FROM notice") == []
    assert len(ask(w, "SELECT job FROM job_run WHERE job = 'digest:week'")) == 1


def test_feeds_that_a_kill_left_behind_are_written_at_the_next_start(
    live: Callable[..., World], inside: Callable[..., Inside]
) -> None:
    w = live('[publish]\nfolder = "public"\n')
    for chart in list(steps())[:2]:
        w.now = utc_now()
        w.show(*chart)
        w.check()
    for path in (w.folder / "public").rglob("*.xml"):
        path.unlink()
    with w.store() as store:
        store.job_runs.started("site", utc_now(), late=False)
        store.job_runs.finished("site", utc_now(), None)
    inside(w)
    until((w.folder / "public/feeds/ALB.xml").exists)


def test_the_site_follows_a_change(live: Callable[..., World], inside: Callable[..., Inside]) -> None:
    """Not an hour later: the job is woken."""
    w = live(QUICK + '[publish]\nfolder = "public"\n')
    first, second = list(steps())[:2]
    w.show(*first)
    inside(w)
    until((w.folder / "public/index.html").exists)
    w.show(*second)
    until(lambda: ask(w, "SELECT id FROM change"))
    until(lambda: "change-1" in (w.folder / "public/changes.html").read_text())


def test_a_database_that_vanishes_is_not_made_anew(live: Callable[..., World]) -> None:
    w = live()
    assert job(w, "backup")(False) is False
    assert not (w.folder / "tracker.db").exists()


def test_a_start_waits_for_the_messages_of_a_check_by_hand(
    live: Callable[..., World], inside: Callable[..., Inside]
) -> None:
    """And is not refused for them: it would be down until its supervisor tries again."""
    w = live(QUICK)
    with alone(w.folder / "tracker.db", "check"):
        run = inside(w)
        time.sleep(0.5)
        assert run.code == []
    until(lambda: ask(w, "SELECT id FROM snapshot"))


def test_a_stale_note_of_a_holder_blocks_nobody(live: Callable[..., World], inside: Callable[..., Inside]) -> None:
    w = live(QUICK)
    (w.folder / "tracker.db.lock").touch()
    (w.folder / "tracker.db.holder").write_text('{"what": "run", "pid": 1, "host": "gone"}')
    run = inside(w)
    until(lambda: ask(w, "SELECT id FROM snapshot"))
    second = inside(w)
    until(lambda: second.code)
    assert isinstance(second.code[0], BusyError)
    assert f"process {os.getpid()}" in str(second.code[0])
    assert run.end() == 0


# ---- logs ------------------------------------------------------------------------------------------------


@pytest.fixture
def logs(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., str]]:
    """Log something as the daemon would; what came out on stderr."""
    import logging

    root = logging.getLogger()
    handlers, level, hook = list(root.handlers), root.level, threading.excepthook

    def written(do: Callable[[], object], *, as_json: bool) -> str:
        set_up_logs(as_json=as_json)
        do()
        said = capsys.readouterr()
        assert said.out == ""
        return said.err

    yield written
    structlog.reset_defaults()
    logging.captureWarnings(False)
    for handler in list(root.handlers):
        root.removeHandler(handler)
    for handler in handlers:
        root.addHandler(handler)
    root.setLevel(level)
    threading.excepthook = hook


def test_libraries_log_like_us(logs: Callable[..., str]) -> None:
    import logging

    line = logs(lambda: logging.getLogger("apscheduler").warning("skipped %s", "x"), as_json=True)
    assert json.loads(line)["event"] == "skipped x"
    assert json.loads(line)["logger"] == "apscheduler"


def fail() -> None:
    address = "json://user:hunter2@host/"
    try:
        raise RuntimeError("broken " + "\x1b[2J\u202e"[: len(address)])
    except RuntimeError as error:
        structlog.get_logger().error("job failed", job="x", error=str(error), exc_info=True)


@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_shows_no_variables_and_steers_no_terminal(logs: Callable[..., str], as_json: bool) -> None:
    said = logs(fail, as_json=as_json)
    assert "hunter2" not in said
    assert "RuntimeError" in said
    assert "\u202e" not in re.sub(r"(?s)Traceback.*", "", said)
    assert len(said.splitlines()) == 1 or not as_json
    assert datetime.now(UTC).strftime("%Y-%m-%d") in said
