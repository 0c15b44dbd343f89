"""Locks of the operating system on files: the system releases them when the process that holds them dies.

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

from db.database import refuse_nothing
from db.place import TURN, cannot_write, place_of
from tracker.errors import BusyError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracker.config import Config

SITE_LOCK = ".site.lock"

_BRIEF = ("check",)  # commands that hold the database only while they deliver messages
WAIT = 30.0  # seconds to wait for a check or a backup to end
PATIENCE = 60.0  # seconds to wait for messages to be delivered, or for a site to be built


@contextmanager
def _hold(path: Path, *, wait: Callable[[], float], busy: Callable[[], BusyError]) -> Iterator[None]:
    """Hold a lock. If it is taken, wait `wait()` seconds for it, then raise `busy()`.

    Raises UsageError if the file of the lock cannot be written.
    """
    lock = FileLock(path)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            lock.acquire(timeout=wait())
    except Timeout as error:
        raise busy() from error
    except OSError as error:
        raise UsageError(cannot_write(path, error.strerror)) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def alone(database: Path, what: str, *, patient: bool = False) -> Iterator[None]:
    """Hold the database exclusively, and name the holder in a file next to it.

    `patient`: wait for a check by hand to end, so that a daemon started meanwhile does not fail. Raises
    BusyError(alone), which names the holder.
    """
    database = place_of(database)
    database.parent.mkdir(parents=True, exist_ok=True)
    note = database.with_name(f"{database.name}.holder")

    def wait() -> float:
        return PATIENCE if patient and _holder(note).get("what") in _BRIEF else 0

    def busy() -> BusyError:
        return BusyError(f"{database} is held by {_name(note)}: stop it first", alone=True)

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
    """Hold the right to make a pass: one at a time on one database, daemon or by hand.

    Raises BusyError after 30 s, and NoDatabaseError: the file of the lock is a sign that there is a database.
    """
    database = place_of(config.database)

    def busy() -> BusyError:
        return BusyError(f"another check of {database} has been running for {WAIT:.0f} s: try again in a moment")

    refuse_nothing(database)
    with _hold(turn_of(database), wait=lambda: WAIT, busy=busy):
        yield


def turn_of(database: Path) -> Path:
    """The file of the lock that `turn` holds."""
    return Path(f"{place_of(database)}{TURN}")


@contextmanager
def locked(path: Path, what: str) -> Iterator[None]:
    """Hold the lock file `path`; `what` names its other possible holder. Raises BusyError(alone) after 30 s."""

    def busy() -> BusyError:
        return BusyError(f"{what} has held {path.with_suffix('')} for {WAIT:.0f} s: try again in a moment", alone=True)

    with _hold(path, wait=lambda: WAIT, busy=busy):
        yield


@contextmanager
def site_lock(folder: Path) -> Iterator[None]:
    """Allow one build of a folder at a time: two builds would remove each other's temporary files.

    Raises BusyError after a minute, UsageError if the folder cannot be written.
    """

    def busy() -> BusyError:
        return BusyError(f"another build has been writing into {folder} for a minute: try again later")

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _hold(folder / SITE_LOCK, wait=lambda: PATIENCE, busy=busy):
            yield
    except OSError as error:
        raise UsageError(f"cannot write {folder}: {error.strerror}") from error
