"""May A turn to B under an article: the questions that must come out so, through the command line."""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from routes import (
    CONVENTION,
    CURACAO,
    DUAL,
    EXCLUDES,
    HUNGARY,
    IN_EUROPE,
    MAURITIUS,
    NOT_GREENLAND,
    NOT_YET,
    TRAFFIC,
    UNREAD,
    Shown,
    authority,
    routes_world,
)
from world import but, row

import tracker.cli
from tracker.models import Provenance
from tracker.wording.route import limits, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from world import World


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Shown], World]]:
    """Show charts and lists, and read them."""
    with ExitStack() as stack:

        def shown(what: Shown) -> World:
            made = stack.enter_context(routes_world(tmp_path, what))
            monkeypatch.chdir(tmp_path)
            monkeypatch.setattr("jobs.clock.utc_now", lambda: made.now)
            return made

        yield shown


def asked(capsys: pytest.CaptureFixture[str], words: str) -> dict[str, Any]:
    """The one answer of `tracker route … --json`."""
    capsys.readouterr()
    assert tracker.cli.run(["route", *words.split(), "--json"]) == 0
    [found] = json.loads(capsys.readouterr().out)
    return dict(found)


LEFT = {"DateDenonciation": "2026-01-10T00:00:00", "DateEffetDenonciation": "2026-05-01T00:00:00"}
SUSPENDED = {"DateSuspension": "2026-06-01T00:00:00"}

PLACES = Shown(stated_185=(IN_EUROPE, CURACAO, authority("Netherlands", "27"), authority("Japan", "27")))

#: Name → charts and lists, question, answer, words of the test that decides.
ANSWERS: dict[str, tuple[Shown, str, str, str]] = {
    "the asked excluded the article": (
        Shown(), "serbia japan --article 7", "closed", "Japan has excluded this, under article 7(9)(a)",
    ),
    "who excludes it cannot use it": (
        Shown(), "japan serbia --article 7", "closed", "by reciprocity cannot ask it of others",
    ),
    "a statement that nobody has read is a condition": (
        Shown(stated=(EXCLUDES, UNREAD, authority("Serbia", "7"), authority("Hungary", "7"))),
        "hungary serbia --article 7", "open_on_conditions", "may bear on the article; read it",
    ),
    "nothing stated, authorities named": (
        Shown(stated=(EXCLUDES, authority("Serbia", "7"), authority("Hungary", "7"))),
        "hungary serbia --article 7", "open", "may bear on the article",
    ),
    "no authority named": (
        Shown(), "hungary serbia --article 7", "open_on_conditions", "No authority of Serbia is notified",
    ),
    "a list that was read too long ago": (
        Shown(days=20), "hungary serbia --article 7", "not_known", "not read recently enough",
    ),
    "before the Protocol is in force": (
        Shown(protocol=NOT_YET), "serbia hungary --article 7", "closed", "the Protocol itself is not in force",
    ),
    "one who has only signed": (
        Shown(), "ireland france --article 29", "closed", "Ireland has signed but not consented",
    ),
    "dual criminality": (
        Shown(), "usa austria --article 29", "open_on_conditions", "under article 29(4) that narrows the article",
    ),
    "a part that is the data asked for": (
        Shown(stated=(TRAFFIC,)), "france germany --article 8 --data traffic", "closed", "under article 8(13)",
    ),
    "a part that is other data": (
        Shown(stated=(TRAFFIC,)), "france germany --article 8 --data subscriber", "open_on_conditions",
        "under article 8(13) that narrows the article",
    ),
    "other data than the article's": (
        Shown(), "hungary serbia --article 7 --data traffic", "closed", "for subscriber data, not for traffic data",
    ),
    "who left the Convention left the Protocol": (
        Shown(convention=(but(HUNGARY, extra=LEFT), *(one for one in CONVENTION if one is not HUNGARY))),
        "hungary japan --article 7", "closed", "Hungary",
    ),
    "suspended": (
        Shown(convention=(but(MAURITIUS, extra=SUSPENDED), *CONVENTION[:4])),
        "mauritius japan --article 29", "closed", "suspended",
    ),
    "another treaty stands in the article's place": (
        Shown(assistance=(
            row("France", consent="1967-05-23", in_force="1967-08-21"),
            row("Germany", consent="1976-10-02", in_force="1977-01-01"),
        )),
        "france germany --article 27", "open_on_conditions", "ETS 030 (since 1977-01-01) is in force between them",
    ),
    "a territory that the asked excluded": (
        Shown(stated_185=(NOT_GREENLAND,)), "japan denmark --article 29 --in greenland", "closed",
        "No: Denmark excluded Greenland (article 38)",
    ),
    "a territory before it was extended there": (
        PLACES, "japan netherlands --article 29 --in curaçao --as-of 2024-09-30", "closed",
        "it extended it to Curaçao from 2024-10-01",
    ),
    "a territory since it was extended there": (
        PLACES, "japan netherlands --article 29 --in curaçao --as-of 2024-10-01", "open",
        "in force there since 2024-10-01",
    ),
    "a territory of the asker": (
        PLACES, "aruba japan --article 29", "closed", "accepted it for the Kingdom in Europe",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("shown", "question", "answer", "words"), ANSWERS.values(), ids=list(ANSWERS))
def test_answers(
    read: Callable[[Shown], World],
    capsys: pytest.CaptureFixture[str],
    shown: Shown,
    question: str,
    answer: str,
    words: str,
) -> None:
    read(shown)
    found = asked(capsys, question)
    assert found["answer"] == answer, found["tests"]
    assert words in " ".join(test["words"] for test in found["tests"])


BEFORE, AFTER = "2026-06-15", "2026-06-16"  # the last day on which the lists showed it, and the next

#: Name → the statement that leaves its list, question, answer up to that day, words of the answer after it.
LEFT_THE_LIST = {
    "an excluded territory": (
        NOT_GREENLAND, "japan denmark --article 29 --in greenland", "closed", "no withdrawal is on record",
    ),
    "a territory to which it was extended": (
        CURACAO, "japan netherlands --article 29 --in curaçao", "open", "on Curaçao was in effect until last shown",
    ),
    "an exclusion by the asked": (
        EXCLUDES, "serbia japan --article 7", "closed", "the depositary's list no longer shows that",
    ),
    "an exclusion by the asker": (
        EXCLUDES, "japan serbia --article 7", "closed", "the depositary's list no longer shows that",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("gone", "question", "before", "said"), LEFT_THE_LIST.values(), ids=list(LEFT_THE_LIST))
def test_what_left_the_list_neither_opens_nor_closes(
    read: Callable[[Shown], World],
    capsys: pytest.CaptureFixture[str],
    gone: dict[str, Any],
    question: str,
    before: str,
    said: str,
) -> None:
    """A shorter list is no withdrawal, and no proof that what it showed still applies."""
    both = (DUAL, IN_EUROPE, *(authority(name, "27") for name in ("Japan", "Netherlands", "Denmark")))
    stated = (authority("Serbia", "7"), authority("Japan", "7"))
    of_protocol = gone is EXCLUDES
    w = read(
        Shown(stated=(EXCLUDES, *stated) if of_protocol else stated, stated_185=both if of_protocol else (gone, *both))
    )
    lose(w, both, stated)

    [held] = [one for one in w.statements() if one["last_shown_on"]]
    assert held["last_shown_on"] == BEFORE
    assert asked(capsys, f"{question} --as-of {BEFORE}")["answer"] == before
    found = asked(capsys, f"{question} --as-of {AFTER}")
    assert found["answer"] == "not_known", found["tests"]
    assert said in found["words"]
    assert held["id"] in {key for test in found["tests"] for key in test["statements"]}


def test_an_authority_that_left_the_list_is_to_be_confirmed(
    read: Callable[[Shown], World], capsys: pytest.CaptureFixture[str]
) -> None:
    named = tuple(authority(name, "7") for name in ("Serbia", "Hungary", "France", "Germany"))
    w = read(Shown(stated=named))
    assert asked(capsys, f"hungary serbia --article 7 --as-of {BEFORE}")["answer"] == "open"
    lose(w, Shown().stated_185, named[1:])

    found = asked(capsys, f"hungary serbia --article 7 --as-of {AFTER}")
    [test] = [one for one in found["tests"] if one["test"] == "authorities"]
    assert (found["answer"], test["result"]) == ("open_on_conditions", "open_on_conditions")
    assert f"last shown on {BEFORE}; no longer listed" in test["words"]


def lose(w: World, stated_185: tuple[dict[str, Any], ...], stated: tuple[dict[str, Any], ...]) -> None:
    """The next day the lists show only these, twice."""
    w.wait(days=1)
    w.declare(*stated_185)
    w.declare(*stated, number="224")
    for _ in range(2):
        w.check_all()
        w.read_statements()
        w.wait(hours=13)


def test_the_next_article_is_named_where_the_treaty_is_in_force(
    read: Callable[[Shown], World], capsys: pytest.CaptureFixture[str]
) -> None:
    """An exclusion leaves it; a treaty that is not in force between the two has none."""
    read(Shown())
    excluded = asked(capsys, "serbia japan --article 7")
    not_in_force = asked(capsys, "serbia japan --article 7 --as-of 2026-04-30")
    assert (excluded["answer"], excluded["then"]) == ("closed", "8")
    assert (not_in_force["answer"], not_in_force["then"]) == ("closed", None)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("serbia japan --article 7", "Closed: Serbia cannot turn to Japan under article 7 of CETS 224 on 2026-06-15. "),
        ("japan denmark --article 29 --in greenland --as-of 2024-10-01", "under article 29 of ETS 185 on 2024-10-01"),
    ],
)
def test_the_answer_names_its_day(
    read: Callable[[Shown], World], capsys: pytest.CaptureFixture[str], question: str, said: str
) -> None:
    read(Shown())
    assert said in asked(capsys, question)["words"]


@pytest.mark.parametrize(
    ("provenance", "said"),
    [
        (Provenance.SOURCE, "From the depositary's chart as of 2026-04-25 and the depositary's list"),
        (None, "From the depositary's chart as of 2026-04-25 and the depositary's list"),
        (Provenance.BUNDLED, "From the list bundled with the tracker as of 2026-04-25 and the depositary's list"),
        (Provenance.REPLAY, "chart as of 2026-04-25 (demonstration data: a replay on this machine) and the"),
    ],
)
def test_the_limits_say_who_gave_the_chart(provenance: Provenance | None, said: str) -> None:
    assert said in limits(date(2026, 4, 25), date(2026, 4, 25), provenance)
    assert "never read: what is said of statements is from secondary sources" in limits(None, None, provenance)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("france france --article 7", "name two participants"),
        ("france germany --article 99", "no article '99' in the rule table"),
        ("france atlantis --article 7", "atlantis"),
        ("france germany --treaty ets-030", "in the rule table"),
    ],
)
def test_wrong_questions_get_one_helpful_line(
    read: Callable[[Shown], World], capsys: pytest.CaptureFixture[str], question: str, said: str
) -> None:
    read(Shown())
    assert tracker.cli.run(["route", *question.split()]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert said in line


def test_notes_on_federal_states_and_the_union_stand_under_every_answer(
    read: Callable[[Shown], World], capsys: pytest.CaptureFixture[str]
) -> None:
    read(Shown())
    convention = asked(capsys, "austria usa --article 29")["not_decided"]
    protocol = asked(capsys, "hungary serbia --article 7")["not_decided"]
    assert any("article 41, paragraph 1" in one for one in convention)
    assert any("Regulation (EU) 2023/1543" in one for one in protocol)


def test_without_an_article_each_gets_a_line(
    read: Callable[[Shown], World], capsys: pytest.CaptureFixture[str]
) -> None:
    read(Shown())
    assert tracker.cli.run(["route", "hungary", "serbia"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[:2]] == [["ets-185", "24"], ["ets-185", "25"]]
    assert len(lines) == 19


def test_every_answer_says_that_no_lawyer_has_reviewed_the_line(
    read: Callable[[Shown], World], capsys: pytest.CaptureFixture[str]
) -> None:
    read(Shown())
    found = asked(capsys, "hungary serbia --article 7")
    assert found["reviewed_by"] == ""
    assert "not yet reviewed by a lawyer" in found["review"]
    assert "not whether a request is lawful" in found["limits"]
    assert tracker.cli.run(["route", "hungary", "serbia", "--article", "7"]) == 0
    assert "not yet reviewed by a lawyer" in capsys.readouterr().err


def test_a_person_reads_a_statement_until_its_text_changes(
    read: Callable[[Shown], World], capsys: pytest.CaptureFixture[str]
) -> None:
    w = read(Shown(stated=(UNREAD, authority("Serbia", "7"), authority("Hungary", "7"))))
    [key] = [one["id"] for one in w.statements(participants=["Serbia"]) if one["kind"] == "declaration"]
    assert tracker.cli.run(["statement", "slot", str(key), "7(9)(z)"]) == 2
    assert tracker.cli.run(["statement", "slot", str(key), "8(4)"]) == 0
    assert asked(capsys, "hungary serbia --article 7")["answer"] == "open"
    assert tracker.cli.run(["statement", "slot", str(key), "7(9)(a)"]) == 0
    assert asked(capsys, "hungary serbia --article 7")["answer"] == "closed"
    assert tracker.cli.run(["rebuild"]) == 0
    assert asked(capsys, "hungary serbia --article 7")["answer"] == "closed"
    changed = {**UNREAD, "texte_Decl": UNREAD["texte_Decl"].replace("following", "present")}
    w.declare(changed, authority("Serbia", "7"), authority("Hungary", "7"), number="224")
    w.read_statements()
    w.wait(hours=13)
    w.read_statements()
    assert asked(capsys, "hungary serbia --article 7")["answer"] == "open_on_conditions"


def test_what_was_noted_is_taken_back(read: Callable[[Shown], World], capsys: pytest.CaptureFixture[str]) -> None:
    w = read(Shown(stated=(UNREAD,)))
    [key] = [one["id"] for one in w.statements(participants=["Serbia"])]
    assert tracker.cli.run(["statement", "slot", str(key), ""]) == 2
    assert tracker.cli.run(["statement", "slot", str(key), "7(9)(a)"]) == 0
    assert tracker.cli.run(["statement", "slot", str(key), ""]) == 0
    assert asked(capsys, "hungary serbia --article 7")["answer"] == "open_on_conditions"


def test_only_a_text_stands_in_quotation_marks() -> None:
    """What secondary sources say of a statement is never quoted as its words."""
    said = texts([(7, "The State\nreserves.", None, None), (8, None, "It reserves.", None)])
    assert said == (
        "“The State reserves.” [statement 7]; "
        "(paraphrase from secondary sources, not the text) It reserves. [statement 8]"
    )


def test_the_address_of_a_statement_outlives_its_text_and_a_rebuild(read: Callable[[Shown], World]) -> None:
    w = read(Shown(stated=(UNREAD,)))
    [before] = w.statements(participants=["Serbia"])
    w.declare({**UNREAD, "texte_Decl": UNREAD["texte_Decl"].replace("following", "present")}, number="224")
    w.read_statements()
    w.wait(hours=13)
    w.read_statements()
    [amended] = w.statements(participants=["Serbia"])
    assert amended["text"] != before["text"]
    assert (amended["key"], amended["id"] == before["id"]) == (before["key"], False)
    assert tracker.cli.run(["rebuild"]) == 0
    [rebuilt] = w.statements(participants=["Serbia"])
    assert (rebuilt["key"], rebuilt["text"]) == (before["key"], amended["text"])
