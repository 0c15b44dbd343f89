"""One daemon a database: an operating-system lock beside it, and a note of who holds it."""

from __future__ import annotations

import json
import os
import socket
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from db.files import WAIT
from tracker.errors import BusyError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.config import Config


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


SITE_LOCK = ".site.lock"


_SITE_PATIENCE = 60.0  # seconds


@contextmanager
def site_lock(folder: Path) -> Iterator[None]:
    """One build a folder at a time: the daemon's and one by hand would sweep away each other's files."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / SITE_LOCK, timeout=_SITE_PATIENCE):
            yield
    except Timeout as error:
        raise BusyError(f"another build has been writing into {folder} for a minute: try again later") from error
    except OSError as error:
        raise UsageError(f"cannot write {folder}: {error.strerror}") from error


_TURN = 30.0  # seconds a pass waits for another one to end


@contextmanager
def turn(config: Config) -> Iterator[None]:
    """One pass at a time on one database, daemon or by hand. Raises BusyError after the wait."""
    config.database.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{config.database}.turn")
    try:
        lock.acquire(timeout=_TURN)
    except Timeout as error:
        raise BusyError(
            f"another check of {config.database} has been running for {_TURN:.0f} s: try again in a moment"
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def locked(path: Path, what: str) -> Iterator[None]:
    lock = FileLock(path)
    try:
        lock.acquire(timeout=WAIT)
    except Timeout as error:
        raise BusyError(f"{what} holds {path.with_suffix('')} for long: try again in a moment", alone=True) from error
    try:
        yield
    finally:
        lock.release()
