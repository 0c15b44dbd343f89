"""The background service as a process: one a database, killed or told to stop at any moment, with failing channels."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from itertools import islice
from typing import TYPE_CHECKING, Any

from daemons import PATIENCE, QUICK, ask, channel, steps, until
from processes import command, running
from receivers import Mailbox, Receiver, ids_in, mailbox, part, receiver
from states import SIGNED
from world import World, seen, world

from db.files import check_intact
from jobs.demo.standin import Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fixtures import Said


CHANGES = 6  # that are told while it is killed


def test_one_a_database_while_others_read_and_check(live: Callable[..., World], say: Callable[..., Said]) -> None:
    """A second one says who holds it; read commands work; checks by hand wait for their turn."""
    w = live(QUICK)
    with running(w) as first:
        first.ready()
        until(lambda: ask(w, "SELECT id FROM snapshot"))

        second = command(w, "run")
        assert second.returncode == 3
        assert f"tracker run` (process {first.process.pid} on " in second.stderr
        assert second.stderr.count("\n") == 1

        hands = [
            subprocess.Popen(
                [sys.executable, "-m", "tracker", "--config", str(w.path), "check", "--json"],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for _ in range(3)
        ]
        reads = [
            say("--config", w.path, *argv) for argv in (("parties",), ("changes", "--json"), ("status",), ("backup",))
        ]
        said = [hand.communicate(timeout=PATIENCE)[0] for hand in hands]
        assert [hand.returncode for hand in hands] == [0] * 3, said
        assert [read.code for read in reads] == [0] * 4, reads
        assert "locked" not in "".join(said) + first.log.read_text()
        assert len(reads[0].out.splitlines()) == len(SIGNED) + 1

        assert say("--config", w.path, "restore", next((w.folder / "backups").glob("*.db"))).code == 3
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
        assert [line["event"] for line in process.lines()][-1] == "jobs still running at the end"
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


def test_killed_again_and_again(live: Callable[..., World], tmp_path: Path) -> None:
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
        while len(kills) < 6 or (depositary.shown <= 2 and len(kills) < 60):  # more on a machine that is busy
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
        assert depositary.shown > 2, "changes must fall between the kills"
        with running(w) as process:
            until(lambda: depositary.go_on() and not waiting(w), "all delivered")
            assert process.end() == 0
        log = process.log.read_text()
        told = w.changes()
        assert len(told) == CHANGES
        assert_once(told_by_mail(box), kills, [change.id for change in told])
        assert_once(told_by_hook(good), kills, [change.id for change in told])
        with w.store() as store:
            failed = store.outbox.deliveries(states=["waiting"])
            assert {row.channel for row in failed} == {"broken", "silent"}
            errors = {row.last_error for row in failed if row.attempts}
            assert "channel broken answered 500" in errors
            assert errors - {"channel broken answered 500"} <= {
                "channel silent did not take the message",
                "channel silent did not say whether it took the message",
            }
    assert "locked" not in log
    assert "hunter2" not in log
    assert b"hunter2" not in b"".join(path.read_bytes() for path in w.folder.glob("tracker.db*"))
    assert seen(told) == undisturbed(tmp_path / "undisturbed")


class Depositary:
    """Shows the next chart once the change of the last one was told."""

    def __init__(self, w: World) -> None:
        self.w = w
        self.charts = list(islice(steps(), CHANGES + 1))
        self.shown = 0
        w.show(*self.charts[0])

    def go_on(self) -> bool:
        """True once all was told."""
        if not ask(self.w, "SELECT id FROM snapshot") or len(ask(self.w, "SELECT id FROM change")) < self.shown:
            return False
        if self.shown == CHANGES:
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
        for chart in islice(steps(), CHANGES + 1):
            w.wait(seconds=1)
            w.show(*chart)
            w.check()
        return seen(w.changes())
