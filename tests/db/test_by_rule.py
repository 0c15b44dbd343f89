"""The views on the days that a treaty waits for: its own rule speaks, and the cells of the chart are blank."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from in_sql import assert_same, between_in_sql, figures_in_sql, history_in_sql, record, undone
from registers import untc
from week import FOUR, PARENT, live, week
from world import row

import tracker.answers.over_time
from jobs.rebuild.rebuild import rebuild
from jobs.rebuild.verify import Tracks, verify
from tracker.models import Treaty
from tracker.participants import table
from tracker.sources.interpret import interpret
from tracker.sources.registry import parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from world import Row, World

    from tracker.answers.view import View
    from tracker.models.over_time import OverTime

FIVE = FOUR | {"Finland": "2026-06-15"}
OCTOBER = date(2026, 10, 1)
BEFORE = OCTOBER - timedelta(days=1)


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    """Five have consented to the Protocol on 15 June 2026, and its chart prints no entry into force."""
    with week(tmp_path) as made:
        live(made, "2026-06-16", FIVE)
        yield made


def convention(**extra: dict[str, Any]) -> list[Row]:
    """The rows of the Convention's chart; `extra`: further keys of some."""
    return [
        row(
            name,
            "non_member" if name in ("Costa Rica", "Japan") else "member",
            signed="2001-11-23",
            consent=consent,
            in_force=in_force,
            extra=extra.get(name, {}),
        )
        for name, (consent, in_force) in PARENT.items()
    ]


def treaty(w: World, key: str) -> Treaty:
    """One of the two."""
    with w.store() as store:
        found = store.treaties.treaty(key)
    assert found is not None
    return found


def same(w: World, *days: date) -> None:
    """SQL and the answers say the same of both treaties on these days."""
    with w.store() as store:
        for key in ("ets-185", "cets-224"):
            for day in days:
                assert_same(store, treaty(w, key), day, list(combinations(("FIN", "HUN", "SRB", "FRA"), 2)), now=w.now)


def asked(w: World, a: str, b: str, day: date) -> tuple[Any, ...]:
    """Whether the Protocol is in force between two, since when, and since when by its rule."""
    with w.store() as store:
        found = between_in_sql(store, treaty(w, "cets-224"), a, b, day)
    return found["in_force"], found["since"], found["by_rule_since"]


def test_the_day_that_only_the_rule_gives(w: World) -> None:
    """Article 16(3): on 1 October 2026, and on every later day until the chart prints it."""
    protocol = treaty(w, "cets-224")
    assert asked(w, "FIN", "SRB", BEFORE) == (0, None, None)
    assert asked(w, "FIN", "SRB", OCTOBER) == (None, None, "2026-10-01")
    assert asked(w, "FIN", "FRA", OCTOBER) == (0, None, None)
    with w.store() as store:
        assert history_in_sql(store, protocol, OCTOBER)["FIN"] == ("contracting", OCTOBER, None)
        before, after = (figures_in_sql(store, protocol.id, day) for day in (BEFORE, OCTOBER))
    assert before
    assert after
    names = ("consents", "in_force", "treaty_in_force", "counted", "by_rule")
    assert [before[name] for name in names] == [5, 0, 0, 5, None]
    assert [after[name] for name in names] == [5, None, None, 5, 5]
    same(w, BEFORE, OCTOBER, date(2027, 1, 1))

    live(w, "2026-10-02", FIVE, dict.fromkeys(FIVE, "2026-10-01"))
    assert asked(w, "FIN", "SRB", OCTOBER) == (1, "2026-10-01", None)
    same(w, BEFORE, OCTOBER)


def test_a_denunciation_without_a_printed_effect(w: World) -> None:
    """By article 47(2) Hungary has left on 1 December 2026, and by article 24(3) the Protocol with it."""
    live(w, "2026-07-01", FIVE, dict.fromkeys(FIVE, "2026-10-01"))
    w.show(*convention(Hungary={"DateDenonciation": "2026-08-10T00:00:00"}))
    w.wait(days=45)
    w.check_all(treaties=["ets-185"])
    ends = date(2026, 12, 1)
    with w.store() as store:
        for key in ("ets-185", "cets-224"):
            found = history_in_sql(store, treaty(w, key), ends)
            assert found["HUN"] == ("party", None, ends)
            counted = figures_in_sql(store, key, ends)
            assert counted
            assert (counted["in_force"], counted["by_rule"]) == (None, {"ets-185": 7, "cets-224": 4}[key])
    assert asked(w, "HUN", "SRB", ends - timedelta(days=1)) == (1, "2026-10-01", None)
    assert asked(w, "HUN", "SRB", ends)[0] is None
    assert asked(w, "FIN", "SRB", ends) == (1, "2026-10-01", None)
    same(w, ends - timedelta(days=1), ends, date(2028, 1, 1))


def test_a_row_without_acts_is_in_no_interval(w: World) -> None:
    """Kosovo*, which the chart lists without a date, and a member that has not signed."""
    w.show(*convention(), row("Kosovo*", "non_member", code="KOS"), row("Ireland", code="IRL"))
    w.check_all()
    with w.store() as store:
        kept = store.database.conn.execute("SELECT participant FROM bound_history").fetchall()
    assert {who for (who,) in kept} == {"CRI", "FIN", "FRA", "HUN", "ITA", "JPN", "SRB", "ESP"}
    same(w, date(2026, 6, 16), OCTOBER)


# ---- when it is worked out ----------------------------------------------------------------------


@pytest.fixture
def worked_out(w: World, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The treaties that are worked out from now on."""
    found: list[str] = []
    ask = tracker.answers.over_time.over_time

    def noted(view: View, treaty: Treaty) -> OverTime:
        found.append(treaty.id)
        return ask(view, treaty)

    w.check_all()
    monkeypatch.setattr("tracker.answers.over_time.over_time", noted)
    return found


def test_a_check_that_finds_nothing_works_nothing_out(w: World, worked_out: list[str]) -> None:
    for _ in range(2):
        w.check_all()
        w.wait(days=1)
    assert worked_out == []


def test_a_change_is_worked_out_for_its_treaty_and_its_protocols(w: World, worked_out: list[str]) -> None:
    """The Protocol alone for its own; both for one of the Convention, once in a transaction."""
    live(w, "2026-06-18", FIVE | {"Italy": "2026-06-17"})
    assert set(worked_out) == {"cets-224"}
    worked_out.clear()
    w.show(row("Finland", signed="2001-11-23", consent="2007-05-24", in_force="2007-09-01"))
    w.check_all(treaties=["ets-185"])
    assert worked_out == []  # most rows vanished: a doubt changes nothing
    w.show(*convention(), row("Ireland", signed="2002-02-28"))
    w.check_all(treaties=["ets-185"])
    assert worked_out == ["ets-185", "cets-224"]


def test_another_version_works_it_out_again(w: World, worked_out: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rules may be others."""
    monkeypatch.setattr("jobs.context.__version__", "99.0")
    w.check_all()
    assert worked_out == ["ets-185", "cets-224"]
    w.check_all()
    assert worked_out == ["ets-185", "cets-224"]


# ---- verify and rebuild -------------------------------------------------------------------------


def _kept(path: Path) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return [
            connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - ours
            for table in ("by_rule_standing", "by_rule_bound", "by_rule_figures", "by_rule_due")
        ]


@pytest.mark.parametrize(
    ("tampering", "named"),
    [
        ("UPDATE by_rule_bound SET in_force = 1 WHERE participant = 'FIN' AND in_force IS NULL", "FIN"),
        ("DELETE FROM by_rule_standing WHERE participant = 'SRB'", "SRB"),
        ("UPDATE by_rule_figures SET by_rule = 4 WHERE by_rule = 5", "figures of 2026-10-01"),
    ],
)
def test_verify_names_what_does_not_follow(w: World, tampering: str, named: str) -> None:
    """And a rebuild makes it as it was."""
    path, whole = w.folder / "tracker.db", Tracks(bodies=lambda found: found, entries=lambda found: found)
    before = _kept(path)
    assert all(before[:3])
    assert verify(path, whole).findings == ()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute(tampering).rowcount
        connection.commit()
    [finding] = verify(path, whole).findings
    assert (finding.kind, finding.treaty) == ("by_rule", "cets-224")
    assert named in finding.message

    assert rebuild(path, now=w.now, track=lambda entries: entries).refused is None
    assert _kept(path) == before
    assert verify(path, whole).findings == ()


def test_a_participation_that_ended_on_a_day_that_nobody_prints(w: World) -> None:
    """A register's brackets: none, then signatory, then former; with a new consent, contracting again."""
    treaty = Treaty(id="untc-xviii-16", number="XVIII-16", name="UN Convention", sources=("untc-xml",))
    rows = (
        ("Canada", "[ 2 Mar 2001]", "", "[ 5 May 2002 A]"),
        ("Jamaica", "2 Mar 2001", "", "[ 5 May 2002 A]"),
        ("Peru", "", "", "[ 5 May 2002 A] 9 Sep 2010 A"),
        ("Algeria", "2 Mar 2001", "", ""),
    )
    chart = interpret(
        parse("untc-xml", untc(*rows), charset=None, number=treaty.number), table(), blank_non_member_invited=False
    )
    with w.store() as store, undone(store):
        store.treaties.put([*store.treaties.all(), treaty])
        record(store, store.treaties.feed(treaty.id, "untc-xml"), replace(chart, status_as_of=date(2026, 6, 1)))
        for day in (date(2001, 1, 1), date(2001, 12, 1), date(2002, 5, 5), date(2011, 1, 1), date(2026, 6, 1)):
            assert_same(store, treaty, day, (("CAN", "PER"), ("JAM", "DZA")), now=w.now)
        standing = {who: found[0] for who, found in history_in_sql(store, treaty, date(2001, 12, 1)).items()}
        assert standing == {"CAN": "signatory", "JAM": "signatory", "DZA": "signatory"}
        today = store.database.conn.execute(
            "SELECT participant, standing, consent_on FROM parties WHERE treaty = ? ORDER BY participant", (treaty.id,)
        ).fetchall()
        assert [tuple(row) for row in today] == [
            ("CAN", "former", None),
            ("DZA", "signatory", None),
            ("JAM", "former", None),
            ("PER", "contracting", "2010-09-09"),
        ]
