"""Shared by the readers of the Treaty Office's data service: dates, and errors that show the value. Pure."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import msgspec

from tracker.errors import ErrorKind, ParseError

_DATE = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?)?"
    r"(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_ZERO_DATE = date(1, 1, 1)  # .NET's DateTime.MinValue means no date

SHOWN = 80  # characters of an unexpected value that an error shows


def date_in(row: dict[str, Any], key: str, name: str) -> date | None:
    """The date as written. The time and the offset are ignored, because an act has the date of its place.

    Raises ParseError(SHAPE) for anything but an ISO date or null.
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
            return None if day == _ZERO_DATE else day
    raise shape(f"{key} of {name!r} to be an ISO date or null", shown(value))


def shape(expected: str, got: str) -> ParseError:
    """The error for a response of an unexpected shape."""
    return ParseError(ErrorKind.SHAPE, f"expected {expected}, got {got}")


def shown(value: object) -> str:
    """A value as an error shows it: as JSON, cut to `SHOWN` characters."""
    text = msgspec.json.encode(value).decode()
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
