"""Commands in processes of their own, without importing the program for each: a server imports it once and forks.

Run as a script, this file is the server: `python forks.py SOCKET`.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import pkgutil
import socket
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from socketserver import ForkingMixIn, StreamRequestHandler, UnixStreamServer
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: It imports Datasette, which changes click's defaults.
_NOT_IMPORTED = "jobs.publish.serve"


class Asked(TypedDict):
    """A command, where it runs, and its environment."""

    argv: Sequence[str]
    folder: str
    environment: Mapping[str, str]


class Done(TypedDict):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


def run(asked: Asked) -> Done:
    """Run a command in a process that the server forks."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(120)
        connection.connect(_server())
        connection.sendall(json.dumps(asked).encode() + b"\n")
        with connection.makefile("rb") as answer:
            done: Done = json.loads(answer.read())
    return done


@cache
def _server() -> str:
    """The socket of the server, which runs until this process ends."""
    folder = tempfile.mkdtemp()
    path = f"{folder}/forks"
    server = subprocess.Popen(
        [sys.executable, __file__, path],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )

    def end() -> None:
        server.kill()
        server.communicate()
        Path(path).unlink()
        Path(folder).rmdir()

    atexit.register(end)
    assert server.stdout is not None
    assert server.stdout.readline() == b"ready\n"
    return path


# ---- the server ----------------------------------------------------------------------------------


class _Server(ForkingMixIn, UnixStreamServer):
    request_queue_size = 20


class _Command(StreamRequestHandler):
    """In a process of its own; the command runs in a child of that, as only its end flushes what it printed."""

    def handle(self) -> None:
        asked: Asked = json.loads(self.rfile.readline())
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            child = os.fork()
            if not child:
                _become(asked, out, err)
            _, status = os.waitpid(child, 0)
            done = Done(code=os.waitstatus_to_exitcode(status), out=_text(out), err=_text(err))
        self.wfile.write(json.dumps(done).encode())


def _become(asked: Asked, out: Any, err: Any) -> None:
    """Be the command, and end as it ends."""
    code: object = 1
    try:
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["environment"])
        from tracker.cli import main

        main(list(asked["argv"]))
    except SystemExit as end:
        code = end.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 0)


def _text(file: Any) -> str:
    file.seek(0)
    return str(file.read().decode("utf-8", "replace"))  # a workbook may come out


def _serve(path: str) -> None:
    for name in ("db", "jobs", "tracker"):
        for module in pkgutil.walk_packages(importlib.import_module(name).__path__, f"{name}."):
            if module.name != _NOT_IMPORTED and not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    with _Server(path, _Command) as server:
        print("ready", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    _serve(sys.argv[1])
