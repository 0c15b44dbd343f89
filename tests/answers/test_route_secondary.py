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
from tracker.errors import UsageError
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


def routed(w: World, question: str | list[str]) -> list[dict[str, Any]]:
    """The answers of `tracker route … --json`."""
    words = question.split() if isinstance(question, str) else question
    done = CliRunner().invoke(cli, ["--config", str(w.path), "route", *words, "--json"], catch_exceptions=False)
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
    assert ": (paraphrase from secondary sources, not the text) Austria" in narrowed["words"]
    assert "“" not in " ".join(test["words"] for test in found["tests"])


def test_an_exclusion_on_record_closes_what_is_in_force(bundled: World) -> None:
    """The Protocol is not in force: the reservation is told beside that."""
    [found] = routed(bundled, "serbia japan --article 7 --as-of 2026-04-01")
    assert found["answer"] == "closed"
    assert each_test(found)["excluded_by_asked"]["result"] == "closed"


def test_who_designates_none_has_named_nobody(bundled: World) -> None:
    """Under that article alone: the United States designates none for extradition, and some for assistance."""
    none, some = (
        each_test(found)["authorities"]
        for article in ("24", "27")
        for found in routed(bundled, f"austria usa --article {article} --as-of 2026-04-01")
    )
    assert none["result"] == some["result"] == "open_on_conditions"
    assert "No authority of the United States of America is on record" in none["words"]
    assert "The United States of America has named (ask whether that is right): " in some["words"]


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


@pytest.mark.parametrize(
    ("question", "result", "said"),
    [
        ("japan denmark --in greenland", "closed", "No: Denmark excluded Greenland (article 38)"),
        ("japan greenland", "closed", "No: Denmark excluded Greenland (article 38)"),
        ("greenland japan", "closed", "No: Denmark excluded Greenland (article 38)"),
        ("denmark japan --by Faeroes", "closed", "No: Denmark excluded the Faroe Islands"),
        ("japan netherlands --in curaçao --as-of 2024-09-30", "closed", "extended it to Curaçao from 2024-10-01"),
        ("japan netherlands --in curaçao --as-of 2024-10-01", "open", "Yes: the Netherlands extended it to Curaçao"),
        ("japan netherlands --in aruba", "closed", "accepted it for the Kingdom in Europe"),
        ("japan uk --in gibraltar", "not_known", "Not on record"),
        ("japan new_zealand --in tokelau", "not_known", "its text was not read"),
        ("japan ukraine --in crimea", "not_known", "Not known"),
        ("japan usa --in guam", "open", "VCLT article 29"),
        ("japan greenland --in greenland", "closed", "No: Denmark excluded Greenland"),
        ("france hong_kong", None, "is not asked while it is not in force between the two"),
        ("greenland curaçao", "closed", "Does it apply in Greenland? No"),
    ],
)
def test_a_territory_is_a_test_of_its_own(bundled: World, question: str, result: str | None, said: str) -> None:
    day = "" if "--as-of" in question else " --as-of 2026-04-01"
    words = [word.replace("_", " ") if not word.startswith("--") else word for word in f"{question}{day}".split()]
    [found] = routed(bundled, [*words, "--article", "29"])
    there = each_test(found)["territory"]
    assert (there["result"], said in there["words"]) == (result, True), there
    assert (found["in"] or found["by"]) is not None
    if result == "closed":
        assert found["answer"] == "closed"
        assert found["words"].startswith(("Closed for ", "Closed from "))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("japan denmark --in curaçao", "--in: Curaçao is no territory of Denmark (known: Greenland, Faroe Islands)"),
        ("japan denmark --in grenland", "--in: no territory 'grenland', nearest known: Greenland"),
        ("japan denmark --in nowhere", "--in: no territory 'nowhere' of Denmark (known: Greenland, Faroe Islands)"),
        ("japan denmark --by greenland", "--by: Greenland is no territory of Japan"),
        ("japan greenland --in faroe", "are two territories of one side: name one"),
        ("denmark greenland", "Greenland is asked about as a territory of Denmark"),
    ],
)
def test_a_territory_of_another_state_gets_one_helpful_line(bundled: World, question: str, said: str) -> None:
    done = CliRunner().invoke(cli, ["--config", str(bundled.path), "route", *question.split()])
    assert isinstance(done.exception, UsageError)
    assert said in str(done.exception)
