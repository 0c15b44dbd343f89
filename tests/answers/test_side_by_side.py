"""Statements of two side by side, and the matrix with every slot of the rule table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from routes import CURACAO, DUAL, EXCLUDES, Shown, authority, routes_world
from world import SECOND_PROTOCOL, World, world

from tracker.cli import cli
from tracker.law.articles import slots_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Lists that were read."""
    shown = Shown(stated=(EXCLUDES,), stated_185=(DUAL, authority("Austria", "27"), CURACAO))
    with routes_world(tmp_path_factory.mktemp("read"), shown) as w:
        yield w


def printed(w: World, question: str, *options: str) -> str:
    """What a command prints."""
    done = CliRunner().invoke(cli, ["--config", str(w.path), *question.split(), *options], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def asked(w: World, question: str) -> Any:
    """The same with `--json`."""
    return json.loads(printed(w, question, "--json"))


def test_every_slot_has_a_row_and_both_sides(read: World) -> None:
    [held] = asked(read, "between usa austria --treaty ets-185 --statements")
    rows = {row["place"]: row for row in held["side_by_side"]}
    assert slots_of("ets-185").all <= set(rows)
    assert all(row["slot"] is (place in slots_of("ets-185").all) for place, row in rows.items())
    day = held["statement_list"]["status_as_of"]
    assert rows["29(4)"]["words_a"] == f"none listed as of {day}"
    assert rows["29(4)"]["words_b"].startswith("reservation [statement ")
    [dual] = rows["29(4)"]["b"]
    assert dual in [one["id"] for one in held["statements_b"]]


def test_no_statement_is_left_out(read: World) -> None:
    [held] = asked(read, "between austria netherlands --treaty ets-185 --statements")
    for side in ("a", "b"):
        shown = {key for row in held["side_by_side"] for key in row[side]}
        assert shown == {one["id"] for one in held[f"statements_{side}"]}
        assert shown


def test_the_table_has_a_column_for_each(read: World) -> None:
    lines = printed(read, "between usa austria --treaty ets-185 --statements").splitlines()
    assert lines[1].split("\t") == ["article", "United States of America", "Austria"]
    [dual] = [line for line in lines if line.startswith("29(4)\t")]
    assert "none listed as of" in dual
    assert "reservation [statement" in dual


def test_without_the_option_nothing_is_side_by_side(read: World) -> None:
    [held] = asked(read, "between usa austria --treaty ets-185")
    assert held["side_by_side"] is None


def test_the_matrix_has_filled_and_empty_slots(read: World) -> None:
    found = asked(read, "statements --treaty ets-185 --matrix")
    slots = {row["slot"]: row["statements"] for row in found["slots"]}
    assert set(slots) == slots_of("ets-185").all
    assert list(slots["29(4)"]) == ["AUT"]
    assert slots["27(9)(e)"] == {}
    assert f"27(9)(e): none listed as of {found['status_as_of']}" in printed(
        read, "statements --treaty ets-185 --matrix"
    )


def test_a_list_that_was_never_read_lists_nothing(tmp_path: Path) -> None:
    with world(tmp_path, more=SECOND_PROTOCOL) as w:
        w.init()
        [held] = asked(w, "between usa austria --treaty ets-185 --statements")
        said = {words for row in held["side_by_side"] for words in (row["words_a"], row["words_b"])}
        assert "none on record, list never read" in said
        assert not any("none listed" in words for words in said)
        assert any(", from secondary sources" in words for words in said)
