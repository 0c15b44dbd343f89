"""What changed between two charts, by the rules of docs/rules-of-change.md. Pure.

`rows` compares one participant's rows, `charts` two charts (vanishing that waits included),
`apply` turns differences back into a chart, `telling` decides which of several sources tells.
"""

from __future__ import annotations

from tracker.diff.apply import apply
from tracker.diff.charts import Comparison, Terms, as_baseline, compare
from tracker.diff.ledger import Ledger, to_tell

__all__ = ["Comparison", "Ledger", "Terms", "apply", "as_baseline", "compare", "to_tell"]
