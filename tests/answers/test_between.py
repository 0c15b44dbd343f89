"""`between`: what it answers, from reads of a stand-in."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pages
import pytest
from asking import ALBANIA, BETWEEN, BRAZIL, EVERYBODY, JAPAN, read_list
from asking import ask as ask
from asking import see as see
from asking import w as w
from world import SECOND_PROTOCOL, World, but, declaration, row, world

import tracker.cli
from db.knowledge import Knowledge
from tracker.answers.between import between
from tracker.answers.to_json import to_json
from tracker.models.times import iso

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


# ---- between ------------------------------------------------------------------------------------

_CASES = {
    "both-party": ("Albania", "Brazil", "2024-01-01", True, "2023-03-01", "since 2023-03-01"),
    "the-later-of-two": ("Brazil", "Albania", "2023-03-01", True, "2023-03-01", "Yes: ETS 185 was in force"),
    "the-day-before": ("Albania", "Brazil", "2023-02-28", False, None, "it does not enter into force for it before"),
    "signed-only": ("Ireland", "Albania", "2024-01-01", False, None, "because Ireland had signed but not consented"),
    "nothing-done": ("Albania", "Fiji", "2024-01-01", False, None, "Fiji had neither signed nor consented"),
    "invited-today": ("Albania", "Nigeria", "2026-06-15", False, None, "Nigeria has been invited to accede and has"),
    "invited-then": ("Albania", "Nigeria", "2020-01-01", False, None, "whether it was invited then is not known"),
    "first-period": ("Albania", "Turkey", "2018-05-31", True, "2015-01-01", "since 2015-01-01"),
    "left": (
        *("Albania", "Turkey", "2018-06-01", False, None),
        "Turkey had left with effect from 2018-06-01 (it was in force for it from 2015-01-01 until 2018-06-01)",
    ),
    "second-period": ("Albania", "Turkey", "2020-07-01", True, "2020-07-01", "since 2020-07-01"),
    "to-come": ("Albania", "Kenya", "2026-06-15", False, None, "before 2026-09-01"),
    "after-the-status": (
        "Albania",
        "Kenya",
        "2027-01-01",
        None,
        "2026-09-01",
        "As known on 2026-06-15, nothing",
    ),
    "suspended": ("Albania", "Andorra", "2021-01-01", True, "2017-03-01", "suspended for Andorra since 2020-01-01"),
    "before-the-treaty": ("Albania", "Japan", "2003-01-01", False, None, "the Convention itself was not in force"),
    "predecessor": ("SCG", "Albania", "2005-05-01", False, None, "Serbia and Montenegro had signed but not consented"),
    "inside-it": ("Serbia", "Albania", "2005-05-01", False, None, "because Serbia and Montenegro had signed but not"),
    "its-signature": ("Serbia", "Albania", "2008-01-01", False, None, "Montenegro had signed, but Serbia had not cons"),
    "one-state": ("Serbia", "Montenegro", "2005-05-01", False, None, "were one State, Serbia and Montenegro, between"),
    "part-of-it": ("SCG", "Serbia", "2005-05-01", False, None, "Serbia was part of one State, Serbia and Montenegro,"),
    "gone": ("SCG", "Albania", "2010-05-01", False, None, "Serbia and Montenegro did not exist on that day"),
    "neither-side": (
        *("Ireland", "Japan", "2003-01-01", False, None),
        "was not in force before 2004-07-01; ",
    ),
    "before-2001": ("Albania", "Japan", "1999-01-01", False, None, "Albania had neither signed nor consented"),
}


@pytest.mark.parametrize(("a", "b", "day", "in_force", "since", "words"), _CASES.values(), ids=_CASES)
def test_between(
    ask: Callable[..., Any], a: str, b: str, day: str, in_force: bool, since: str | None, words: str
) -> None:
    """In force from the later of the two dates, while both are Parties; the sentence says why not. Either way round."""
    for one, other in ((a, b), (b, a)):
        [found] = ask("between", one, other, "--treaty", "ets-185", "--as-of", day)
        assert (found["in_force"], found["since"], found["as_of"]) == (in_force, since, day)
        assert words in found["answer"]


def test_between_has_its_keys_for_each_treaty(ask: Callable[..., Any], see: Callable[..., str]) -> None:
    """An answer for each treaty; that being Parties does not settle whether a request is covered is said of a Yes."""
    convention, protocol = ask("between", "Albania", "Japan")
    for found in (convention, protocol):
        assert set(found) >= BETWEEN
        assert found["evidence"]
    assert "does not settle whether a given request is covered" in convention["note"]
    assert protocol["note"] is None  # it is no Yes
    assert (convention["in_force"], protocol["in_force"], protocol["treaty_in_force"]) == (True, False, False)
    assert "the Protocol itself is not in force" in protocol["answer"]
    said = see("between", "Albania", "Japan")
    assert said.startswith("Yes: ETS 185 is in force between Albania and Japan on 2026-06-15, since 2012-11-01.")
    assert said.count("does not settle") == 1


def test_between_lists_statements_territories_authorities_and_objections(w: World, ask: Callable[..., Any]) -> None:
    """In effect on the day only; an objection counts where its text names the other."""
    w.declare(
        declaration("Japan", "Japan reserves one right.", article="9", effective="2012-11-01"),
        declaration("Japan", "The police.", nature="Authority", article="24", effective="2012-11-01"),
        declaration("Japan", "Gone.", article="14", effective="2012-11-01", withdrawn="2020-01-01"),
        declaration("Albania", "Albania objects to the reservation of Japan.", nature="Objection"),
        declaration("Albania", "Albania objects to the reservation of Brazil.", nature="Objection"),
    )
    read_list(w)
    found = ask("between", "Albania", "Japan", "--treaty", "ets-185", "--as-of", "2024-01-01")[0]

    assert [(made["kind"], made["article"]) for made in found["statements_b"]] == [
        ("authority", "24"),
        ("reservation", "9"),
    ]
    assert [made["text"] for made in found["authorities_b"]] == ["The police."]
    assert [made["text"] for made in found["objections"]] == ["Albania objects to the reservation of Japan."]
    assert {made["evidence"] for made in found["statements_b"]} <= set(found["evidence"])


def test_an_objection_counts_where_the_other_itself_is_named(w: World, ask: Callable[..., Any]) -> None:
    """Northern Ireland is not Ireland: of a name within a name the longer counts."""
    text = "Albania objects to the declaration of the United Kingdom of Great Britain and Northern Ireland."
    w.declare(declaration("Albania", text, nature="Objection"))
    read_list(w)

    def objections(other: str) -> int:
        return len(ask("between", "Albania", other, "--treaty", "ets-185")[0]["objections"])

    assert (objections("Ireland"), objections("United Kingdom")) == (0, 1)


# ---- expected, and not printed --------------------------------------------------------------------


@pytest.fixture
def awaited(tmp_path: Path) -> Iterator[World]:
    """The fifth consent to the Protocol was given; nothing is printed of its entry into force on 2026-10-01."""
    names = ("Albania", "Serbia", "Japan", "Hungary", "France")
    with world(tmp_path, more=SECOND_PROTOCOL) as here:
        here.show(ALBANIA, *(row(name, consent="2010-05-05", in_force="2010-09-01") for name in names[1:]))
        rows = [row(name, signed="2022-05-12", consent="2023-02-09") for name in names[:4]]
        ireland = row("Ireland", code="IRL", signed="2022-05-12")
        here.show(*rows, row("France", signed="2022-05-12", consent="2026-06-10"), ireland, number="224")
        here.check_all()
        yield here


def protocol(here: World, a: str, b: str, day: str) -> dict[str, Any]:
    """What `between` answers of the Protocol."""
    with here.store() as store:
        [found] = to_json(
            between(Knowledge(store), a, b, now=here.now, treaties=["cets-224"], day=date.fromisoformat(day))
        )
    return found


def test_an_expected_day_that_came_unprinted_is_no_flat_no(awaited: World) -> None:
    """Before it a No as known, and when it is expected. From it on, not known, with the rule's answer."""
    before, after = (protocol(awaited, "France", "Japan", day) for day in ("2026-09-30", "2026-10-01"))

    assert (before["in_force_as_known"], after["in_force_as_known"], after["treaty_in_force"]) == (False, None, None)
    assert before["answer"].startswith("As known on 2026-06-15, CETS 224 is not in force between France and Japan")
    assert "expected on 2026-10-01 by the treaty's rule" in before["answer"]
    assert after["answer"] == (
        "Not known: whether CETS 224 is in force between France and Japan on 2026-10-01; "
        "by article 16(3) in force since 2026-10-01; "
        "the depositary's chart does not print it (status as of 2026-06-15). "
        "Not known after 2026-06-15: what happened later is not counted."
    )
    for found in (before, after):
        keys = ("expected_on", "treaty_expected_on", "expected_on_a", "expected_on_b")
        assert [found[key] for key in keys] == ["2026-10-01"] * 4
        assert found["standing_a"] == found["standing_b"] == "contracting"
    earlier = protocol(awaited, "France", "Japan", "2026-06-09")
    assert (earlier["in_force"], earlier["expected_on"]) == (False, None)
    unsigned = protocol(awaited, "France", "Ireland", "2026-10-01")
    assert (unsigned["in_force_as_known"], unsigned["expected_on"]) == (False, None)


def test_after_the_last_known_day_only_a_no_that_nothing_can_change_is_one(awaited: World) -> None:
    """A later page may show a consent; none brings back a State that is no more."""
    on, after = (protocol(awaited, "France", "Ireland", day) for day in ("2026-06-15", "2026-06-16"))
    gone = protocol(awaited, "France", "Serbia and Montenegro", "2026-06-16")

    assert [(one["in_force"], one["in_force_as_known"]) for one in (on, after, gone)] == [
        (False, False),
        (None, False),
        (False, False),
    ]
    assert [one["answer"].partition(":")[0].partition(",")[0] for one in (on, after, gone)] == [
        "No",
        "As known on 2026-06-15",
        "No",
    ]


def test_a_blank_cell_does_not_say_that_it_was_not_in_force(awaited: World) -> None:
    """A read after the expected day that prints nothing: the same answer on that day and on the next."""
    awaited.wait(days=120)  # to 2026-10-13
    awaited.check_all()

    for day in ("2026-10-13", "2026-10-14"):
        found = protocol(awaited, "France", "Japan", day)
        assert (found["in_force"], found["by_rule_since"], found["since"]) == (None, "2026-10-01", None)


def test_a_dossier_shows_what_is_expected_until_it_is_printed(
    awaited: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """docs/sources.md#law; the standing stays what the printed dates say."""
    command = ["--db", str(awaited.folder / "tracker.db"), "state", "France", "--as-of", "2027-01-01"]
    assert tracker.cli.run(command) == 0
    said = capsys.readouterr().out
    assert "CETS 224, Second Additional Protocol: CONTRACTING" in said
    assert "expected 2026-10-01, not printed; not known after 2026-06-15: entry into force; consent of" in said


# ---- no longer shown ------------------------------------------------------------------------------


@pytest.fixture
def taken_back(w: World) -> datetime:
    """Brazil's row and Japan's consent are gone, each confirmed; the last moment at which they were not."""
    before = w.now
    w.wait(days=1)
    kept = [one for one in EVERYBODY if one not in (BRAZIL, JAPAN)]
    w.show(*kept, but(JAPAN, consent=None, in_force=None))
    for _ in range(2):
        w.wait(minutes=1)
        w.check()
    return before


@pytest.mark.usefixtures("taken_back")
def test_what_is_no_longer_shown_is_said_to_be_so(w: World, ask: Callable[..., Any], see: Callable[..., str]) -> None:
    """The chart gives no reason, so no act is denied and no next step offered (docs/rules-of-change.md)."""
    told = {(change.participant, change.field.value): change.id for change in w.changes()}
    lost, consent, entry = told["BRA", "row"], told["JPN", "consent_on"], told["JPN", "in_force_on"]
    found = ask("between", "Brazil", "Japan", "--treaty", "ets-185")[0]

    assert (found["retracted_a"], found["retracted_b"]) == ([lost], [consent, entry])
    assert found["in_force"] is None
    assert "(the chart no longer shows Brazil under the Budapest Convention (consent 30" in found["answer"]
    assert f"it gives no reason (change {lost})" in found["answer"]
    assert "no longer shown since (the chart no longer shows 3 July 2012 as the date" in found["answer"]
    assert "consented" not in found["answer"]
    held = [ask("state", name)["treaties"][0] for name in ("Brazil", "Japan")]
    assert [(one["retracted"], one["could_do_next"]) for one in held] == [([lost], []), ([consent, entry], [])]
    assert f"it gives no reason (change {lost})" in see("state", "Brazil")
    line = {one["participant"]: one for one in ask("compare", "cets-224", "ets-185")}
    assert line["JPN"]["could_act_next"] == []


def test_before_it_was_taken_back_it_stood(w: World, taken_back: datetime, ask: Callable[..., Any]) -> None:
    """At a moment before the retraction, on a day before the act, and once it is shown again: no trace."""
    then = ask("between", "Brazil", "Japan", "--treaty", "ets-185", "--known-at", taken_back.isoformat())[0]
    assert (then["in_force_as_known"], then["retracted_a"], then["retracted_b"]) == (True, [], [])
    earlier = ask("between", "Brazil", "Japan", "--treaty", "ets-185", "--as-of", "2012-01-01")[0]
    assert (earlier["retracted_a"], earlier["retracted_b"]) == ([], [])
    assert "Brazil had neither signed nor consented" in earlier["answer"]
    w.show(*EVERYBODY)
    w.check()
    again = ask("between", "Brazil", "Japan", "--treaty", "ets-185")[0]
    assert (again["in_force"], again["retracted_a"], again["retracted_b"]) == (True, [], [])


# ---- statements without a day of effect -----------------------------------------------------------


def test_an_undated_statement_needs_an_act(w: World, ask: Callable[..., Any], see: Callable[..., str]) -> None:
    """It counts on a day once its participant has signed or consented; the text says that no day is given."""
    w.declare(declaration("Japan", "Japan reserves one right.", article="9"))
    read_list(w)

    def on(day: str) -> tuple[int, bool, int]:
        [found] = ask("between", "Japan", "Albania", "--treaty", "ets-185", "--as-of", day)
        held = ask("state", "Japan", "--as-of", day)["treaties"][0]
        listed = ask("statements", "--treaty", "ets-185", "--as-of", day)
        return len(found["statements_a"]), held["statements"][0]["in_effect"], len(listed)

    assert on("2001-11-22") == (0, False, 0)
    assert on("2001-11-23") == (1, False, 1)  # made, and not in effect before the entry into force
    assert on("2012-11-01") == (1, True, 1)
    assert "reservation under article 9 (day of effect not given): Japan" in see("between", "Japan", "Albania")
    assert "(day of effect not given; nothing signed or consented by 1990-01-01)" in see(
        "state", "Japan", "--as-of", "1990-01-01"
    )


def test_a_statement_names_the_kind_of_a_consent(w: World, ask: Callable[..., Any], see: Callable[..., str]) -> None:
    """As evidence beside the act, which stays what the chart says; only of the instrument of that very day."""
    approval = "Declaration contained in the instrument of approval deposited on"
    acceptance = "Declaration contained in the instrument of acceptance deposited on"
    w.declare(
        declaration("Japan", f"{acceptance} 3 July 2012.</p><p>Japan reserves one right.", article="9"),
        declaration("Japan", f"{acceptance} 3 July 2012.</p><p>Japan reserves another right.", article="10"),
        declaration("Japan", f"{approval} 4 July 2012.</p><p>Japan declares a third thing.", article="11"),
        declaration("Albania", f"{approval} 20 June 2002.</p><p>Albania declares one thing."),
        declaration("Albania", f"{acceptance} 20 June 2002.</p><p>Albania declares the other."),
    )
    read_list(w)

    def consent(who: str, *more: str) -> dict[str, Any]:
        [found] = [act for act in ask("state", who, *more)["treaties"][0]["acts"] if act["field"] == "consent_on"]
        return dict(found)

    japan = consent("Japan")
    assert (japan["kind"], japan["consent_kind"]) == ("ratified", "ratification_acceptance_or_approval")
    assert (japan["stated_kind"]["consent_kind"], len(japan["stated_kind"]["statements"])) == ("acceptance", 2)
    one, other = japan["stated_kind"]["statements"]
    words = f"ratification, acceptance or approval (acceptance, by statement {one}, statement {other})"
    assert f"2012-07-03  deposited its instrument of {words}" in see("state", "Japan")

    assert consent("Japan", "--known-at", "2026-06-15T12:00:30Z")["stated_kind"] is None
    assert consent("Albania")["stated_kind"] is None
    assert consent("Brazil")["stated_kind"] is None


def test_a_page_without_dates_speaks_of_its_own_day_alone(tmp_path: Path) -> None:
    """The members' page lists Parties: in force since a day that it does not print; earlier, it is not known."""
    with world(tmp_path, sources=("coe-members",)) as here:
        here.show_members(pages.members_page(["Albania", "Japan"], ["Ireland"]))
        here.check()

        def ask(day: str | None) -> tuple[bool | None, str | None, str]:
            with here.store() as store:
                [found] = between(
                    Knowledge(store), "Albania", "Japan", now=here.now, day=date.fromisoformat(day) if day else None
                )
            return found.in_force, iso(found.since), found.answer

        assert ask(None)[:2] == (True, None)
        assert "since a day that the source does not print" in ask(None)[2]
        assert ask("2015-01-01")[:2] == (None, None)
        assert ask("2015-01-01")[2].startswith("Not known: ")


def test_two_names_of_one_participant_are_no_question(see: Callable[..., str]) -> None:
    """Exit code 2, and the reason."""
    assert "both Brazil (BRA)" in see("between", "Brazil", "br", code=2)
    assert "nearest known: Brazil (BRA)" in see("between", "Brazl", "Japan", code=2)
    assert "did you mean 'ets-185'" in see("between", "Brazil", "Japan", "--treaty", "ets-18", code=2)
    assert "nearest known: Brazil (BRA)" in see("state", "Brazl", code=2)
