"""Which hosts are not asked for now: those that asked for a pause (`Retry-After`), and those that do not answer.

A pause is the host's, whatever was asked of it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from tracker.errors import ErrorKind, FetchError

if TYPE_CHECKING:
    from datetime import datetime

_LONGEST = timedelta(days=1)  # of a pause that a host asks for
_IN_A_ROW = 2  # reads that ran out of time: one alone may be the fault of its address
_REST = 10  # times the time-out: how long such a host is left alone


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


class Silences:
    """Hosts that let reads run out of time, in the memory of one process. Times are seconds on the monotonic clock.

    Without it, a host that does not answer costs minutes for each treaty, and other hosts wait for their turn.
    """

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout  # seconds of one attempt
        self._in_a_row: dict[str, int] = {}
        self._until: dict[str, float] = {}

    def keep(self, host: str, url: str, at: float) -> None:
        """Raise FetchError(TIMEOUT) if the host is left alone for now."""
        left = self._until.get(host, at) - at
        if left > 0:
            text = f"two reads in a row ran out of time: {host} is not asked again for {left:.0f} s"
            raise FetchError(ErrorKind.TIMEOUT, f"{url}: {text}")

    def note(self, host: str, *, failed_after: float | None, at: float) -> None:
        """Note how a read ended. `failed_after`: the seconds it took to fail; None: it was answered."""
        if failed_after is None or failed_after < self._timeout:
            self._in_a_row.pop(host, None)
            return
        self._in_a_row[host] = self._in_a_row.get(host, 0) + 1
        if self._in_a_row[host] >= _IN_A_ROW:
            self._until[host] = at + _REST * self._timeout
