"""A row of the list of statements that cannot be read stands apart; the others are read, and it ends none of them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from declared import FRANCE, NORWAY, TURKIYE, declared, later
from world import World, world

from jobs.demo.standin import STATEMENTS_PATH, Fault
from tracker.cli import cli
from tracker.cli.kit.options import Globals

if TYPE_CHECKING:
    from pathlib import Path

FAULTS = [
    pytest.param({"code_Pays": {"Value": "BRE"}}, "BRE", id="a code of nobody"),
    pytest.param({"code_Pays": None, "code_Organisation": None}, "code_Pays", id="nobody"),
    pytest.param({"date_Effet": "1 May 2006"}, "date_Effet", id="an odd date"),
    pytest.param({"date_Effet_Retrait": "2006-13-01T00:00:00"}, "date_Effet_Retrait", id="no day"),
    pytest.param({"texte_Decl": None}, "texte_Decl", id="no text"),
    pytest.param({"texte_Decl": "<p> </p>"}, "texte_Decl", id="an empty text"),
    pytest.param({"nature_Dec": {"Code": 2}}, "nature_Dec", id="an odd kind"),
]


@pytest.fixture
def w(w: World) -> World:
    return declared(w)


def run(w: World, *words: str) -> Any:
    return CliRunner().invoke(cli, words, obj=Globals(config=w.path))


@pytest.mark.parametrize(("keys", "named"), FAULTS)
def test_the_others_are_read(w: World, keys: dict[str, Any], named: str) -> None:
    """It ends no statement, however often it is read, and is shown as it came with the reason."""
    w.check()
    w.declare({**FRANCE, **keys}, NORWAY, TURKIYE)
    assert [entry.outcome for entry in w.read_statements()] == ["unchanged"]
    later(w)
    later(w)

    assert w.changes() == []
    assert [one["participant"] for one in w.statements()] == ["FRA", "NOR", "TUR"]
    assert all(one["last_shown_on"] is None for one in w.statements())
    shown = run(w, "statements").stderr
    assert "row 1" in shown
    assert named in shown
    assert "Article 20" in shown or "texte_Decl" in keys
    assert "could not be read" in run(w, "between", "france", "norway").stdout


def test_an_odd_row_says_nothing_of_others(w: World) -> None:
    """What another State lost is told as ever."""
    w.check()
    w.declare({**FRANCE, "date_Effet": "soon"}, TURKIYE)
    w.read_statements()
    later(w)

    assert [(change.kind, change.participant) for change in w.changes()] == [("statement_no_longer_shown", "NOR")]


def test_read_again_it_is_nothing_new(w: World) -> None:
    w.check()
    w.declare({**FRANCE, "date_Effet": "soon"}, NORWAY, TURKIYE)
    w.read_statements()
    w.declare(FRANCE, NORWAY, TURKIYE)
    later(w)
    later(w)

    assert w.changes() == []
    with closing(sqlite3.connect(w.folder / "tracker.db")) as connection:
        assert connection.execute("SELECT * FROM unread_statements").fetchall() == []


def test_a_list_of_which_nothing_can_be_read_is_refused(w: World) -> None:
    w.check()
    w.declare(*({**one, "date_Effet": "soon"} for one in (FRANCE, NORWAY, TURKIYE)))
    (entry,) = w.read_statements()

    assert entry.outcome == "failed"
    assert run(w, "status").stdout.count("date_Effet") == 1
    assert "the last read of the list of statements failed" in run(w, "between", "france", "norway").stdout


def test_one_alert(tmp_path: Path) -> None:
    channel = '\n[[notify]]\nname = "legal"\nurl = "json://127.0.0.1:9/"\n'
    with world(tmp_path, more=channel) as w:
        declared(w)
        w.check()
        w.declare({**FRANCE, "code_Pays": {"Value": "BRE"}}, NORWAY, TURKIYE)
        for _ in range(3):
            later(w)

        with w.store() as store:
            (notice,) = store.outbox.notices()
        assert notice.subject == "Tracker: 1 row of the list of statements to ETS 185 cannot be read"
        assert "row 1 (BRE): unknown participant 'BRE'" in notice.text


def test_the_view_and_the_doctor_show_it(w: World) -> None:
    w.declare({**FRANCE, "date_Effet": "soon"}, NORWAY)
    w.check()

    with closing(sqlite3.connect(w.folder / "tracker.db")) as connection:
        [(who, participant, reason)] = connection.execute("SELECT who, participant, reason FROM unread_statements")
    assert (who, participant) == ("France", "FRA")
    assert "date_Effet" in reason
    status = json.loads(run(w, "--json", "status").stdout)
    assert [source["unread_rows"] for source in status["sources"] if source["source"] == "statements"] == [1]


def test_a_failed_list_says_why(w: World) -> None:
    w.check()
    w.standin.faults[STATEMENTS_PATH] = Fault.BROKEN
    later(w)

    assert "last read of statements of ets-185:" in run(w, "status").stdout
