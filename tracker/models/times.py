"""Format moments (UTC) and dates (ISO 8601) as they are stored and printed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def moment(value: datetime) -> str:
    """A moment as stored and printed: UTC, with milliseconds and `Z`. The texts sort in order of time."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def minute(value: datetime) -> str:
    """A moment for people: UTC, to the minute."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "minutes") + "Z"


def parse_moment(text: str) -> datetime:
    """The inverse of `moment`. It reads any ISO 8601 moment; one without a zone is taken as UTC.

    Raises ValueError.
    """
    value = datetime.fromisoformat(text)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def parse_day(text: str) -> date:
    """A day written like 2026-02-05, and in no other form of ISO 8601 (20260205, 2026-W06-4). Raises ValueError."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(f"{text!r} is not written like 2026-02-05")
    return day


def iso(when: date | None) -> str | None:
    """A date as stored (ISO), or None."""
    return None if when is None else when.isoformat()


def day_at(moment: datetime, seat: str) -> date:
    """The date of a moment at a depositary's seat, an IANA time zone."""
    return moment.astimezone(ZoneInfo(seat)).date()
