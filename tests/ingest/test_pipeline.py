"""The whole pipeline on loopback: baseline, unchanged, changed, failures that leave nothing behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from states import ALBANIA, BRAZIL, IRELAND
from world import World, row, told, world

from jobs.demo.standin import Fault

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def w(w: World) -> World:
    """A world whose service shows two members."""
    w.show(ALBANIA, IRELAND)
    return w


def test_first_check_is_history_and_the_second_unchanged(w: World) -> None:
    """The first accepted chart is a baseline, told to nobody; the same again is unchanged."""
    assert (w.check().outcome, w.changes()) == ("baseline", [])

    assert (w.check().outcome, w.changes()) == ("unchanged", [])


def test_a_new_party_is_told_once(w: World) -> None:
    """An accession whose entry into force is past: acceded, set, entered; then nothing more."""
    w.check()
    w.show(ALBANIA, IRELAND, BRAZIL)

    assert told(w.check()) == [("acceded", "BRA"), ("entry_into_force_set", "BRA"), ("entered_into_force", "BRA")]
    assert told(w.check()) == []


@pytest.mark.parametrize(
    "fault",
    [
        fault
        for fault in Fault
        if fault
        not in (
            Fault.GZIP,
            Fault.NO_DATE,
            Fault.JSON_AS_HTML,
            Fault.BUSY_ONCE,
            Fault.HANG,
            Fault.DRIP_BODY,
            Fault.DRIP_HEADERS,
        )
    ],
)
def test_a_failure_leaves_nothing_behind(w: World, fault: Fault) -> None:
    """Whatever a source does wrong: failed, no change, and the next good read invents nothing."""
    w.check()
    w.standin.fault = fault

    entry = w.check()
    assert (entry.outcome, entry.changes) == ("failed", ())
    assert entry.error is not None

    w.standin.fault = None
    assert (w.check().outcome, w.changes()) == ("unchanged", [])


def test_a_date_told_by_another_source_enters_into_force_when_the_authority_shows_it_that_day(tmp_path: Path) -> None:
    """Told by the second source, first shown by the authority on the very day it is reached: told as reached."""
    from datetime import UTC, date, datetime

    from pages import About, Fact, gen3

    chile = Fact(name="Chile", group="non_member", consent=date(2026, 3, 20), mark="a", in_force=date(2026, 7, 1))
    albania = Fact(name="Albania", signed=date(2001, 11, 23))
    with world(tmp_path, sources=("coe-service", "coe-chart")) as both:
        both.now = datetime(2026, 6, 30, 12, tzinfo=UTC)
        both.show(row("Albania", signed="2001-11-23"))
        both.show_chart(gen3([albania], About(in_force=None, status=both.now.date())))
        both.check_all()
        both.show_chart(gen3([albania, chile], About(in_force=None, status=both.now.date())))
        assert ("acceded", "CHL") in [pair for entry in both.check_all() for pair in told(entry)]

        both.wait(days=1)
        both.show(
            row("Albania", signed="2001-11-23"), row("Chile", "non_member", consent="2026-03-20", in_force="2026-07-01")
        )

        assert ("entered_into_force", "CHL") in told(both.check())
