"""Statements that leave the list: told as no longer shown, kept for the days before, and the same when they return."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from declared import FRANCE, NORWAY, RESERVED, TURKIYE, declared, later
from states import ALBANIA
from world import World, declaration, row

from db.knowledge import Knowledge
from jobs.rebuild.rebuild import rebuild
from jobs.rebuild.verify import Tracks, verify
from tracker.answers.between import between
from tracker.answers.dossier import dossier
from tracker.cli import cli
from tracker.cli.kit.options import Globals
from tracker.models import Nature

if TYPE_CHECKING:
    from tracker.models import Change

PARTY = row("France", signed="2001-11-23", consent="2006-01-10", in_force="2006-05-01")
WITHDRAWAL = "Withdrawal of reservation contained in a letter, registered at the Secretariat General on 3 June 2026"


@pytest.fixture
def w(w: World) -> World:
    """France is a Party with a reservation; its list was read on 15 June 2026."""
    declared(w)
    w.show(ALBANIA, PARTY)
    w.check()
    return w


def lose(w: World, *left: Any) -> None:
    """France's reservation is gone: seen by two reads, a day after the last one with it."""
    w.wait(days=1)
    w.declare(*(left or (NORWAY, TURKIYE)))
    w.read_statements()
    later(w)


def told(w: World) -> list[tuple[str, str, str | None]]:
    return [(change.kind.value, change.nature.value, change.participant) for change in w.changes()]


def of_france(w: World, day: str) -> list[tuple[bool | None, str | None]]:
    """Its statements on a day: in effect, last shown on."""
    with w.store() as store:
        held = dossier(Knowledge(store), "france", now=w.now, day=date.fromisoformat(day)).treaties[0]
    return [(one.in_effect, str(one.statement.last_shown_on)) for one in held.statements]


def test_a_statement_that_leaves_the_list(w: World) -> None:
    """A list that is shorter proves no withdrawal."""
    lose(w)

    (change,) = w.changes()
    assert (change.kind, change.nature, change.effective_on) == ("statement_no_longer_shown", "retraction", None)
    assert "no longer shows" in change.summary
    (found,) = w.statements(participants=["FRA"])
    assert (found["last_shown_on"], found["withdrawn_on"]) == ("2026-06-15", None)


def test_it_stays_in_effect_for_the_days_before(w: World) -> None:
    """After them, what applies is not known."""
    lose(w)

    assert of_france(w, "2020-01-01") == [(True, "2026-06-15")]
    assert of_france(w, "2026-06-15") == [(True, "2026-06-15")]
    assert of_france(w, "2026-06-16") == [(None, "2026-06-15")]
    with w.store() as store:
        (before, after) = (
            between(Knowledge(store), "france", "albania", now=w.now, day=date.fromisoformat(day))[0]
            for day in ("2020-01-01", "2026-06-16")
        )
    assert [one.article for one in before.a.statements] == [one.article for one in after.a.statements] == ["20"]
    said = CliRunner().invoke(cli, ["between", "france", "albania"], obj=Globals(config=w.path)).stdout
    assert "was in effect until last shown on 2026-06-15; no longer listed; no withdrawal is on record" in said


def test_before_the_second_read_nothing_is_gone(w: World) -> None:
    before = w.now
    lose(w)

    assert [found["last_shown_on"] for found in w.statements(known_at=before, participants=["FRA"])] == [None]


def test_one_that_comes_back_is_the_same(w: World) -> None:
    """It is told once, and is one statement again."""
    lose(w)
    w.declare(FRANCE, NORWAY, TURKIYE)
    w.read_statements()
    later(w)
    later(w)

    assert told(w)[1:] == [("statement_made", "correction", "FRA")]
    assert "shows France's reservation" in w.changes()[1].summary
    assert "again" in w.changes()[1].summary
    assert of_france(w, "2020-01-01") == [(True, "None")]
    with w.store() as store:
        assert len({row["key"] for row in store.database.all("SELECT key FROM statement")}) == 3


def test_one_that_leaves_twice_is_told_twice(w: World) -> None:
    lose(w)
    w.declare(FRANCE, NORWAY, TURKIYE)
    w.read_statements()
    later(w)
    lose(w)

    assert [kind for kind, _, _ in told(w)] == [
        "statement_no_longer_shown",
        "statement_made",
        "statement_no_longer_shown",
    ]
    assert len(w.statements(participants=["FRA"])) == 1


def test_an_entry_that_withdraws_it(w: World) -> None:
    """The withdrawal is notified: it takes effect on the day of its receipt."""
    entry = declaration("France", f"<p>{WITHDRAWAL} - Or. Engl.</p>", article="20")
    lose(w, NORWAY, TURKIYE, entry)

    assert ("statement_withdrawn", "event", "FRA") in told(w)
    assert "statement_no_longer_shown" not in [kind for kind, _, _ in told(w)]
    assert [change.effective_on for change in w.changes() if change.kind == "statement_withdrawn"] == [date(2026, 6, 3)]
    assert {(one["withdrawn_on"], one["effective_on"]) for one in w.statements(participants=["FRA"])} == {
        ("2026-06-03", "2006-05-01"),
        (None, None),
    }


@pytest.mark.parametrize(
    ("article", "text"),
    [
        pytest.param("21", WITHDRAWAL, id="of another article"),
        pytest.param("20", f"Partial {WITHDRAWAL.lower()}", id="of a part"),
        pytest.param("20", WITHDRAWAL.replace("3 June 2026", "3 June 2005"), id="older than the statement"),
    ],
)
def test_an_entry_that_may_not_mean_it(w: World, article: str, text: str) -> None:
    lose(w, NORWAY, TURKIYE, declaration("France", f"<p>{text} - Or. Engl.</p>", article=article))

    assert ("statement_no_longer_shown", "retraction", "FRA") in told(w)


def test_the_withdrawal_may_be_listed_later(w: World) -> None:
    lose(w)
    w.declare(NORWAY, TURKIYE, declaration("France", f"<p>{WITHDRAWAL} - Or. Engl.</p>", article="20"))
    w.read_statements()
    later(w)

    first, *rest = [kind for kind, _, _ in told(w)]
    assert first == "statement_no_longer_shown"
    assert "statement_withdrawn" in rest


# ---- databases of earlier versions ----------------------------------------------------------------


def as_before(w: World) -> list[Change]:
    """The database as version 0.2.0 left it: the statement ended, its end told as a withdrawal."""
    with w.store() as store, store.transaction():
        conn = store.database.conn
        conn.execute(
            "DELETE FROM territory WHERE statement IN (SELECT id FROM statement WHERE last_shown_on IS NOT NULL)"
        )
        conn.execute("DELETE FROM statement WHERE last_shown_on IS NOT NULL")
        conn.execute(
            "UPDATE change SET kind = 'statement_withdrawn', nature = 'event' WHERE kind = 'statement_no_longer_shown'"
        )
    return w.changes()


def test_a_rebuild_brings_it_back(w: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The change that was told keeps its id and its kind; answers about past days are right."""
    monkeypatch.setattr("jobs.rebuild.differences.__version__", "0.3.0")
    lose(w)
    before = as_before(w)
    assert of_france(w, "2020-01-01") == []

    assert rebuild(w.folder / "tracker.db", now=w.now, track=lambda entries: entries).refused is None

    assert w.changes() == before
    assert [change.nature for change in before] == [Nature.EVENT]
    assert of_france(w, "2020-01-01") == [(True, "2026-06-15")]
    assert verify(w.folder / "tracker.db", Tracks(bodies=list, entries=list)).findings == ()


def test_the_migration_brings_it_back(w: World) -> None:
    lose(w)
    before = as_before(w)
    with w.store() as store, store.transaction():
        conn = store.database.conn
        conn.execute("DROP VIEW statements")
        conn.execute("ALTER TABLE statement DROP COLUMN last_shown_on")
        conn.execute("CREATE VIEW statements AS SELECT id FROM statement WHERE replaced_at IS NULL")
        conn.execute("DELETE FROM _sqlite_migrations WHERE name = '018_unlisted_statements'")

    assert of_france(w, "2020-01-01") == [(True, "2026-06-15")]
    assert of_france(w, "2026-06-16") == [(None, "2026-06-15")]
    assert w.changes() == before
    assert RESERVED in [one["text"] for one in w.statements(search="reserves")]
