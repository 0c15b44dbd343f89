"""From one baseline to the next by a chart that was read, live or from an archived copy. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.diff import as_baseline, compare
from tracker.guard.charts import doubts

if TYPE_CHECKING:
    from datetime import date

    from tracker.diff import Comparison, ComparisonRules
    from tracker.guard.doubt import Doubt
    from tracker.guard.live import LiveRead
    from tracker.models import Chart, Difference, Limits, Pending


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartTransition:
    """A chart that was `read`, with the baseline `before` it and the new baseline `after` it.

    `comparison` is None for a first chart, which has no differences.
    """

    before: Chart | None
    read: Chart
    after: Chart
    comparison: Comparison | None

    @property
    def differences(self) -> tuple[Difference, ...]:
        """All differences, in the order in which they are recorded."""
        return self.comparison.differences if self.comparison else ()

    @property
    def pending(self) -> tuple[Pending, ...]:
        """Values that vanished and wait for a second read to confirm it."""
        return self.comparison.pending if self.comparison else ()

    @property
    def needs_snapshot(self) -> bool:
        """True if the new baseline differs from the one before."""
        return self.before is None or not same_chart(self.before, self.after)

    def doubts(
        self, *, limits: Limits, today: date, opened_on: date | None, live: LiveRead | None = None
    ) -> tuple[Doubt, ...]:
        """Every reason not to believe the chart. `live` is what is known of the source of a live read."""
        return doubts(
            self.read, self.before, self.comparison, limits=limits, today=today, opened_on=opened_on, live=live
        )


def transition(before: Chart | None, read: Chart, rules: ComparisonRules) -> ChartTransition:
    """Compare a chart with the baseline, if there is one."""
    comparison = compare(before, read, rules) if before else None
    after = comparison.state if comparison else as_baseline(read)
    return ChartTransition(before=before, read=read, after=after, comparison=comparison)


def same_chart(one: Chart, other: Chart) -> bool:
    """True if two charts are equal, apart from their status day and the values that only serve to judge a chart."""
    return _without_stamp(one) == _without_stamp(other)


def _without_stamp(chart: Chart) -> Chart:
    return replace(chart, status_as_of=None, totals=None, duplicates=(), marked=frozenset(), sparse=frozenset())
