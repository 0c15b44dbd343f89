"""What lawyers read in the answers: prepositions, verbs, notes, names of the day."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from registers import untc, untc_saved
from world import SECOND_PROTOCOL, declaration, row, world

import tracker.cli
from tracker.participants import table
from tracker.wording.notices import KOSOVO_NOTE, PALESTINE_NOTE, disclaimer

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


# ---- names of the day ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "then", "day"),
    [
        ("Türkiye", "Turkey", "2015-06-01"),
        ("North Macedonia", "the former Yugoslav Republic of Macedonia", "2005-06-01"),
        ("Türkiye", None, "2023-01-01"),
        ("Turkey", None, "2015-06-01"),  # the chart still prints the former name
    ],
)
def test_answers_about_a_past_day_carry_the_name_of_that_day(
    w: World, see: Callable[..., str], ask: Callable[..., Any], name: str, then: str | None, day: str
) -> None:
    w.show(JAPAN, FRANCE, row(name, signed="2003-11-10", consent="2006-09-15", in_force="2007-01-01"))
    w.check_all()
    [found] = ask("between", name, "japan", "--treaty", "ets-185", "--as-of", day)
    [listed] = [one for one in ask("parties", "ets-185", "--as-of", day) if one["name"] == name]
    held = ask("state", name, "--as-of", day)
    own = held["treaties"][0]

    assert (found["name_then_a"], listed["name_then"]) == (then, then)
    assert (f"{name} (then {then})" in found["answer"]) is bool(then)
    assert (f"{name} (then {then})" in see("parties", "ets-185", "--as-of", day)) is bool(then)
    signed = next(act for act in own["acts"] if act["kind"] == "signed")
    assert bool(signed["name_then"]) is (name != "Turkey")  # in 2003
    assert ("signed as " in see("state", name, "--as-of", day)) is (name != "Turkey")


def test_an_act_is_told_with_the_name_of_its_day(w: World) -> None:
    w.show(JAPAN, FRANCE, row("Türkiye", signed="2010-11-10"))
    w.check_all()
    [told] = [change.summary for change in w.changes() if change.kind == "signed"]

    assert told == "Türkiye (then Turkey) signed the Budapest Convention on 10 November 2010."


# ---- signatures that are subject to confirmation, provisional application ------------------------


def test_a_signature_ad_referendum(w: World, see: Callable[..., str], ask: Callable[..., Any]) -> None:
    """The mark `r` of the chart's legend; VCLT art. 12(2)(b)."""
    w.show(JAPAN, FRANCE, row("Ireland", signed="2026-06-01", extra={"Mark": "r"}))
    w.check_all()
    [told] = [change.summary for change in w.changes() if change.kind == "signed"]
    [found] = ask("between", "ireland", "japan", "--treaty", "ets-185")
    [listed] = [one for one in ask("parties", "ets-185") if one["participant"] == "IRL"]
    [line] = [one for one in see("parties", "ets-185").splitlines() if "\tIRL\t" in one]

    assert told == "Ireland signed the Budapest Convention ad referendum, subject to confirmation, on 1 June 2026."
    assert "Ireland has signed ad referendum, subject to confirmation, but not consented" in found["answer"]
    assert "signed ad referendum, subject to confirmation" in see("state", "ireland")
    assert (listed["marks"], line.split("\t")[-1]) == (["r"], "r")
    assert not any(one["marks"] for one in ask("parties", "ets-185") if one["participant"] != "IRL")


@pytest.mark.parametrize(
    "headers",
    [
        ("Participant", "Signature", "Ratification, Provisional application(n)"),
        ("Participant", "Signature", "Provisional application", "Ratification"),
    ],
)
def test_provisional_application(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    headers: tuple[str, ...],
) -> None:
    """The letter `n`, or a column of its own; VCLT art. 25."""
    own = "1 Feb 2026" if len(headers) > 3 else "1 Feb 2026 n"
    rows = [("Qatar", "25 Oct 2025", own), ("Togo", "25 Oct 2025", "")]
    (tmp_path / "un").mkdir()
    with world(tmp_path / "un", more=untc_saved()) as made:
        padded = [(*one, "") if len(headers) > 3 else one for one in rows]
        (made.folder / "un.xml").write_bytes(untc(*padded, headers=headers, in_force="Not yet in force"))
        made.check_all()
        monkeypatch.chdir(made.folder)
        monkeypatch.setattr("jobs.clock.utc_now", lambda: made.now)
        said = {}
        for day in ("2026-01-31", "2026-02-01"):
            command = ["between", "qatar", "togo", "--treaty", "untc-xviii-16", "--as-of", day]
            assert tracker.cli.run(command) == 0
            said[day] = capsys.readouterr().out

    assert "; Qatar applies it provisionally since 2026-02-01, which is not being a Party" in said["2026-02-01"]
    assert "provisionally" not in said["2026-01-31"]


# ---- invitations and notes -----------------------------------------------------------------------

STARRED = ("Kosovo*", "Palestine*")


def test_who_is_no_state_here_is_among_those_invited(w: World) -> None:
    w.show(JAPAN, FRANCE, KENYA, row("Kosovo*", "non_member"), row("Nigeria", "non_member"))
    w.check_all()
    told = [change.summary for change in w.changes() if change.kind == "invited"]

    assert [one.partition(" invited")[0] for one in told] == [
        "Nigeria appears among the States",
        "Kosovo* appears among those",
    ]


@pytest.mark.parametrize("name", STARRED)
@pytest.mark.parametrize(
    "command",
    [
        "state {id}",
        "between {id} japan",
        "parties ets-185",
        "changes",
        "statements",
        "figures --between 2026-06-14 2026-06-30",
        "parties ets-185 --cite text",
        "state {id} --cite text",
    ],
)
def test_a_name_has_its_note_once_at_the_foot(w: World, see: Callable[..., str], name: str, command: str) -> None:
    w.show(JAPAN, FRANCE, row(name, "non_member", signed="2026-06-15", consent="2026-06-15"))
    w.declare(declaration(name, "A text.", article="38", effective="2026-06-15"))
    w.check_all()
    for _ in range(2):
        w.read_statements()
        w.wait(minutes=1)
    said = see(*command.format(id=name.strip("*")).split())
    wanted = {"Kosovo*": KOSOVO_NOTE, "Palestine*": PALESTINE_NOTE}

    assert said.count(wanted[name]) == (name in said.replace(wanted[name], ""))
    assert all(note not in said for other, note in wanted.items() if other != name)
    assert (name in said) is (command != "parties ets-185 --cite text")


def test_programs_get_no_note_between_values(w: World, ask: Callable[..., Any]) -> None:
    w.show(JAPAN, FRANCE, row("Kosovo*", "non_member", signed="2026-06-15"))
    w.check_all()

    assert ask("state", "kosovo")["name"] == "Kosovo*"


def test_palestine_is_named_as_the_depositary_does(ask: Callable[..., Any]) -> None:
    made = table().get("PSE")

    assert ask("state", "palestine")["treaties"][0]["name"] == "Palestine*"
    assert (made.name_under("cets-224"), made.name_under("untc-xviii-16")) == ("Palestine*", "State of Palestine")


@pytest.mark.parametrize(("treaties", "said"), [(["ets-185"], True), (["untc-xviii-16"], False), ([], False)])
def test_both_texts_are_authentic(treaties: list[str], said: bool) -> None:
    found = " ".join(disclaimer(treaties))

    assert ("in English and French, both texts being equally authentic" in found) is said


# ---- to whom a treaty is open, computed dates, notifications --------------------------------------

FIRST_PROTOCOL = """
[[treaty]]
id = "ets-189"
number = "189"
name = "First Additional Protocol"
opened_on = 2003-01-28
sources = ["coe-service"]
"""


def test_to_whom_a_treaty_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """ETS 189: who signed ETS 185 signs, who acceded to it accedes. An organisation can join neither."""
    (tmp_path / "189").mkdir()
    with world(tmp_path / "189", more=FIRST_PROTOCOL, confirm_after="0s") as made:
        usa = row("United States of America", "non_member", signed="2001-11-23", consent="2006-09-29")
        brazil = row("Brazil", "non_member", consent="2022-11-30", in_force="2023-03-01")
        made.show(FRANCE, usa, brazil)
        made.show(row("France"), number="189")
        made.check_all()
        monkeypatch.chdir(made.folder)
        monkeypatch.setattr("jobs.clock.utc_now", lambda: made.now)
        said = {}
        for name in ("france", "usa", "brazil", "european union"):
            assert tracker.cli.run(["state", name]) == 0
            said[name] = capsys.readouterr().out

    signed = "by signature, as it signed ETS 185 (article 9, paragraph 1)"
    assert f"open to France {signed}" in said["france"]
    assert f"open to the United States of America {signed}" in said["usa"]
    assert "open to Brazil by accession, as it acceded to ETS 185 (article 11, paragraph 1)" in said["brazil"]
    assert "open to States alone (articles 36–37)" in said["european union"]


def test_an_expected_day_names_its_article(w: World, ask: Callable[..., Any], see: Callable[..., str]) -> None:
    """In answers the article, in reports and sentences the rule."""
    w.show(JAPAN, FRANCE, COOK_ISLANDS, row("Ireland", signed="2002-02-28", consent="2026-06-10"))
    w.check_all()
    [found] = ask("between", "ireland", "japan", "--treaty", "ets-185")
    report = " ".join(see("report").split())

    assert "expected on 2026-10-01 by the treaty's rule, article 36, paragraph 4, not printed" in found["answer"]
    rule = "the first day of the month following the expiration of three months after 10 June 2026"
    assert f"{rule} (article 36, paragraph 4)" in report
    assert "expected, computed here by article 36, paragraph 4" in report


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Reservation contained in the instrument of acceptance deposited on 3 July 2012 – Or. Engl.", "deposited on"),
        (
            (
                "Declaration contained in a Note verbale from the Permanent Representation, dated 1 June 2012,"
                " registered at the Secretariat General on 3 July 2012 – Or. Engl."
            ),
            "registered at the Secretariat General on",
        ),
    ],
)
def test_a_notification_is_registered_an_instrument_deposited(
    w: World, see: Callable[..., str], header: str, said: str
) -> None:
    def read() -> None:
        for _ in range(2):
            w.read_statements()
            w.wait(minutes=1)

    w.declare(declaration("France", "Another text.", article="27", effective="2012-11-01"))
    read()
    made = declaration("Japan", f"<p>{header}</p><p>A text.</p>", article="9", effective="2012-11-01")
    w.declare(declaration("France", "Another text.", article="27", effective="2012-11-01"), made)
    read()
    told = [change.summary for change in w.changes() if change.participant == "JPN"][-1]

    assert f", {said} 3 July 2012, effective 1 November 2012." in told
    assert f"{said}: 2012-07-03" in see("statements", "--participant", "japan")
