"""Completion in a shell: commands, treaties of the database, States of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.shell_completion import ShellComplete
from states import ALBANIA

from tracker.cli import cli
from tracker.cli.kit.options import Globals

if TYPE_CHECKING:
    from world import World


def offered(*words: str, last: str) -> list[str]:
    complete = ShellComplete(cli, {"obj": Globals()}, "tracker", "_TRACKER_COMPLETE")
    return [item.value for item in complete.get_completions(list(words), last)]


@pytest.fixture
def w(w: World, monkeypatch: pytest.MonkeyPatch) -> World:
    w.show(ALBANIA)
    w.check()
    monkeypatch.chdir(w.folder)
    return w


@pytest.mark.parametrize(
    ("words", "last", "found"),
    [
        (("parties",), "e", ["ets-185"]),
        (("acts",), "ETS", ["ets-185"]),
        (("changes", "--treaty"), "", ["ets-185"]),
        (("parties",), "x", []),
        (("state",), "Alb", ["Albania"]),
        (("between", "albania"), "jap", ["Japan"]),
        (("changes", "--participant"), "hung", ["Hungary"]),
        (("route",), "jap", ["Japan"]),
        (("statements", "--participant"), "hung", ["Hungary"]),
        ((), "quar", ["quarantine"]),
    ],
)
def test_what_is_offered(w: World, words: tuple[str, ...], last: str, found: list[str]) -> None:
    assert w
    assert offered(*words, last=last) == found


def test_without_a_database_nothing_is_offered_and_nothing_fails(
    tmp_path: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert offered("parties", last="e") == []
