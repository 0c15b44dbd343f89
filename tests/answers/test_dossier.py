"""`state`: what it answers, from reads of a stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from asking import ALBANIA, EVERYBODY, HELD, IRELAND, STATE, read_list
from asking import ask as ask
from asking import see as see
from asking import w as w
from world import World, but, declaration, world

import tracker.cli

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


# ---- state --------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["Türkiye", "turkey", "Turkiye", "Turquie", "TR", "tur", "Türkiye (Republic of)"])
def test_a_dossier_is_found_by_any_spelling_and_code(ask: Callable[..., Any], given: str) -> None:
    """Any known spelling, ISO alpha-2 and alpha-3, in any case."""
    assert ask("state", given)["participant"] == "TUR"


def test_a_dossier_has_its_keys_over_all_treaties(ask: Callable[..., Any]) -> None:
    """One entry for each treaty that is followed, one without a row too."""
    found = ask("state", "Brazil")

    assert set(found) >= STATE
    assert (found["alpha_2"], found["group"], found["council_member"]) == ("BR", "non_member", False)
    convention, protocol = found["treaties"]
    for held in (convention, protocol):
        assert set(held) >= HELD
    assert (convention["treaty"], convention["standing"]) == ("ets-185", "party")
    assert (protocol["treaty"], protocol["standing"], protocol["acts"]) == ("cets-224", "none", [])
    assert protocol["could_do_next"] == ["sign"]


def test_acts_stand_in_order_with_the_newest_page_that_shows_them(w: World, ask: Callable[..., Any]) -> None:
    """The second read shows the signature still, and the consent; the change that told an act is named."""
    w.wait(days=1)
    w.show(*EVERYBODY[2:], ALBANIA, but(IRELAND, consent="2026-06-10", in_force="2026-10-01"))
    told = {(change.kind.value, change.participant): change.id for change in w.check().changes}
    with w.store() as store:
        _, second = (shot.evidence for shot in store.charts.snapshots(["ets-185"]))
    [held, _] = ask("state", "Ireland")["treaties"]

    assert [(act["kind"], act["on"], act["evidence"], act["change"]) for act in held["acts"]] == [
        ("signed", "2002-02-28", second, None),
        ("ratified", "2026-06-10", second, told["ratified", "IRL"]),
    ]
    assert [(item["kind"], item["when"], item["printed"]) for item in held["expected"]] == [
        ("printed_entry", "2026-10-01", True)
    ]
    assert ask("state", "Ireland", "--as-of", "2026-10-01")["treaties"][0]["acts"][-1]["kind"] == "entered_into_force"


def test_a_dossier_of_a_past_day_holds_no_later_act(ask: Callable[..., Any]) -> None:
    """Acts, periods and standing as the law saw them on the day."""
    [held, _] = ask("state", "Turkey", "--as-of", "2018-03-01")["treaties"]

    assert (held["standing"], len(held["periods"])) == ("party", 1)
    assert [act["kind"] for act in held["acts"]] == ["signed", "ratified", "entered_into_force", "denounced"]
    assert [item["kind"] for item in held["expected"]] == ["denunciation_effect"]


def test_several_periods_stand_side_by_side(ask: Callable[..., Any]) -> None:
    """Denunciation and return: two periods, every act once, in order."""
    [held, _] = ask("state", "Turkey")["treaties"]

    assert [(period["consent_on"], period["left_on"]) for period in held["periods"]] == [
        ("2014-09-29", "2018-06-01"),
        ("2020-03-10", None),
    ]
    assert [(act["kind"], act["on"]) for act in held["acts"]] == [
        ("signed", "2010-11-10"),
        ("ratified", "2014-09-29"),
        ("entered_into_force", "2015-01-01"),
        ("denounced", "2018-02-28"),
        ("denunciation_effective", "2018-06-01"),
        ("acceded", "2020-03-10"),
        ("entered_into_force", "2020-07-01"),
    ]


def test_an_act_of_a_predecessor_is_said_to_be_its(ask: Callable[..., Any]) -> None:
    """Serbia and Montenegro signed; Serbia ratified. The former State's own dossier is read from a successor's row."""
    [serbia, _] = ask("state", "Serbia")["treaties"]
    assert [(act["kind"], act["in_name_of"]) for act in serbia["acts"]] == [
        ("signed", "Serbia and Montenegro"),
        ("ratified", None),
        ("entered_into_force", None),
    ]

    before = ask("state", "SCG", "--as-of", "2005-06-01")
    assert before["successors"] == ["MNE", "SRB"]
    [held, _] = before["treaties"]
    assert (held["standing"], held["name"], held["successor"]) == ("signatory", "Serbia and Montenegro", "MNE")
    after = ask("state", "SCG", "--as-of", "2010-01-01")["treaties"][0]
    assert (after["standing"], after["could_do_next"]) == ("none", [])


def test_parties_of_a_past_day_name_the_predecessor(ask: Callable[..., Any]) -> None:
    """The row is a successor's; whose acts they were on the day stands beside it."""
    then = {party["participant"]: party["predecessor"] for party in ask("parties", "ets-185", "--as-of", "2005-05-01")}
    assert then == {
        "ALB": None,
        "IRL": None,
        "JPN": None,
        "SRB": "Serbia and Montenegro",
        "MNE": "Serbia and Montenegro",
    }


def test_what_it_could_do_next(ask: Callable[..., Any]) -> None:
    """Invited: accede. Signed: consent. Bound by the Convention: sign the Protocol."""

    def upcoming(name: str) -> list[list[str]]:
        return [held["could_do_next"] for held in ask("state", name)["treaties"]]

    assert upcoming("Nigeria") == [["accede"], []]
    assert upcoming("Ireland") == [["consent"], []]
    assert upcoming("Albania") == [[], ["consent"]]
    assert upcoming("Fiji")[0] == []  # it has no row: whom the Committee of Ministers may invite is not judged here


def test_a_dossier_for_people_is_no_dump(w: World, see: Callable[..., str]) -> None:
    """Standing, acts with their dates, what is next, how old it is; statements are whole."""
    w.declare(declaration("Japan", f"Japan reserves {'a very long right ' * 40}", article="9", effective="2012-11-01"))
    read_list(w)
    said = see("state", "Japan")

    assert "ETS 185, Budapest Convention: PARTY" in said
    assert "2012-07-03  deposited its instrument of ratification, acceptance or approval [evidence 1]" in said
    assert "reservation under article 9: Japan reserves" in said
    assert "…" not in said
    assert said.count("a very long right") == 40
    assert "status as of 2026-06-15" in said
    assert "{" not in said


def test_statements_say_whether_they_are_in_effect(w: World, ask: Callable[..., Any], see: Callable[..., str]) -> None:
    """One that was withdrawn stays in the dossier, marked."""
    w.declare(
        declaration("Japan", "Japan reserves one right.", article="9", effective="2012-11-01"),
        declaration("Japan", "Another one.", article="14", effective="2012-11-01", withdrawn="2020-01-01"),
    )
    read_list(w)
    [held, _] = ask("state", "Japan")["treaties"]

    assert held["statement_list"]["known"] is True
    assert [(made["article"], made["in_effect"]) for made in held["statements"]] == [("14", False), ("9", True)]
    assert "article 14 (withdrawn 2020-01-01)" in see("state", "Japan")


def test_a_bundled_list_of_statements_is_not_complete(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before the first read there may be others: said beside what is known."""
    with world(tmp_path) as here:
        here.init()
        for command in (("state", "Japan"), ("between", "Japan", "Brazil")):
            assert tracker.cli.run([*command, "--db", str(tmp_path / "tracker.db")]) == 0
            assert "their list was never read, so there may be others" in capsys.readouterr().out
