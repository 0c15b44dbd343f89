"""Durations as people write them: `30s`, `15m`, `12h`, `2d`, `1w`."""

from __future__ import annotations

import re
from datetime import timedelta

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_LONGEST = timedelta(days=3650)


def parse_duration(text: str) -> timedelta:
    """Read a duration. Raises ValueError that says what is expected."""
    found = re.fullmatch(r"(\d{1,9})\s*([smhdw])", text.strip())
    if not found:
        raise ValueError('expected a duration like "30s", "15m", "12h" or "2d"')
    seconds = int(found.group(1)) * _SECONDS[found.group(2)]
    if seconds > _LONGEST.total_seconds():
        raise ValueError("more than ten years")
    return timedelta(seconds=seconds)
