"""The tutorial: each of its commands is run on a terminal of a hundred columns, and prints what stands there."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs/tutorial.md"
_SQLITE = "import sqlite3, sys\nprint(*sqlite3.connect(sys.argv[2]).execute(sys.argv[3]).fetchone())\n"


def steps() -> list[tuple[str, str]]:
    """(command, what it prints), in order."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL):
        command, _, printed = block.partition("\n")
        found.append((command.removeprefix("$ "), printed))
    return found


def as_pattern(printed: str) -> str:
    """`…` on a line of its own is any lines, elsewhere any text; where a line is wrapped does not matter."""
    parts = re.split(r"^…$|…", printed, flags=re.MULTILINE)
    return r".*".join(r"\s+".join(re.escape(word) for word in part.split()) for part in parts)


def on_a_terminal(command: str, folder: Path, path: str) -> str:
    """What a person sees."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 100, 0, 0))
    environment = {**os.environ, "PATH": path, "TERM": "dumb", "NO_COLOR": "1"}
    with subprocess.Popen(  # noqa: S602 - the documents' own words
        command, shell=True, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs
    ) as done:
        os.close(theirs)
        seen = b""
        while chunk := _read(ours):
            seen += chunk
    os.close(ours)
    assert done.returncode == 0, seen.decode()
    return seen.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so at the end
        return b""


@pytest.fixture
def path(tmp_path: Path) -> str:
    """The program as installed; and the shell of SQLite, or what does the same where there is none."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "tracker").symlink_to(Path(sys.executable).parent / "tracker")
    if shutil.which("sqlite3") is None:
        (programs / "sqlite3").write_text(f"#!{sys.executable}\n{_SQLITE}")
        (programs / "sqlite3").chmod(0o755)
    return f"{programs}:{os.environ['PATH']}"


@pytest.mark.docs
def test_each_command_prints_what_the_tutorial_shows(
    tmp_path: Path, path: str, demo_folder: Path, demo_said: tuple[str, ...]
) -> None:
    (demo, printed), (enter, _), *rest = steps()
    assert (demo, enter) == ("tracker demo", "cd demo")
    assert re.match(as_pattern(printed), " ".join("\n".join(demo_said).split()), re.DOTALL)
    folder = tmp_path / "demo"
    shutil.copytree(demo_folder, folder, ignore=shutil.ignore_patterns("site"))
    assert len(rest) > 8

    for command, wanted in rest:
        seen = " ".join(on_a_terminal(command, folder, path).split())
        assert re.fullmatch(as_pattern(wanted), seen, re.DOTALL), f"$ {command}\n{seen}"


def test_the_evidence_has_the_hash_that_was_printed() -> None:
    """`why` and `sha256sum` begin with the same digits: that is the point."""
    text = TUTORIAL.read_text(encoding="utf-8")
    [said] = re.findall(r"evidence 103: sha256 (\w+)…", text)
    assert f"\n{said}…\n" in text


def test_what_the_tutorial_installs_is_what_make_packaging_tries() -> None:
    """`uv tool install` and `pipx install` need a package index: tests/packaging/test_installed.py runs them."""
    tried = (ROOT / "tests/packaging/test_installed.py").read_text(encoding="utf-8")
    [block] = re.findall(r"```sh\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL)
    assert "uv tool install ./convention-tracker" in block
    assert "pipx install ./convention-tracker" in block
    assert '"tool", "install"' in tried
    assert '"pipx", "install"' in tried
