"""The stand-in that the tests of fetching ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fetching import CHART, NOW

from jobs.demo.standin import StandIn

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(lambda: NOW) as one:
        one.charts["185"] = CHART
        yield one
