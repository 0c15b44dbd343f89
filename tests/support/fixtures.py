"""Fixtures that tests of several folders ask for; tests/conftest.py gives them to all."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from receivers import Post
from world import World, world

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
