"""Atomic writes: a reader sees the old file or the new one, never half of one."""

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


def _opened(path: Path, mode: int) -> tuple[IO[bytes], Path | None]:
    """Return the file to write to, and the path of the temporary file to rename, if there is one."""
    if _is_special(path):
        return path.open("wb"), None
    target = Path(os.path.realpath(path))
    _make_folder(target.parent, 0o755 if mode & stat.S_IROTH else 0o700)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    return os.fdopen(handle, "wb"), Path(name)


def _make_folder(folder: Path, mode: int) -> None:
    """Make a folder and its missing parents with exactly this mode. Those that exist keep theirs."""
    if folder.is_dir():
        return
    _make_folder(folder.parent, mode)
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
