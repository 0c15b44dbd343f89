"""Days as the Treaty Office writes them in statements, in English or French. Pure."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    )
    for number, name in enumerate(names.split(), start=1)
}

#: A pattern without groups: `2 June 2026`, `1st June 2026`, `1er juin 2026`.
DAY = rf"[0-9]{{1,2}}(?:st|nd|rd|th|er|ère)?\s+(?:{'|'.join(_MONTHS)})\s+[0-9]{{4}}"
#: After DAY: no further digit.
MOST_DIGITS = "[0-9]"
_PARTS = re.compile(r"([0-9]{1,2})\D*?\s+([^\W\d_]+)\s+([0-9]{4})")


def day_of(printed: str) -> date | None:
    """The day of a text that DAY matches; None if the calendar has no such day."""
    found = _PARTS.fullmatch(printed)
    month = _MONTHS.get(found[2].casefold()) if found else None
    if found is None or month is None:
        return None
    try:
        return date(int(found[3]), month, int(found[1]))
    except ValueError:
        return None
