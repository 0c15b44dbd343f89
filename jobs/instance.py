"""One daemon a database: an operating-system lock beside it, and a note of who holds it."""

from __future__ import annotations

import json
import os
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from tracker.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_PASSING = ("check",)  # commands that hold the database for as long as their messages take
_PATIENCE = 60.0  # seconds


@contextmanager
def alone(database: Path, what: str, *, patient: bool = False) -> Iterator[None]:
    """Hold the database alone. Raises BusyError(alone) saying who holds it. The lock dies with the process.

    `patient`: wait for a check by hand to end; a daemon that is started meanwhile would else not start.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{database}.lock")
    note = database.with_name(f"{database.name}.holder")
    try:
        _acquire(lock, note, patient=patient)
    except Timeout as error:
        raise BusyError(f"{database} is held by {_name(note)}: stop that one first", alone=True) from error
    try:
        note.write_text(json.dumps({"what": what, "pid": os.getpid(), "host": socket.gethostname()}))
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _acquire(lock: FileLock, note: Path, *, patient: bool) -> None:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if not patient or _holder(note).get("what") not in _PASSING:
            raise
        lock.acquire(timeout=_PATIENCE)


def _holder(note: Path) -> dict[str, object]:
    try:
        held = json.loads(note.read_text())
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def _name(note: Path) -> str:
    held = _holder(note)
    if not {"what", "pid", "host"} <= held.keys():
        return "another process"
    return f"`tracker {held['what']}` (process {held['pid']} on {held['host']})"
