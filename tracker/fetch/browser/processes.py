"""The processes that the worker started, as Linux's /proc lists them, and their end.

Chromium leaves the process group of whoever starts it, so a group is not enough: the worker adopts orphans
(`PR_SET_CHILD_SUBREAPER`), and so everything that was started below it stays its descendant.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROC = Path("/proc")
_ENDED = ("Z", "X")  # states of a process of which only its entry is left
_TWICE = 2  # looks that must find nothing: one may miss a process whose parent ends while it looks
_PATIENCE = 2.0  # seconds for what was killed to end: a process that waits for a disk ends late
_PAUSE = 0.005  # seconds between two looks at them
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER in <linux/prctl.h>


def adopt_orphans() -> None:
    """Make this process the parent of each descendant whose own parent ends."""
    ctypes.CDLL(None, use_errno=True).prctl(_SUBREAPER, 1, 0, 0, 0)


def descendants(of: int) -> set[int]:
    """The ids of all processes below one that have not ended."""
    children: dict[int, list[int]] = {}
    ended = set()
    for process, parent, state in _processes():
        children.setdefault(parent, []).append(process)
        if state in _ENDED:
            ended.add(process)
    found: set[int] = set()
    todo = [of]
    while todo:
        below = children.get(todo.pop(), [])
        found.update(below)
        todo.extend(below)
    return found - ended


def _processes() -> Iterator[tuple[int, int, str]]:
    """Each process with its parent and its state."""
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, ValueError):
                # the name, in brackets, may hold blanks and brackets itself
                state, parent = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()[:2]
                yield int(entry.name), int(parent), state


def own_memory(processes: set[int]) -> int:
    """Bytes of memory that the processes do not share with others."""
    total = 0
    for process in processes:
        with contextlib.suppress(OSError, ValueError, IndexError):
            lines = (_PROC / str(process) / "status").read_text(errors="replace").splitlines()
            total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon:"))
    return total


def end_descendants() -> None:
    """Kill all processes below this one, until there is none.

    They are stopped first: while one of them dies, another could still let a request go that was held back. Their
    entries are taken too: the process that would get them next, the first of a container, may never take any.
    """
    empty = 0
    while empty < _TWICE:
        below = descendants(os.getpid())
        empty = 0 if below else empty + 1
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for process in below:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, number)
        _take_ended()
    ends = time.monotonic() + _PATIENCE
    while _take_ended() and time.monotonic() < ends:
        time.sleep(_PAUSE)


def end_users_of(folder: str) -> None:
    """Kill all processes that name a folder in their command or their environment, and wait for their end.

    For what a worker left behind that was killed itself. It takes two seconds at most.
    """
    ends = time.monotonic() + _PATIENCE
    while (found := _users_of(folder)) and time.monotonic() < ends:
        for process in found:
            with contextlib.suppress(OSError):
                os.kill(process, signal.SIGKILL)
        time.sleep(_PAUSE)


def _users_of(folder: str) -> list[int]:
    found = []
    for process, _, state in _processes():
        if state in _ENDED or process == os.getpid():
            continue
        said = b""
        for name in ("cmdline", "environ"):
            with contextlib.suppress(OSError):
                said += (_PROC / str(process) / name).read_bytes()
        if os.fsencode(folder) in said:
            found.append(process)
    return found


def _take_ended() -> bool:
    """Take the entries of children that have ended. True if there are others, which have not."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
        return True
    return False
