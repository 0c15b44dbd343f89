"""What somebody new to it meets on the command line: `init`, `demo` and every help page."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import click
import pytest

from tracker.cli import cli
from tracker.cli.kit.options import Globals, TrackerGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fixtures import Said


# ---- init, demo --------------------------------------------------------------------------------------


def test_init_can_be_repeated(say: Callable[..., Said], tmp_path: Path) -> None:
    """Writes what is not there, and never over what is."""
    first = say("init")
    assert (first.code, (tmp_path / "config.toml").is_file(), (tmp_path / "tracker.db").is_file()) == (0, True, True)
    (tmp_path / "config.toml").write_text((tmp_path / "config.toml").read_text() + "\n# mine\n")

    again = say("init")
    assert again.code == 0
    assert "# mine" in (tmp_path / "config.toml").read_text()
    assert json.loads(say("snapshots --json").out) == json.loads(say("snapshots --json").out) != []
    assert len(json.loads(say("snapshots --json").out)) == first.out.count(" rows as of ")


def test_init_where_a_folder_is_in_the_way(say: Callable[..., Said], tmp_path: Path) -> None:
    """Nothing is said to be written that was not."""
    (tmp_path / "taken").mkdir()
    found = say("--config taken init")
    assert (found.code, "taken exists, but is not a file" in found.line) == (2, True)


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_the_demo_leaves_what_it_did_not_make(say: Callable[..., Said], tmp_path: Path, kind: str) -> None:
    """A folder that somebody else made is refused, and stays as it is."""
    place = tmp_path / "mine"
    if kind == "file":
        place.write_text("precious")
    else:
        place.mkdir()
        (place / "precious").write_text("precious")
    found = say("demo", "-o", place)

    assert (found.code, "was not made by the demo" in found.line) == (2, True)
    assert (place if kind == "file" else place / "precious").read_text() == "precious"


# ---- help --------------------------------------------------------------------------------------------


def commands(group: TrackerGroup, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with its name."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*above, name), command
        if isinstance(command, TrackerGroup):
            yield from commands(command, (*above, name))


@pytest.mark.parametrize(("name", "command"), [pytest.param(n, c, id=" ".join(n)) for n, c in commands(cli)])
def test_every_command_explains_itself(say: Callable[..., Said], name: tuple[str, ...], command: click.Command) -> None:
    """A docstring, help for each option, and nothing that is cut off."""
    found = say(*name, "--help")
    assert (found.code, found.err) == (0, "")
    assert "..." not in found.out.replace("[ARGS]...", "").replace("]...", "")
    assert command.help
    for option in command.params:
        assert not isinstance(option, click.Option) or option.help, option.name


def test_the_first_page_teaches(say: Callable[..., Said]) -> None:
    """Every command with a whole sentence, and how to begin."""
    found = say("--help")
    assert "..." not in found.out.replace("[ARGS]...", "")
    for name in cli.summaries:
        assert re.search(rf"^  {name} +[A-Z].+", found.out, re.MULTILINE)
    assert "tracker init" in found.out
    assert Globals().json is False


@pytest.mark.parametrize("what", ["a file of somebody", "a symlinked marker", "a symlink"])
def test_the_demo_replaces_nothing_it_did_not_make(say: Callable[..., Said], tmp_path: Path, what: str) -> None:
    """A folder with anything else in it is not the demo's, whatever its marker says."""
    folder, mine = tmp_path / "demo", tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine")
    if what == "a symlink":
        folder.symlink_to(mine)
    else:
        folder.mkdir()
        marker = folder / ".made-by-tracker-demo"
        (marker.touch if what == "a file of somebody" else lambda: marker.symlink_to(mine / "notes.txt"))()
        (folder / "notes.txt").write_text("mine")

    found = say(f"demo -o {folder}")

    assert (found.code, str(folder) in found.line) == (2, True)
    assert (folder / "notes.txt").read_text() == "mine"


def test_the_list_of_commands_tells_what_each_says_of_itself() -> None:
    """The lines of `tracker --help` are written beside the names: they are the commands' own first sentences."""
    context = click.Context(cli)
    for name, line in cli.summaries.items():
        command = cli.get_command(context, name)
        assert command is not None
        assert command.get_short_help_str() == line, name
