"""Comparisons of charts for laws: at once, and some hours after an earlier read."""

from __future__ import annotations

from datetime import timedelta

from charts import CONFIRM_AFTER, NOON, TODAY

from tracker.diff import Comparison, ComparisonRules

AT_ONCE = ComparisonRules(today=TODAY)
HOUR = timedelta(hours=1)


def waiting(earlier: Comparison | None = None, *, hours: float = 0, bundled: bool = False) -> ComparisonRules:
    """The rules of a read some hours after noon, with what an earlier read left pending."""
    return ComparisonRules(
        today=TODAY,
        now=NOON + hours * HOUR,
        confirm_after=CONFIRM_AFTER,
        pending=earlier.pending if earlier else (),
        bundled=bundled,
    )
