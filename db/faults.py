"""SQLite's errors in our words."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from db.place import cannot_read, cannot_write
from tracker.errors import BusyError, DatabaseError

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.errors import TrackerError

#: What a damaged file raises. Python decodes SQLite's message, which quotes the damaged text.
UNREADABLE = (sqlite3.Error, UnicodeDecodeError)

_HELD = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _code(error: Exception) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF  # the low byte of an extended code is the primary code


def can_be_mended(error: sqlite3.Error) -> bool:
    """True if a person can fix it: a held lock, a full disk, a damaged file. Anything else is a bug."""
    return _code(error) in (*_HELD, *_NO_ROOM, *_DAMAGED)


def readable(error: Exception, path: Path, *, reading: bool = False) -> TrackerError:
    """SQLite's error as one of ours, with what to do about it."""
    if _code(error) in _HELD:
        return BusyError(f"{path} is in use by another process: try again in a moment")
    if _code(error) in _NO_ROOM:
        said = cannot_read(path) or f"cannot open {path} ({error}): restore a backup or name another file"
        return DatabaseError(said if reading else cannot_write(path, error))
    return DatabaseError(f"{path} is not a usable database ({error}): restore a backup or name another file")


def as_ours(error: Exception, path: Path) -> Exception:
    """What a person can mend, as one of our errors; anything else as it is."""
    return readable(error, path) if isinstance(error, sqlite3.Error) and can_be_mended(error) else error
