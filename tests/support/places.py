"""Places where little can be written: another user's, a read-only mount, a file system without a free inode."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = 65534

#: Commands that only read, on a database of ETS 185 with Albania and Brazil.
READING = (
    "status",
    "parties",
    "figures",
    "figures --series",
    "changes",
    "report",
    "why 1",
    "calendar",
    "snapshots",
    "snapshot 1",
    "evidence 1",
    "quarantine list",
    "reconcile",
    "state albania",
    "between albania brazil",
    "route albania brazil --article 25",
    "statements",
    "export json -o -",
    "export csv -o -",
    "verify",
)

#: Runs commands one after the other on a database, and prints the code and the last line of each.
ASK = """
import contextlib, io, json, sys
import tracker.cli
found = {}
for command in sys.argv[2:]:
    out, err = io.TextIOWrapper(io.BytesIO()), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = tracker.cli.run(["--db", sys.argv[1], *command.split()])
    found[command] = [code, err.getvalue().strip()]
print(json.dumps(found))
"""

Said = dict[str, tuple[int, str]]


def ask(database: Path, *commands: str, before: tuple[str, ...] = ()) -> Said:
    """Run commands in one process, below a program (`before`); the code and errors of each."""
    done = subprocess.run(
        [*before, sys.executable, "-c", ASK, str(database), *commands],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={**os.environ, "HOME": "/nonexistent"},
    )
    assert done.returncode == 0, done.stderr
    found: Said = json.loads(done.stdout.splitlines()[-1])
    return {command: (code, said) for command, (code, said) in found.items()}


def somebody_else() -> tuple[str, ...]:
    """A program below which one is the user nobody."""
    program = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    if os.geteuid():
        pytest.skip("only root can run a command as another user")
    if not shutil.which("setpriv"):
        pytest.skip("no setpriv (util-linux) on this machine")
    tried = subprocess.run([*program, sys.executable, "-c", ""], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"another user cannot run this Python: {tried.stderr.strip()}")
    return program


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter, unlike those of pytest."""
    folder = Path(tempfile.mkdtemp(prefix="tracker-open-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def inside(script: str) -> tuple[str, ...]:
    """A program below which mounts are its own: it runs a shell script, and then what follows."""
    program = ("unshare", "-m", "sh", "-ec", f'{script}\nexec "$@"', "sh")
    tried = subprocess.run([*program, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"this machine does not let a test mount: {tried.stderr.strip()}")
    return program


def read_only(folder: Path) -> tuple[str, ...]:
    """A program below which a folder is mounted read-only."""
    return inside(f"mount --bind {folder} {folder}; mount -o remount,bind,ro {folder}")


def without_inodes(folder: Path, place: Path) -> tuple[str, ...]:
    """A program below which `place` is a file system with the files of a folder and no free inode."""
    place.mkdir()
    fill = f"i=0; while : > {place}/fill-$i; do i=$((i+1)); done 2>/dev/null || true"
    return inside(f"mount -t tmpfs -o nr_inodes=40,size=50m none {place}; cp -a {folder}/. {place}/; ({fill}) || true")


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    """The files of a folder with size and time."""
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
