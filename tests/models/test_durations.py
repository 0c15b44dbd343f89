"""Durations and cadences: one grammar for every key that has one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.models.cadences import Cron, Every, parse_cadence
from tracker.models.durations import parse_duration

UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
TEN_YEARS = timedelta(days=3650)
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
units = st.sampled_from(list(UNITS))


# ---- durations --------------------------------------------------------------------------------------


@given(st.timedeltas(min_value=timedelta(), max_value=TEN_YEARS), units, st.sampled_from(["", " ", "  "]))
def test_what_is_written_is_read_back(length: timedelta, unit: str, space: str) -> None:
    """In every unit, with or without a space before it."""
    count = length // UNITS[unit]
    assert parse_duration(f"{space}{count}{space}{unit}{space}") == count * UNITS[unit]


@given(st.integers(min_value=0, max_value=999_999_999), units)
def test_ten_years_are_the_most(count: int, unit: str) -> None:
    """However many digits the number has."""
    if count * UNITS[unit].total_seconds() <= TEN_YEARS.total_seconds():
        assert parse_duration(f"{count}{unit}") == count * UNITS[unit]
    else:
        with pytest.raises(ValueError, match=r"^more than ten years$"):
            parse_duration(f"{count}{unit}")


@pytest.mark.parametrize("text", ["", "12", "h", "-1d", "1.5h", "1 2h", "1h 30m", "12H", "12 hours", "1234567890s"])
def test_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match=r"^expected a duration like"):
        parse_duration(text)


# ---- cadences ---------------------------------------------------------------------------------------


@given(st.timedeltas(min_value=timedelta(weeks=1), max_value=TEN_YEARS), units)
def test_a_distance_is_a_duration(length: timedelta, unit: str) -> None:
    """The same grammar after `every`."""
    text = f"every {length // UNITS[unit]}{unit}"
    assert parse_cadence(text) == Every(text=text, distance=parse_duration(text.removeprefix("every")))


@pytest.mark.parametrize("text", ["every", "every 6", "every 6 hours", "every 0s", "every 1 2h", "every 999999999w"])
def test_no_distance(text: str) -> None:
    with pytest.raises(ValueError, match=r'^expected a time from "every 1s" to ten years$'):
        parse_cadence(text)


def test_the_fields_of_cron() -> None:
    text = "cron: 15 5 1-7 jan mon,wed-fri"
    assert parse_cadence(text) == Cron(text=text, minute="15", hour="5", day="1-7", month="jan", weekday="mon,wed-fri")


@given(st.lists(st.sampled_from(WEEKDAYS), min_size=2, max_size=2))
def test_a_range_of_weekdays_begins_with_the_earlier_one(days: list[str]) -> None:
    """A week begins on Monday here, and on Sunday elsewhere: `sun-mon` would be one or the other."""
    text = f"cron: 0 6 * * {'-'.join(days)}"
    if WEEKDAYS.index(days[0]) <= WEEKDAYS.index(days[1]):
        assert parse_cadence(text).text == text
    else:
        with pytest.raises(ValueError, match=r"^name the weekdays from monday on"):
            parse_cadence(text)


@pytest.mark.parametrize(
    "weekday", ["1", "1-5", "0", "7", "mon-5", "*/2", "mon,2", "mon,,tue", "mon-", "-mon", "mon-tue-wed", "monday"]
)
def test_weekdays_that_are_not_named(weekday: str) -> None:
    with pytest.raises(ValueError, match=r"^name the weekdays"):
        parse_cadence(f"cron: 0 6 * * {weekday}")


@pytest.mark.parametrize("text", ["", "6h", "@daily", "cron: 0 6 * *", "cron: 0 6 * * mon tue", "cron 0 6 * * *"])
def test_no_cadence(text: str) -> None:
    with pytest.raises(ValueError, match=r'^expected "every 6h" or "cron: '):
        parse_cadence(text)
