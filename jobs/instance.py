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


@contextmanager
def alone(database: Path, what: str) -> Iterator[None]:
    """Hold the database alone. Raises BusyError(alone) saying who holds it. The lock dies with the process."""
    database.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{database}.lock")
    note = database.with_name(f"{database.name}.holder")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BusyError(f"{database} is held by {_holder(note)}: stop that one first", alone=True) from error
    try:
        note.write_text(json.dumps({"what": what, "pid": os.getpid(), "host": socket.gethostname()}))
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def is_held(database: Path) -> bool:
    """True if a daemon (or another command that needs the database alone) runs."""
    lock = FileLock(f"{database}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False


def _holder(note: Path) -> str:
    try:
        held = json.loads(note.read_text())
        return f"`tracker {held['what']}` (process {held['pid']} on {held['host']})"
    except (OSError, ValueError, KeyError):
        return "another process"
