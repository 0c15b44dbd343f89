"""Which hosts asked for a pause (`Retry-After`), and until when. It is the host's, whatever was asked of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from tracker.errors import ErrorKind, FetchError

if TYPE_CHECKING:
    from datetime import datetime

_LONGEST = timedelta(days=1)  # of a pause that a host asks for


class Pauses(Protocol):
    """Remembers pauses. Times are UTC."""

    def until(self, host: str, /) -> datetime | None:
        """The end of the pause that a host asked for last, if it asked for one."""

    def note(self, host: str, until: datetime, /) -> None:
        """Remember a pause."""


def keep_pause(pauses: Pauses | None, host: str, url: str, now: datetime) -> None:
    """Raise FetchError if the host asked for a pause that is not over: it is not asked. `pauses` None: nobody
    remembers."""
    until = pauses.until(host) if pauses else None
    if until is not None and timedelta() < until - now <= _LONGEST:
        text = f"asked to wait until {until:%Y-%m-%d %H:%M} UTC: it is not asked before"
        raise FetchError(ErrorKind.HTTP_STATUS, f"{url}: {text}")


def note_pause(pauses: Pauses | None, host: str, seconds: float, now: datetime) -> None:
    """Remember that a host asked for a pause, of a day at most."""
    if seconds > 0 and pauses:
        pauses.note(host, now + min(timedelta(seconds=min(seconds, 1e9)), _LONGEST))
