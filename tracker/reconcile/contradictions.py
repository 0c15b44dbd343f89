"""Dates of one row that contradict each other: one of them is wrong, and no chart says which. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.law.doubt import contradiction_on
from tracker.law.periods import dates_of
from tracker.reconcile.finding import Finding, Shown, Status
from tracker.reconcile.reasons import Contradicting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.models import Treaty
    from tracker.reconcile.sources import Side


def check_contradictions(treaty: Treaty, sides: Sequence[Side]) -> Iterator[Finding]:
    """Find, source by source, the first dates of each row that contradict each other, on whatever day they come."""
    for side in sides:
        for row in side.chart.rows:
            each = (contradiction_on(row, day) for day in sorted(set(dates_of(row))))
            found = next(filter(None, each), None)
            if found:
                yield Finding(
                    treaty=treaty.id,
                    participant=row.participant,
                    name=row.name,
                    field=found.early,
                    status=Status.CONTRADICTION,
                    values=tuple(
                        Shown(source=side.source, value=day.isoformat(), evidence=side.evidence)
                        for day in (found.early_on, found.late_on)
                    ),
                    reason=Contradicting(dates=found),
                )
