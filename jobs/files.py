"""Files that people read: whole, or not there at all."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from tracker.errors import OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


def write_whole(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write a file so that a reader never sees half of it. Raises UsageError, OutputError.

    By default for anyone to read: most files are for people.
    """
    with whole(path, mode=mode) as file:
        file.write(content)


@contextmanager
def whole(path: Path, *, mode: int = 0o644) -> Iterator[IO[bytes]]:
    """The same for what is written piece by piece: a neighbour, then a rename; nothing after an error.

    A link stays, and what it points to is replaced. What is there and is no regular file (a pipe, a device) is
    written into as it comes: it has no neighbour, and nobody wants another in its place.
    """
    try:
        opened, name = _opened(path)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
    try:
        with opened as file:
            yield file
            file.flush()
            if name:
                os.fsync(file.fileno())
        if name:
            name.chmod(mode)  # mkstemp keeps it to its owner
            name.replace(os.path.realpath(path))
    except BaseException as error:
        if name:
            name.unlink(missing_ok=True)
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):  # its reader has seen enough
            raise OutputError(f"cannot write {path}: {error.strerror}") from error
        raise


def _opened(path: Path) -> tuple[IO[bytes], Path | None]:
    """What is written to, and the neighbour that takes the place of the file afterwards, if any."""
    if _is_special(path):
        return path.open("wb"), None
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    return os.fdopen(handle, "wb"), Path(name)


def _is_special(path: Path) -> bool:
    """True for what is there and no regular file, and for the names of open files: /dev/stdout, /proc/self/fd/1."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return True
    except FileNotFoundError:
        return False
    place = os.path.realpath(path.parent)
    return place == "/dev" or place.startswith("/proc/")
