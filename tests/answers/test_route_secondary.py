"""Routes on what ships with the package: statements that secondary sources tell of never open a way, and are never
quoted as a State's own words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from routes import ASSISTANCE
from world import SECOND_PROTOCOL, World, world

from tracker.cli import cli
from tracker.law.articles import slots_of
from tracker.models import StatementKind
from tracker.statements.slots import slots_on_record, slots_read

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """What ships with the package, and nothing read."""
    with world(tmp_path_factory.mktemp("bundled"), more=SECOND_PROTOCOL + ASSISTANCE) as w:
        w.init()
        yield w


def routed(w: World, question: str) -> list[dict[str, Any]]:
    """The answers of `tracker route … --json`."""
    done = CliRunner().invoke(cli, ["--config", str(w.path), "route", *question.split(), "--json"])
    assert done.exit_code == 0, done.output
    return list(json.loads(done.stdout))


def each_test(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The tests of an answer by name."""
    return {one["test"]: one for one in found["tests"]}


def test_a_narrowing_on_record_counts_and_is_told_as_a_summary(bundled: World) -> None:
    [found] = routed(bundled, "usa austria --article 29 --as-of 2026-04-01")
    narrowed = each_test(found)["excluded_by_asked"]
    assert found["answer"] == "not_known"
    assert (narrowed["result"], narrowed["rule"]) == ("open_on_conditions", "29(4)")
    assert ": on record from secondary sources: Austria" in narrowed["words"]
    assert "“" not in " ".join(test["words"] for test in found["tests"])


def test_an_exclusion_on_record_closes_what_is_in_force(bundled: World) -> None:
    """The Protocol is not in force: the reservation is told beside that."""
    [found] = routed(bundled, "serbia japan --article 7 --as-of 2026-04-01")
    assert found["answer"] == "closed"
    assert each_test(found)["excluded_by_asked"]["result"] == "closed"


def test_who_designates_none_has_named_nobody(bundled: World) -> None:
    [found] = routed(bundled, "austria usa --article 27 --as-of 2026-04-01")
    named = each_test(found)["authorities"]
    assert named["result"] == "open_on_conditions"
    assert "No authority of United States of America is on record" in named["words"]


@pytest.mark.parametrize(
    "pair", ["usa austria", "japan denmark", "france germany", "japan netherlands", "serbia japan"]
)
def test_a_list_that_was_never_read_opens_nothing(bundled: World, pair: str) -> None:
    for found in routed(bundled, f"{pair} --as-of 2026-04-01"):
        assert found["answer"] in ("not_known", "closed"), found["article"]
        for test in found["tests"]:
            assert "none listed" not in test["words"]
            if test["test"] in ("excluded_by_asked", "excluded_by_asker", "conditions", "authorities"):
                assert test["result"] != "open", test


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The authority is the Ministry of Justice.", True),
        ("The United States says that it designates none.", False),
        ("No central authority is designated.", False),
        ("It does not designate an authority under this article.", False),
    ],
)
def test_what_names_an_authority(text: str, names: bool) -> None:
    for reading in (slots_read, slots_on_record):
        assert bool(reading(StatementKind.AUTHORITY, "27", text, slots_of("ets-185"))) is names


def test_the_printed_article_of_a_reservation_on_record_counts() -> None:
    known = slots_of("cets-224")
    told = "Japan has a reservation."
    assert slots_on_record(StatementKind.RESERVATION, "7(9)(a)", told, known) == {"7(9)(a)"}
    assert slots_read(StatementKind.RESERVATION, "7(9)(a)", told, known) == frozenset()
    assert slots_on_record(StatementKind.RESERVATION, "7(9)(a)", f"{told} It withdrew it.", known) == frozenset()
    assert slots_on_record(StatementKind.OBJECTION, "7(9)(a)", told, known) == frozenset()
