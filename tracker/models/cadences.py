"""How often a job runs: `every 6h`, or `cron: 15 5 * * mon-fri`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from tracker.models.durations import parse_duration

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Cadence:
    """Either Every or Cron; `text` is what was written."""

    __slots__ = ()
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Every(Cadence):
    """A fixed distance."""

    text: str
    distance: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Cron(Cadence):
    """A rule of cron in a time zone. Only the weekdays are checked; the scheduler checks the other fields."""

    text: str
    minute: str
    hour: str
    day: str
    month: str
    weekday: str
    zone: str = "UTC"


def parse_cadence(text: str) -> Cadence:
    """Read a cadence. Raises ValueError that says what is expected."""
    kind, *fields = text.split() or [""]
    if kind == "every":
        return Every(text=text, distance=_distance(" ".join(fields)))
    if kind != "cron:" or len(fields) != 5:
        raise ValueError('expected "every 6h" or "cron: 15 5 * * mon-fri"')
    minute, hour, day, month, weekday = fields
    if not all(part == "*" or _is_weekdays(part) for part in weekday.lower().split(",")):
        # by name: cron counts from Sunday, others from Monday, and 1-5 would fire on another day than meant
        raise ValueError("name the weekdays from monday on, like mon, tue-fri or sat,sun")
    return Cron(text=text, minute=minute, hour=hour, day=day, month=month, weekday=weekday)


def _distance(text: str) -> timedelta:
    try:
        distance = parse_duration(text)
    except ValueError:
        distance = timedelta()
    if not distance:
        raise ValueError('expected a time from "every 1s" to ten years')
    return distance


def _is_weekdays(part: str) -> bool:
    """A day, or two days in order with a dash between them."""
    days = part.split("-")
    return len(days) <= 2 and set(days) <= set(_WEEKDAYS) and days == sorted(days, key=_WEEKDAYS.index)
