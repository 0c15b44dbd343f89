"""Moments in UTC and days in ISO form, as they are stored and printed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def moment(value: datetime) -> str:
    """A moment as stored and printed: UTC, milliseconds, `Z`; sorts as text."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def minute(value: datetime) -> str:
    """A moment as people read it: UTC, to the minute, in any year of four figures."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "minutes") + "Z"


def parse_moment(text: str) -> datetime:
    """The moment that `moment` wrote, or any ISO 8601 moment; without a zone it is taken as UTC.

    Raises ValueError.
    """
    value = datetime.fromisoformat(text)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def iso(when: date | None) -> str | None:
    """A date as it is stored."""
    return None if when is None else when.isoformat()


def day_at(moment: datetime, seat: str) -> date:
    """The date of a moment at a depositary's seat."""
    return moment.astimezone(ZoneInfo(seat)).date()
