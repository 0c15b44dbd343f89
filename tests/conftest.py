"""What every test has: no proxy between it and loopback, and a hypothesis profile that asserts no duration."""

from __future__ import annotations

import pytest
from browser import browser as browser
from browser import page as page
from browser import troubles as troubles
from fixtures import open_world as open_world
from fixtures import post as post
from fixtures import w as w
from hypothesis import HealthCheck, settings

settings.register_profile(
    "tracker", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True, print_blob=True
)
settings.load_profile("tracker")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the machine must not stand between a test and loopback."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
