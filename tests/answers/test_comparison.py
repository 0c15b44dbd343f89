"""`compare` and `reference`: what they answer, from reads of a stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from asking import EVERYBODY
from asking import ask as ask
from asking import see as see
from asking import w as w
from tampering import tamper

import tracker.cli

if TYPE_CHECKING:
    from collections.abc import Callable

    from world import World


# ---- compare ------------------------------------------------------------------------------------


def test_compare_tells_who_is_where_and_who_could_act(ask: Callable[..., Any], see: Callable[..., str]) -> None:
    """Everybody with a standing in either, once."""
    found = {line["participant"]: line for line in ask("compare", "ets-185", "cets-224")}

    def line(key: str) -> tuple[Any, ...]:
        return tuple(found[key][name] for name in ("in", "standing_a", "standing_b", "could_act_next"))

    assert line("ALB") == ("both", "party", "signatory", ["consent"])
    assert line("JPN") == ("both", "party", "contracting", [])
    assert line("BRA") == ("first", "party", "none", ["sign"])
    assert line("IRL") == ("first", "signatory", "none", [])
    assert line("NGA") == ("neither", "invited", "none", [])
    assert len(found) == len(EVERYBODY) - 1
    consented = {"party", "contracting"}
    not_signed = {key for key, one in found.items() if one["standing_a"] in consented and one["standing_b"] == "none"}
    assert not_signed == {"BRA", "KEN", "SRB", "MNE", "AND", "TUR"}

    table = [said.split("\t") for said in see("compare", "ets-185", "cets-224").splitlines()]
    assert table[0] == ["in", "ets-185", "cets-224", "count", "could_act_next", "participants"]
    assert table[1] == ["both", "party", "signatory", "1", "consent", "Albania"]
    assert "twice" in see("compare", "ets-185", "ets-185", code=2)
    assert "did you mean" in see("compare", "ets-185", "cets-22", code=2)


def test_compare_on_a_past_day(ask: Callable[..., Any]) -> None:
    """Before the Protocol was opened nobody was in it."""
    found = ask("compare", "ets-185", "cets-224", "--as-of", "2013-01-01")
    assert {line["in"] for line in found} == {"first"}
    assert "BRA" not in {line["participant"] for line in found}


# ---- references ---------------------------------------------------------------------------------


def test_a_reference_is_noted_replaced_and_taken_away(
    w: World, ask: Callable[..., Any], see: Callable[..., str]
) -> None:
    """It stands in `state` and `between`; what was noted before stays known with its time."""

    def noted(*more: str) -> list[str]:
        held = ask("state", "Brazil", *more)["treaties"][0]
        return [one["reference"] for one in held["references"]]

    assert ask("reference", "ets-185", "BR", "consent_on", "JJ9407C Tr./185-100")["reference"] == "JJ9407C Tr./185-100"
    first = w.now
    w.wait(hours=1)
    ask("reference", "ets-185", "BRA", "consent_on", "JJ9408C")
    assert noted() == ["JJ9408C"]
    assert noted("--known-at", first.isoformat()) == ["JJ9407C Tr./185-100"]
    assert ask("between", "Brazil", "Japan")[0]["references_a"][0]["reference"] == "JJ9408C"
    assert "JJ9408C" in see("between", "Brazil", "Japan")
    w.wait(hours=1)
    assert ask("reference", "ets-185", "BRA", "consent_on", "")["reference"] is None
    assert noted() == []


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("ets-18", "Brazil", "consent_on", "JJ1"), "did you mean 'ets-185'"),
        (("ets-185", "Brazl", "consent_on", "JJ1"), "nearest known: Brazil"),
        (("ets-185", "Brazil", "consented", "JJ1"), "did you mean 'consent_on'"),
        (("ets-185", "Brazil", "consent_on", "J" * 201), "at most 200"),
        (("ets-185", "Brazil", "consent_on", "JJ\n1"), "one line"),
        (("ets-185", "Brazil", "signed_on", "JJ1"), "shows no signed_on of Brazil (known: consent_on, in_force_on)"),
        (("ets-185", "Fiji", "consent_on", "JJ1"), "shows no consent_on of Fiji (no act of it is known)"),
        (("ets-185", "Brazil", "consent_on", ""), "ets-185 BRA consent_on: there is no reference to remove"),
    ],
    ids=["treaty", "participant", "field", "long", "lines", "another act", "no act", "not there"],
)
def test_a_reference_that_cannot_be(see: Callable[..., str], command: tuple[str, ...], words: str) -> None:
    """Exit code 2, and what to do."""
    assert words in see("reference", *command, code=2)


def test_acts_are_listed_once(see: Callable[..., str]) -> None:
    """Where none is near, all there are, and not twice."""
    said = see("reference", "ets-185", "Brazil", "bogus", "JJ1", code=2)
    assert (said.count("(known: "), said.count("suspended_on")) == (1, 1)


def test_a_reference_of_what_is_no_longer_shown_can_be_taken_away(w: World, ask: Callable[..., Any]) -> None:
    """The act may be gone; the note is a person's."""
    ask("reference", "ets-185", "Brazil", "consent_on", "JJ1")
    tamper(w.folder / "tracker.db", "UPDATE depositary_reference SET field = 'left_on'")
    assert ask("reference", "ets-185", "Brazil", "left_on", "")["reference"] is None


def test_a_reference_outlives_a_rebuild_of_the_table_of_steps(w: World) -> None:
    """It is a decision of a person: kept in a table of its own, derived from nothing."""
    assert tracker.cli.run(["reference", "ets-185", "Brazil", "consent_on", "JJ1"]) == 0
    with w.store() as store:
        [kept] = store.references.standing("ets-185")
    assert (kept.text, kept.treaty, kept.noted_at) == ("JJ1", "ets-185", w.now.replace(microsecond=0))
