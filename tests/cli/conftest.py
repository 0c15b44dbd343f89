"""How tests of the command line run a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commands import Said

import tracker.cli

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command in an empty folder, without a configuration of this machine's user."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))

    def run(*argv: object) -> Said:
        words = argv[0].split() if len(argv) == 1 and isinstance(argv[0], str) else [str(word) for word in argv]
        capfd.readouterr()
        code = tracker.cli.run(words)
        printed = capfd.readouterr()
        return Said(code, printed.out, printed.err)

    return run
