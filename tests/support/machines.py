"""A second machine for tests: Litestream with the shipped configuration, and an object store on loopback.

The programs come with packages of the group `operate` (docs/dependencies.md): Litestream, and rclone, which is a client
of object stores and serves a folder as one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from daemons import PATIENCE, until

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "packaging/litestream/litestream.yml"
BUCKET, KEY, SECRET = "treaties", "key", "secret"


def program(name: str) -> str:
    """A program of the group `operate`; the test fails without it."""
    found = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert found, f"no {name}: `make operate` installs it"
    return found


def plain() -> dict[str, str]:
    """The environment without settings of this machine for proxies, certificates and stores."""
    ours = ("AWS_", "RCLONE_", "LITESTREAM_")
    return {name: value for name, value in os.environ.items() if not name.upper().startswith(ours)} | {
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }


@contextmanager
def object_store(folder: Path) -> Iterator[str]:
    """The address of an object store with one bucket, whose objects are files below `folder`."""
    (folder / BUCKET).mkdir(parents=True)
    log = folder.with_suffix(".log")
    command = [program("rclone"), "serve", "s3", "--addr", "127.0.0.1:0", "--auth-key", f"{KEY},{SECRET}"]
    with log.open("wb") as out:
        process = subprocess.Popen([*command, "--config", os.devnull, str(folder)], stdout=out, stderr=out, env=plain())
    found: list[str] = []
    try:
        until(lambda: found.extend(re.findall(r"server on \[(http://[\d.:]+)/\]", log.read_text())) or found)
        yield found[0]
    finally:
        process.kill()
        process.wait()


class Litestream:
    """Litestream for one database and one replica, as the shipped unit starts it."""

    def __init__(self, database: Path, replica: str) -> None:
        self.database = database
        self.socket = Path(tempfile.gettempdir()) / f"ls-{uuid4().hex[:12]}" / "litestream.sock"  # 108 bytes at most
        self.env = plain() | {
            "TRACKER_DB": str(database),
            "TRACKER_REPLICA": replica,
            "RUNTIME_DIRECTORY": str(self.socket.parent),
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.log = database.parent / "litestream.log"

    def call(self, *argv: str) -> str:
        """A command of Litestream that has to succeed."""
        done = subprocess.run(
            [program("litestream"), *argv],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        """Begin to replicate."""
        self.socket.parent.mkdir()
        with self.log.open("ab") as out:
            argv = [program("litestream"), "replicate", "-config", str(CONFIG)]
            self.process = subprocess.Popen(argv, env=self.env, stdout=out, stderr=out)
        until(lambda: self.socket.exists() or self.process is None or self.process.poll() is not None)
        assert self.process.poll() is None, self.log.read_text()

    def synced(self) -> None:
        """Wait until all that was committed is in the replica."""
        self.call("sync", "-wait", "-socket", str(self.socket), str(self.database))

    def restore(self) -> None:
        """Put the database here, as it is in the replica, with the command of the manual."""
        self.call("restore", "-config", str(CONFIG), "-integrity-check", "full", str(self.database))

    def end(self, *, kill: bool = False) -> None:
        """Stop it, or let it end with its machine."""
        if self.process is not None:
            (self.process.kill if kill else self.process.terminate)()
            self.process.wait(PATIENCE)
            shutil.rmtree(self.socket.parent)
            self.process = None


@contextmanager
def replicating(database: Path, replica: str) -> Iterator[Litestream]:
    """Litestream beside a database, until the test is over."""
    found = Litestream(database, replica)
    found.start()
    try:
        yield found
    finally:
        found.end(kill=True)
