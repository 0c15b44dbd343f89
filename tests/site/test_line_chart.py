"""The lines of the page Over time: each count is drawn where it belongs, and a reader of the page is told the same."""

from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.site.line_charts import over_time

NAMES = ("consents", "Parties")
OPENED, LATER, UNTIL = date(2001, 11, 23), date(2004, 7, 1), date(2026, 4, 1)


def drawn(*points: tuple[date, tuple[int | None, int | None]], until: date = UNTIL, title: str = "A") -> ET.Element:
    return ET.fromstring(over_time(points, NAMES, until, title=title))  # noqa: S314 - our own


def paths(svg: ET.Element) -> list[str]:
    """The path of each line, in the order of the names."""
    return [path.get("d", "") for path in svg.iter("path") if (path.get("class") or "").startswith("series")]


def labels(svg: ET.Element, css: str) -> list[int]:
    return [int(text.text or "") for text in svg.iter("text") if text.get("class") == css]


def place(svg: ET.Element, css: str, label: int) -> int:
    """Where a label of an axis stands: a year by its x, a count by its y."""
    (found,) = [text for text in svg.iter("text") if (text.get("class"), text.text) == (css, str(label))]
    return int(found.get("x" if css == "year" else "y", ""))


def test_a_count_holds_until_the_day_of_the_next() -> None:
    """Steps, from the place of the first count to the last day."""
    svg = drawn((date(2005, 1, 1), (10, 0)), (date(2010, 1, 1), (20, 0)))
    start, step = place(svg, "year", 2005), place(svg, "year", 2010)
    ten, twenty, none = (place(svg, "amount", count) for count in (10, 20, 0))
    assert paths(svg) == [f"M{start} {ten}H{step}V{twenty}H870", f"M{start} {none}H870"]


def test_a_count_that_is_not_known_leaves_a_gap() -> None:
    """Nothing is drawn over days on which it is not known, before, between or after the others."""
    days = [date(year, 1, 1) for year in (2005, 2010, 2015, 2020)]
    svg = drawn(*zip(days, [(None, None), (1, None), (None, None), (2, None)], strict=True))
    x = {year: place(svg, "year", year) for year in (2010, 2015, 2020)}
    one, two = place(svg, "amount", 1), place(svg, "amount", 2)
    assert paths(svg) == [f"M{x[2010]} {one}H{x[2015]}M{x[2020]} {two}H870", ""]


def test_it_is_a_picture_with_a_name_and_a_description() -> None:
    """Whoever does not see it is told what it is and how it ends; a name from the configuration stays text."""
    svg = drawn((OPENED, (0, None)), (LATER, (5, None)), title='A "<b>&" treaty')
    assert svg.get("role") == "img"
    assert [element.tag for element in svg][:2] == ["title", "desc"]
    assert svg.findtext("title") == 'A "<b>&" treaty'
    assert svg.findtext("desc") == (
        "Drawn from 23 November 2001 to 1 April 2026. Since 1 July 2004: consents 5, Parties not known. "
        "The table below has each year."
    )


@pytest.mark.parametrize(
    ("until", "years"),
    [
        pytest.param(date(2001, 12, 31), [2001], id="one"),
        pytest.param(date(2004, 2, 1), [2001, 2002, 2003, 2004], id="each"),
        pytest.param(date(2015, 2, 1), [2002, 2004, 2006, 2008, 2010, 2012, 2014], id="every-second"),
        pytest.param(UNTIL, [2005, 2010, 2015, 2020, 2025], id="every-fifth"),
        pytest.param(date(2101, 2, 1), list(range(2010, 2101, 10)), id="every-tenth"),
    ],
)
def test_the_years_are_round(until: date, years: list[int]) -> None:
    """However long the history is, its labels have room."""
    assert labels(drawn((OPENED, (1, 1)), until=until), "year") == years


@pytest.mark.parametrize(("highest", "apart"), [(0, 1), (1, 1), (10, 1), (11, 2), (81, 10), (101, 20), (1001, 200)])
def test_the_counts_are_round(highest: int, apart: int) -> None:
    """From nothing to the highest one."""
    assert labels(drawn((OPENED, (highest, 0))), "amount") == list(range(0, max(highest, 1) + 1, apart))


def test_nothing_is_known() -> None:
    """Axes without lines."""
    svg = drawn()
    assert (paths(svg), svg.findtext("desc")) == (["", ""], "No counts are known.")


counts = st.one_of(st.none(), st.integers(0, 500))


@given(st.lists(st.tuples(st.integers(0, 9000), st.tuples(counts, counts)), max_size=8), st.integers(0, 9000))
def test_no_line_leaves_the_picture(steps: list[tuple[int, tuple[int | None, int | None]]], more: int) -> None:
    """Every place is between the axes."""
    points = sorted(((OPENED + timedelta(days=day), held) for day, held in steps), key=lambda point: point[0])
    until = max([OPENED + timedelta(days=more), *(day for day, _ in points)])
    for path in paths(drawn(*points, until=until)):
        assert all(54 <= int(x) <= 870 for x in re.findall(r"[MH](\d+)", path))
        assert all(10 <= int(y) <= 320 for y in re.findall(r"(?:M\d+ |V)(\d+)", path))
        assert "-" not in path
