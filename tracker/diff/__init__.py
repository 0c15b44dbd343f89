"""The differences between two charts, by the rules of DESIGN 4. Pure.

rows    compares two rows of one participant
charts  compares two charts; a vanished value waits for a second read
apply   applies differences to a chart
ledger  decides which of several sources reports a fact
"""

from __future__ import annotations

from tracker.diff.apply import apply
from tracker.diff.charts import Comparison, Terms, as_baseline, compare
from tracker.diff.ledger import Ledger, to_tell

__all__ = ["Comparison", "Ledger", "Terms", "apply", "as_baseline", "compare", "to_tell"]
