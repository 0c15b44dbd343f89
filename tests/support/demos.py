"""The demo, replayed once for all tests that ask it, in whichever process they run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

TRACKER = Path(sys.executable).parent / "tracker"


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `tracker demo` made, as it would on anybody's machine; to be read only. Beside it stands what it printed."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # that of all workers
    folder, said = base / "demonstration" / "demo", base / "demonstration" / "said.json"
    with FileLock(base / "demonstration.lock"):
        if not said.exists():
            folder.parent.mkdir()
            done = subprocess.run([TRACKER, "demo"], cwd=folder.parent, capture_output=True, text=True, check=True)
            said.write_text(json.dumps(done.stdout.splitlines()))
    return folder


@pytest.fixture(scope="session")
def demo_said(demo_folder: Path) -> tuple[str, ...]:
    """The lines that `tracker demo` printed."""
    return tuple(json.loads((demo_folder.parent / "said.json").read_text()))
