"""Locks of the operating system on files: they are released when the process that holds them dies.

alone      the database, for a command that must be its only user: the daemon, back-fill, restore, rebuild
turn       one check of a database at a time, by the daemon or by hand
site_lock  one build of a folder of pages at a time
locked     any other file
"""

from __future__ import annotations

import json
import os
import socket
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from tracker.errors import BusyError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracker.config import Config

SITE_LOCK = ".site.lock"

_PASSING = ("check",)  # commands that hold the database for as long as their messages take
WAIT = 30.0  # seconds for a check, or another copy, to come to its end
PATIENCE = 60.0  # seconds for messages to be delivered, or for a site to be built


@contextmanager
def _hold(path: Path, *, wait: Callable[[], float], busy: Callable[[], BusyError]) -> Iterator[None]:
    """Hold a lock. Whoever holds it already is given `wait` seconds; then raises what `busy` makes."""
    lock = FileLock(path)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            lock.acquire(timeout=wait())
    except Timeout as error:
        raise busy() from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def alone(database: Path, what: str, *, patient: bool = False) -> Iterator[None]:
    """Hold the database alone, with a note beside it of who does. Raises BusyError(alone) saying who holds it.

    `patient`: wait for a check by hand to end; a daemon that is started meanwhile would else not start.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    note = database.with_name(f"{database.name}.holder")

    def wait() -> float:
        return PATIENCE if patient and _holder(note).get("what") in _PASSING else 0

    def busy() -> BusyError:
        return BusyError(f"{database} is held by {_name(note)}: stop that one first", alone=True)

    with _hold(Path(f"{database}.lock"), wait=wait, busy=busy):
        try:
            note.write_text(json.dumps({"what": what, "pid": os.getpid(), "host": socket.gethostname()}))
            yield
        finally:
            note.unlink(missing_ok=True)


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


@contextmanager
def turn(config: Config) -> Iterator[None]:
    """One pass at a time on one database, daemon or by hand. Raises BusyError after the wait."""

    def busy() -> BusyError:
        return BusyError(f"another check of {config.database} has been running for {WAIT:.0f} s: try again in a moment")

    config.database.parent.mkdir(parents=True, exist_ok=True)
    with _hold(Path(f"{config.database}.turn"), wait=lambda: WAIT, busy=busy):
        yield


@contextmanager
def locked(path: Path, what: str) -> Iterator[None]:
    """Hold a file that `what` may hold too. Raises BusyError(alone) after the wait."""

    def busy() -> BusyError:
        return BusyError(f"{what} holds {path.with_suffix('')} for long: try again in a moment", alone=True)

    with _hold(path, wait=lambda: WAIT, busy=busy):
        yield


@contextmanager
def site_lock(folder: Path) -> Iterator[None]:
    """One build a folder at a time: the daemon's and one by hand would sweep away each other's files."""

    def busy() -> BusyError:
        return BusyError(f"another build has been writing into {folder} for a minute: try again later")

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _hold(folder / SITE_LOCK, wait=lambda: PATIENCE, busy=busy):
            yield
    except OSError as error:
        raise UsageError(f"cannot write {folder}: {error.strerror}") from error
