"""Resident memory of the daemon: at rest, and after ten thousand checks on loopback. It must not grow.

    make soak            ten thousand checks, about ten minutes
    python tests/measure/soak.py 1000

What is measured runs in processes of its own; the stand-in and the receivers run in this one. Prints a table, and ends
with code 1 where a figure is over what docs/decisions/0015-budgets.md allows.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from world import World

CHECKS = 10_000
AT_REST = {"without channels": 60.0, "with channels": 80.0}  # MB, docs/decisions/0015-budgets.md
GROWTH = 2.0  # MB between a tenth of the checks and all of them: noise of the allocator
TREATIES = 40  # so that a daemon whose shortest distance is a second makes forty checks in it
SETTLED = 8.0  # seconds at rest


def resident(pid: int | str = "self") -> float:
    """VmRSS in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ValueError(pid)


# ---- the process that checks -------------------------------------------------------------------------


def check_again_and_again(config_path: Path, checks: int) -> None:
    """Unchanged checks through one session, as the daemon's lane makes them; prints the memory at ten moments."""
    from jobs.clock import utc_now
    from jobs.passes import Session, check_at
    from tracker.config import load

    config = load(config_path)
    with ExitStack() as stack:
        session = Session.open(config, utc_now, stack)
        wanted = [(treaty, treaty.sources) for treaty in config.treaties]
        found = [resident()]
        for done in range(1, checks + 1):
            for entry in check_at(session, wanted):
                assert entry.outcome in ("baseline", "unchanged"), entry
            if done % (checks // 10) == 0:
                gc.collect()
                found.append(resident())
    print(json.dumps(found))


# ---- what is shown and told ---------------------------------------------------------------------------


def chart() -> bytes:
    """The bundled chart of ETS 185 as the service would answer it: 30 kB."""
    from datetime import date

    from jobs.demo.scenario import Facts, Step

    return Facts.bundled().body(Step(treaty="ets-185", day=date(2026, 4, 25)))


def more_treaties() -> str:
    """Others by the same service, which this stand-in answers with the same rows."""
    return "".join(
        f'[[treaty]]\nid = "ets-{number}"\nnumber = "{number}"\nname = "Treaty {number}"\n'
        'opened_on = 2001-11-23\nsources = ["coe-service"]\n'
        for number in range(100, 100 + TREATIES - 1)
    )


class Daemon:
    """`tracker run` on a world."""

    def __init__(self, w: World) -> None:
        self.w = w
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tracker", "--config", str(w.path), "run"],
            stderr=(w.folder / "log").open("ab"),
        )

    def __enter__(self) -> Daemon:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0, (self.w.folder / "log").read_text()[-2000:]

    def checks(self) -> int:
        try:
            with closing(sqlite3.connect(f"file:{self.w.folder}/tracker.db?mode=ro", uri=True)) as connection:
                return int(connection.execute("SELECT count(*) FROM log WHERE what = 'check'").fetchone()[0])
        except sqlite3.OperationalError:
            return 0

    def until(self, checks: int) -> float:
        while self.checks() < checks:
            assert self.process.poll() is None, (self.w.folder / "log").read_text()[-2000:]
            self.w.standin.requests.clear()  # or this process would grow
            time.sleep(0.5)
        return resident(self.process.pid)


def worlds(more: str, number_of_treaties: int = 1) -> Iterator[World]:
    from world import world

    from jobs.clock import utc_now

    with tempfile.TemporaryDirectory() as folder, world(Path(folder), more=more) as w:
        w.standin.now = utc_now
        body = chart()
        w.standin.charts["185"] = body
        for number in range(100, 99 + number_of_treaties):
            w.standin.charts[str(number)] = body.replace(b'"NumSTE":"185"', f'"NumSTE":"{number}"'.encode())
        yield w


def at_rest(channels: bool) -> float:
    """After the first check, and with channels after a change was delivered to both."""
    from receivers import mailbox, receiver
    from world import but, row

    quick = '[schedule]\ncheck = "every 2s"\ndeliver = "every 1s"\n[publish]\nfolder = "public"\n'
    with mailbox() as box, receiver() as hook:
        told = (
            f'[[notify]]\nname = "a"\nurl = "{hook.url}"\n[[notify]]\nname = "b"\nurl = "{box.url}"\n'
            if channels
            else ""
        )
        for w in worlds(quick + told):
            w.show(row("Hungary", signed="2001-11-23"))
            with Daemon(w) as daemon:
                daemon.until(2)
                w.show(but(row("Hungary", signed="2001-11-23"), consent="2003-01-01"))
                while channels and not (hook.got and box.got):
                    time.sleep(0.2)
                time.sleep(SETTLED)
                return resident(daemon.process.pid)
    raise AssertionError


def in_one_process(checks: int) -> list[float]:
    for w in worlds(""):
        process = subprocess.Popen(
            [sys.executable, __file__, "--check", str(w.path), str(checks)], stdout=subprocess.PIPE, text=True
        )
        while process.poll() is None:
            w.standin.requests.clear()
            time.sleep(0.2)
        assert process.returncode == 0
        assert process.stdout
        return [float(figure) for figure in json.loads(process.stdout.read())]
    raise AssertionError


def as_daemon(checks: int) -> list[float]:
    quick = '[schedule]\ncheck = "every 1s"\nroll_over = "every 10s"\nheartbeat = "every 1s"\n'
    quick += '[health]\nheartbeat = "beat.json"\n[publish]\nfolder = "public"\n'
    for w in worlds(quick + more_treaties(), TREATIES):
        with Daemon(w) as daemon:
            return [daemon.until(checks * tenth // 10) for tenth in range(1, 11)]
    raise AssertionError


def main(checks: int) -> int:
    """Measure, print, judge."""
    over = []
    print("resident memory, MB (VmRSS)")
    for name, most in AT_REST.items():
        found = at_rest(name == "with channels")
        print(f"  daemon at rest, {name:17} {found:6.1f}   (at most {most:.0f})", flush=True)
        over += [name] if found > most else []
    for name, measured in (("one process", in_one_process), ("daemon", as_daemon)):
        began = time.monotonic()
        figures = measured(checks)[-10:]
        grown = figures[-1] - figures[0]
        each = " ".join(f"{figure:.1f}" for figure in figures)
        print(f"  {checks} checks, {name}: {each}   grown {grown:+.1f} since the first tenth (at most {GROWTH})")
        print(f"    {(time.monotonic() - began) / checks * 1000:.1f} ms a check", flush=True)
        over += [name] if grown > GROWTH else []
    print(f"over: {', '.join(over)}" if over else "all within bounds")
    return 1 if over else 0


if __name__ == "__main__":
    sys.path.insert(0, os.fspath(Path(__file__).parents[1] / "support"))
    if sys.argv[1:2] == ["--check"]:
        check_again_and_again(Path(sys.argv[2]), int(sys.argv[3]))
        sys.exit(0)
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else CHECKS))
