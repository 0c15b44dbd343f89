"""docs/rules-of-change.md#quarantine: what turns back and forth, changes in masses, or comes in another language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from doubts import refused
from states import ALBANIA, IRELAND
from world import World, but, declaration, row, shown, told

from jobs.ingest.bundled import bundled_list, chart_of
from jobs.setup.parse import parse_file
from tracker.guard.language import refuse_other_language
from tracker.participants import table
from tracker.sources.interpret import interpret
from tracker.sources.registry import parse

if TYPE_CHECKING:
    from collections.abc import Callable

#: Six States with a name of its own in each language.
STATES = ("ALB", "BEL", "HRV", "DNK", "DEU", "GRC")


def chart(name_of: Callable[[Any], str], **values: Any) -> list[Any]:
    return [row(name_of(table().get(key)), signed="2001-11-23", **values) for key in STATES]


ENGLISH, FRENCH = chart(lambda one: one.name), chart(lambda one: one.name_fr)
DUTCH = [row(name, signed="2001-11-23") for name in ("Albanië", "België", "Kroatië", "Denemarken", "Duitsland")]


# ---- another language --------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [FRENCH, DUTCH], ids=["french", "dutch"])
@pytest.mark.parametrize("first", [True, False])
def test_a_page_in_another_language_is_refused(w: World, rows: list[Any], first: bool) -> None:
    """As the first read and as a later one; nothing is renamed."""
    if not first:
        shown(w, *ENGLISH)
    refused(w, shown(w, *rows), "failed", "shape")


def test_it_is_refused_by_parse_too(w: World) -> None:
    """`tracker parse` judges a saved page as a check would."""
    w.show(*FRENCH)
    page = w.folder / "saved.json"
    page.write_bytes(w.standin.charts["185"])
    found = parse_file("coe-service", page, today=w.now.date(), spellings={})
    assert found.error is not None
    assert "French" in found.error.message


def test_former_names_are_english_names() -> None:
    """A chart of 2004, and one of today."""
    names = ("Turkey", "Slovak Republic", "Russian Federation", "the former Yugoslav Republic of Macedonia", "Albania")
    rows = ",".join(
        f'{{"CodePays":null,"LibPaysOrga":"{name}","NumSTE":"185","DateSignature":null,"DateConsentement":null,'
        f'"DateEntreeVigueur":null}}'
        for name in names
    )
    printed = parse("coe-service", f"[[{rows}],[],[]]".encode(), charset=None, number="185")
    refuse_other_language(interpret(printed, table(), blank_non_member_invited=False), table(), usual_names=True)
    today = chart_of(bundled_list("ets-185") or b"")
    refuse_other_language(today, table(), usual_names=True)


IN_FRENCH = {
    "names and words": [("Albanie", "Réserve"), ("Brésil", "Déclaration"), ("Norvège", "Objection")],
    "names alone": [("Albanie", "2"), ("Brésil", "10"), ("Norvège", "3")],
    "words alone": [("ALB", "Réserves"), ("Albania", "Application territoriale"), ("Chile", "Dénonciation")],
}


@pytest.mark.parametrize("what", IN_FRENCH)
@pytest.mark.parametrize("first", [True, False])
def test_a_list_of_statements_in_another_language_is_refused(w: World, what: str, first: bool) -> None:
    """Else each would be gone, and another one made."""
    w.show(ALBANIA)
    w.check()
    if not first:
        w.declare(*(declaration(name, "<p>reserves</p>") for name in ("Albania", "Brazil", "Norway")))
        w.read_statements()
    w.declare(*(declaration(name, "<p>se réserve</p>", nature=nature) for name, nature in IN_FRENCH[what]))
    for _ in range(2):
        w.wait(hours=13)
        [entry] = w.read_statements()
        assert (entry.outcome, entry.changes) == ("failed", ())
        assert entry.error is not None
        assert entry.error[0] == "shape"
        assert "got the French one" in entry.error[1]


# ---- masses ------------------------------------------------------------------------------------


def test_a_mass_of_editorial_changes_is_doubtful(w: World) -> None:
    """Five names or flags may change in one read, six may not."""
    shown(w, *ENGLISH)
    flagged = [but(one, extra={"Reserves": False}) for one in ENGLISH]
    shown(w, *flagged)
    five = [but(one, extra={"Reserves": at < 5}) for at, one in enumerate(flagged)]
    six = [but(one, extra={"Reserves": True}) for one in flagged]
    refused(w, shown(w, *six), "quarantined", "corrections")
    assert [kind for kind, _ in told(shown(w, *five))] == ["flag_added"] * 5


# ---- turns -------------------------------------------------------------------------------------

TURNS = {
    "a date": ({"signed": "2002-02-28"}, {"signed": "2002-02-27"}, "corrected"),
    "a name": ({"name": "Ireland"}, {"name": "Irlande"}, "renamed"),
    "a flag": ({"extra": {"Reserves": True}}, {"extra": {"Reserves": False}}, "flag_removed"),
}


@pytest.mark.parametrize("what", TURNS)
def test_a_field_that_turns_back_and_forth_is_doubtful(w: World, what: str) -> None:
    """There and back is told, as a correction may be corrected; the same once more waits for a person."""
    one, other, kind = TURNS[what]
    here, there = but(IRELAND, **one), but(IRELAND, **other)
    shown(w, ALBANIA, here)
    assert told(shown(w, ALBANIA, there)) == [(kind, "IRL")]
    assert len(told(shown(w, ALBANIA, here))) == 1
    entry = shown(w, ALBANIA, there)
    assert (entry.outcome, entry.changes) == ("quarantined", ())
    assert entry.error is not None
    assert "turns back and forth" in entry.error[1]
    assert shown(w, ALBANIA, here).outcome == "unchanged"


def test_a_year_later_it_is_news_again(w: World) -> None:
    """A State may make a reservation, withdraw it and make it again."""
    here, there = but(IRELAND, extra={"Reserves": True}), but(IRELAND, extra={"Reserves": False})
    for rows in (here, there, here):
        shown(w, ALBANIA, rows)
    w.wait(days=400)
    assert told(shown(w, ALBANIA, there)) == [("flag_removed", "IRL")]
