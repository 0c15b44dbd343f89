"""A denunciation that is no longer shown, one that runs on beside a new consent, and a suspension that is not shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from world import Row, World, but, row, world

import tracker.cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NO_END = {"DateDenonciation": None, "DateEffetDenonciation": None, "DateSuspension": None}
FRANCE = row("France", signed="2001-11-23", consent="2006-01-10", in_force="2006-05-01", extra=NO_END)
TONGA = row("Tonga", "non_member", consent="2017-05-09", in_force="2017-09-01", extra=NO_END)


def ending(who: Row, denounced: str, left: str) -> Row:
    """The row with a denunciation and its effect."""
    days = {"DateDenonciation": f"{denounced}T00:00:00", "DateEffetDenonciation": f"{left}T00:00:00"}
    return but(who, extra={**NO_END, **days})


@pytest.fixture
def w(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with world(tmp_path, confirm_after="0s") as made:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("jobs.clock.utc_now", lambda: made.now)
        yield made


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """What a command answers with --json."""

    def asked(*command: str) -> Any:
        capsys.readouterr()
        assert tracker.cli.run([*command, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return asked


def read(w: World, *shown: Row) -> None:
    """The chart, read twice."""
    w.show(FRANCE, *shown)
    for _ in range(2):
        w.check()
        w.wait(minutes=1)


def test_a_denunciation_revoked_before_its_effect(w: World, run: Callable[..., Any]) -> None:
    """VCLT art. 68: it may be revoked. The Yes says what is no longer shown."""
    read(w, ending(TONGA, "2026-05-31", "2026-09-01"))
    read(w, TONGA)
    [found] = run("between", "tonga", "france")

    assert found["in_force"] is True
    assert "since 2017-09-01; the chart no longer shows 31 May 2026 as the date of denunciation" in found["answer"]


@pytest.mark.parametrize(("day", "in_force"), [("2025-08-31", True), ("2025-09-01", None), ("2026-06-15", None)])
def test_a_denunciation_that_took_effect_is_not_undone_by_a_chart(
    w: World, run: Callable[..., Any], day: str, in_force: bool | None
) -> None:
    """Nobody knows whether it was an error of the chart: from its day on, the answer is not known."""
    read(w, ending(TONGA, "2025-05-31", "2025-09-01"))
    read(w, TONGA)
    [found] = run("between", "tonga", "france", "--as-of", day)
    [back] = run("between", "france", "tonga", "--as-of", day)

    assert (found["in_force"], back["in_force"]) == (in_force, in_force)
    if in_force is None:
        assert "Tonga was shown as having left until 2026-06-15, no longer shown since" in found["answer"]


def test_the_same_in_sql(w: World) -> None:
    """`bound_history` knows no more than `between`."""
    read(w, ending(TONGA, "2025-05-31", "2025-09-01"))
    read(w, TONGA)
    with w.store() as store:
        asked = "SELECT from_on, in_force FROM bound_history WHERE participant = 'TON' ORDER BY from_on"
        assert store.database.conn.execute(asked).fetchall()[-2:] == [("2017-09-01", 1), ("2025-09-01", None)]


def test_who_consents_anew_before_the_denunciation_has_effect(w: World, run: Callable[..., Any]) -> None:
    """Bound by the first consent until then, and told of its end."""
    old = ending(TONGA, "2026-03-31", "2026-07-01")
    read(w, old)
    new = row("Tonga", "non_member", consent="2026-06-12", extra=NO_END)
    read(w, old, new)
    [found] = run("between", "tonga", "france")

    assert (found["in_force"], found["since"]) == (True, "2017-09-01")
    assert "Tonga has denounced it (2026-03-31), with effect from 2026-07-01" in found["answer"]
    assert {(one["day"], one["kind"]) for one in run("calendar") if one["participant"]} == {
        ("2026-07-01", "denunciation_effect"),
        ("2026-10-01", "expected_entry"),
    }
    w.wait(days=17)
    w.check()
    assert [change.kind.value for change in w.changes()][-1] == "denunciation_effective"
    [after] = run("between", "tonga", "france")
    assert after["in_force"] is False


def test_a_suspension_that_is_no_longer_shown(w: World) -> None:
    """No chart prints its end, so none is claimed."""
    read(w, but(TONGA, extra={**NO_END, "DateSuspension": "2026-05-05T00:00:00"}))
    read(w, TONGA)
    [change] = w.changes()

    assert change.summary == (
        "The chart no longer shows that the operation of the Budapest Convention is suspended for Tonga since"
        " 5 May 2026; it gives no reason."
    )
