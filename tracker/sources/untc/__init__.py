"""The XML export of a treaty's status in the United Nations Treaty Collection: bytes → PrintedChart. Pure.

reader   the participants and the facts about the treaty; docs/sources.md#un
columns  what a column holds and what its letters mean, by its header
cells    the dates, letters and footnote marks of a cell
repair   the bytes, with the export's known damage repaired
"""

from tracker.sources.untc.reader import parse
from tracker.sources.untc.repair import repaired

__all__ = ["parse", "repaired"]
