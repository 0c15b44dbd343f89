"""The git program: run without a shell, within a bounded time, and without anybody's configuration or hooks."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.errors import OutputError
from tracker.wording.words import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

TIMEOUT = 60.0  # seconds; a commit of a few files takes a fraction of one
_END = 5.0  # seconds to end in after a polite signal, so that git removes its lock files

#: What could run other programs or change the bytes, whatever the repository's own configuration says.
_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.attributesFile=/dev/null",
    "core.excludesFile=/dev/null",
    "core.autocrlf=false",
    "core.quotePath=false",
    "core.fsync=committed",  # a commit that is there after a power failure is whole
    "commit.gpgSign=false",
    "gc.auto=0",  # no process that outlives ours
    "maintenance.auto=false",
)

#: All that git is told by the environment, beside the path of programs.
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "HOME": "/dev/null",
    "XDG_CONFIG_HOME": "/dev/null",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "LC_ALL": "C",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Git:
    """The program, for one folder with its own `.git`. `timeout`: seconds that one call may take."""

    folder: Path
    program: str = "git"
    timeout: float = TIMEOUT

    def run(self, *arguments: str, given: bytes = b"", more: Mapping[str, str] | None = None) -> bytes:
        """Run a command; returns what it prints. Raises OutputError: no git, too slow, or what git says."""
        code, printed, said = self._run(arguments, given, more or {})
        if code:
            raise OutputError(f"git {arguments[0]} in {self.folder}: {_reason(said) or f'exit code {code}'}")
        return printed

    def asks(self, *arguments: str) -> bytes | None:
        """What a command prints; None if it ends with another code than 0. Raises OutputError: no git, too slow."""
        code, printed, _ = self._run(arguments, b"", {})
        return None if code else printed

    def _run(self, arguments: Sequence[str], given: bytes, more: Mapping[str, str]) -> tuple[int, bytes, bytes]:
        settings = (word for setting in _SETTINGS for word in ("-c", setting))
        command = [self.program, *settings, *arguments]
        environment = {
            **_ENVIRONMENT,
            "PATH": os.environ.get("PATH", os.defpath),
            "GIT_DIR": str(self.folder / ".git"),
            "GIT_WORK_TREE": str(self.folder),
            **more,
        }
        try:
            process = subprocess.Popen(  # noqa: S603 - no shell, and a list of our own words
                command,
                cwd=self.folder,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except FileNotFoundError as error:
            raise OutputError("there is no git program: install git, or remove git from [publish]") from error
        except OSError as error:
            raise OutputError(f"the git program cannot be run: {error.strerror}") from error
        with process:
            try:
                printed, said = process.communicate(given, timeout=self.timeout)
            except subprocess.TimeoutExpired as error:
                _end(process)
                raise OutputError(f"git {arguments[0]} in {self.folder} took over {self.timeout:.0f} s") from error
            except BaseException:
                _end(process)
                raise
        return process.returncode, printed, said


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.communicate(timeout=_END)
    except subprocess.TimeoutExpired:
        process.kill()


def _reason(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").splitlines()
    return one_line(lines[0].removeprefix("fatal: ").removeprefix("error: ")) if lines else ""


def identity(author: str, mail: str, at: datetime) -> dict[str, str]:
    """Who commits and when, for git's environment."""
    when = f"@{int(at.timestamp())} +0000"
    return {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in (("NAME", author), ("EMAIL", mail), ("DATE", when))
    }
