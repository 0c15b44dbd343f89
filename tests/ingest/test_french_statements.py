"""Statements in French: read where anything is told in French, kept as the text of the same statement, and no news."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from declared import (
    AMENDED,
    AUTHORITY,
    AUTORITE,
    FRANCE,
    IN_FRENCH,
    LA_FRANCE,
    LA_NORVEGE,
    LA_TURQUIE,
    NORWAY,
    RESERVE,
    RESERVED,
    SUR_LE_TERRITOIRE,
    TURKIYE,
    declared,
    later,
)
from histories import lived
from world import World, declaration, world

from db.knowledge import Knowledge
from db.schema.steps import STEPS
from db.store import Store
from jobs.demo.standin import STATEMENTS_PATH, Fault
from jobs.ingest.decisions import accept
from jobs.publish.report import gather
from jobs.publish.site import build_site
from jobs.rebuild.verify import Tracks, verify
from jobs.service.status import status
from tracker.answers.statements import french_texts
from tracker.cli import cli
from tracker.language import Language, speaking
from tracker.models.records import Filter
from tracker.report.render import Format, render

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bs4 import Tag

    from tracker.models.records import SourceResult

CHANNEL_IN_FRENCH = '\n[[notify]]\nname = "bureau"\nurl = "json://127.0.0.1:9/"\nlanguage = "fr"\n'

FRENCH_LIST = f"{STATEMENTS_PATH}?FRE"


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    """Three statements on the list and on the one in French, none of them read yet; the site is in French too."""
    with world(tmp_path, more=IN_FRENCH) as w:
        declared(w).declare_in_french(LA_TURQUIE, LA_FRANCE, LA_NORVEGE)
        yield w


def in_french(w: World, **asked: Any) -> dict[str, str | None]:
    """The French text of each statement, by participant."""
    return {found["participant"]: found["text_fr"] for found in w.statements(**asked)}


def outcomes(entries: list[SourceResult]) -> list[tuple[str, str]]:
    """What was read, and how it went."""
    return [(entry.source, entry.outcome.value) for entry in entries]


def asked_for(w: World) -> list[str]:
    """The languages in which the list was asked for."""
    return [asked.query["langue"] for asked in w.standin.requests if asked.path == STATEMENTS_PATH]


ALL = {"FRA": RESERVE, "NOR": SUR_LE_TERRITOIRE, "TUR": AUTORITE}


# ---- where anything is told in French -----------------------------------------------------------------


def test_each_text_is_that_of_its_statement(w: World) -> None:
    """Whatever the order of the list; the English texts are as before, and nobody is told of anything."""
    w.check()

    assert in_french(w) == ALL
    assert [found["text"] for found in w.statements()] == [
        shown["texte_Decl"].removeprefix("<p>").removesuffix("</p>") for shown in (FRANCE, NORWAY, TURKIYE)
    ]
    assert w.changes() == []
    assert asked_for(w) == ["ENG", "FRE"]
    languages = [asked.headers["accept-language"] for asked in w.standin.requests if asked.path == STATEMENTS_PATH]
    assert languages == ["en", "fr"]


def test_the_evidence_is_the_list_in_french(w: World) -> None:
    """Kept byte by byte, apart from the other."""
    w.read_statements()
    found = w.statements()[0]
    with w.store() as store:
        kept = store.archive.evidence(found["evidence_fr"])
        assert RESERVE in store.archive.body(kept.sha256).decode()
    assert found["evidence_fr"] != found["evidence"]
    assert kept.url.endswith("langue=FRE")


def test_a_channel_in_french_is_enough(tmp_path: Path) -> None:
    """It is read where anybody is told anything in French."""
    with world(tmp_path, more=CHANNEL_IN_FRENCH) as w:
        declared(w).declare_in_french(LA_FRANCE)
        assert outcomes(w.read_statements()) == [("statements", "baseline"), ("statements-fr", "baseline")]


def test_in_english_alone_it_is_not_asked_for(tmp_path: Path) -> None:
    """As before."""
    with world(tmp_path) as w:
        declared(w).declare_in_french(LA_FRANCE)
        assert outcomes(w.read_statements()) == [("statements", "baseline")]
        assert asked_for(w) == ["ENG"]
        assert in_french(w) == {"FRA": None, "NOR": None, "TUR": None}


# ---- never in doubt ---------------------------------------------------------------------------------


def test_one_without_a_counterpart_is_counted_and_not_shown(w: World) -> None:
    """Missing from a list, or there twice: it is no other's text."""
    stray = declaration("Japon", SUR_LE_TERRITOIRE, nature="Déclaration", article="38", effective="2006-10-01")
    w.declare_in_french(LA_FRANCE, stray, LA_TURQUIE, LA_TURQUIE)
    w.read_statements()

    assert in_french(w) == {"FRA": RESERVE, "NOR": None, "TUR": None}
    with w.store() as store:
        assert french_texts(Knowledge(store), "ets-185").unmatched == 3


def test_other_columns_are_another_statement(w: World) -> None:
    """The kind, the article and the days must agree."""
    w.declare_in_french(
        {**LA_FRANCE, "nature_Dec": "Déclaration"},
        {**LA_NORVEGE, "date_Effet": "2006-10-02T00:00:00"},
        {**LA_TURQUIE, "numero_Article": "27"},
    )
    w.read_statements()
    assert in_french(w) == {"FRA": None, "NOR": None, "TUR": None}


def test_a_text_that_was_not_translated_is_not_called_french(w: World) -> None:
    """The list in French shows it in English: the English one says as much."""
    w.declare_in_french(LA_FRANCE, {**LA_NORVEGE, "texte_Decl": NORWAY["texte_Decl"]})
    w.read_statements()

    assert in_french(w) == {"FRA": RESERVE, "NOR": None, "TUR": None}
    with w.store() as store:
        [unread] = store.statements.unread(store.treaties.feed("ets-185", "statements-fr").id)
        assert Knowledge(store).unread_statements("ets-185") == []
    assert unread.reason == "its text is in English in the list in French"


def test_the_text_before_an_amendment_is_not_shown_with_it(w: World) -> None:
    """Until the list in French shows another too; what was known then stays known."""
    w.read_statements()
    then = w.now
    w.declare(AMENDED, NORWAY, TURKIYE)
    later(w)
    later(w)
    assert [change.kind.value for change in w.changes()] == ["statement_amended"]
    assert in_french(w) == {**ALL, "FRA": None}
    assert in_french(w, known_at=then) == ALL
    with w.store() as store:
        assert french_texts(Knowledge(store), "ets-185").outdated == 1

    amended = RESERVE.replace("infractions.", "infractions énumérées.")
    w.declare_in_french({**LA_FRANCE, "texte_Decl": f"<p>{amended}</p>"}, LA_NORVEGE, LA_TURQUIE)
    later(w)
    assert in_french(w) == {**ALL, "FRA": amended}
    assert in_french(w, known_at=then) == ALL
    assert len(w.changes()) == 1


def test_while_a_difference_waits_nothing_is_read_in_french(w: World) -> None:
    """The text could be that of a statement as it is not on record yet."""
    w.read_statements()
    w.declare(AMENDED, NORWAY, TURKIYE)
    w.declare_in_french({**LA_FRANCE, "texte_Decl": "<p>Le texte est un autre.</p>"}, LA_NORVEGE, LA_TURQUIE)

    assert outcomes(w.read_statements()) == [("statements", "unchanged")]
    assert in_french(w) == ALL
    assert outcomes(later(w)) == [("statements", "changed"), ("statements-fr", "changed")]
    assert in_french(w) == {**ALL, "FRA": "Le texte est un autre."}


def test_another_text_in_french_alone_is_no_news(w: World) -> None:
    """It replaces the text at once, and the log notes it."""
    w.read_statements()
    w.declare_in_french({**LA_FRANCE, "texte_Decl": "<p>Le texte est un autre.</p>"}, LA_NORVEGE, LA_TURQUIE)

    assert outcomes(later(w)) == [("statements", "unchanged"), ("statements-fr", "changed")]
    assert in_french(w) == {**ALL, "FRA": "Le texte est un autre."}
    later(w)
    assert w.changes() == []


# ---- each in its own language -------------------------------------------------------------------------


def test_the_list_in_english_is_refused_as_french(w: World) -> None:
    """A service, or a cache before it, that does not mind the language."""
    w.declare_in_french(FRANCE, NORWAY, TURKIYE)
    assert outcomes(w.read_statements()) == [("statements", "baseline"), ("statements-fr", "failed")]
    assert in_french(w) == {"FRA": None, "NOR": None, "TUR": None}


def test_the_list_in_french_is_refused_as_english(w: World) -> None:
    """It would tell each statement as amended."""
    w.read_statements()
    before = w.statements()
    w.declare(LA_FRANCE, LA_NORVEGE, LA_TURQUIE)
    for _ in range(3):
        [entry] = later(w)
        assert entry.error == ("shape", "expected the English list of statements, got the French one")

    assert (w.changes(), w.statements()) == ([], before)


@pytest.mark.parametrize("fault", [Fault.BROKEN, Fault.TRUNCATED, Fault.HTML_AS_JSON, Fault.EMPTY])
def test_a_fault_of_the_one_is_none_of_the_other(w: World, fault: Fault) -> None:
    """The English list is read and told as ever; of the other, what was known stays."""
    w.read_statements()
    w.standin.faults[FRENCH_LIST] = fault
    w.declare(FRANCE, {**NORWAY, "date_Effet_Retrait": "2026-05-01T00:00:00"}, TURKIYE)
    later(w)

    assert outcomes(later(w)) == [("statements", "changed"), ("statements-fr", "failed")]
    assert [change.kind.value for change in w.changes()] == ["statement_withdrawn"]
    assert in_french(w) == {**ALL, "NOR": None}  # its list says nothing of a withdrawal yet


def test_a_list_that_lost_its_texts_waits_for_a_person(w: World) -> None:
    """As the other list does; once accepted, it counts."""
    w.read_statements()
    w.declare_in_french()

    assert outcomes(later(w)) == [("statements", "unchanged"), ("statements-fr", "quarantined")]
    assert in_french(w) == ALL
    then = w.now
    with w.store() as store:
        [item] = store.decisions.items(only_open=True)
    w.wait(hours=1)
    accept(w.config, item.id, lambda: w.now)
    assert in_french(w) == {"FRA": None, "NOR": None, "TUR": None}
    assert in_french(w, known_at=then) == ALL
    assert w.changes() == []


@pytest.mark.parametrize("conditional", [False, True])
def test_the_same_bytes_and_a_304_count_as_a_read(w: World, *, conditional: bool) -> None:
    """Each language has validators of its own."""
    w.standin.conditional = conditional
    w.read_statements()

    assert outcomes(later(w)) == [("statements", "unchanged"), ("statements-fr", "unchanged")]
    sent = {
        asked.query["langue"]: asked.headers.get("if-none-match")
        for asked in w.standin.requests
        if asked.path == STATEMENTS_PATH
    }
    assert len(set(sent.values())) == (2 if conditional else 1)
    assert in_french(w) == ALL


# ---- made again: tests/support/histories.py has one more -----------------------------------------------


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE statement_french SET text = 'Autre chose.' WHERE id = 1",
        "DELETE FROM statement_french WHERE id = 2",
        "UPDATE statement_french SET known_until = NULL",
    ],
)
def test_verify_finds_what_the_evidence_does_not_give(tmp_path: Path, damage: str) -> None:
    """Another text, one that is lost, one that still stands."""
    database = lived(tmp_path, "in_french").folder / "tracker.db"
    with Store.open(database) as store:
        store.database.conn.execute(damage)
        store.database.conn.commit()
    found = verify(database, _ALL).findings
    assert {finding.kind for finding in found} == {"derived"}
    assert all(finding.message.startswith("statement_french (ets-185, ") for finding in found)


# ---- as readers meet it -------------------------------------------------------------------------------


def ask(w: World, *arguments: str) -> tuple[str, str]:
    """What `tracker statements` prints, and its notes."""
    done = CliRunner().invoke(cli, ["--config", str(w.path), "statements", *arguments])
    assert done.exit_code == 0
    return done.stdout, done.stderr


def test_the_command_in_french(w: World) -> None:
    """The text in French, or the English one marked as such; and what may be missing."""
    w.declare_in_french(LA_FRANCE, LA_NORVEGE, {**LA_TURQUIE, "numero_Article": "27"})
    w.read_statements()

    said, notes = ask(w, "--language", "fr")
    assert RESERVE in said
    assert SUR_LE_TERRITOIRE in said
    assert f"[in English] {AUTHORITY}" in said
    assert "not certain whose they are, and that are not shown: 1" in notes
    whole, _ = ask(w, "--language", "fr", "--participant", "france")
    assert RESERVE in whole
    assert RESERVED not in whole
    plain, notes = ask(w)
    assert RESERVED in plain
    assert RESERVE not in plain
    assert "French" not in notes


def test_the_command_says_that_no_list_in_french_was_read(tmp_path: Path) -> None:
    """Where it is switched on; and that its last read failed."""
    with world(tmp_path) as w:
        declared(w)
        w.read_statements()
        said, notes = ask(w, "--language", "fr")
        assert f"[in English] {RESERVED}" in said
        assert "no list in French was ever read: it is where a channel's `language`" in notes

        w.path.write_text(w.path.read_text() + IN_FRENCH)
        w.standin.faults[FRENCH_LIST] = Fault.BROKEN
        w.read_statements()
        _, notes = ask(w, "--language", "fr")
        assert "the list in French was never read" in notes
        assert "the last read of the list in French failed: " in notes


def test_the_site_in_french(w: World) -> None:
    """Each text in the language of the page, or marked as English, with the list that shows it as its evidence."""
    w.declare_in_french(LA_FRANCE, LA_NORVEGE, LA_TURQUIE)
    w.check()
    w.declare(AMENDED, NORWAY, TURKIYE)
    later(w)
    later(w)
    with w.store() as store:
        build_site(store, w.folder / "site", now=w.now, languages=(Language.ENGLISH, Language.FRENCH))

    def quoted(page: str) -> Tag:
        found = BeautifulSoup((w.folder / "site" / page).read_bytes(), "lxml").select_one("article.statement")
        assert found is not None
        return found

    norway = quoted("fr/participant/NOR.html")
    assert norway.select(".quoted")[0].get_text() == SUR_LE_TERRITOIRE
    assert not norway.select("[lang]")
    france = quoted("fr/participant/FRA.html")
    assert [one["lang"] for one in france.select(".quoted")] == ["en"]
    assert "n’est pas connu ici" in france.get_text()
    for page in ("participant/NOR.html", "participant/FRA.html"):
        assert SUR_LE_TERRITOIRE not in quoted(page).get_text()
        assert not quoted(page).select("[lang]")
    changes = BeautifulSoup((w.folder / "site/fr/changes.html").read_bytes(), "lxml")
    [entry] = changes.select("li.entry")
    assert len(entry.select('[lang="en"]')) == 3  # before, after, word by word


def test_a_report_in_french_has_the_text_in_french(w: World) -> None:
    """Beside the words that changed, which are in English and marked so."""
    w.read_statements()
    w.declare(AMENDED, NORWAY, TURKIYE)
    later(w)
    amended = RESERVE.replace("infractions.", "infractions énumérées.")
    w.declare_in_french({**LA_FRANCE, "texte_Decl": f"<p>{amended}</p>"}, LA_NORVEGE, LA_TURQUIE)
    later(w)
    with w.store() as store:
        for language, is_in_french in ((Language.FRENCH, True), (Language.ENGLISH, False)):
            with speaking(language):
                report = gather(store, Filter(), now=w.now)
                said = {form: " ".join(render(report, form).replace("| ", "").split()) for form in _FORMS}
            assert all(("infractions énumérées" in text) is is_in_french for text in said.values())
            assert ('class="redline" lang="en"' in said[Format.HTML]) is is_in_french
            assert ("(en anglais)" in said[Format.TEXT].replace("\xa0", " ")) is is_in_french


_FORMS = (Format.TEXT, Format.MARKDOWN, Format.HTML)


# ---- its health ---------------------------------------------------------------------------------------


def test_an_outage_of_the_list_in_french_is_told_as_that(tmp_path: Path) -> None:
    """Once it was read; it is shown, and nothing else is called ill."""
    with world(tmp_path, more=CHANNEL_IN_FRENCH) as w:
        declared(w).declare_in_french(LA_FRANCE)
        w.check()
        w.standin.faults[FRENCH_LIST] = Fault.BROKEN
        for _ in range(3):
            w.wait(hours=13)
            w.check()
        with w.store() as store:
            [notice] = store.outbox.notices()
            found = status(store, now=w.now)
    assert "en français" in notice.subject
    assert "STE 185 (en français)" in notice.text
    assert (found["healthy"], [one["state"] for one in found["sources"]]) == (True, ["ok", "ok", "down"])


def test_nobody_is_told_of_a_list_that_is_not_asked_for_any_more(tmp_path: Path) -> None:
    """Nor of one that was never there."""
    with world(tmp_path, more=CHANNEL_IN_FRENCH) as w:
        declared(w).standin.faults[FRENCH_LIST] = Fault.BROKEN
        for _ in range(4):
            w.wait(hours=13)
            w.check()
        with w.store() as store:
            assert store.outbox.notices() == []


# ---- a database of an older version ---------------------------------------------------------------------


def test_an_older_database_takes_the_texts(tmp_path: Path) -> None:
    """The step before the table of French texts: what is on record stays, and the next read brings them."""
    with world(tmp_path) as w:
        with pytest.MonkeyPatch.context() as patch:
            patch.delitem(STEPS, "025_french_statements")
            declared(w).declare_in_french(LA_FRANCE, LA_NORVEGE, LA_TURQUIE)
            w.check()
            before = [(found["id"], found["text"]) for found in w.statements()]
        assert [(found["id"], found["text"]) for found in w.statements()] == before
        assert verify(w.folder / "tracker.db", _ALL).findings == ()

        w.path.write_text(w.path.read_text() + IN_FRENCH)
        w.wait(hours=1)
        w.check()
        assert in_french(w) == ALL
        assert [(found["id"], found["text"]) for found in w.statements()] == before
        assert verify(w.folder / "tracker.db", _ALL).findings == ()


_ALL = Tracks(bodies=lambda found: found, entries=lambda found: found)
