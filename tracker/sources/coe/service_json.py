"""Shared by the readers of the Treaty Office's data service: dates, and errors that show the value. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from tracker.errors import ErrorKind, ParseError, excerpt

_DATE = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:T((?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?))?"
    r"(Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])?"
)
_MIDNIGHT = re.compile(r"[0:.]+")
_UTC = re.compile(r"Z|[+-]00:?00")
_BY_DAY = re.compile(r"[0-9-]{10}T(?:0[6-9]|1[0-9])[0-9:.]+")
_SEAT = "Europe/Paris"  # the time zone of Strasbourg
_ZERO_DATE = date(1, 1, 1)  # .NET's DateTime.MinValue means no date

SHOWN = 80  # characters of an unexpected value that an error shows


def date_in(row: dict[str, Any], key: str, name: str, *, by_day: bool = False) -> date | None:
    """The date of an act, which is that of its place. A moment must be midnight there: the time is never cut off.

    `by_day`: the field holds moments of the working day too, without an offset; they cannot be a shifted midnight.
    Raises ParseError(SHAPE) for anything but null, an ISO date, and a moment that begins a day at the seat.
    """
    value = row.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return None
        found = _DATE.fullmatch(text)
        if found:
            try:
                day = date.fromisoformat(found.group(1))
            except ValueError:
                raise shape(f"{key} of {name!r} to be a day of the calendar", shown(value)) from None
            if day == _ZERO_DATE:
                return None
            if found.group(2) is None or _as_written(found) or (by_day and _BY_DAY.fullmatch(text)):
                return day
            if begun := _day_at_the_seat(day, found):
                return begun
            raise shape(f"{key} of {name!r} to be a day, not a time of day", shown(value))
    raise shape(f"{key} of {name!r} to be an ISO date or null", shown(value))


def _as_written(found: re.Match[str]) -> bool:
    """True for midnight without an offset, or in UTC: then the date is that of the seat too."""
    return bool(_MIDNIGHT.fullmatch(found.group(2))) and (not found.group(3) or bool(_UTC.fullmatch(found.group(3))))


def _day_at_the_seat(day: date, found: re.Match[str]) -> date | None:
    """The day that begins at the seat at this moment; None if none does, or if the text has no offset."""
    if not found.group(3):
        return None
    try:
        there = datetime.fromisoformat(f"{day}T{found.group(2)[:15]}{found.group(3)}").astimezone(ZoneInfo(_SEAT))
    except (ValueError, OverflowError):
        return None
    return there.date() if there.time() == time() else None


def shape(expected: str, got: str) -> ParseError:
    """The error for a response of an unexpected shape."""
    return ParseError(ErrorKind.SHAPE, f"expected {expected}, got {got}")


def shown(value: object) -> str:
    """A value as an error shows it: as JSON, cut to `SHOWN` characters."""
    return excerpt(msgspec.json.encode(value).decode(), SHOWN)
