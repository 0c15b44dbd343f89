"""Atomic writes: a reader sees the old file or the new one, never half of one."""

from __future__ import annotations

import fcntl
import os
import re
import stat
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from tracker.errors import OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def write_atomically(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write a file atomically. By default anyone may read it: most files are published.

    Raises UsageError if the file cannot be created, OutputError if writing fails.
    """
    with atomic_file(path, mode=mode) as file:
        file.write(content)


@contextmanager
def atomic_file(path: Path, *, mode: int = 0o644) -> Iterator[IO[bytes]]:
    """Yield a file to write piece by piece. It is a temporary file in the same folder, renamed at the end.

    Folders that are missing are made. If anyone may read the file, anyone may enter them, whatever the umask.

    After an error the old file is unchanged. A symbolic link stays a link, and its target is replaced. A pipe or a
    device is written to directly, because it must not be replaced.
    """
    try:
        opened, name = _opened(path, mode)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
    try:
        with opened as file:
            yield file
            file.flush()
            if name:
                os.fsync(file.fileno())
        if name:
            name.chmod(mode)  # mkstemp creates it with mode 600
            name.replace(os.path.realpath(path))
    except BaseException as error:
        if name:
            name.unlink(missing_ok=True)
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):  # the reader has closed the pipe
            raise OutputError(f"cannot write {path}: {error.strerror}") from error
        raise


#: A temporary file of ours: a dot, the name that it gets at the end, and what `tempfile` adds.
_TEMPORARY = re.compile(r"\.(.+)\.[a-z0-9_]{8}")


def remove_unfinished(folder: Path, names: Callable[[str], bool]) -> None:
    """Remove what writes to files with such names left in a folder when they were killed.

    A write that goes on holds a lock on its temporary file, and keeps it.
    """
    try:
        left = [path for path in folder.iterdir() if (is_ours := _TEMPORARY.fullmatch(path.name)) and names(is_ours[1])]
    except OSError:  # no such folder yet, or one that may not be read
        return
    for path in left:
        with suppress(OSError), os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()


def _opened(path: Path, mode: int) -> tuple[IO[bytes], Path | None]:
    """Return the file to write to, and the path of the temporary file to rename, if there is one."""
    if _is_special(path):
        return path.open("wb"), None
    target = Path(os.path.realpath(path))
    make_folder(target.parent, 0o755 if mode & stat.S_IROTH else 0o700)
    remove_unfinished(target.parent, lambda name: name == target.name)
    while True:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with suppress(OSError):  # a file system without locks: what a kill leaves there stays
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:  # else another process removed it before it was locked
            return os.fdopen(handle, "wb"), Path(name)
        os.close(handle)


def make_folder(folder: Path, mode: int) -> None:
    """Make a folder and its missing parents with exactly this mode. Those that exist keep theirs."""
    if folder.is_dir():
        return
    make_folder(folder.parent, mode)
    try:
        folder.mkdir()
    except FileExistsError:
        if not folder.is_dir():
            raise
        return  # another process made it in the meantime
    folder.chmod(mode)  # the umask may have taken rights away


def _is_special(path: Path) -> bool:
    """True if the path exists and is not a regular file, or names an open file: /dev/stdout, /proc/self/fd/1."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return True
    except FileNotFoundError:
        return False
    place = os.path.realpath(path.parent)
    return place == "/dev" or place.startswith("/proc/")
