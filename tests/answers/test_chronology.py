"""`tracker acts`: what happened, in order of the acts' own dates, whenever the tracker came to know of it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from asking import AGAIN, LEFT, SUSPENDED
from hypothesis import given, settings
from hypothesis import strategies as st
from states import ALBANIA, BRAZIL, IRELAND, NIGERIA
from world import World, but, world

import tracker
import tracker.cli
from tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="module")
def w(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The first read shows five States with their past; in the second, Ireland has consented."""
    with world(tmp_path_factory.mktemp("acts")) as made:
        made.show(ALBANIA, IRELAND, BRAZIL, SUSPENDED, LEFT, AGAIN, NIGERIA)
        made.check_all()
        made.wait(days=1)
        made.show(ALBANIA, but(IRELAND, consent="2026-06-15"), BRAZIL, SUSPENDED, LEFT, AGAIN, NIGERIA)
        made.check_all()
        yield made


@pytest.fixture
def t(w: World) -> Iterator[tracker.api.Tracker]:
    with tracker.open(w.folder / "tracker.db") as opened:
        opened._now = lambda: w.now  # the test's clock
        yield opened


@pytest.fixture
def run(w: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[str], str]:
    monkeypatch.chdir(w.folder)
    monkeypatch.setattr("jobs.clock.utc_now", lambda: w.now)

    def print_(command: str, code: int = 0) -> str:
        capsys.readouterr()
        assert tracker.cli.run(command.split()) == code
        return "".join(capsys.readouterr())

    return print_


def test_what_happened_in_a_year_before_the_tracker_was_there(t: Any) -> None:
    """The changes of these acts were noticed by nobody: the chart had them when it was first read."""
    found = t.acts(since="2022-01-01", until="2023-12-31")

    assert [(one.act.on.isoformat(), one.participant, one.act.kind) for one in found] == [
        ("2022-11-30", "BRA", "acceded"),
        ("2023-03-01", "BRA", "entered_into_force"),
    ]
    assert [(one.observed, one.act.change) for one in found] == [(False, None)] * 2
    assert all(one.act.evidence for one in found)
    assert {one.basis for one in found} == {"from the chart, not observed"}


def test_an_act_that_was_observed_names_its_change(t: Any) -> None:
    [act] = t.acts(participants="ireland", since="2026-01-01")
    [change] = [one for one in t.changes(participants="ireland") if one.kind == "ratified"]

    assert (act.observed, act.act.change, act.basis) == (True, change.id, f"observed, change {change.id}")


def test_all_kinds_of_acts_are_there_in_order(t: Any) -> None:
    """Signatures, consents with their kind, entries into force, the end of a participation and a return, a suspension,
    and the treaty's own entry into force."""
    found = [one for one in t.acts() if one.act.on]

    assert {one.act.kind for one in found} >= {
        *("signed", "ratified", "acceded", "entered_into_force", "denounced", "denunciation_effective", "suspended"),
    }
    assert [one.act.on for one in found] == sorted(one.act.on for one in found)
    assert [one.act.on.isoformat() for one in found if (one.participant, one.act.field) == ("TUR", "consent_on")] == [
        "2014-09-29",
        "2020-03-10",
    ]
    assert {one.act.consent_kind for one in found if one.participant == "BRA" and one.act.field == "consent_on"} == {
        "accession"
    }


def test_an_invitation_has_no_date_and_no_place_between_two_days(t: Any) -> None:
    assert [one.act.kind for one in t.acts(participants="nigeria")] == ["invited"]
    assert t.acts(participants="nigeria", since="2001-01-01") == []


@settings(max_examples=30, deadline=None)
@given(days=st.tuples(*[st.dates(min_value=date(1999, 1, 1), max_value=date(2030, 1, 1))] * 2).map(sorted))
def test_between_two_days_is_what_all_acts_say(w: World, days: list[date]) -> None:
    with tracker.open(w.folder / "tracker.db") as t:
        t._now = lambda: w.now  # the test's clock
        every = t.acts()
        assert t.acts(since=days[0], until=days[1]) == [
            one for one in every if one.act.on and days[0] <= one.act.on <= days[1]
        ]


def test_dates_ahead_are_no_acts(t: Any) -> None:
    assert t.acts(until="2030-01-01") == [one for one in t.acts() if one.act.on]


def test_days_in_the_wrong_order_are_refused(t: Any) -> None:
    with pytest.raises(UsageError, match="2023-01-01 is before 2024-01-01"):
        t.acts(since="2024-01-01", until="2023-01-01")


def test_the_command_says_on_what_each_act_stands(run: Any) -> None:
    lines = run("acts ets-185 --since 2022-01-01").splitlines()

    assert lines[0].split("\t") == ["on", "treaty", "participant", "name", "act", "basis", "evidence"]
    assert lines[1].split("\t")[:6] == [
        *("2022-11-30", "ets-185", "BRA", "Brazil", "acceded", "from the chart, not observed"),
    ]
    assert "observed, change 1" in "".join(lines)
    assert "status as of" in lines[-1]


def test_the_command_says_that_nothing_happened(run: Any) -> None:
    assert "no act on record between 1990-01-01 and 1991-01-01" in run("acts --since 1990-01-01 --until 1991-01-01")


def test_as_json_each_act_says_how_old_the_knowledge_is(run: Any) -> None:
    found = json.loads(run("acts --participant brazil --json"))
    assert [set(one) >= {"treaty", "participant", "on", "kind", "observed", "basis", "evidence"} for one in found] == [
        True,
        True,
    ]
    assert {one["status_as_of"] for one in found} == {"2026-06-16"}
