"""What changed between two charts, by the rules of DESIGN 4. Pure.

`rows` compares one participant's rows, `charts` two charts (vanishing that waits included),
`apply` turns differences back into a chart, `ledger` decides which of several sources reports a change.
"""

from __future__ import annotations

from tracker.diff.apply import apply
from tracker.diff.charts import Comparison, ComparisonRules, as_baseline, compare
from tracker.diff.ledger import Ledger, to_tell

__all__ = ["Comparison", "ComparisonRules", "Ledger", "apply", "as_baseline", "compare", "to_tell"]
