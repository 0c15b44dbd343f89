"""The log never stops the work, and shows no address, whichever library writes into it."""

from __future__ import annotations

import base64
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import requests
import structlog
from daemons import QUICK, ask, channel, until
from places import inside, open_folder, somebody_else
from processes import command, running

import jobs.service.logging as logs
import tracker.cli
from jobs.clock import utc_now
from jobs.redaction import pattern_of, redacted
from jobs.service import daemon, heartbeat
from jobs.service.status import status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from world import World


# ---- what cannot be written -----------------------------------------------------------------------------


@contextmanager
def started(w: World, stderr: Any, *before: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [*before, sys.executable, "-m", "tracker", "--config", str(w.path), "run"],
        stderr=stderr,
        stdout=subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if name != "NOTIFY_SOCKET"},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stderr:
            process.stderr.close()


def works_on(w: World, process: subprocess.Popen[bytes]) -> None:
    """Checks go on, the heartbeat says how many lines are lost, and so does `status`."""
    until(lambda: len(ask(w, "SELECT id FROM log")) > 3 or process.poll() is not None)
    assert process.poll() is None
    beat = w.folder / "beat.json"
    until(lambda: beat.exists() and json.loads(beat.read_text()).get("log_lines_lost"))
    assert json.loads(command(w, "status", "--json").stdout)["log_lines_lost"] > 0
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0


BEAT = QUICK + '[health]\nheartbeat = "beat.json"\n'


def test_a_full_disk_under_the_log(live: Callable[..., World]) -> None:
    w = live(BEAT)
    with Path("/dev/full").open("wb") as full, started(w, full) as process:
        works_on(w, process)


def test_a_reader_of_the_log_that_goes_away(live: Callable[..., World]) -> None:
    w = live(BEAT)
    with started(w, subprocess.PIPE) as process:
        assert process.stderr is not None
        assert process.stderr.readline()
        process.stderr.close()
        works_on(w, process)


def test_a_reader_of_the_log_that_stops_reading(live: Callable[..., World]) -> None:
    """A full pipe makes a writer wait for ever."""
    w = live(BEAT)
    read, write = os.pipe()
    os.set_blocking(write, False)
    try:
        while True:
            os.write(write, b"x" * 4096)
    except BlockingIOError:
        os.set_blocking(write, True)
    with started(w, write) as process:
        works_on(w, process)
    os.close(read)
    os.close(write)


def test_a_log_that_was_closed_before_the_start(live: Callable[..., World]) -> None:
    """And no file of ours gets its number."""
    w = live(BEAT)
    with started(w, None, "sh", "-c", 'exec "$@" 2>&-', "sh") as process:
        until(lambda: len(ask(w, "SELECT id FROM log")) > 3 or process.poll() is not None)
        assert process.poll() is None
        assert str(Path(f"/proc/{process.pid}/fd/2").readlink()) == os.devnull
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


def test_an_error_that_nobody_can_read_keeps_its_code(live: Callable[..., World]) -> None:
    w = live()
    w.path.write_text("nonsense")
    with Path("/dev/full").open("wb") as full, started(w, full) as process:
        assert process.wait(60) == 2


@pytest.mark.parametrize(
    "event",
    [
        lambda: structlog.get_logger().error("lone \ud800 surrogate", value="\udcff"),
        lambda: structlog.get_logger().error("odd", value={("a", 1): object()}, names={1, 2}, raw=b"\xff"),
        lambda: logging.getLogger("lib").warning("%d of %s", "x"),  # noqa: PLE1206 - a mistake of a library
        lambda: logging.getLogger("lib").log(35, "a level of its own"),
        lambda: logging.getLogger("lib").warning(Unprintable()),
        lambda: structlog.get_logger().error("odd", value=Unprintable()),
    ],
)
def test_no_event_raises(log: Callable[..., str], event: Callable[[], object]) -> None:
    log(event)


class Unprintable:
    def __str__(self) -> str:
        raise RuntimeError("no text")


# ---- signals -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2])
def test_a_hang_up_ends_nothing_and_reads_nothing_again(live: Callable[..., World], number: int) -> None:
    w = live(QUICK)
    with running(w) as process:
        process.ready()
        w.path.write_text("nonsense")
        process.process.send_signal(number)
        until(lambda: any("restart to read the configuration" in line["event"] for line in process.lines()))
        process.process.send_signal(number)
        seen = len(ask(w, "SELECT id FROM log"))
        until(lambda: len(ask(w, "SELECT id FROM log")) > seen + 1)
        assert process.end() == 0
    assert sum("restart to read" in line["event"] for line in process.lines()) == 2


# ---- tried before it is ready --------------------------------------------------------------------------


@pytest.mark.parametrize("by_root", ["tracker.db", "tracker.db.turn", "backups", "public/feeds", "public/.site.lock"])
def test_what_root_made_ends_the_start_with_its_name_and_owner(open_world: Callable[..., World], by_root: str) -> None:
    other = somebody_else()
    with open_folder() as folder:
        w = open_world(folder, more=QUICK + '[publish]\nfolder = "public"\n')
        w.check()
        (folder / "public" / "feeds").mkdir(parents=True, exist_ok=True)
        (folder / "public" / ".site.lock").touch()
        (folder / "backups").mkdir()
        for path in (folder, *folder.rglob("*")):
            os.chown(path, 65534, 65534)
        os.chown(folder / by_root, 0, 0)
        (folder / by_root).chmod(0o755 if (folder / by_root).is_dir() else 0o644)
        done = subprocess.run(
            [*other, sys.executable, "-m", "tracker", "--config", str(w.path), "run"],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        f"tracker: cannot write {folder / by_root}: it belongs to root, and this is user nobody"
    )


def test_a_read_only_disk_ends_the_start(live: Callable[..., World]) -> None:
    w = live(QUICK)
    w.check()
    before = inside(f"mount --bind {w.folder} {w.folder}; mount -o remount,bind,ro {w.folder}")
    with started(w, subprocess.PIPE, *before) as process:
        assert process.wait(60) == 2
        assert process.stderr is not None
        assert b"its file system is read-only" in process.stderr.read()


def test_the_unit_starts_it_again_whatever_ended_it() -> None:
    unit = Path(__file__).parents[2] / "packaging/systemd/tracker.service"
    assert "\nRestart=always\n" in unit.read_text()


# ---- addresses ----------------------------------------------------------------------------------------

SECRETS = ("SECRET-TOKEN", "hunter22", "s3cr3t-value", "SECRET-PING", "verysecretcookie")
ADDRESS = "https://user:hunter22@hooks.example/hooks/SECRET-TOKEN?key=s3cr3t-value"
FORMS = (
    ADDRESS,
    f"Failed to parse headers (url={ADDRESS}): [Defect()], unparsed data: 'Set-Cookie: sid=verysecretcookie'",
    "Retrying (Retry(total=0)) after connection broken by 'X': /hooks/SECRET-TOKEN?key=s3cr3t-value",
    "HTTPConnectionPool(host='h', port=80): Max retries exceeded with url: /hooks/SECRET-TOKEN (Caused by X)",
    "{'Authorization': 'Bearer SECRET-TOKEN', 'Cookie': 'sid=verysecretcookie'}",
    "header ('Set-Cookie', 'sid=verysecretcookie')",
    'b"POST /hooks/SECRET-TOKEN HTTP/1.1"',
    "login user:hunter22@hooks.example failed",
    "https%3A%2F%2Fhooks.example%2Fhooks%2FSECRET-TOKEN",
    '{"url": "https:\\/\\/hooks.example\\/hooks\\/SECRET-TOKEN"}',
    "access_token=SECRET-TOKEN&x=1",
)
#: What the product ships, by the names of their loggers.
LIBRARIES = (
    "apprise", "apscheduler.scheduler", "apscheduler.executors.lane", "asyncio", "bs4", "charset_normalizer",
    "datasette", "filelock", "httpx", "httpcore", "icalendar", "markdown", "oauthlib", "playwright", "py.warnings",
    "requests", "requests_oauthlib", "sqlite_utils", "urllib3.connectionpool", "urllib3.connection", "uvicorn",
    "uvicorn.error", "uvicorn.access", "warcio", "xlsxwriter",
)  # fmt: skip


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., str]]:
    """Log something as the daemon would, without a configuration; what came out."""
    root = logging.getLogger()
    handlers, level, hook = list(root.handlers), root.level, threading.excepthook

    def written(do: Callable[[], object], *, as_json: bool = True, config: Any = None) -> str:
        logs.set_up_logs(as_json=as_json, config=config)
        do()
        return capsys.readouterr().err

    yield written
    structlog.reset_defaults()
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)
    threading.excepthook = hook


def shown(said: str) -> list[str]:
    return [secret for secret in SECRETS if secret in said]


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize("name", LIBRARIES)
def test_no_library_logs_an_address(log: Callable[..., str], name: str, *, as_json: bool) -> None:
    library = logging.getLogger(name)

    def quote() -> None:
        for form in FORMS:
            library.warning(form)
            library.warning("%s", form)
            library.error("%(it)s", {"it": form})
            try:
                raise ValueError(form)
            except ValueError:
                library.exception("failed: %r", form.encode())

    said = log(quote, as_json=as_json)
    assert shown(said) == []
    if name not in ("apprise", "asyncio"):  # Apprise's is shut
        assert name in said


def test_our_own_traceback_shows_no_address(log: Callable[..., str], live: Callable[..., World]) -> None:
    """Paths stay in our own lines, but for those of the configured addresses."""
    config = live(channel("hook", ADDRESS.replace("https", "jsons"))).config

    def fail() -> None:
        for form in FORMS:
            try:
                raise RuntimeError(form)
            except RuntimeError as error:
                structlog.get_logger().error("job failed", error=str(error), exc_info=True, given=[{"a": form}])

    said = log(fail, config=config)
    assert shown(said) == []
    assert f'File \\"{__file__}' in said


def test_what_is_no_address_stays() -> None:
    for text in (
        "another check of /var/lib/tracker/tracker.db has been running for 30 s: try again in a moment",
        "shape: expected columns Signature, Ratification, Entry into force",
        "OSError: [Errno 28] No space left on device: '/var/lib/tracker/tracker.db'",
        "office.example: Connection refused",
        "the ping did not arrive (ConnectTimeout)",
        'File "/usr/lib/python3/x.py", line 3, in y',
    ):
        assert redacted(text, pattern_of([ADDRESS])) == text


@pytest.mark.parametrize(
    "address",
    ["slack://TokenAAA/TokenBBB/TokenCCC", "tgram://123456789:abcdefghij/987654321", "mailto://me:pa55@mail.example"],
)
def test_parts_of_a_configured_address_are_hidden_in_any_form(address: str) -> None:
    for part in ("TokenAAA", "TokenBBB", "123456789:abcdefghij", "pa55", "me:pa55"):
        if part in address:
            for form in (part, quote(part, safe=""), base64.b64encode(part.encode()).decode().rstrip("=")):
                assert form not in redacted(f"it said ({form}) and went", pattern_of([address]))


@contextmanager
def odd_receiver() -> Iterator[int]:
    """Answers with one header line that has no colon, and a cookie."""
    answer = b"HTTP/1.1 200 OK\r\nServer: old\r\nthis line has no colon\r\nSet-Cookie: sid=verysecretcookie\r\n"
    answer += b"Content-Length: 2\r\nConnection: close\r\n\r\nok"
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    taken, _ = server.accept()
                except OSError:
                    return
                with taken:
                    taken.recv(65536)
                    taken.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


def test_a_malformed_header_line_of_a_receiver(live: Callable[..., World]) -> None:
    """urllib3 quotes the whole address then, and what it could not read: in the daemon, and by hand."""
    with odd_receiver() as port:
        hook = channel("hook", f"json://user:hunter22@127.0.0.1:{port}/hooks/SECRET-TOKEN")
        ping = f'[health]\nping_url = "http://127.0.0.1:{port}/ping/SECRET-PING"\n'
        w = live(QUICK + hook + ping)
        with running(w) as process:
            process.ready()
            until(lambda: "Failed to parse headers" in process.log.read_text())
            assert process.end() == 0
            said = process.log.read_text()
        by_hand = command(w, "notify", "test")
    assert shown(said) == []
    assert shown(by_hand.stdout + by_hand.stderr) == []


def test_what_a_library_says_of_a_failed_job_is_neither_kept_nor_told(
    live: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise requests.ConnectionError("Max retries exceeded with url: /ping/SECRET-PING (Caused by X)")

    monkeypatch.setattr("jobs.service.heartbeat.beat", broken)
    w = live()
    w.check()
    jobs = daemon.Daemon(config=w.config, now=utc_now, stack=ExitStack()).jobs()
    assert {job.name: job.work for job in jobs}["heartbeat"](False) is False
    assert shown(str(ask(w, "SELECT error FROM job_run"))) == []


# ---- status -------------------------------------------------------------------------------------------


def test_a_source_of_which_no_read_succeeded_is_unread_with_its_error(
    w: World, capsys: pytest.CaptureFixture[str]
) -> None:
    w.standin.charts.clear()
    assert w.check().outcome == "failed"
    assert tracker.cli.run(["--config", str(w.path), "status"]) == 1
    said = capsys.readouterr().out
    assert "\tunread\t" in said
    assert "was never read" not in said
    assert "no read of the Treaty Office's data service (coe-service) of ETS 185 has succeeded yet: " in said


def test_a_source_that_was_never_tried_is_unread(w: World) -> None:
    w.init()
    with w.store() as store:
        found = status(store, now=w.now, follows=[("ets-185", "coe-service"), ("ets-185", "coe-chart")])
    assert [source["state"] for source in found["sources"]][:2] == ["unread", "unread"]


def test_the_heartbeat_counts_lines_only_if_some_are_lost(open_world: Callable[..., World]) -> None:
    w = open_world(more='[health]\nheartbeat = "beat.json"\n')
    w.check()
    for lost, keys in ((2, {"at", "healthy", "reasons", "log_lines_lost"}), (0, {"at", "healthy", "reasons"})):
        with w.store() as store:
            heartbeat.beat(store, w.config, now=w.now, lost_lines=lost)
            assert set(json.loads((w.folder / "beat.json").read_text())) == keys
            assert status(store, now=w.now)["log_lines_lost"] == lost
