"""The demo from the wheel, by `uv tool install` and `pipx`, in empty homes; `make packaging` runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import tracker

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
#: What reaches a package index, and nothing of this machine's user.
KEPT = ("PIP_", "UV_", "SSL_", "REQUESTS_", "HTTP", "NO_PROXY", "http", "no_proxy", "LANG", "LC_")

INSTALLERS = {
    "uv": (
        [BIN / "uv", "tool", "install", "--python", sys.executable],
        ".local/share/uv/tools/convention-tracker/share/man/man1/tracker.1",
    ),
    "pipx": ([BIN / "pipx", "install", "--python", sys.executable], ".local/share/man/man1/tracker.1"),
}


@pytest.mark.packaging
@pytest.mark.parametrize("name", INSTALLERS)
def test_the_demo_runs_from_an_empty_home(name: str, tmp_path: Path) -> None:
    install, manual = INSTALLERS[name]
    wheels = sorted((ROOT / "build/wheel").glob("*.whl"))
    assert [wheel.name.split("-")[1] for wheel in wheels] == [tracker.__version__]
    home = tmp_path / "home"
    home.mkdir()
    environment = {key: value for key, value in os.environ.items() if key.startswith(KEPT)}
    environment |= {"HOME": str(home), "PATH": f"{home}/.local/bin:/usr/bin:/bin", "COLUMNS": "100"}

    def run(*command: str | Path) -> str:
        print(f"-- {' '.join(str(word) for word in command)}", flush=True)
        done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)
        print(done.stdout[-2000:] + done.stderr[-2000:], flush=True)
        assert done.returncode == 0
        return done.stdout

    run(*install, wheels[0])
    assert (home / manual).read_text("utf-8") == (ROOT / "packaging/man/tracker.1").read_text("utf-8")
    assert run("tracker", "--version") == f"tracker, version {tracker.__version__}\n"
    said = run("tracker", "demo")
    assert "351 changes recorded" in said
    assert "try: tracker --db demo/tracker.db parties" in said  # a hint that runs as printed, here by its name
    assert "47" in run("tracker", "--db", "demo/tracker.db", "figures", "--as-of", "2015-12-03")
