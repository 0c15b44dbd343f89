"""`tracker init` for people without the clone: into a folder of their own, and the service's unit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import tracker.cli
from jobs.setup.init import unit

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = (ROOT / "packaging/systemd/tracker.service").read_text("utf-8")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    monkeypatch.chdir(tmp_path)

    def said(*command: str) -> str:
        capsys.readouterr()
        assert tracker.cli.run(list(command)) == 0
        return "".join(capsys.readouterr())

    return said


def test_init_into_a_folder_leaves_what_is_here_alone(run: Callable[..., str], tmp_path: Path) -> None:
    """In the clone `config.toml` is git's own: to edit it would stand in the way of the next pull."""
    (tmp_path / "config.toml").write_text("of the clone")
    said = run("init", "--to", "mine")

    assert (tmp_path / "config.toml").read_text() == "of the clone"
    assert sorted(path.name for path in (tmp_path / "mine").glob("*.*") if path.suffix not in (".lock", ".turn")) == [
        *("config.toml", "tracker.db"),
    ]
    assert "next: tracker --config mine/config.toml check" in said


@pytest.mark.parametrize("address", ["https://example.org/treaties", "mailto:me@example.org", "me@example.org"])
def test_an_address_is_no_folder(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would be made, with a history that nobody finds."""
    monkeypatch.chdir(tmp_path)
    assert tracker.cli.run(["init", "--to", address]) == 2
    assert "--to names a folder, like ~/treaties" in capsys.readouterr().err
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("folder", ["/proc/none", "file/below", "taken"])
@pytest.mark.parametrize("option", ["--to", "--config"])
def test_a_place_that_cannot_be_written_is_refused_with_the_option_that_named_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    folder: str,
    option: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    (tmp_path / "taken/config.toml").mkdir(parents=True)
    place = folder if option == "--to" else f"{folder}/config.toml"

    assert tracker.cli.run(["init", option, place]) == 2
    assert capsys.readouterr().err.endswith(f" with {option}\n")


def test_the_unit_names_the_paths_of_this_installation(
    run: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "venv/bin/tracker"
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.setattr("sys.argv", [str(program)])
    said = run("init", "--to", "state", "--systemd")
    text = (tmp_path / "state/tracker.service").read_text()

    assert f"ExecStart={program} --config {tmp_path}/state/config.toml run\n" in text
    assert f"WorkingDirectory={tmp_path}/state\n" in text
    assert f"ReadWritePaths={tmp_path}/state\n" in text
    assert "/opt/convention-tracker" not in text
    assert f"cp {tmp_path}/state/tracker.service /etc/systemd/system/" in said


def test_the_unit_is_otherwise_the_one_that_was_tried() -> None:
    """With the paths of docs/operate.md it is the shipped unit, but for the line of the documentation."""
    made = unit(
        ["/opt/convention-tracker/.venv/bin/tracker"],
        Path("/etc/convention-tracker/config.toml"),
        Path("/var/lib/convention-tracker/tracker.db"),
    )
    assert made.splitlines() == [line for line in SHIPPED.splitlines() if not line.startswith("Documentation=")]


def test_paths_with_blanks_and_signs_are_quoted() -> None:
    made = unit(["/a b/tracker"], Path("/x/50%/config.toml"), Path("/x/$HOME/t.db"))
    assert 'ExecStart="/a b/tracker" --config /x/50%%/config.toml run' in made
    assert "WorkingDirectory=/x/$HOME" in made


def test_a_program_run_as_a_module_is_named_so(
    run: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", [str(Path(tracker.__file__).parent / "__main__.py")])
    run("init", "--to", "state", "--systemd")
    assert f"ExecStart={sys.executable} -m tracker --config" in (tmp_path / "state/tracker.service").read_text()


def test_who_forgot_the_channel_is_told(run: Callable[..., str]) -> None:
    """`notify test` without a channel would look like a success."""
    run("init", "--to", "state")
    assert run("--config", "state/config.toml", "notify", "test") == (
        "no channel: add a block [[notify]] to state/config.toml\n"
    )
    assert run("--config", "state/config.toml", "notify", "test", "--json") == "[]\n"
