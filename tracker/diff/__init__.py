"""What changed between two charts, by the rules of docs/rules-of-change.md. Pure.

Here: rows and charts compared, vanishing that waits, differences applied, and which of several sources tells.
Not here: whether a chart is credible (`tracker.guard`), and the sentence of a change (`tracker.wording`).
"""

from __future__ import annotations

from tracker.diff.apply import apply
from tracker.diff.charts import Comparison, ComparisonRules, as_baseline, compare
from tracker.diff.ledger import Ledger, unreported, with_place_for_ends

__all__ = [
    "Comparison",
    "ComparisonRules",
    "Ledger",
    "apply",
    "as_baseline",
    "compare",
    "unreported",
    "with_place_for_ends",
]
