"""`state`, `between`, `compare`, `reference`, `--cite`: what they answer, from reads of a stand-in."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pages
import pytest
from world import SECOND_PROTOCOL, World, but, declaration, row, world

import tracker.cli
from db.knowledge import Knowledge
from tracker.answers.between import between
from tracker.answers.to_json import to_json
from tracker.models import minute, moment, parse_moment
from tracker.models.times import iso

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ALBANIA = row("Albania", code="ALB", signed="2001-11-23", consent="2002-06-20", in_force="2004-07-01")
IRELAND = row("Ireland", code="IRL", signed="2002-02-28")
JAPAN = row("Japan", "non_member", code="JAP", signed="2001-11-23", consent="2012-07-03", in_force="2012-11-01")
BRAZIL = row("Brazil", "non_member", code="BRE", consent="2022-11-30", in_force="2023-03-01")
KENYA = row("Kenya", "non_member", code="KEN", consent="2026-05-02", in_force="2026-09-01")
NIGERIA = row("Nigeria", "non_member", code="NIR")
SERBIA = row("Serbia", code="SAM", signed="2005-04-07", consent="2009-04-14", in_force="2009-08-01")
MONTENEGRO = row("Montenegro", code="MOT", signed="2005-04-07", consent="2010-03-03", in_force="2010-07-01")
SUSPENDED = row(
    "Andorra",
    code="AND",
    signed="2013-04-23",
    consent="2016-11-16",
    in_force="2017-03-01",
    extra={"DateSuspension": "2020-01-01T00:00:00"},
)
LEFT = row(
    "Turkey",
    code="TUR",
    signed="2010-11-10",
    consent="2014-09-29",
    in_force="2015-01-01",
    extra={"DateDenonciation": "2018-02-28T00:00:00", "DateEffetDenonciation": "2018-06-01T00:00:00"},
)
AGAIN = row("Turkey", code="TUR", consent="2020-03-10", in_force="2020-07-01")
EVERYBODY = (ALBANIA, IRELAND, JAPAN, BRAZIL, KENYA, NIGERIA, SERBIA, MONTENEGRO, SUSPENDED, LEFT, AGAIN)

STATE = {
    *("participant", "name", "names", "alpha_2", "group", "council_member", "predecessor", "successors"),
    *("as_of", "known_at", "treaties"),
}
HELD = {
    *("treaty", "participant", "name", "standing", "signed_on", "consent_on", "consent_kind", "in_force_on"),
    *("denounced_on", "left_on", "suspended_on", "group", "flags", "status_as_of", "not_known_after", "last_good"),
    *("title", "invited_known", "successor", "periods", "acts", "statements", "statement_list", "expected"),
    *("could_do_next", "references", "evidence", "as_of", "note", "retracted", "retracted_note"),
}
BETWEEN = {
    *("treaty", "as_of", "in_force", "since", "standing_a", "standing_b", "statements_a", "statements_b", "evidence"),
    *("status_as_of", "not_known_after", "last_good", "known_at", "territories_a", "territories_b", "authorities_a"),
    *("authorities_b", "objections", "references_a", "references_b", "suspended", "treaty_in_force", "answer", "note"),
    *("expected_on", "treaty_expected_on", "expected_on_a", "expected_on_b", "retracted_a", "retracted_b"),
    *("predecessor_a", "predecessor_b", "suspended_on_a", "suspended_on_b", "in_force_as_known", "by_rule_since"),
    *("by_rule_since_a", "by_rule_since_b", "denounced_on_a", "denounced_on_b", "leaves_on_a", "leaves_on_b"),
    *("left_by_rule_on_a", "left_by_rule_on_b"),
}


@pytest.fixture
def w(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Two treaties, read once; the Protocol is not in force."""
    with world(tmp_path, more=SECOND_PROTOCOL, confirm_after="0s") as made:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("jobs.clock.utc_now", lambda: made.now)
        made.show(*EVERYBODY)
        made.show(
            row("Albania", code="ALB", signed="2022-05-12"),
            row("Japan", "non_member", code="JAP", signed="2022-05-12", consent="2023-08-10"),
            row("Ireland", code="IRL"),
            number="224",
        )
        made.check_all()
        yield made


@pytest.fixture
def ask(w: World, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Run a command with --json; what it printed, as values. `code` is the exit code it must end with."""

    def run(*command: str, code: int = 0) -> Any:
        assert w
        capsys.readouterr()
        assert tracker.cli.run([*command, "--json"]) == code
        said = capsys.readouterr()
        return said.err if code else json.loads(said.out)

    return run


@pytest.fixture
def see(w: World, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run a command for people; all that it said."""

    def run(*command: str, code: int = 0) -> str:
        assert w
        capsys.readouterr()
        assert tracker.cli.run(list(command)) == code
        said = capsys.readouterr()
        return said.out + said.err

    return run


def at(when: str) -> datetime:
    """A moment, UTC."""
    return datetime.fromisoformat(when).replace(tzinfo=UTC)


def read_list(w: World) -> None:
    """The list of statements, read until it is confirmed."""
    for _ in range(2):
        w.read_statements()
        w.wait(minutes=1)


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


def test_acts_stand_in_order_with_the_evidence_that_first_showed_them(w: World, ask: Callable[..., Any]) -> None:
    """The first read showed the signature, the second the consent; the change that told an act is named."""
    w.wait(days=1)
    w.show(*EVERYBODY[2:], ALBANIA, but(IRELAND, consent="2026-06-10", in_force="2026-10-01"))
    told = {(change.kind.value, change.participant): change.id for change in w.check().changes}
    with w.store() as store:
        first, second = (shot.evidence for shot in store.charts.snapshots(["ets-185"]))
    [held, _] = ask("state", "Ireland")["treaties"]

    assert [(act["kind"], act["on"], act["evidence"], act["change"]) for act in held["acts"]] == [
        ("signed", "2002-02-28", first, None),
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
    """Standing, acts with their dates, what is next, how old it is; long statements are cut."""
    w.declare(declaration("Japan", f"Japan reserves {'a very long right ' * 40}", article="9", effective="2012-11-01"))
    read_list(w)
    said = see("state", "Japan")

    assert "ETS 185, Budapest Convention: PARTY" in said
    assert "2012-07-03  deposited its instrument of ratification, acceptance or approval [evidence 1]" in said
    assert "reservation under article 9: Japan reserves" in said
    assert "…" in said
    assert max(map(len, said.splitlines())) < 250
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
            assert "their list was never read, so there may be some" in capsys.readouterr().out


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
    """Before it: No, and when it is expected. From it on, not known, with the rule's answer. Standings stay."""
    before, after = (protocol(awaited, "France", "Japan", day) for day in ("2026-09-30", "2026-10-01"))

    assert (before["in_force"], after["in_force"], after["treaty_in_force"]) == (False, None, None)
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
    assert (unsigned["in_force"], unsigned["expected_on"]) == (False, None)


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
    with w.store() as store:
        store.database.conn.execute("UPDATE depositary_reference SET field = 'left_on'")
    assert ask("reference", "ets-185", "Brazil", "left_on", "")["reference"] is None


def test_a_reference_outlives_a_rebuild_of_the_table_of_steps(w: World) -> None:
    """It is a decision of a person: kept in a table of its own, derived from nothing."""
    assert tracker.cli.run(["reference", "ets-185", "Brazil", "consent_on", "JJ1"]) == 0
    with w.store() as store:
        [kept] = store.references.standing("ets-185")
    assert (kept.text, kept.treaty, kept.noted_at) == ("JJ1", "ets-185", w.now.replace(microsecond=0))


# ---- nothing there ------------------------------------------------------------------------------


def test_before_the_first_read_nothing_was_known(ask: Callable[..., Any], see: Callable[..., str]) -> None:
    """Null, and a sentence that says so; exit code 0: it is an answer."""
    then = ("--known-at", "2020-01-01")
    assert {held["standing"] for held in ask("state", "Brazil", *then)["treaties"]} == {None}
    [one, other] = ask("between", "Brazil", "Japan", *then)
    assert (one["in_force"], one["standing_a"], other["in_force"]) == (None, None, None)
    assert set(one) >= BETWEEN
    assert ask("parties", *then) == []
    assert ask("compare", "ets-185", "cets-224", *then) == []
    assert ask("figures", *then)["treaties"] == ask("figures", "--series", *then)["treaties"] == {}
    for command in (("parties",), ("figures",), ("compare", "ets-185", "cets-224")):
        assert "nothing had been read by 2020-01-01" in see(*command, *then)
    assert "by 2020-01-01 00:00Z nothing had been read of ETS 185" in see("between", "Brazil", "Japan", *then)
    assert "by 2020-01-01 00:00Z nothing had been read of this treaty" in see("state", "Brazil", *then)


UNREAD = SECOND_PROTOCOL.replace("cets-224", "ets-189").replace("224", "189").replace("Second", "First")


def test_a_treaty_that_was_never_read_has_the_same_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Missing is null, never absent (docs/json.md)."""
    with world(tmp_path, more=UNREAD) as here:
        here.show(ALBANIA, JAPAN)
        here.check()
        for command in (("state", "Japan"), ("between", "Japan", "Albania")):
            assert tracker.cli.run(["--db", str(tmp_path / "tracker.db"), "--json", *command]) == 0
            printed = json.loads(capsys.readouterr().out)
            read, unread = printed["treaties"] if command[0] == "state" else printed
            assert set(read) == set(unread)
            assert (read["treaty"], unread["treaty"]) == ("ets-185", "ets-189")
            assert {unread[key] for key in ("status_as_of", "not_known_after", "last_good")} == {None}


def test_compare_with_a_treaty_that_was_never_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody is said to be in one of them alone; each line has the age of both."""
    with world(tmp_path, more=UNREAD) as here:
        monkeypatch.setattr("jobs.clock.utc_now", lambda: here.now)
        here.show(ALBANIA, NIGERIA)
        here.check()
        command = ["--db", str(tmp_path / "tracker.db"), "compare", "ets-185", "ets-189", "--as-of", "2026-07-01"]
        assert tracker.cli.run([*command, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert tracker.cli.run(command) == 0
        said = capsys.readouterr()

    assert {(line["in"], line["standing_b"]) for line in found} == {(None, None)}
    assert [found[0][f"{key}_{letter}"] for letter in "ab" for key in ("status_as_of", "not_known_after")] == [
        *("2026-06-15", "2026-06-15"),
        *(None, None),
    ]
    assert found[0]["as_of"] == "2026-07-01"
    assert found[0]["last_good_a"].startswith("2026-06-15T12:00")
    assert found[0]["last_good_b"] is None
    assert "not known\tparty\tnot known\t1\t\tAlbania" in said.out
    assert "ets-189: nothing has been read" in said.err


def test_the_unread_list_is_spoken_of_after_what_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """ "others" are other than something."""
    with world(tmp_path, more=SECOND_PROTOCOL) as here:
        here.init()
        for command in (("state", "Japan"), ("between", "Japan", "Brazil")):
            assert tracker.cli.run([*command, "--db", str(tmp_path / "tracker.db")]) == 0
            said = capsys.readouterr().out
            assert said.index("reservation under article 7") < said.index("so there may be others")


def test_no_database_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, and what to do."""
    monkeypatch.chdir(tmp_path)
    for command in (("state", "Brazil"), ("between", "Brazil", "Japan"), ("compare", "ets-185", "cets-224")):
        assert tracker.cli.run([*command, "--db", "none.db"]) == 2
        assert "run `tracker init` or `tracker check`" in capsys.readouterr().err


def test_every_answer_says_how_old_it_is(ask: Callable[..., Any]) -> None:
    """Status day, last good read, and beyond the status day that it is not known."""
    after = ("--as-of", "2026-07-01")
    answers = [
        *ask("parties", "ets-185", *after),
        *ask("state", "Brazil", *after)["treaties"],
        *ask("between", "Brazil", "Japan", *after),
        *ask("figures", *after)["treaties"].values(),
        *ask("figures", "--series", *after)["treaties"].values(),
    ]
    for found in answers:
        assert (found["status_as_of"], found["not_known_after"]) == ("2026-06-15", "2026-06-15")
        assert found["last_good"].startswith("2026-06-15T12:00:")
    assert {party["not_known_after"] for party in ask("parties", "ets-185")} == {None}


def test_text_says_how_old_it_is_too(see: Callable[..., str]) -> None:
    """`figures`, each day of the series and a citation, as `parties` does."""
    after = ("--as-of", "2026-07-01")
    for command in (("figures",), ("figures", "--series")):
        said = see(*command, *after)
        assert re.search(
            r"ets-185: status as of 2026-06-15, last good read 2026-06-15 12:00Z; not known after 2026-06-15", said
        )
    for form in ("text", "bibtex"):
        assert "not known after 15 June 2026" in see("figures", *after, "--cite", form)
        assert "not known after" not in see("figures", "--as-of", "2026-06-15", "--cite", form)


def test_a_treaty_that_was_never_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside the answer about the others; where nothing at all was read there is nothing to cite. `init` has no list
    of CETS 225, so nobody is sent to it."""
    monkeypatch.chdir(tmp_path)

    def beside(*command: str, code: int = 0) -> str:
        assert tracker.cli.run(list(command)) == code
        return capsys.readouterr().err

    beside("init")
    config = tmp_path / "config.toml"
    other = SECOND_PROTOCOL.replace("cets-224", "cets-225").replace("224", "225").replace("Second", "Other")
    config.write_text(config.read_text(encoding="utf-8") + other, encoding="utf-8")
    beside("init")
    for command in (("parties",), ("figures",), ("figures", "--series")):
        said = beside(*command)
        assert "cets-225: nothing has been read yet: run `tracker check`" in said
        assert "(bundled list, no live read yet)" in said
        assert "ets-185: nothing" not in said
    assert "tracker init" not in beside("parties", "cets-225")
    refused = beside("parties", "cets-225", "--cite", "text", code=2)
    assert refused == "tracker: nothing to cite: nothing has been read yet of cets-225: run `tracker check`\n"
    early = beside("figures", "--known-at", "0001-01-01T00:00:00Z", "--cite", "text", code=2)
    assert early == "tracker: nothing to cite: by 0001-01-01 00:00Z nothing had been read\n"


def test_a_moment_of_an_early_year_is_written_whole() -> None:
    """Moments sort as text: "300-…" would be after "2026-…"."""
    early = parse_moment("0300-01-01T00:00:00Z")
    assert (moment(early), minute(early)) == ("0300-01-01T00:00:00.000Z", "0300-01-01 00:00Z")


# ---- citation -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        ("parties", "ets-185"),
        ("figures", "--series"),
        ("state", "Japan"),
        ("between", "Japan", "Brazil"),
        ("compare", "ets-185", "cets-224"),
    ],
    ids=lambda command: command[0],
)
def test_any_answer_can_be_cited(
    w: World, ask: Callable[..., Any], see: Callable[..., str], command: tuple[str, ...]
) -> None:
    """The question, the day, what it rests on; in place of the answer, and the same key whenever it is asked."""
    day = ("--as-of", "2024-01-01")
    text = see(*command, *day, "--cite", "text")
    for words in (
        "ETS No. 185",
        "as of 1 January 2024",
        "status as of 15 June 2026",
        "the Treaty Office's data service",
        "SHA-256",
        "unofficial",
    ):
        assert words in text
    entry = see(*command, *day, "--cite", "bibtex")
    assert entry.startswith("@misc{tracker-ets-185")
    assert ask(*command, *day, "--cite", "bibtex")["citation"] == entry.rstrip("\n")
    w.wait(days=3)
    assert see(*command, *day, "--cite", "bibtex").splitlines()[0] == entry.splitlines()[0]
    assert "Invalid value for '--cite'" in see(*command, "--cite", "html", code=2)
