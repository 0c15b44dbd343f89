"""A real, headless Chromium for tests: fixtures that `conftest` hands out. Nothing it does may leave the machine.

    def test_it(page, troubles):
        page.goto(server)      a console error, an error in a script, a request elsewhere: the test fails
        troubles.clear()       these were expected

Debian's Chromium, driven by Playwright. Where there is none the test is skipped, with the reason; and fails where
TRACKER_NEEDS_CHROMIUM says that there has to be one, as CI does.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page, Route

_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_PATIENCE = 60_000  # ms: a machine that does many things at once is slow, not wrong
_OURS = ("127.0.0.1", "localhost", "::1")


def chromium() -> str | None:
    """Where Chromium is, if it is installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def needed() -> str:
    """Where Chromium is. Without one the test is skipped, or fails where there has to be one."""
    where = chromium()
    if where is None:
        reason = "no Chromium on this machine: apt-get install chromium"
        if os.environ.get("TRACKER_NEEDS_CHROMIUM"):
            pytest.fail(reason)
        pytest.skip(reason)
    return where


# a module's, not the session's: while Playwright runs, no other test of the process could use asyncio
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for as long as the tests of a module last."""
    where = needed()
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=where, args=list(_QUIET))
        yield started
        started.close()


@pytest.fixture
def troubles() -> list[str]:
    """What went wrong in the page so far."""
    return []


@pytest.fixture
def page(browser: Browser, troubles: list[str]) -> Iterator[Page]:
    """A page of its own, without cookies; fails the test if anything went wrong in it that was not expected."""
    context = browser.new_context()
    context.route("**/*", lambda route: _stay_here(route, troubles))
    page = context.new_page()
    page.set_default_timeout(_PATIENCE)
    page.on("console", lambda message: _note_console(message, troubles))
    page.on("pageerror", lambda error: troubles.append(f"error in a script: {error}"))
    yield page
    context.close()
    assert troubles == []


def _stay_here(route: Route, troubles: list[str]) -> None:
    parts = urlsplit(route.request.url)
    if parts.scheme in ("file", "data", "blob") or parts.hostname in _OURS:
        route.continue_()
    else:
        troubles.append(f"request elsewhere: {route.request.url}")
        route.abort()


def _note_console(message: ConsoleMessage, troubles: list[str]) -> None:
    if message.type in ("error", "warning"):
        troubles.append(f"console: {message.text}")
