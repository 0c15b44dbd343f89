"""Statements on record: what stood when, what ships with the package, the search and the command."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from declared import AMENDED, FRANCE, NORWAY, ON_TERRITORY, RESERVED, TURKIYE, declared, later, texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import World, declaration, world

import tracker.cli
import tracker.deliver
from db.knowledge import Knowledge
from db.store import Store
from jobs.demo.standin import STATEMENTS_PATH, Fault
from tracker.answers.statements import matrix_of
from tracker.answers.to_json import to_json
from tracker.cli import cli
from tracker.cli.kit.options import Globals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def w(w: World) -> World:
    """Three statements on the list, none of them read yet."""
    return declared(w)


# ---- what stood when --------------------------------------------------------------------------------


def test_known_at_before_the_amendment_gives_the_old_text(w: World) -> None:
    """Both versions are of one statement; each is found by its own words at its own time."""
    w.read_statements()
    then = w.now
    w.declare(AMENDED, NORWAY, TURKIYE)
    later(w)
    later(w)

    assert texts(w, participants=["FRA"]) == [RESERVED.replace("offences named", "offences listed")]
    assert texts(w, participants=["FRA"], known_at=then) == [RESERVED]
    assert texts(w, search="offences named", known_at=then) == [RESERVED]
    assert (texts(w, search="offences named"), texts(w, search="offences listed", known_at=then)) == ([], [])
    assert w.statements(known_at=then)[0]["status_as_of"] == "2026-06-15"
    with w.store() as store:
        now, before = (
            store.statements.standing(participants=["FRA"]),
            store.statements.standing(participants=["FRA"], known_at=then),
        )
    assert now[0].key == before[0].key == before[0].id != now[0].id
    assert before[0].replaced_at == now[0].observed_at


def test_as_of_leaves_out_what_was_not_in_effect(w: World) -> None:
    """Before its effect and from the day of its withdrawal."""
    w.declare({**FRANCE, "date_Effet_Retrait": "2020-01-01T00:00:00"}, NORWAY)
    w.read_statements()

    from datetime import date

    for day, who in (("2006-05-01", ["FRA"]), ("2019-12-31", ["FRA", "NOR"]), ("2020-01-01", ["NOR"])):
        assert [found["participant"] for found in w.statements(day=date.fromisoformat(day))] == who


def test_the_matrix(w: World) -> None:
    """Articles in natural order; the kinds in their cells."""
    w.declare(FRANCE, NORWAY, declaration("France", ON_TERRITORY, nature="Declaration", article="4"))
    w.read_statements()

    with w.store() as store:
        found = to_json(matrix_of(Knowledge(store), "ets-185"))
    assert (found["articles"], found["participants"]) == (["4", "20", "38"], ["FRA", "NOR"])
    assert [line["cells"] for line in found["rows"]] == [
        {"FRA": ["declaration"]},
        {"FRA": ["reservation"]},
        {"NOR": ["declaration"]},
    ]


# ---- what ships with the package --------------------------------------------------------------------


def test_japans_reservation_is_found_after_init(tmp_path: Path) -> None:
    """Bundled, and marked as not read yet; the first live list takes its place in silence, an empty one does not."""
    with world(tmp_path) as w:
        w.path.write_text(
            w.path.read_text()
            + '\n[[treaty]]\nid = "cets-224"\nnumber = "224"\nname = "Second Additional Protocol"\n'
            + 'opened_on = 2022-05-12\nsources = ["coe-service"]\n'
        )
        w.init()
        w.init()
        (found,) = w.statements(treaties=["cets-224"], article="7")
        assert (found["participant"], found["kind"], found["bundled"], found["status_as_of"]) == (
            "JPN",
            "reservation",
            True,
            None,
        )
        assert (found["text"], found["html"], found["on_record_from"]) == (None, None, "secondary")
        assert "Article 7, paragraph 9.a" in found["summary"]
        assert [
            (s["participant"], [t["name"] for t in s["territories"]])
            for s in w.statements(treaties=["ets-185"])
            if s["territories"] or s["kind"] == "communication"
        ] == [
            ("AZE", ["part of its territory"]),
            ("DNK", ["Faroe Islands", "Greenland"]),
            ("MDA", ["part of its territory"]),
            ("NLD", ["Aruba", "Curaçao", "Sint Maarten", "Bonaire", "Saba", "Sint Eustatius"]),
            ("NLD", ["Curaçao"]),
            ("UKR", []),
        ]
        (serbia,) = w.statements(treaties=["cets-224"], participants=["SRB"])
        assert (serbia["kind"], serbia["article"], serbia["bundled"]) == ("other", None, True)
        assert "their text have not been read" in serbia["summary"]

        w.read_statements()
        assert len(w.statements(treaties=["cets-224"])) == 2
        live = declaration("Japan", "Japan reserves the right not to apply Article 7.", article="7")
        w.declare(live, number="224")
        later(w)
        (found,) = w.statements(treaties=["cets-224"])
        assert (found["bundled"], found["text"], w.changes()) == (
            False,
            "Japan reserves the right not to apply Article 7.",
            [],
        )
        assert (found["on_record_from"], found["summary"], found["sources"]) == ("depositary", None, [])


def test_facts_from_secondary_sources_name_them_and_claim_no_text(w: World) -> None:
    """Each once, with its sources; a withdrawal is one, and a flag of the chart alone is no statement."""
    w.init()
    found = w.statements(treaties=["ets-185"])

    assert all(one["on_record_from"] == "secondary" and one["text"] is None and one["summary"] for one in found)
    assert [one["participant"] for one in found if not one["sources"]] == []
    places = [(one["participant"], one["kind"], one["article"], one["summary"]) for one in found]
    assert len(places) == len(set(places))
    japan = [one["article"] for one in found if (one["participant"], one["kind"]) == ("JPN", "reservation")]
    assert japan == ["11(3)", "22(2)", "29(4)", "6(3)", "9(4)"]
    (slovakia,) = w.statements(treaties=["ets-185"], participants=["SVK"], article="4")
    assert (slovakia["deposited_on"], slovakia["withdrawn_on"]) == ("2008-01-08", "2021-04-30")
    assert [one["kind"] for one in found if one["participant"] == "NZL"] == ["reservation", "reservation"]
    (ukraine,) = [one for one in found if one["kind"] == "communication"]
    assert "is not established" in ukraine["summary"]


# ---- search -----------------------------------------------------------------------------------------


@pytest.fixture
def read(w: World) -> World:
    """The same world, read once."""
    w.read_statements()
    return w


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("Turkiye", ["TUR"]),
        ("TÜRKİYE", ["TUR"]),
        ("türkiye", ["TUR"]),
        ("diyarbakir", ["TUR"]),
        ("Diyarbakır cankaya", ["TUR"]),
        ("art. 20", ["FRA"]),
        ("article 38", ["NOR"]),
        ('"whole of its territory"', ["NOR"]),
        ('"territory its of whole"', []),
        ("co-operation", ["TUR"]),
        ("reservation france", ["FRA"]),
        ('"whole of its', ["NOR"]),
        ("france norway", []),
        ("apply NOT measures", ["FRA"]),
        ("cooperation", ["TUR"]),
        ("Turkey", ["TUR"]),
        ('"Turquie"', ["TUR"]),
        ("the Republic of Türkiye", ["TUR"]),
        ("Turkey offences", []),
        ("offences 🙂", ["FRA"]),
        ("C++", []),
        ("a" * 10_000, []),
        ("x " * 5_000, []),
        (" ".join(f"co-op{n}" for n in range(1_900)), []),
        ("offences\0named", ["FRA"]),
        ("searched:offences", []),
        ("offence*", []),
        ("(apply OR", []),
        ("NEAR(apply measures)", []),
        ("^apply", ["FRA", "NOR"]),
    ],
)
def test_words_as_people_type_them(read: World, typed: str, who: list[str]) -> None:
    """Case, diacritics and quotes as they come; nothing typed is an operator, and nothing fails."""
    assert [found["participant"] for found in read.statements(search=typed)] == who


@pytest.mark.parametrize("typed", ["", "   ", "🙂", '"', '""', "-", "\ud800"])
def test_a_search_for_nothing_says_so(read: World, typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    """No input makes it fail; that no statement answers would look like a word about the statements."""
    assert read.statements(search=typed) == []
    assert tracker.cli.run(["--db", str(read.folder / "tracker.db"), "statements", "--search", typed]) == 0
    assert "nothing to search for: give a word" in capsys.readouterr().err


@pytest.mark.parametrize(
    "printed", ["direct cooperation", "direct co-operation", "Direct Co\u2011operation", "direct co\xadoperation"]
)
def test_hyphens_within_words_do_not_count(tmp_path: Path, printed: str) -> None:
    """The Council writes "co-operation", others "cooperation": either finds either. Numbers stay apart."""
    with world(tmp_path) as w:
        w.declare(declaration("Germany", f"On {printed} under Articles 7-9."))
        w.read_statements()
        for typed in ("cooperation", "co-operation", "co\u2010operation", '"direct co-operation under"', "7-9", "9"):
            assert len(w.statements(search=typed)) == 1, typed
        assert w.statements(search="79") == []


@pytest.mark.parametrize(
    "word", ["Straße", "STRASSE", "strasse", "Tromsø", "tromso", "Łódź", "lodz", "œuvre", "oeuvre", "Ærø", "aero"]
)
def test_letters_of_their_own_are_found_without(tmp_path: Path, word: str) -> None:
    """German, Nordic, Polish and French letters, either way."""
    with world(tmp_path) as w:
        w.declare(declaration("Germany", "Straße, Tromsø, Łódź, œuvre, Ærø."))
        w.read_statements()
        assert len(w.statements(search=word)) == 1


@pytest.fixture
def filled(read: World) -> Iterator[Store]:
    """The database of that world."""
    with read.store() as store:
        yield store


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text() | st.text(alphabet='"*()+-:^{}\0 \nANDORTEXaé🙂'))
def test_no_input_makes_a_search_fail(filled: Store, typed: str) -> None:
    """Whatever is typed, an answer comes, and it is of standing versions."""
    assert set(filled.statements.search(typed)) <= {stored.id for stored in filled.statements.standing()}


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    """A database with a list of statements that holds none yet."""
    with Store.open(tmp_path / "x.db", create=True) as store:
        store.database.conn.execute("PRAGMA foreign_keys = OFF")
        store.database.conn.execute("INSERT INTO feed (treaty, source) VALUES ('ets-185', 'statements')")
        yield store


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=0x24F), min_size=1, max_size=12))
def test_every_word_of_a_text_finds_it(empty: Store, word: str) -> None:
    """Typed as it stands, and quoted."""
    empty.database.conn.execute("DELETE FROM statement")
    _add(empty, f"before {word} after")
    assert len(empty.statements.search(word)) == len(empty.statements.search(f'"{word} after"')) == 1


def _add(store: Store, text: str) -> None:
    store.database.conn.execute(
        "INSERT INTO statement (key, feed, observed_at, bundled, participant, name, kind, nature, articles, ord, text,"
        " html) VALUES (0, 1, '2026', 0, 'FRA', 'France', 'other', '', '[]', 1, ?, '')",
        (text,),
    )


def test_the_index_is_what_the_table_holds(w: World) -> None:
    """After amendments, withdrawals and a deletion: SQLite's own check of index against content."""
    w.read_statements()
    w.declare(AMENDED, TURKIYE)
    later(w)
    later(w)
    with closing(sqlite3.connect(w.folder / "tracker.db")) as connection:
        connection.execute("DELETE FROM territory")
        connection.execute("DELETE FROM statement WHERE participant = 'TUR'")
        connection.execute("INSERT INTO statement_search (statement_search, rank) VALUES ('integrity-check', 1)")
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


# ---- the command ------------------------------------------------------------------------------------


def ask(w: World, *words: str) -> Any:
    """`tracker statements …`."""
    return CliRunner().invoke(cli, ["--db", str(w.folder / "tracker.db"), "statements", *words], obj=Globals())


def test_the_command(read: World) -> None:
    """A table of several, one whole, JSON, and how old the knowledge is."""
    table = ask(read, "--treaty", "ets-185")
    assert [line.split("\t")[1] for line in table.stdout.splitlines()] == ["participant", "France", "Norway", "Türkiye"]
    assert "status as of 2026-06-15" in table.stderr

    one = ask(read, "--article", "20")
    assert RESERVED in one.stdout

    (found,) = json.loads(ask(read, "--participant", "norway", "--json").stdout)
    assert set(found) == {
        *("id", "treaty", "participant", "name", "kind", "article", "text", "html", "deposited_on", "effective_on"),
        *("withdrawn_on", "territories", "articles", "evidence", "observed_at", "status_as_of", "bundled"),
        *("on_record_from", "summary", "sources", "key"),
        *("contained_in", "registered_on", "original_language", "operative_text", "last_shown_on"),
        *("text_fr", "html_fr", "evidence_fr"),
    }
    assert ask(read, "--search", "nothing-like-it").stdout.count("\n") == 1
    later_day = ask(read, "--as-of", "2027-01-01")
    assert "not known after 2026-06-15" in later_day.stderr
    assert json.loads(ask(read, "--matrix", "--treaty", "ets-185", "--json").stdout)["treaty"] == "ets-185"
    assert "R" in ask(read, "--matrix", "--treaty", "ets-185").stdout


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_paragraph_where_the_article_alone_is_listed(read: World, more: tuple[str, ...]) -> None:
    """It finds nothing, and says how many are listed under the article, of those that else would answer."""
    said = "1 statement is listed under article 20 without that paragraph: see --article 20"
    assert said in ask(read, "--article", "20-a", *more).stderr
    assert "without that paragraph" not in ask(read, "--article", "20-a", "--participant", "Norway", *more).stderr
    assert "without that paragraph" not in ask(read, "--article", "20", *more).stderr
    assert said.partition(": ")[2] in ask(read, "--article", "20(1), 24(7)(a)", *more).stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--matrix",),
        ("--matrix", "--treaty", "ets-185", "--article", "7"),
        ("--treaty", "ets-186"),
        ("--participant", "Atlantis"),
    ],
)
def test_wrong_questions_are_refused(read: World, words: tuple[str, ...]) -> None:
    """Naming what is wrong, not answering nothing."""
    done = ask(read, *words)
    assert done.exit_code != 0
    assert done.stdout == ""


def test_people_are_told_beside_the_charts(w: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal a line for what was told of statements; a failure is a note."""
    w.check()
    w.declare(AMENDED, NORWAY, TURKIYE)
    w.check()
    w.wait(hours=13)
    monkeypatch.setattr("jobs.clock.utc_now", lambda: w.now)

    done = CliRunner().invoke(cli, ["--config", str(w.path), "check"], obj=Globals())
    assert "ets-185 statements: The text of France" in done.stdout
    w.standin.faults[STATEMENTS_PATH] = Fault.BROKEN
    done = CliRunner().invoke(cli, ["--config", str(w.path), "check"], obj=Globals())
    assert (done.exit_code, "ets-185 statements: failed" in done.stderr) == (0, True)


# ---- the depositary's formula -------------------------------------------------------------------------


def test_the_words_of_a_statement_are_whole(w: World) -> None:
    """However long: the formula goes to keys of its own, the State's words to the terminal, in every command."""
    words = f"{RESERVED} {'It says so at length. ' * 30}These are its last words."
    formula = "Reservation contained in a letter, registered at the Secretariat General on 2 June 2006 - Or. Engl."
    w.declare(declaration("Albania", f"<p>{formula}</p><p>{words}</p>", article="20", effective="2006-05-01"))
    w.check()

    (found,) = w.statements()
    assert (found["contained_in"], found["registered_on"], found["original_language"]) == (
        "a letter",
        "2006-06-02",
        "English",
    )
    assert (found["operative_text"], found["text"]) == (words, f"{formula}\n{words}")
    for command in (["between", "albania", "france"], ["state", "albania"], ["statements"]):
        said = CliRunner().invoke(cli, command, obj=Globals(config=w.path)).output
        assert "last words." in said, command
        assert "Reservation contained in" not in said, command
