"""The main thread of the background service, which ends the process when only a new start can help; restarts; logs."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import threading
import time
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from daemons import PATIENCE, QUICK, ask, channel, steps, until
from receivers import Post, ids_in
from world import declaration

import db.database
import tracker.deliver
from db.stores.outbox import Outbox
from jobs.clock import utc_now
from jobs.demo.standin import STATEMENTS_PATH, Fault
from jobs.locks import alone
from jobs.service import daemon
from jobs.service.logging import set_up_logs
from jobs.service.schedule import Scheduler
from tracker.errors import BusyError, ErrorKind, FetchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from world import World

    from tracker.models import Treaty


MANY = range(186, 206)  # numbers of treaties beside the one of every world
SHORT = daemon.Budgets(tick=timedelta(seconds=0.05), end=timedelta(seconds=0.5))

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


def test_many_treaties_of_a_host_that_does_not_answer_are_no_job_that_hangs(
    live: Callable[..., World], inside: Callable[..., Inside], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All lists of statements are one job: here an hour and more of reads that run out of time, one after the other."""
    passed = [timedelta()]
    looked = threading.Semaphore(0)
    asked: list[str] = []

    def steady() -> float:
        if not threading.current_thread().name.startswith("ThreadPoolExecutor"):
            looked.release()
        return time.monotonic() + passed[0].total_seconds()

    def read(_: object, treaty: Treaty, *__: object) -> None:
        passed[0] += timedelta(seconds=200)
        while looked.acquire(blocking=False):
            pass
        for _ in range(6):  # two looks of the main thread
            looked.acquire(timeout=5)  # it looks no more once it has ended
        asked.append(treaty.id)
        raise FetchError(ErrorKind.TIMEOUT, "no complete answer within 30 s")

    monkeypatch.setattr("jobs.ingest.fetching.Reader.read_statements", read)
    treaties = [f'[[treaty]]\nid = "cets-{n}"\nname = "{n}"\nnumber = "{n}"\nsources = ["coe-service"]' for n in MANY]
    w = live("[schedule]\n" + "\n".join(treaties) + "\n")
    run = inside(
        w, steady=steady, now=lambda: utc_now() + passed[0], budgets=replace(SHORT, tick=timedelta(milliseconds=1))
    )
    until(lambda: len(asked) > len(MANY) or run.code)
    assert run.code == []


def test_every_job_of_many_steps_says_that_it_goes_on(live: Callable[..., World], post: Post) -> None:
    """After each list, page, commit and message."""
    w = live(channel("ops", "json://nowhere.invalid/") + '[publish]\nfolder = "public"\ngit = "data"\n')
    said: list[str] = []
    found = daemon.Daemon(config=w.config, now=utc_now, stack=ExitStack(), goes_on=said.append)
    work = {job.name: job.work for job in found.jobs()}
    w.init()
    for chart in list(steps())[:2]:
        w.show(*chart)
        assert work["check:ets-185:coe-service"](False)
    for name in ("statements", "site", "git", "deliver:ops"):
        assert work[name](False), name
    assert set(said) == {"statements", "site", "git", "deliver:ops"}
    assert said.count("site") > 10
    assert post.to("ops")


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
    monkeypatch.setattr(db.database, "WAIT", 0.2)
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
        for job in ("feeds", "site"):
            store.job_runs.started(job, utc_now(), late=False)
            store.job_runs.finished(job, utc_now(), None)
    inside(w)
    until((w.folder / "public/feeds/ALB.xml").exists)


def test_site_and_feeds_follow_a_change(live: Callable[..., World], inside: Callable[..., Inside]) -> None:
    """Not an hour later: the jobs are woken."""
    w = live(QUICK + '[publish]\nfolder = "public"\n')
    first, second = list(steps())[:2]
    w.show(*first)
    inside(w)
    until(
        lambda: ask(w, "SELECT id FROM snapshot")
    )  # the site is also written before: the second would be the baseline
    w.show(*second)
    until(lambda: ask(w, "SELECT id FROM change"))
    for name, sign in (("changes.html", "change-1"), ("changes.json", '"id": 1'), ("feeds/all.xml", "<entry>")):
        page = w.folder / "public" / name
        until(lambda page=page, sign=sign: page.exists() and sign in page.read_text())


def test_a_change_is_published_in_git(live: Callable[..., World], inside: Callable[..., Inside]) -> None:
    """Not an hour later either."""
    w = live(QUICK + '[publish]\ngit = "data"\n')
    first, second = list(steps())[:2]
    w.show(*first)
    inside(w)
    until(lambda: ask(w, "SELECT id FROM snapshot"))
    w.show(*second)
    until(lambda: ask(w, "SELECT id FROM change"))
    table = w.folder / "data/changes.csv"
    until(lambda: table.exists() and "\n1," in table.read_text())


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


def test_a_list_that_failed_is_read_again_with_the_chart(
    live: Callable[..., World], inside: Callable[..., Inside]
) -> None:
    """Lists of statements are due once a day; one whose read failed does not wait for that."""
    w = live(QUICK + 'statements = "every 1d"\n')
    w.declare(declaration("Albania", "It declares."))
    w.standin.faults[STATEMENTS_PATH] = Fault.BROKEN
    inside(w)
    until(lambda: ask(w, "SELECT failures FROM feed WHERE source = 'statements' AND failures > 0"))
    w.standin.faults.clear()
    until(lambda: ask(w, "SELECT id FROM statement"))
