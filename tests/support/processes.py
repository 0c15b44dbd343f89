"""The background service as a process, with the socket that systemd would listen on."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daemons import PATIENCE, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from world import World


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
