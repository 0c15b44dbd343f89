"""Which hosts asked for a pause (`Retry-After`), and until when. It is the host's, whatever was asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime


class Pauses(Protocol):
    """Remembers pauses. Times are UTC."""

    def until(self, host: str, /) -> datetime | None:
        """The end of the pause that a host asked for last, if it asked for one."""

    def note(self, host: str, until: datetime, /) -> None:
        """Remember a pause."""
