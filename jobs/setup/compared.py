"""Two sources of one treaty beside each other, for `tracker doctor`: rows, totals, and who differs. Pure."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from tracker.models import Field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.models import Chart, Row

_COMPARED = (Field.SIGNED_ON, Field.CONSENT_ON, Field.IN_FORCE_ON)


def comparisons(charts: Mapping[tuple[str, str], Chart]) -> Iterator[dict[str, object]]:
    """Each two charts of one treaty. The key of a chart is its treaty and its source."""
    for (treaty, first), (other_treaty, second) in combinations(charts, 2):
        if treaty == other_treaty:
            yield {"treaty": treaty, **_compared(first, charts[treaty, first], second, charts[treaty, second])}


def _compared(first: str, one: Chart, second: str, other: Chart) -> dict[str, object]:
    """Rows that one of them lacks, and rows with another date in a column that both show."""
    rows, others = _by_participant(one), _by_participant(other)
    return {
        "sources": [first, second],
        "rows": {first: len(rows), second: len(others)},
        "counted": {first: _counted(rows), second: _counted(others)},
        "totals": {first: _totals(one), second: _totals(other)},
        "only_in": {first: sorted(rows.keys() - others.keys()), second: sorted(others.keys() - rows.keys())},
        "differ": sorted(key for key in rows.keys() & others.keys() if _differ(rows[key], others[key])),
    }


def _by_participant(chart: Chart) -> dict[str, Row]:
    return {row.participant: row for row in chart.rows}


def _counted(rows: Mapping[str, Row]) -> dict[str, int]:
    """What a chart counts at its foot, by its rows."""
    return {
        "consents": sum(1 for row in rows.values() if row.consent_on),
        "signatories": sum(1 for row in rows.values() if row.signed_on and not row.consent_on),
    }


def _totals(chart: Chart) -> dict[str, int | None] | None:
    """What it prints there; None if it prints no totals."""
    totals = chart.totals
    return {"consents": totals.consents, "signatories": totals.signatories} if totals else None


def _differ(row: Row, other: Row) -> bool:
    return any(getattr(row, field) != getattr(other, field) for field in _COMPARED if field in row.known & other.known)
