"""A few days of the simulated year (`make soak`): nothing lost, nothing told twice, the chain whole, under kills."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from years import year

if TYPE_CHECKING:
    from pathlib import Path


def test_some_days_of_the_year(tmp_path: Path) -> None:
    """And the register is no part of the service: it misses an act that was not told, and one that never was."""
    with year(tmp_path, seed=4, days=4, kills=9) as y:
        y.lively = 1.0
        y.live()
        assert y.judge() == []
        assert len(y.killed) >= 9
        assert y.heads
        assert {"killed: run"} < y.happened.keys()

        y.acts[0] = replace(y.due()[0], name="Andorra")
        wrong = y.judge()
    assert len(wrong) == 3, wrong
    assert "Andorra" in wrong[0]
    assert "never happened" in wrong[1]
    assert "was not sent" in wrong[2]
