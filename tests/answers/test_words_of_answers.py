"""What lawyers read in the answers: prepositions, verbs, notes, names of the day."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from world import SECOND_PROTOCOL, declaration, row, world

import tracker.cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from world import World

JAPAN = row("Japan", "non_member", signed="2001-11-23", consent="2012-07-03", in_force="2012-11-01")
FRANCE = row("France", signed="2001-11-23", consent="2006-01-10", in_force="2006-05-01")
COOK_ISLANDS = row("Cook Islands", "non_member", consent="2026-05-10")
KENYA = row("Kenya", "non_member")


@pytest.fixture(autouse=True)
def w(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A Convention in force, and a Protocol that nobody has signed."""
    with world(tmp_path, more=SECOND_PROTOCOL, confirm_after="0s") as made:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("jobs.clock.utc_now", lambda: made.now)
        made.show(JAPAN, FRANCE, COOK_ISLANDS, KENYA)
        made.show(row("Japan", "non_member"), row("France"), number="224")
        made.check_all()
        yield made


@pytest.fixture
def see(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What a command prints for people, its notes included."""

    def seen(*command: str) -> str:
        capsys.readouterr()
        assert tracker.cli.run(list(command)) == 0
        out, err = capsys.readouterr()
        return out + err

    return seen


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """What a command answers with --json."""

    def asked(*command: str) -> Any:
        capsys.readouterr()
        assert tracker.cli.run([*command, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return asked


@pytest.mark.parametrize(
    ("pair", "treaty", "day", "settled"),
    [
        ("japan france", "ets-185", "2026-06-15", False),
        ("japan france", "ets-185", "2030-01-01", False),  # as far as is known, a Yes
        ("japan kenya", "ets-185", "2026-06-15", True),
        ("japan france", "cets-224", "2026-06-15", True),
    ],
)
def test_what_a_yes_does_not_settle(
    see: Callable[..., str], ask: Callable[..., Any], pair: str, treaty: str, day: str, settled: bool
) -> None:
    command = ("between", *pair.split(), "--treaty", treaty, "--as-of", day)

    assert ("does not settle" in see(*command)) is not settled
    assert (ask(*command)[0]["note"] is None) is settled


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2022-05-11", "because the Protocol was not yet opened for signature (2022-05-12);"),
        ("2022-05-12", "because the Protocol itself was not in force;"),
    ],
)
def test_a_treaty_that_is_not_open_yet(ask: Callable[..., Any], day: str, words: str) -> None:
    [found] = ask("between", "japan", "france", "--treaty", "cets-224", "--as-of", day)

    assert words in found["answer"]


def test_some_names_take_the_plural(ask: Callable[..., Any]) -> None:
    """The Cook Islands have, the Netherlands has."""
    [found] = ask("between", "cook islands", "japan", "--treaty", "ets-185")

    assert "the Cook Islands have consented, but it is not in force for them yet" in found["answer"]


@pytest.mark.parametrize("kind", ["Reservation", "Declaration", "Territorial application"])
def test_a_statement_is_made_under_an_article(w: World, see: Callable[..., str], kind: str) -> None:
    w.declare(declaration("Japan", "A text.", nature=kind, article="38", effective="2012-11-01"))
    for _ in range(2):  # a list is confirmed by a second read
        w.read_statements()
        w.wait(minutes=1)
    said = see("between", "japan", "france") + see("state", "japan") + see("statements")

    assert f"{kind.lower()} under article 38" in said
    assert "to article" not in said.lower()
