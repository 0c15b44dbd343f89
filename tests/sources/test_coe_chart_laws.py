"""The chart of signatures and ratifications: random facts and the whole chart come back from each generation."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date

import pages
import pytest
from coe_charts import GENERATIONS, OWN_CELLS, facts_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pages import ABOUT_224, WITH_DENUNCIATIONS, About, Fact, Layout, gen1, gen2, gen3

from tracker.errors import ParseError
from tracker.models import PrintedRow, Totals
from tracker.sources.coe.chart import parse

# ---- properties --------------------------------------------------------------------------------


days = st.dates(date(1949, 5, 5), date(2099, 12, 31))
names = st.from_regex(r"[A-ZÅÉ][a-zçôéü’' -]{2,20}[a-z]", fullmatch=True).map(lambda name: " ".join(name.split()))


@st.composite
def random_facts(draw) -> tuple[Fact, ...]:
    """Rows as the law allows them."""
    facts = []
    for name in draw(st.lists(names, min_size=1, max_size=12, unique=True)):
        act = draw(st.sampled_from(["none", "signed", "ratified", "acceded", "invited", "succeeded", "definitive"]))
        signed = draw(days) if act in ("signed", "ratified", "definitive") else None
        consent = draw(days) if act in ("ratified", "acceded", "succeeded") else None
        effective = bool(consent) or act == "definitive"
        in_force = draw(st.none() | days) if effective else None
        denounced = draw(st.none() | days) if in_force else None
        facts.append(
            Fact(
                name=name,
                code=draw(st.none() | st.from_regex(r"[A-Z]{1,3}", fullmatch=True)),
                group=draw(st.sampled_from(pages.GROUPS)),
                signed=signed,
                consent=consent,
                mark={"acceded": "a", "invited": "a", "succeeded": "su", "definitive": "s"}.get(act),
                in_force=in_force,
                notes=tuple(draw(st.lists(st.integers(1, 99).map(str), max_size=2, unique=True))),
                flags="".join(letter for letter in pages.FLAGS if draw(st.booleans())),
                denounced=denounced,
                left=draw(st.none() | days) if denounced else None,
            )
        )
    return tuple(sorted(facts, key=lambda fact: pages.GROUPS.index(fact.group)))


class TestProperties:
    @pytest.mark.parametrize("build", GENERATIONS)
    @given(facts=random_facts(), french=st.booleans())
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_what_goes_in_comes_out(self, build, facts, french):
        """Any facts, printed in any generation with the marks beside the dates, read as they were."""
        layout = Layout(columns=WITH_DENUNCIATIONS, french=french)

        assert facts_of(parse(build(facts, layout=layout), None)) == facts

    @given(facts=random_facts(), french=st.booleans())
    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_wide_rows_never_lie(self, facts, french):
        """Rows with cells between the columns read as they were, or are refused as not telling."""
        layout = Layout(own_cells=True, french=french)
        facts = tuple(replace(fact, denounced=None, left=None) for fact in facts)
        try:
            chart = parse(gen2(facts, layout=layout), None)
        except ParseError:
            return

        assert facts_of(chart) == facts

    @given(
        build=st.sampled_from([gen1, gen2, gen3]),
        seed=st.integers(0, 2**32),
        times=st.integers(1, 60),
    )
    @settings(max_examples=300, deadline=None)
    def test_noise(self, build, seed, times):
        """Bytes changed at random give an error of ours or a chart, never another exception."""
        chance = random.Random(seed)  # noqa: S311 - noise, no secret
        body = bytearray(build(pages.some_facts(), About(totals=(2, 5))))
        for _ in range(times):
            body[chance.randrange(len(body))] = chance.choice([chance.randrange(256), *b"<>/&\"'= \x00-!"])
        try:
            chart = parse(bytes(body), None)
        except ParseError:
            return

        assert all(isinstance(row, PrintedRow) for row in chart.rows)


# ---- the whole chart ---------------------------------------------------------------------------


class TestWholeChart:
    @pytest.mark.parametrize("build", GENERATIONS)
    @OWN_CELLS
    def test_185(self, build, own_cells):
        """All 97 rows of the Convention in every generation."""
        facts = pages.facts_185()
        chart = parse(build(facts, About(totals=pages.totals_of(facts)), Layout(own_cells=own_cells)), None)

        assert facts_of(chart) == facts
        assert chart.totals == Totals(consents=81, signatories=2)

    @pytest.mark.parametrize("build", GENERATIONS)
    @OWN_CELLS
    def test_224(self, build, own_cells):
        """The Second Protocol: not in force, so its last date's column is blank throughout."""
        facts = tuple(sorted(pages.facts_224(), key=lambda fact: pages.GROUPS.index(fact.group)))

        assert facts_of(parse(build(facts, ABOUT_224, Layout(own_cells=own_cells)), None)) == facts

    def test_as_captured(self):
        """The text of the real page, made into a page again, is the chart of that day."""
        chart = parse(captured_page(), None)

        assert facts_of(chart) == pages.facts_185()
        assert len(chart.rows) == 97
        assert chart.number == "185"
        assert chart.title == "Convention on Cybercrime"
        assert chart.totals == Totals(consents=81, signatories=2)
        assert chart.status_as_of == date(2026, 4, 25)
        assert chart.opened_on == date(2001, 11, 23)
        assert (chart.shows_in_force_on, chart.in_force_on) == (True, date(2004, 7, 1))
        assert {row.number for row in chart.rows if row.flags} == {"185"}


def captured_page() -> bytes:
    """A page of the captured text: headings, the table on the treaty, and a table's row for each State."""
    text = pages.shared_text("captures/coe-chart-185-rendered-2026-04-25.md")
    lines = [line for line in text.splitlines() if line.strip() and line.strip("| -")]
    body = "\n".join(f"<table>{row}</table>" if (row := captured_row(line)) else block(line) for line in lines[2:])
    return f"<html><body>{body}</body></html>".encode()


def captured_row(line: str) -> str | None:
    """A line of the chart as a table's row."""
    if line.startswith("State or International Organisation"):
        labels = ("State or International Organisation", "Signature", "Ratification", "Entry into Force", "Notes")
        return "<tr>" + "".join(f"<td>{label}</td>" for label in (*labels, "R.D.A.T.C.O.")) + "</tr>"
    if line.startswith("| "):
        return "<tr>" + "".join(f"<td>{inline(cell.strip())}</td>" for cell in line.strip("| ").split("|")) + "</tr>"
    state = re.match(r"(\[[^\]]+\]\([^)]*CodePays=\w+\))([^\[]*)(.*)", line)
    if not state:
        return None
    link, middle, flags = state.groups()
    cells = (link, *columns_of(middle), flags)
    return "<tr>" + "".join(f"<td>{inline(cell)}</td>" for cell in cells) + "</tr>"


def columns_of(text: str) -> tuple[str, str, str, str]:
    """The captured text lost its columns: a mark is the consent's, a lone date the signature's."""
    found = re.fullmatch(
        r"(?:(?P<first>[\d/]{10}))? ?(?:(?P<second>[\d/]{10})|(?P<mark>a))? ?(?P<third>[\d/]{10})? ?(?P<note>\d+)?",
        text.strip(),
    )
    assert found, text
    first, second, mark, third, note = (found[name] or "" for name in ("first", "second", "mark", "third", "note"))
    if mark:
        return "", f"{first} a".strip(), third, note
    return first, second, third, note


def block(line: str) -> str:
    """A line of text that is no row."""
    level = len(line) - len(line.lstrip("#"))
    return f"<h{level}>{inline(line.strip('# '))}</h{level}>" if level else f"<p>{inline(line)}</p>"


def inline(text: str) -> str:
    """Links and bold type."""
    text = re.sub(r"^#+ ", "", text)
    text = re.sub(r"\[([^\]]*)\]\(([^)]*)\)", r'<a href="\2">\1</a>', text)
    return re.sub(r"\*\*([^*]*)\*\*", r"<strong>\1</strong>", text)
