"""A world for the daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from states import SIGNED

from jobs.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable

    from world import World


@pytest.fixture
def live(open_world: Callable[..., World]) -> Callable[..., World]:
    """A world on the real clock, as processes have no other."""

    def start(more: str = "") -> World:
        w = open_world(more=more, confirm_after="0s")
        w.standin.now = utc_now
        w.show(*SIGNED)
        return w

    return start
