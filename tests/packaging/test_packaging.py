"""What operators install: the unit, the image, and a manual that is true."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest

from jobs.clock import utc_now
from jobs.service import daemon
from tracker.cli import cli
from tracker.config import load

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
UNIT = (ROOT / "packaging/systemd/tracker.service").read_text()
DOCKERFILE = (ROOT / "packaging/docker/Dockerfile").read_text()
MANUAL = (ROOT / "docs/operate.md").read_text()


# ---- systemd -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["tracker", "litestream"])
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path, name: str) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd-analyze here")
    for shipped in ROOT.glob("packaging/*/*.service"):  # one names the other
        text = shipped.read_text()  # the programs are not installed where the units have them
        copy = tmp_path / shipped.name
        copy.write_text(re.sub(r"^ExecStart=\S+", f"ExecStart={sys.executable}", text, flags=re.MULTILINE))
    argv = [program, "verify", tmp_path / f"{name}.service"]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)

    if "Failed to" in done.stderr and "manager" in done.stderr:
        pytest.skip(f"systemd-analyze does not work here: {done.stderr.strip()}")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_waits_as_long_as_the_daemon_takes() -> None:
    said = dict(line.split("=", 1) for line in UNIT.splitlines() if "=" in line and not line.startswith("#"))
    budgets = daemon.Budgets()
    assert said["Type"] == "notify"
    assert int(said["TimeoutStopSec"].rstrip("s")) > (budgets.end + budgets.tick).total_seconds()
    assert int(said["WatchdogSec"].rstrip("s")) > 10 * budgets.tick.total_seconds()
    assert said["Restart"] == "always"
    assert said["User"] == "tracker"
    assert "LEGAL_URL=" not in UNIT


def test_litestream_ends_with_the_tracker_and_runs_as_its_user() -> None:
    """Else it would go on with the old file after `tracker restore`."""
    unit = (ROOT / "packaging/litestream/litestream.service").read_text()
    said = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line and not line.startswith("#"))
    assert (said["PartOf"], said["After"], said["WantedBy"]) == ("tracker.service",) * 3
    assert said["User"] == "tracker"
    assert said["Environment"] == "TRACKER_DB=/var/lib/convention-tracker/tracker.db"


# ---- docker --------------------------------------------------------------------------------------------


def steps() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run_steps", ROOT / "packaging/docker/run_steps.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_image_copies_what_there_is_and_runs_as_nobody_special() -> None:
    found: list[tuple[str, str]] = steps().instructions(DOCKERFILE)
    copied = [rest.split()[:-1] for word, rest in found if word == "COPY" and "--from" not in rest]
    assert all((ROOT / name).exists() for names in copied for name in names)
    words = [word for word, _ in found]
    assert ("USER", "tracker") in found
    assert words.index("USER") < words.index("ENTRYPOINT")
    assert {"HEALTHCHECK", "VOLUME", "STOPSIGNAL"} <= set(words)


@pytest.mark.packaging
def test_the_steps_of_the_image() -> None:
    subprocess.run([sys.executable, ROOT / "packaging/docker/run_steps.py"], check=True)


# ---- the manual ----------------------------------------------------------------------------------------


def blocks(kind: str) -> list[str]:
    """Those of an installation by hand; the quick start has a test of its own."""
    return re.findall(rf"```{kind}\n(.*?)```", MANUAL.partition("## Install by hand")[2], re.DOTALL)


def test_the_commands_of_the_manual_exist() -> None:
    """`tracker x y` and `as-tracker x y`, in the text and in its blocks."""
    told = re.findall(r"(?:as-tracker|`tracker|`… convention-tracker)\s+((?:[a-z]+ ?)+)", MANUAL)
    assert len(told) > 10
    for words in told:
        command: Any = cli
        for word in words.split():
            if not isinstance(command, click.Group):
                break
            command = command.get_command(click.Context(command), word)
            assert command, f"no `tracker {words}`"


def test_the_configurations_of_the_manual_load(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("\n".join(blocks("toml")))
    assert tomllib.loads(path.read_text())["notify"][0]["url"] == "file:legal.url"
    (tmp_path / "legal.url").write_text(re.findall(r"echo '(\S+)' > legal\.url", MANUAL)[0])
    config = load(path)
    assert config.channels[0].url
    assert config.warnings == ("no [[treaty]]: nothing is followed",)


def test_the_addresses_of_the_manual_are_addresses() -> None:
    import receivers  # noqa: F401 - loads the plug-ins of Apprise

    from tracker.deliver import check_url

    found = re.findall(r"`((?:mailtos?|jsons?)://[^`]+)`", MANUAL)
    assert len(found) >= 3
    for url in found:
        check_url("manual", url)


def test_the_jobs_of_the_manual_are_those_of_the_daemon(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    shutil.copyfile(ROOT / "config.toml", path)
    path.write_text(
        path.read_text()
        .replace("\n[publish]\n", '\n[publish]\nfolder = "public"\ngit = "data"\n')
        .replace('# url = "https://stamps.example.org/"', 'url = "https://stamps.example.org/"')
        .replace('# certificates = "stamps.pem"', 'certificates = "stamps.pem"')
        + '\n[[notify]]\nname = "a"\nurl = "json://x/"\ndigest = "daily"\n'
    )
    with ExitStack() as stack:
        jobs = daemon.Daemon(config=load(path), now=utc_now, stack=stack).jobs()
    listed = MANUAL.partition("## What runs")[2].partition("##")[0]
    assert {job.name.partition(":")[0] for job in jobs} == {
        name.partition(":")[0] for name in re.findall(r"^\| `([^`]+)` \|", listed, re.MULTILINE)
    }


@pytest.mark.parametrize(
    "words", ["is down", "is still down", "is back", "needs a person", "is parked", "is well again"]
)
def test_each_alert_has_its_line(words: str) -> None:
    """And each is really sent in these words."""
    assert words in MANUAL.partition("## Alerts")[2].partition("##")[0]
    code = (
        "".join((ROOT / "jobs" / name).read_text() for name in ("notify/alerts.py", "notify/outbox.py"))
        + (ROOT / "tracker/wording/alerts.py").read_text()
    )
    assert words in code
