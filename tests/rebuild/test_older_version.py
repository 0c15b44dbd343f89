"""A database of an older version, opened by this one: the same changes, and each answer that differs is meant to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from in_sql import assert_same

import db.database
from db.knowledge import Knowledge
from db.schema.steps import STEPS, migrate
from db.store import Store
from jobs.rebuild.rebuild import rebuild
from tracker.answers.between import between
from tracker.answers.figures import figures
from tracker.answers.standing import parties
from tracker.answers.to_json import to_json
from tracker.cli import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

OLDER = Path(__file__).with_name("older.sql")
LAST_STEP = "011_history"
NOW = datetime(2026, 10, 6, 13, tzinfo=UTC)
DAYS = ("2017-06-01", "2026-05-01", "2026-06-15", "2026-06-16", "2026-09-30", "2026-10-01", "2026-10-06")

LOST = frozenset({"BRA"})  # the chart lost its consent
ENDS = date(2026, 10, 1)  # Tonga's denunciation by article 47(2), and the Protocol's entry into force by article 16(3)


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """The database as the older version left it."""
    path = tmp_path / "tracker.db"
    known = list(STEPS)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA application_id = {db.database.APPLICATION_ID}")
        with pytest.MonkeyPatch.context() as patch:
            kept = known[: known.index(LAST_STEP) + 1]
            patch.setattr("db.schema.steps.STEPS", {name: STEPS[name] for name in kept})
            migrate(connection)
        connection.executescript(OLDER.read_text(encoding="utf-8"))
    return path


@pytest.fixture
def store(older: Path) -> Iterator[Store]:
    """The same after the migration and a rebuild."""
    with Store.open(older):
        pass
    assert rebuild(older, now=NOW, track=lambda entries: entries).refused is None
    with Store.open(older) as opened:
        yield opened


def changes(path: Path) -> list[Any]:
    """All but the words of each."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT id, treaty, participant, kind, nature, field, before, after, effective_on, snapshot FROM change"
        ).fetchall()


def _dated(change: tuple[Any, ...]) -> tuple[Any, ...]:
    """An invitation gets the day of the decision, which the older version did not know."""
    return (*change[:8], "2024-10-09", *change[9:]) if change[2:4] == ("KEN", "invited") else change


def test_every_change_keeps_its_id(older: Path) -> None:
    """After the migration, and after a rebuild, which mends what `verify` finds."""
    before = changes(older)
    with Store.open(older):
        pass
    assert changes(older) == before

    assert rebuild(older, now=NOW, track=lambda entries: entries).refused is None

    assert changes(older) == [_dated(change) for change in before]
    done = CliRunner().invoke(cli, ["--db", str(older), "verify"])
    assert (done.exit_code, "no differences" in done.output) == (0, True)


def test_an_answer_that_is_no_longer_firm_has_its_reason(store: Store) -> None:
    """Not known: of one whose consent the chart lost, and from the day that only the rule gives."""
    view, unsure = Knowledge(store), set()
    everyone = {row.participant for row in parties(view, now=NOW, treaties=["ets-185"], day=None)[0]}
    assert {"BRA", "TON", "FIN", "SRB"} <= everyone | LOST
    for a, b in combinations(sorted(everyone | LOST), 2):
        for day in map(date.fromisoformat, DAYS):
            for found in between(view, a, b, now=NOW, day=day):
                if found.in_force is None:
                    unsure.add((found.treaty, frozenset({a, b}), day))
    for treaty, pair, day in unsure:
        if treaty == "cets-224":
            assert day >= ENDS, (pair, day)
        else:
            assert pair & LOST or ("TON" in pair and day >= ENDS), (pair, day)
    assert ("cets-224", frozenset({"FIN", "SRB"}), ENDS) in unsure
    assert ("ets-185", frozenset({"FIN", "TON"}), ENDS) in unsure
    assert ("ets-185", frozenset({"BRA", "FIN"}), date(2026, 5, 1)) in unsure


def test_what_was_firm_and_printed_still_is(store: Store) -> None:
    """Also the suspension that the older version forgot when it ended."""
    view = Knowledge(store)

    def asked(a: str, b: str, day: str, treaty: str = "ets-185") -> Any:
        [found] = to_json(between(view, a, b, now=NOW, treaties=[treaty], day=date.fromisoformat(day)))
        return found

    assert (asked("FIN", "SRB", "2026-10-06")["in_force"], asked("FIN", "SRB", "2026-10-06")["since"]) == (
        True,
        "2009-08-01",
    )
    assert asked("FIN", "TON", "2026-09-30")["in_force"] is True
    assert [asked("AND", "FIN", day)["suspended"] for day in ("2026-05-31", "2026-06-16", "2026-10-06")] == [
        *(False, True, False)
    ]
    assert asked("FIN", "SRB", "2026-09-30", "cets-224")["in_force"] is False


def test_counts_are_as_before_until_only_the_rule_speaks(store: Store) -> None:
    found = {
        day: to_json(figures(Knowledge(store), now=NOW, day=date.fromisoformat(day)))["treaties"]
        for day in ("2026-06-16", "2026-10-01")
    }
    before, after = found["2026-06-16"], found["2026-10-01"]
    assert [before[key]["consents"] for key in ("ets-185", "cets-224")] == [7, 5]
    assert [before[key]["in_force"] for key in ("ets-185", "cets-224")] == [7, 0]
    assert [after[key]["in_force"] for key in ("ets-185", "cets-224")] == [None, None]
    assert [after[key]["by_rule"] for key in ("ets-185", "cets-224")] == [6, 5]


#: A rebuild also mends what the older version told of the lost one: that it was invited.
VIEWS = {
    "bound_history": "SELECT * FROM bound_history",
    "membership_history": "SELECT * FROM membership_history WHERE participant <> 'BRA'",
    "figures_by_day": """
        SELECT DISTINCT treaty, day, consents, in_force, treaty_in_force, counted, by_rule FROM figures_by_day
        WHERE day <> '2026-06-18'
    """,
}


def _views(path: Path) -> dict[str, list[Any]]:
    """The views of who is bound, and when."""
    with closing(sqlite3.connect(path)) as connection:
        return {view: sorted(connection.execute(asked).fetchall(), key=str) for view, asked in VIEWS.items()}


def test_the_views_are_right_once_it_is_opened(older: Path) -> None:
    """What follows from the rule is there with the first command, as a rebuild makes it."""
    with Store.open(older, read_only=True) as store:
        opened = [store.by_rule.of(key) for key in ("ets-185", "cets-224")]
        for treaty in store.treaties.all():
            for day in map(date.fromisoformat, DAYS):
                assert_same(store, treaty, day, list(combinations(("AND", "BRA", "FIN", "SRB", "TON"), 2)), now=NOW)
    assert all(found.rules and found.bound and found.counts for found in opened)
    before = _views(older)

    assert rebuild(older, now=NOW, track=lambda entries: entries).refused is None

    assert _views(older) == before
    with Store.open(older) as store:
        assert [store.by_rule.of(key) for key in ("ets-185", "cets-224")] == opened
