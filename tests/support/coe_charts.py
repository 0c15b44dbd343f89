"""Charts of the Council of Europe for tests: each generation of pages, and what a parsed one says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pages
import pytest
from pages import Fact, gen1, gen2, gen3

if TYPE_CHECKING:
    from tracker.models import PrintedChart


def facts_of(chart: PrintedChart) -> tuple[Fact, ...]:
    """What a chart says, as the builders take it."""
    return tuple(
        Fact(
            name=row.name,
            code=row.code,
            group=str(row.group),
            signed=row.signed_on,
            consent=row.consent_on,
            mark=row.mark,
            in_force=row.in_force_on,
            notes=row.notes,
            flags="".join(letter for letter in pages.FLAGS if letter in row.flags),
            denounced=row.denounced_on,
            left=row.left_on,
        )
        for row in chart.rows
    )


def gen3_apart(facts, about=None, layout=None):
    """Generation 3 with a cell for each flag."""
    return gen3(facts, about, layout, flags_apart=True)


GENERATIONS = [
    pytest.param(gen1, id="gen1"),
    pytest.param(gen2, id="gen2"),
    pytest.param(gen3, id="gen3"),
    pytest.param(gen3_apart, id="gen3-flags-apart"),
]
OWN_CELLS = pytest.mark.parametrize("own_cells", [False, True], ids=["mark-in-cell", "mark-apart"])
