"""Is our clock right? Pure, and asked at each check: it imports no rules of charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import ErrorKind, ParseError

if TYPE_CHECKING:
    from datetime import datetime, timedelta


def refuse_clock(now: datetime, served: datetime | None, last_observed: datetime | None, tolerance: timedelta) -> None:
    """Raise ParseError(clock) if our clock differs too much from the server's, or is behind our last read (UTC)."""
    ours = f"our clock says {now:%Y-%m-%d %H:%M}Z"
    if served is not None and abs(now - served) > tolerance:
        raise ParseError(ErrorKind.CLOCK, f"{ours}, the server's {served:%Y-%m-%d %H:%M}Z")
    if last_observed is not None and last_observed - now > tolerance:
        raise ParseError(ErrorKind.CLOCK, f"{ours}, behind our last read ({last_observed:%Y-%m-%d %H:%M}Z)")
