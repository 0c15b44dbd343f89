"""What every test has: folders in memory, no proxy between it and loopback, and a hypothesis profile that asserts no
duration."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import browser as browser
from browser import page as page
from browser import troubles as troubles
from demos import demo_folder as demo_folder
from demos import demo_said as demo_said
from fixtures import open_world as open_world
from fixtures import post as post
from fixtures import say as say
from fixtures import w as w
from hypothesis import HealthCheck, settings
from new_databases import copy_new_databases

if TYPE_CHECKING:
    from collections.abc import Iterator

settings.register_profile(
    "tracker", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True, print_blob=True
)
settings.load_profile("tracker")

_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own in it
_NEEDED = 1 << 30  # bytes; a container may have 64 MB


def pytest_configure() -> None:
    """Put the databases of tests into memory where there is room: each transaction waits for a disk, if there is one.

    TMPDIR says where instead.
    """
    if "TMPDIR" in os.environ or not os.access(_MEMORY, os.W_OK) or shutil.disk_usage(_MEMORY).free < _NEEDED:
        return
    os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say which tests are left out, why, and what runs them (the markers in pyproject.toml)."""
    for line in config.getini("markers"):
        name, _, reason = line.partition(": ")
        if f"not {name}" in config.option.markexpr:
            terminalreporter.write_line(f"deselected: {reason}")


@pytest.fixture(autouse=True, scope="session")
def _new_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patching:
        copy_new_databases(patching, tmp_path_factory.mktemp("new"))
        yield


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the machine must not stand between a test and loopback."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
