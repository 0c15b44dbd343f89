"""A few days of the simulated year (`make soak`): nothing lost, nothing told twice, the chain whole, under kills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from years import year

if TYPE_CHECKING:
    from pathlib import Path


def test_some_days_of_the_year(tmp_path: Path) -> None:
    with year(tmp_path, seed=4, days=5, kills=10) as y:
        y.lively = 1.0
        y.live()
        assert y.judge() == []
        assert len(y.killed) >= 10
        assert len(y.due()) >= 2
        assert y.heads
        assert {"killed: run"} < y.happened.keys()


def test_what_is_lost_is_noticed(tmp_path: Path) -> None:
    """The register is no part of the service: an act that it did not see, and one that never was."""
    with year(tmp_path, seed=4, days=4, kills=0) as y:
        y.lively = 1.0
        y.live()
        assert y.judge() == []
        seen = y.acts[0]
        y.acts[0] = type(seen)(seen.day, seen.number, "Andorra", seen.field, seen.value)
        wrong = y.judge()
    assert len(wrong) == 3, wrong
    assert "Andorra" in wrong[0]
    assert "never happened" in wrong[1]
