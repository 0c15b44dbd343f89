"""Fixtures that tests of several folders ask for; tests/conftest.py gives them to all."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from receivers import Post
from world import World, world

import tracker.cli
import tracker.deliver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def open_world(tmp_path: Path) -> Iterator[Callable[..., World]]:
    """Open a world with these settings, in the folder of the test unless another is given; closed after the test."""
    with ExitStack() as stack:
        yield lambda folder=tmp_path, **settings: stack.enter_context(world(folder, **settings))


@pytest.fixture
def w(open_world: Callable[..., World]) -> World:
    """A world of ETS 185 as shipped: blank non-members are invited, what vanishes is confirmed after twelve hours."""
    return open_world()


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    """What would have been sent to the channels."""
    found = Post()
    monkeypatch.setattr(tracker.deliver, "send", found.send)
    return found


class Said:
    """What a command printed, and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def line(self) -> str:
        """The one line of an error."""
        assert self.out == ""
        [line] = self.err.splitlines()
        assert line.startswith("tracker: ")
        return line


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
