"""Charts whose cells do not stand under their own headings: refused or doubted, never read with dates that moved."""

from __future__ import annotations

import re
from datetime import date

import pytest
from pages import Fact, gen2, gen3, some_facts

from tracker.errors import ErrorKind, ParseError
from tracker.guard.charts import doubts
from tracker.models import Chart, ConsentKind, Group, Limits, Row
from tracker.sources.coe.chart import parse

FACTS = (
    Fact(name="Albania", signed=date(2001, 11, 23), consent=date(2002, 6, 20), in_force=date(2004, 7, 1)),
    Fact(name="Ireland", signed=date(2002, 2, 28)),
)
PAGE = gen3(FACTS).decode()
ROW = "<tr><td>Albania</td><td>23/11/2001</td><td>20/06/2002</td><td>01/07/2004</td><td></td><td></td></tr>"
HEADING = "<th>Signature</th><th>Ratification</th>"
assert ROW in PAGE
assert HEADING in PAGE


def with_row(row: str, page: str = PAGE) -> bytes:
    return page.replace(ROW, f"<tr>{row}</tr>").encode()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            PAGE.replace(HEADING, "<th>Signature</th><th>Provisional application</th><th>Ratification</th>").encode(),
            id="a new column in the heading alone",
        ),
        pytest.param(
            with_row(
                "<td>Albania</td><td>23/11/2001</td><td>01/01/2002</td><td>20/06/2002</td><td>01/07/2004</td><td></td>"
                "<td></td>",
                PAGE.replace(HEADING, "<th>Signature</th><th>Provisional application</th><th>Ratification</th>"),
            ),
            id="a new column in some rows alone",
        ),
        pytest.param(
            with_row("<td>Albania</td><td>20/06/2002</td><td>01/07/2004</td><td></td><td></td>"),
            id="a blank cell left out in the middle",
        ),
        pytest.param(
            with_row("<td>Albania</td><td>20/06/2002</td><td>01/07/2004</td><td></td><td>R.</td>"),
            id="a blank cell left out before the flags",
        ),
        pytest.param(
            with_row(
                "<td>Albania<table><tr><td>Croatia</td><td>01/01/2002</td><td></td><td></td><td></td><td></td></tr>"
                "</table></td><td>23/11/2001</td><td>20/06/2002</td><td>01/07/2004</td><td></td><td></td>"
            ),
            id="a table inside a row",
        ),
    ],
)
def test_a_row_that_does_not_fit_its_heading_is_refused(body: bytes) -> None:
    with pytest.raises(ParseError) as caught:
        parse(body, None)
    assert caught.value.kind is ErrorKind.SHAPE


WIDE = gen2(some_facts()).decode()
WIDE_ROW = next(
    found
    for found in re.findall("<tr>.*?</tr>", WIDE, re.DOTALL)
    if len(re.findall(r"\d{2}/\d{2}/\d{4}", found)) == 3 and "a" not in re.sub("<[^>]*>|[A-Z]\\w+", "", found)
)
DATED = next(found for found in re.findall("<td>.*?</td>", WIDE_ROW, re.DOTALL) if re.search(r"\d{4}", found))


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(WIDE_ROW.replace(DATED, "", 1), id="a date is lost"),
        pytest.param(WIDE_ROW.replace(DATED, DATED + DATED, 1), id="a date stands twice"),
        pytest.param(WIDE_ROW.replace("<td>&nbsp;</td>", "", 1), id="a blank cell is lost"),
    ],
)
def test_a_row_of_another_width_than_all_others_is_refused(row: str) -> None:
    """Read by itself, it would have its dates a column aside: a consent as a signature."""
    assert parse(WIDE.encode(), None).rows
    assert row != WIDE_ROW
    with pytest.raises(ParseError) as caught:
        parse(WIDE.replace(WIDE_ROW, row).encode(), None)
    assert caught.value.kind is ErrorKind.SHAPE


@pytest.mark.parametrize("tag", ["pd", "tl", "span"])
@pytest.mark.parametrize("cell", [0, 1])
def test_a_damaged_tag_of_a_cell_loses_no_row(tag: str, cell: int) -> None:
    """The row, or its dates, would be left out without a word."""
    broken = (
        "<td>".join(WIDE_ROW.split("<td>")[: cell + 1]) + f"<{tag}>" + "<td>".join(WIDE_ROW.split("<td>")[cell + 1 :])
    )
    with pytest.raises(ParseError) as caught:
        parse(WIDE.replace(WIDE_ROW, broken).encode(), None)
    assert caught.value.kind is ErrorKind.SHAPE


def test_blank_cells_left_out_at_the_end_are_blank() -> None:
    [albania, ireland] = parse(
        with_row("<td>Albania</td><td>23/11/2001</td><td>20/06/2002</td><td>01/07/2004</td>"), None
    ).rows
    assert (albania.signed_on, albania.consent_on, albania.in_force_on) == (
        date(2001, 11, 23),
        date(2002, 6, 20),
        date(2004, 7, 1),
    )
    assert ireland.signed_on == date(2002, 2, 28)


def row(participant: str, *days: date, kind: ConsentKind = ConsentKind.RATIFICATION) -> Row:
    signed_on, consent_on, in_force_on = days
    return Row(
        participant=participant,
        name=participant,
        group=Group.MEMBER,
        signed_on=signed_on,
        consent_on=consent_on,
        consent_kind=kind,
        in_force_on=in_force_on,
    )


RIGHT = (date(2001, 11, 23), date(2002, 6, 20), date(2004, 7, 1))
CROSSED = (date(2002, 6, 20), date(2004, 7, 1), date(2001, 11, 23))  # headings in another order than the cells
LATE = (date(2001, 11, 23), date(2002, 6, 20), date(2001, 12, 1))  # deposited after the day of its effect


@pytest.mark.parametrize(
    ("rows", "doubted"),
    [
        ((row("ALB", *CROSSED), row("FRA", *CROSSED)), True),
        ((row("ALB", *CROSSED), row("FRA", *CROSSED), row("HUN", *RIGHT)), True),
        ((row("ALB", *CROSSED), row("FRA", *RIGHT)), False),  # an error of the chart, not of its reading
        ((row("ALB", *CROSSED), row("FRA", *CROSSED), row("HUN", *RIGHT), row("JPN", *RIGHT)), False),
        ((row("HRV", *LATE, kind=ConsentKind.SUCCESSION), row("SVN", *LATE, kind=ConsentKind.SUCCESSION)), False),
    ],
)
def test_columns_that_were_mistaken_for_each_other_are_doubted(rows: tuple[Row, ...], doubted: bool) -> None:
    found = doubts(Chart(rows=rows), None, None, limits=Limits(), today=date(2026, 6, 15), opened_on=None)

    assert [one.kind for one in found] == ([ErrorKind.IMPOSSIBLE_DATE] if doubted else [])
