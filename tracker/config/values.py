"""Values that the file writes as text and msgspec does not know: durations, sizes, cadences."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.models.cadences import Cadence, parse_cadence
from tracker.models.durations import parse_duration

if TYPE_CHECKING:
    from collections.abc import Callable

_SIZES = {"B": 1, "KB": 1000, "MB": 1_000_000, "GB": 1_000_000_000}


class Duration(timedelta):
    """Written like `12h`."""


class Timeout(timedelta):
    """How long to wait for an answer: more than nothing, and a day at most."""


class Size(int):
    """A number of bytes, written like `20MB`."""


def read_text(kind: type, found: object) -> object:
    """The value of a text, as msgspec's `dec_hook`. Raises ValueError that says what is expected."""
    if not isinstance(found, str):
        raise TypeError("expected text")
    return _READERS[kind](found)


def _duration(text: str) -> Duration:
    return Duration(seconds=parse_duration(text).total_seconds())


def _timeout(text: str) -> Timeout:
    found = parse_duration(text)
    if not timedelta() < found <= timedelta(days=1):
        raise ValueError("expected more than 0s and at most 1d")
    return Timeout(seconds=found.total_seconds())


def _size(text: str) -> Size:
    found = re.fullmatch(r"(\d{1,9})\s*(B|KB|MB|GB)", text.strip().upper())
    if not found or not int(found.group(1)):
        raise ValueError('expected a size like "500KB" or "20MB"')
    return Size(int(found.group(1)) * _SIZES[found.group(2)])


_READERS: dict[type, Callable[[str], object]] = {
    Duration: _duration,
    Timeout: _timeout,
    Size: _size,
    Cadence: parse_cadence,
}
