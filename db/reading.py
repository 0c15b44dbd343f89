"""Open a database to read it, wherever it lies: beside a running service, on read-only media, without a free inode.

The ways, in this order:

1. Whoever may write the file opens it as SQLite does, told to write nothing; the files that SQLite makes beside it are
   gone when the last process closes it.
2. Where a write-ahead log and its index lie beside it, as they do while the service runs: `mode=ro`.
3. Without newer writes in a log: `immutable=1`, which needs no file beside it.
4. With newer writes in a log of which there is no usable index: a private copy of both files.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db.place import Held, uri_of
from tracker.errors import BusyError, DatabaseError

if TYPE_CHECKING:
    import tempfile

WAIT = 30.0  # seconds that a statement waits for another process's transaction
_TRIES = 3  # to copy both files while nobody writes them
_IMMUTABLE = "immutable=1"
State = list[tuple[int, int] | None]
#: SQLite's codes for what needs a file that cannot be made or written.
_CANNOT = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


class _OfACopy(sqlite3.Connection):
    """A connection to a private copy, which goes with it."""

    folder: tempfile.TemporaryDirectory[str] | None = None

    def close(self) -> None:
        """Close it and remove the copy."""
        super().close()
        if self.folder:
            self.folder.cleanup()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A connection for reading. `path` and `how` open more like it; `writable` if this user may write the file."""

    connection: sqlite3.Connection
    path: Path
    held: Held
    how: str = "mode=ro"
    writable: bool = False
    state: State | None = None  # of the files when they were opened, if SQLite does not see what is written afterwards

    @property
    def is_current(self) -> bool:
        """False once the connection no longer shows what lies under the name."""
        return self.held.is_there() and self.state in (None, _state(self.held.path))

    @property
    def may_be_mixed(self) -> bool:
        """True if a file that was opened as immutable was written meanwhile: an answer may be of both states."""
        return self.how == _IMMUTABLE and self.state != _state(self.held.path)


def open_reading(path: Path, wait: float) -> Opened:
    """Open a database for reading in the first way that works. Raises sqlite3.Error, DatabaseError, BusyError."""
    held, state = Held.now(path), _state(path)
    if _may_write(path):
        try:
            connection = _probed(path, "mode=rw", wait)
        except sqlite3.Error as error:
            if not _is_about_files(error):
                raise
        else:
            connection.execute("PRAGMA query_only = ON")
            return Opened(connection=connection, path=path, held=held, writable=True)
    log, index = Path(f"{path}-wal"), Path(f"{path}-shm")
    if log.exists() and index.exists():
        try:
            return Opened(connection=_probed(path, "mode=ro", wait), path=path, held=held)
        except sqlite3.Error as error:
            if not _is_about_files(error):
                raise
    if log.exists() and log.stat().st_size:
        return private_copy(path, wait)
    connection = _probed(path, _IMMUTABLE, wait)
    return Opened(connection=connection, path=path, held=held, how=_IMMUTABLE, state=state)


def private_copy(path: Path, wait: float) -> Opened:
    """Copy a database and its log into a folder of this process, and open the copy. Raises DatabaseError, BusyError."""
    import shutil  # nearly every start makes no copy
    import tempfile

    try:
        folder = tempfile.TemporaryDirectory(prefix="tracker-")
        copy = Path(folder.name) / path.name
        for _ in range(_TRIES):
            held, state = Held.now(path), _state(path)
            for tail in ("", "-wal"):
                if (part := Path(f"{path}{tail}")).exists():
                    shutil.copyfile(part, f"{copy}{tail}")
            if _state(path) == state:
                break
        else:
            raise BusyError(f"{path} is written by another process all the time: try again in a moment")
    except OSError as error:
        raise DatabaseError(
            f"{path} cannot be read in place, because its newest writes are in {path.name}-wal, and cannot be copied to"
            f" {tempfile.gettempdir()} ({error.strerror}): copy both files to a place where you can write"
        ) from error
    connection = sqlite3.connect(copy, timeout=wait, isolation_level=None, check_same_thread=False, factory=_OfACopy)
    connection.folder = folder
    return Opened(connection=connection, path=copy, held=held, state=state)


def connect(path: Path, how: str, wait: float) -> sqlite3.Connection:
    """A connection, opened as SQLite is told by `how`. Raises sqlite3.Error."""
    # the daemon may close a connection in another thread than the one that opened and used it
    return sqlite3.connect(uri_of(path, how), uri=True, timeout=wait, isolation_level=None, check_same_thread=False)


def _may_write(path: Path) -> bool:
    beside = (Path(f"{path}{tail}") for tail in ("-wal", "-shm"))
    files = [path, *(one for one in beside if one.exists())]
    return os.access(path.parent, os.W_OK | os.X_OK) and all(os.access(file, os.W_OK) for file in files)


def _probed(path: Path, how: str, wait: float) -> sqlite3.Connection:
    """A connection that has read something: SQLite opens the files only then."""
    connection = connect(path, how, wait)
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _is_about_files(error: sqlite3.Error) -> bool:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF in _CANNOT


def _state(path: Path) -> State:
    """Size and time of a database and its log: they change when somebody writes."""
    found: State = []
    for tail in ("", "-wal"):
        part = Path(f"{path}{tail}")
        found.append((part.stat().st_size, part.stat().st_mtime_ns) if part.exists() else None)
    return found
