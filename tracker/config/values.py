"""Values written as text that msgspec cannot read: durations, sizes, cadences."""

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
    """A duration, written like `12h`."""


class Timeout(timedelta):
    """The time-out of a request: more than 0 s, and at most a day."""


class Size(int):
    """A number of bytes, written like `20MB`."""


def read_text(kind: type, found: object) -> object:
    """Convert a text to a value; msgspec calls it as `dec_hook`. Raises ValueError, which says what is expected."""
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
