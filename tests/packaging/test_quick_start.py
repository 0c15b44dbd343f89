"""The quick start of docs/operate.md, typed line by line: from nothing to a service that notifies.

The folders of the machine are folders of the test. What needs root or systemd is played: `useradd` makes the home,
`runuser` runs the rest of its line, `systemctl` starts what the unit says. So is pipx, whose `tracker` is the one that
is tested; by `make packaging` the real pipx and uv install a wheel into an empty home.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from changes import live
from daemons import PATIENCE, QUICK, until
from receivers import Mailbox, mailbox, part
from world import but

from jobs.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from world import World

ROOT = Path(__file__).resolve().parents[2]
SECTION = (ROOT / "docs/operate.md").read_text().partition("## Quick start")[2].partition("\n## ")[0]
LINES: list[str] = re.search(r"```sh\n(.*?)```", SECTION, re.DOTALL)[1].splitlines()  # type: ignore[index] # it is there
BLOCK: str = re.search(r"```toml\n(.*?)```", SECTION, re.DOTALL)[1]  # type: ignore[index] # it is there
EDIT = "$EDITOR "
MOVED = r"(?<![\w./-])/(?=(opt|usr/local|var|etc)\b)"  # folders of the machine that are the test's

SHIMS = {
    "pipx": f"""cat > "$PIPX_BIN_DIR/tracker" <<END && chmod +x "$PIPX_BIN_DIR/tracker"
#!{sys.executable}
from tracker.cli import main
main()
END""",
    "useradd": 'while [ "$1" != --home-dir ]; do shift; done; mkdir -p "$2"',
    "runuser": 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"',
    "systemctl": f"""[ "$1 $2 $3" = "enable --now tracker" ] || exit 9
command=$(sed -n 's/^ExecStart=//p' "$UNITS/tracker.service")
cd "$(sed -n 's/^WorkingDirectory=//p' "$UNITS/tracker.service")" || exit 9
$command > "$STATE/service.log" 2>&1 & echo $! > "$STATE/pid" # {"systemd would be the parent"}""",
}


def test_it_is_six_commands_and_one_edit() -> None:
    assert (len([line for line in LINES if not line.startswith(EDIT)]), len(LINES)) == (6, 7)
    assert all(len(line) < 125 for line in LINES)


class Machine:
    """A machine on which nothing of the tracker is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shims = folder / "shims"
        for made in (self.shims, self.at("/etc/systemd/system"), self.at("/usr/local/bin"), folder / "home"):
            made.mkdir(parents=True)
        for name, text in SHIMS.items():
            (self.shims / name).write_text(f"#!/bin/sh\n{text}\n")
            (self.shims / name).chmod(0o755)
        path = f"{self.shims}:{self.at('/usr/local/bin')}:{os.environ['PATH']}"
        units = str(self.at("/etc/systemd/system"))
        self.env = {**os.environ, "HOME": str(folder / "home"), "PATH": path, "UNITS": units, "STATE": str(folder)}

    def at(self, path: str) -> Path:
        """A folder of the machine."""
        return self.folder / "root" / path.lstrip("/")

    def type(self, line: str) -> str:
        """Type a line; what it prints."""
        moved = re.sub(MOVED, f"{self.folder}/root/", line)
        done = subprocess.run(
            ["/bin/sh", "-ec", moved],
            cwd=self.folder / "home",
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            timeout=10 * PATIENCE,
        )
        assert done.returncode == 0, f"{line}: {done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def stop(self) -> None:
        """Stop the service, if it runs."""
        pid = self.folder / "pid"
        if pid.exists():
            os.kill(int(pid.read_text()), signal.SIGTERM)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    found = Machine(tmp_path / "m")
    yield found
    found.stop()


def edit(path: Path, box: Mailbox, w: World) -> None:
    """The one edit, to a mail server that is here. What a test needs beside it: the stand-in, and no waiting."""
    text = path.read_text()
    assert "mailto:you@example.org" in text
    text = text.replace("mailto:you@example.org", "mailto:registry@ministry.example")
    for key, value in (("api_url", w.standin.api_url), ("page_url", w.standin.page_url), ("api_key", w.standin.key)):
        text = re.sub(rf'^{key} = "[^"]*"', f'{key} = "{value}"', text, flags=re.MULTILINE)
    text = re.sub(r'^min_gap = "2s" ', 'min_gap = "0s" ', text, flags=re.MULTILINE)
    text = re.sub(r"^\[schedule\].*?(?=^# \[\[notify)", QUICK, text, flags=re.MULTILINE | re.DOTALL)
    path.write_text(text + BLOCK.replace(re.findall('url = "(.*)"', BLOCK)[0], box.url))


def walk(machine: Machine, w: World, install: str | None = None) -> None:
    """Type it all. What a State did since the bundled list is in a mail then."""
    rows = live("ets-185")
    w.standin.now = utc_now
    w.show(*[but(row, consent="2026-11-03", signed=row.signed) if row.name == "Ireland" else row for row in rows])
    with mailbox() as box:
        for line in [install or LINES[0], *LINES[1:]]:
            if line.startswith(EDIT):
                edit(machine.at(shlex.split(line)[1]), box, w)
                continue
            said = machine.type(line)
            if line.endswith("notify test"):
                assert said == "legal: took the message\n"
                assert len(box.got) == 1
        until(lambda: any("Ireland" in str(mail["subject"]) for mail in box.got), "no mail on Ireland")
        text = next(part(mail, "text/plain") for mail in box.got if "Ireland" in str(mail["subject"]))
        assert "3 November 2026" in text
        machine.stop()


def test_who_types_it_has_a_service_that_notifies(machine: Machine, w: World) -> None:
    walk(machine, w)

    unit = (machine.at("/etc/systemd/system") / "tracker.service").read_text()
    state = machine.at("/var/lib/convention-tracker")
    assert f"ExecStart={machine.at('/usr/local/bin')}/tracker --config {state}/config.toml run\n" in unit


REAL: dict[str, Callable[[Path], str]] = {
    "pipx": lambda wheel: LINES[0].replace("'git+<this repository>'", str(wheel)),
    "uv": lambda wheel: (
        f"UV_TOOL_DIR=/opt/uv-tools UV_TOOL_BIN_DIR=/usr/local/bin uv tool install --python {sys.executable} {wheel}"
    ),
}


@pytest.mark.packaging
@pytest.mark.parametrize("program", REAL)
def test_a_wheel_in_an_empty_home(machine: Machine, w: World, tmp_path: Path, program: str) -> None:
    command = [sys.executable, "-m", "build", "--quiet", "--wheel", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    (machine.shims / "pipx").unlink()
    machine.env["PATH"] += f":{Path(sys.executable).parent}"

    walk(machine, w, REAL[program](wheel))
