"""A world with channels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from channels import BRAZIL
from states import HUNGARY, IRELAND

if TYPE_CHECKING:
    from collections.abc import Callable

    from world import World


@pytest.fixture
def make(open_world: Callable[..., World]) -> Callable[..., World]:
    """A world with some channels, where Hungary, Ireland and Brazil were read already."""

    def start(*channels: str, more: str = "", **settings: Any) -> World:
        w = open_world(more="".join(channels) + more, **{"confirm_after": "0s", **settings})
        w.show(HUNGARY, IRELAND, BRAZIL)
        w.check()
        w.wait(hours=1)
        return w

    return start
