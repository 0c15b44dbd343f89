"""Where a database is: one file, whatever name it is given; what shows that there was one; why it cannot be written.

A link gives a file a second name, and SQLite keeps the newest writes beside the name that it was opened by. So every
opening, lock and copy starts from the one name that `place_of` gives.
"""

from __future__ import annotations

import os
import pwd
import re
import sqlite3
import stat
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import quote, quote_from_bytes, unquote_to_bytes

#: The key in the table `memory` under which a database holds its own name.
NAME_KEY = "file"

BACKUPS = "backups"  # the folder of the dated copies, beside the database
_KEPT = (".replaced-*", ".before-*")  # copies that restore, rebuild and migrations keep
TURN = (
    ".turn"  # of the lock of checks, which is made by the first check or `init`, after the database, and never removed
)


def uri_of(path: Path, how: str) -> str:
    """The address of a database for SQLite, with `how` it is opened, like `mode=ro`."""
    return f"file:{quote(os.fsencode(path))}?{how}"


def place_of(path: Path) -> Path:
    """The one name of a database: links are followed; of several hard links it is the name that it was made under."""
    place = Path(os.path.realpath(path))
    try:
        found = place.stat()
    except OSError:
        return place
    if found.st_nlink == 1 or not stat.S_ISREG(found.st_mode):
        return place
    with suppress(OSError, sqlite3.Error, ValueError):
        first = Path(os.path.realpath(_noted_name(place) or place))
        if os.path.samestat(first.stat(), found):
            return first
    return place


def _noted_name(place: Path) -> Path | None:
    # immutable: without it SQLite would make a second write-ahead log under this name
    with closing(sqlite3.connect(uri_of(place, "immutable=1"), uri=True)) as connection:
        row = connection.execute("SELECT value FROM memory WHERE key = ?", (NAME_KEY,)).fetchone()
    return Path(os.fsdecode(unquote_to_bytes(row[0]))) if row else None


def name_to_note(path: Path) -> str | None:
    """The name that a database should hold of itself; None while it has several (the first one stays)."""
    return quote_from_bytes(os.fsencode(path)) if path.stat().st_nlink == 1 else None


def other_names(path: Path) -> int:
    """The number of hard links that others made to a database. A restore that was killed leaves one of its own."""
    found = path.stat()
    ours = [kept for kept in path.parent.glob(f"{path.name}.replaced-*") if os.path.samestat(kept.stat(), found)]
    return found.st_nlink - 1 - len(ours)


# ---- the file that is held ----------------------------------------------------------------------


def identity(path: Path) -> tuple[int, int] | None:
    """Device and inode of the file under a name; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A file that a process has open, and the name that it was opened by."""

    path: Path
    file: tuple[int, int] | None
    log: tuple[int, int] | None  # the write-ahead log beside it

    @classmethod
    def now(cls, path: Path) -> Self:
        """What lies under a name now."""
        return cls(path=path, file=identity(path), log=identity(Path(f"{path}-wal")))

    def is_there(self) -> bool:
        """False once another file, or none, lies under the name: what is written then is in no database any more."""
        return identity(self.path) == self.file

    def in_words(self) -> str:
        """Why the file is no longer the one that was opened."""
        if identity(self.path) is None:
            return f"{self.path} is gone"
        return f"{self.path} is another file than the one that was opened: it was restored, moved or replaced"


# ---- signs of a past ----------------------------------------------------------------------------


def is_nothing(path: Path) -> bool:
    """True if there is no file, or an empty one. Raises OSError."""
    try:
        return path.stat().st_size == 0
    except FileNotFoundError:
        return True


def copies_of(path: Path) -> list[Path]:
    """The dated backups of a database, oldest first."""
    dated = re.compile(re.escape(path.stem) + r"-\d{8}T\d{6}Z\.db")  # not those of another database, tracker-2.db
    folder = path.parent / BACKUPS
    return sorted(found for found in folder.glob("*.db") if dated.fullmatch(found.name))


def signs_of_a_past(path: Path, *, blank: bool = False) -> list[Path]:
    """What a database that is gone left behind: backups, kept copies, its write-ahead log, the lock of its checks.

    The lock counts because it is made after the database. `blank`: there is a file with nothing in it; then a log
    beside it may be that of a process that is making the database.
    """
    found: list[Path] = []
    for place in dict.fromkeys((place_of(path), path.absolute())):  # earlier versions wrote beside a link
        found += reversed(copies_of(place))
        found += [kept for end in _KEPT for kept in sorted(place.parent.glob(f"{place.name}{end}"))]
        log, lock = Path(f"{place}-wal"), Path(f"{place}{TURN}")
        found += [log] if not blank and log.exists() and log.stat().st_size else []
        found += [lock] if lock.exists() else []
    return list(dict.fromkeys(found))


def lost(path: Path, signs: list[Path]) -> str:
    """The sentence about a database that is gone, or empty, while there are signs of it."""
    empty = "is empty" if path.exists() else "is gone"
    copies = [sign for sign in signs if sign.parent.name == BACKUPS or ".replaced-" in sign.name]
    way = f"restore it (`tracker restore {copies[0]}`)" if copies else "restore a backup (`tracker restore FILE`)"
    return f"the database {path} {empty}, but {signs[0]} shows that there was one: {way}, or `tracker init --new`"


# ---- what cannot be written ---------------------------------------------------------------------


def cannot_write(path: Path, reason: object) -> str:
    """One sentence: why a database, or another file, cannot be written, and what to do about it."""
    folder = path if path.is_dir() else path.parent
    for one in (path, Path(f"{path}-wal"), Path(f"{path}-shm"), folder):
        if one.exists() and not os.access(one, os.W_OK | (os.X_OK if one.is_dir() else 0)):
            return _not_allowed(one)
    with suppress(OSError):
        room = os.statvfs(folder)
        if room.f_files and not room.f_favail:
            return f"cannot write {path}: no inode is free on its file system: remove some files, then try again"
        if not room.f_bavail:
            return f"cannot write {path}: no space is left on its file system: free some, then try again"
    return f"cannot write {path} ({reason}): free some space or fix its permissions, then try again"


def cannot_read(path: Path) -> str | None:
    """One sentence if this user may not read a file."""
    if not path.exists() or os.access(path, os.R_OK):
        return None
    return f"cannot read {path}: it belongs to {_owner(path)}, and this is user {_user(os.geteuid())}"


def _not_allowed(path: Path) -> str:
    if os.statvfs(path).f_flag & os.ST_RDONLY:
        return f"cannot write {path}: its file system is read-only"
    if path.stat().st_uid == os.geteuid():
        return f"cannot write {path}: it is yours, but its mode {stat.S_IMODE(path.stat().st_mode):04o} forbids it"
    return f"cannot write {path}: it belongs to {_owner(path)}, and this is user {_user(os.geteuid())}"


def _owner(path: Path) -> str:
    return _user(path.stat().st_uid)


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
