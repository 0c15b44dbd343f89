"""The chart of signatures and ratifications: three generations, two languages, whole pages or none."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import date

import pages
import pytest
from coe_charts import GENERATIONS, OWN_CELLS, facts_of, gen3_apart
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import ABOUT_224, PLAIN_COLUMNS, WITH_DENUNCIATIONS, About, Fact, Layout, gen1, gen2, gen3

from tracker.errors import ErrorKind, ParseError
from tracker.models import Field, Group, Totals
from tracker.sources.coe.chart import parse

DATES = frozenset({Field.SIGNED_ON, Field.CONSENT_ON, Field.IN_FORCE_ON, Field.DENOUNCED_ON, Field.LEFT_ON})
FRENCH = pytest.mark.parametrize("french", [False, True], ids=["english", "french"])


def refused(body: bytes, *words: str, kind: ErrorKind = ErrorKind.SHAPE) -> str:
    """The message of the error that a page gives."""
    with pytest.raises(ParseError) as caught:
        parse(body, None)
    assert caught.value.kind is kind
    assert len(caught.value.message) < 400
    for word in words:
        assert word in caught.value.message
    return caught.value.message


class TestGenerations:
    @pytest.mark.parametrize("build", GENERATIONS)
    @OWN_CELLS
    @FRENCH
    def test_every_generation_says_the_same(self, build, own_cells, french):
        """Names, codes, dates, marks, notes and flags come out of every layout as they went in."""
        facts = pages.some_facts()
        chart = parse(build(facts, About(totals=(2, 5)), Layout(own_cells=own_cells, french=french)), None)

        assert facts_of(chart) == facts
        assert chart.number == "185"
        assert chart.title == "Convention on Cybercrime"
        assert chart.opened_on == date(2001, 11, 23)
        assert (chart.shows_in_force_on, chart.in_force_on) == (True, date(2004, 7, 1))
        assert chart.status_as_of == date(2026, 4, 25)
        assert chart.totals == Totals(consents=5, signatories=2)
        assert chart.shows_marks
        assert chart.sparse == frozenset()

    @pytest.mark.parametrize("build", GENERATIONS)
    @OWN_CELLS
    @FRENCH
    def test_denunciations(self, build, own_cells, french):
        """A treaty that States left has two columns more (13 on the oldest pages)."""
        facts = pages.some_denunciations()
        layout = Layout(columns=WITH_DENUNCIATIONS, own_cells=own_cells, french=french)

        assert facts_of(parse(build(facts, layout=layout), None)) == facts

    @pytest.mark.parametrize("build", GENERATIONS)
    @OWN_CELLS
    def test_not_in_force(self, build, own_cells):
        """A treaty not in force shows a place for the date and none in it, nor any in its column."""
        facts = [
            Fact(name="Albania", code="ALB", signed=date(2023, 2, 27)),
            Fact(name="Serbia", code="SAM", signed=date(2022, 5, 12), consent=date(2023, 2, 9)),
        ]
        chart = parse(build(facts, ABOUT_224, Layout(own_cells=own_cells)), None)

        assert facts_of(chart) == tuple(facts)
        assert (chart.shows_in_force_on, chart.in_force_on) == (True, None)
        assert chart.number == "224"
        assert chart.opened_on == date(2022, 5, 12)
        assert chart.totals is None

    @pytest.mark.parametrize("build", GENERATIONS)
    def test_what_is_known(self, build):
        """A chart without columns of denunciation says that nobody left; of suspension it says nothing."""
        for row in parse(build(pages.some_facts()), None).rows:
            assert row.known == DATES
            assert row.flags_known == frozenset("RDATCO")
            assert row.consent_kind is None

    def test_row_number(self):
        """The links of a row name the treaty: the guard compares it with the one asked for."""
        rows = {row.name: row for row in parse(gen3(pages.some_facts()), None).rows}

        assert rows["Albania"].number == "185"
        assert rows["Ireland"].number is None

    def test_letters_in_numbers(self):
        """Some numbers of the series have a letter."""
        about = About(number="012A", title="Protocol to the Interim Agreement")

        for build in (gen1, gen2, gen3):
            chart = parse(build(pages.some_facts(), about), None)
            assert (chart.number, chart.title) == ("012A", "Protocol to the Interim Agreement")
        assert parse(gen3(pages.some_facts(), about), None).rows[0].number == "012A"

    def test_organisations(self):
        """The European Union stands under a heading of its own."""
        facts = (*pages.some_facts(), Fact(name="European Union", code="CE", group="organisation"))

        for build in (gen1, gen2, gen3):
            assert parse(build(facts), None).rows[-1].group is Group.ORGANISATION

    def test_before_any_heading(self):
        """A row that stands under no heading has no group."""
        page = re.sub(rb"<h5>Members of Council of Europe</h5>", b"", gen3(pages.some_facts()))
        rows = parse(page, None).rows

        assert {row.group for row in rows[:5]} == {None}
        assert {row.group for row in rows[5:]} == {Group.NON_MEMBER}

    def test_rows_laid_out_with_styles(self):
        """A chart of divs reads as one of tables."""
        page = gen3_apart(pages.some_facts()).decode()
        for tag in ("table", "tbody", "thead", "tr", "th", "td"):
            page = page.replace(f"<{tag}>", "<div>").replace(f"</{tag}>", "</div>")

        assert facts_of(parse(page.encode(), None)) == pages.some_facts()

    def test_rows_by_role(self):
        """A chart of elements that say they are rows and cells reads as one of tables."""
        page = gen3(pages.some_facts()).decode()
        for tag, role in {"tr": "row", "th": "columnheader", "td": "cell"}.items():
            page = page.replace(f"<{tag}>", f'<span role="{role}">').replace(f"</{tag}>", "</span>")
        page = page.replace("table", "div")

        assert facts_of(parse(page.encode(), None)) == pages.some_facts()


class TestColumns:
    @pytest.mark.parametrize("build", GENERATIONS)
    @given(columns=st.permutations(PLAIN_COLUMNS))
    @settings(max_examples=25, deadline=None)
    def test_any_order(self, build, columns):
        """Labels decide, not positions."""
        layout = Layout(columns=tuple(columns))

        assert facts_of(parse(build(pages.some_facts(), layout=layout), None)) == pages.some_facts()

    @pytest.mark.parametrize("build", GENERATIONS)
    @pytest.mark.parametrize("at", range(len(PLAIN_COLUMNS) + 1))
    def test_unknown_column(self, build, at):
        """A column this program does not know is harmless wherever it stands, whatever it holds."""
        columns = (*PLAIN_COLUMNS[:at], "unknown", *PLAIN_COLUMNS[at:])

        assert facts_of(parse(build(pages.some_facts(), layout=Layout(columns=columns)), None)) == pages.some_facts()

    @pytest.mark.parametrize("missing", ["state", "signed", "consent", "in_force"])
    @pytest.mark.parametrize("build", [gen2, gen3])
    def test_required(self, build, missing):
        """Without a State, a signature, a consent or an entry into force it is not the chart."""
        columns = tuple(column for column in PLAIN_COLUMNS if column != missing)

        refused(build(pages.some_facts(), layout=Layout(columns=columns)), "column")

    def test_no_flags(self):
        """A chart without columns of flags knows of no flag, unless its legend explains them."""
        columns = PLAIN_COLUMNS[:5]
        facts = tuple(replace(fact, flags="") for fact in pages.some_facts())
        page = gen2(facts, layout=Layout(columns=columns))

        assert parse(page, None).rows[0].flags_known == frozenset("RDATCO")
        assert parse(page.replace(b"R.: ", b"").replace(b".: ", b" "), None).rows[0].flags_known == frozenset()

    def test_one_heading_over_six_cells(self):
        """`R.D.A.T.C.O.` may be one cell over six, with a span or without."""
        page = gen3_apart(pages.some_facts()).decode()
        apart = "".join(f"<th>{letter}.</th>" for letter in pages.FLAGS)
        assert apart in page

        for one in (
            "<th>R.D.A.T.C.O.</th>",
            '<th colspan="6">R.D.A.T.C.O.</th>',
            "<th colspan=6>R. D. A. T. C. O.</th>",
        ):
            assert facts_of(parse(page.replace(apart, one).encode(), None)) == pages.some_facts()

    def test_spans_in_the_heading(self):
        """A date and its mark may share a heading over two cells."""
        page = gen2(pages.some_facts()).decode()
        for label in ("Signature", "Ratification", "Entry into Force", "Notes"):
            page = page.replace(f"<th>{label}</th>", f"<th colspan='2'>{label}</th>")

        assert facts_of(parse(page.encode(), None)) == pages.some_facts()

    def test_suspension(self):
        """A column of suspension makes it known."""
        page = gen2(pages.some_denunciations(), layout=Layout(columns=WITH_DENUNCIATIONS))
        page = page.replace(b"<th>Denunciation</th>", b"<th>Suspension</th>").replace(b"Effect denunciation", b"Other")
        row = parse(page, None).rows[0]

        assert (row.suspended_on, row.denounced_on) == (date(2019, 3, 1), None)
        assert Field.SUSPENDED_ON in row.known

    def test_section_in_the_heading(self):
        """The first cell of the heading may hold the section's name instead of "State"."""
        page = gen1(pages.some_facts()).replace(b"<td><b>&nbsp;</b></td>", b"<td><b>Members States</b></td>")
        for name in (b"Member States of the Council of Europe", b"Non-member States of the Council of Europe"):
            page = page.replace(b'<tr><td colspan="11"><b>' + name + b"</b></td></tr>", b"")
            page = page.replace(b"Members States", name, 1)

        assert facts_of(parse(page, None)) == pages.some_facts()

    @pytest.mark.parametrize("every_row", [True, False], ids=["every-row", "marked-rows"])
    def test_crosses_beside_marks_apart(self, every_row):
        """Crosses stay under their letters where marks have cells of their own, in every row or in marked ones."""
        page = gen1((*pages.some_facts(), Fact(name="Atlantis", group="non_member", signed=date(2020, 1, 1), mark="s")))
        day = rb"<td>([0-9]+/[0-9]+/[0-9]+)"
        if every_row:  # after the signature and after the ratification
            chart, rest = page.split(b"</table>\n\n<p>", 1)
            chart = re.sub(
                rb"(<tr>(?:<td>.*?</td>){2})(<td>.*?</td>)((?:<td>.*?</td>){8}</tr>)",
                rb"\1<td></td>\2<td></td>\3",
                chart,
            )
            page = chart + b"</table>\n\n<p>" + rest
        page = re.sub(day + rb" (a|s)</td>" + (b"<td></td>" if every_row else b""), rb"<td>\1</td><td>\2</td>", page)
        page = re.sub(rb"<tr>(<td><b>.*?)</tr>", lambda row: row.group().replace(b"<td></td>", b""), page)
        facts = facts_of(parse(page, None))

        assert facts[:-1] == pages.some_facts()
        assert facts[-1].mark == "s"

    def test_blank_cell_before_the_state(self):
        """A cell of its own for a colour or a flag comes before the State without harm."""
        page = gen2(pages.some_facts()).replace(b"<tr><td>\n", b"<tr><td>")
        page = page.replace(b'<tr><td><a href="/en', b'<tr><td><img src="f.png" alt="x"></td><td><a href="/en')

        assert facts_of(parse(page, None)) == pages.some_facts()

    def test_ambiguous(self):
        """Rows wider than their heading that can be read in two ways are refused."""
        labels = ("State", "Signature", "Ratification", "Entry into force", "Suspension", "Denunciation")
        cells = ("Albania", "23/11/2001", "20/06/2002", "01/07/2004", "", "01/01/2010", "")
        header = "".join(f"<th>{label}</th>" for label in labels)
        row = "".join(f"<td>{cell}</td>" for cell in cells)

        refused(f"<html><table><tr>{header}</tr><tr>{row}</tr></table></html>".encode(), "which")


class TestCells:
    def page(self, old: str, new: str) -> bytes:
        page = gen3(pages.some_facts()).decode()
        assert old in page
        return page.replace(old, new).encode()

    @pytest.mark.parametrize(
        "day",
        [
            "31/02/2002",
            "20/06/02",
            "20/13/2002",
            "20.06.2002",
            "2002-06-20",
            "20 June 2002",
            "20/06/20021",
            "0/1/2002",
            "٢٠/٠٦/٢٠٠٢",
        ],
    )
    def test_unknown_date(self, day):
        """A date that is no day, or is not written as the chart writes dates, is refused with row and text."""
        refused(self.page("20/06/2002", day), "Albania", day[:4])

    @pytest.mark.parametrize("mark", ["b", "A", "aa", "x", "acc.", "sa"])
    def test_unknown_mark(self, mark):
        """A mark the legend does not have is refused."""
        refused(self.page("28/03/2018 a", f"28/03/2018 {mark}"), "Philippines", mark)

    @pytest.mark.parametrize("mark", ["b", "A", "q"])
    def test_unknown_mark_apart(self, mark):
        """…also in a cell of its own."""
        page = gen2(pages.some_facts()).replace(b"<td>a</td>", f"<td>{mark}</td>".encode())

        refused(page, mark)

    @pytest.mark.parametrize("letter", ["Z.", "R.Q.", "yes"])
    def test_unknown_flag(self, letter):
        """A flag the legend does not have is refused."""
        refused(self.page(">R.</a>", f">{letter}</a>"), "Andorra", letter[-2:])

    @pytest.mark.parametrize(
        "printed",
        [
            "28/03/2018&nbsp;a",
            "28/03/2018<br>a",
            " \t28/03/2018\n<sup>a</sup> ",
            "<!-- x -->28/3/2018 (a)",
            "28/03/2018a",
        ],
    )
    def test_ways_to_print_a_mark(self, printed):
        """Non-breaking spaces, tabs, comments and inline tags make no difference."""
        assert facts_of(parse(self.page("28/03/2018 a", printed), None)) == pages.some_facts()

    @pytest.mark.parametrize("blank", ["&nbsp;", "-", "–", "//", " / / ", "Date : //", "<br>", "<!-- -->", "&#8203;"])
    def test_ways_to_print_nothing(self, blank):
        """No date is printed in many ways."""
        page = gen3(pages.some_facts()).replace(b"<td></td>", f"<td>{blank}</td>".encode())

        assert facts_of(parse(page, None)) == pages.some_facts()

    def test_notes_after_a_date(self):
        """The number of a note may follow the date, or stand in the State's cell."""
        for old, new in (
            ("01/08/2009</td><td>55</td>", "01/08/2009 55</td><td></td>"),
            ("Serbia</a></td>", "Serbia</a> <sup>(55)</sup></td>"),
            ("01/08/2009</td><td>55</td>", "01/08/2009<sup>55</sup></td><td></td>"),
        ):
            assert facts_of(parse(self.page(old, new), None)) == pages.some_facts()

    @pytest.mark.parametrize("column", ["Accession", "Date of acceptance", "Succession", "R.D.A.T.C.O.X."])
    def test_column_of_which_a_part_would_be_lost(self, column):
        """Consents beside the column of ratifications, flags nobody knows."""
        refused(self.page("<th>Notes</th>", f"<th>{column}</th>"), column)

    def test_status_at_a_time_of_day(self):
        """It is never cut off."""
        for printed in ("25/04/2026 00:15", "25/04/2026, 22h30", "25/04/2026T10:00"):
            refused(self.page("Status as of 25/04/2026", f"Status as of {printed}"), "status as of")

    @pytest.mark.parametrize(
        "label",
        [
            "Number of ratifications/accessions",
            "Total of ratifications / accessions:",
            "Total number of ratifications, accessions",
        ],
    )
    def test_ways_to_print_a_total(self, label):
        """It is compared with the rows, whichever words it has."""
        body = gen3(pages.some_facts(), pages.About(totals=(2, 6)))
        totals = parse(body.replace(b"Total number of ratifications/accessions", label.encode()), None).totals
        assert (totals.consents, totals.signatories) == (6, 2)

    def test_mark_among_the_notes(self):
        """An invited State's mark counts wherever it stands in the row."""
        page = self.page("<td>a</td><td></td><td>4</td>", "<td></td><td></td><td>a 4</td>")

        assert facts_of(parse(page, None)) == pages.some_facts()

    def test_entities(self):
        """Entities are the characters they name."""
        page = self.page("Côte d’Ivoire", "C&ocirc;te&nbsp;d&rsquo;Ivoire")

        assert facts_of(parse(page, None)) == pages.some_facts()

    def test_small_table_in_a_cell(self):
        """A cell may hold a table of its own and still be a cell."""
        page = self.page(">28/03/2018 a<", "><table><tr><td>28/03/2018</td><td>a</td></tr></table><")

        assert facts_of(parse(page, None)) == pages.some_facts()

    def test_row_without_state(self):
        """A row that names no State is refused, not dropped."""
        refused(self.page(">Albania<", "><"), "State")

    def test_cells_left_out(self):
        """Cells left out at the end of a row are blank."""
        page = re.sub(rb"(28/02/2002</td>)(<td></td>)+", rb"\1", gen3(pages.some_facts()))

        assert facts_of(parse(page, None)) == pages.some_facts()

    def test_status_in_an_unknown_format(self):
        """The day the page speaks of is not guessed."""
        refused(self.page("Status as of 25/04/2026", "Status as of 25/04/26"), "status as of")


class TestRefused:
    """Pages that are no chart."""

    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            pytest.param(b"", ErrorKind.SHAPE, id="nothing"),
            pytest.param(b"[[],[],[]]", ErrorKind.MEDIA_TYPE, id="json"),
            pytest.param(b"<html><body><table></table></body></html>", ErrorKind.SHAPE, id="empty-table"),
            pytest.param(b"<html><title>Just a moment...</title></html>", ErrorKind.BLOCKED, id="challenge"),
            pytest.param(b"<html>You need to enable JavaScript to run this app.</html>", ErrorKind.BLOCKED, id="shell"),
            pytest.param(b"<html><meta charset='utf-8'>\xff\xfe</html>", ErrorKind.UNDECODABLE, id="not-utf-8"),
        ],
    )
    def test_kinds(self, body, kind):
        """Each has its kind."""
        refused(body, kind=kind)

    @pytest.mark.parametrize("build", GENERATIONS)
    def test_no_rows(self, build):
        """A heading without rows is an outage, never an empty chart."""
        page = build(pages.some_facts())
        header = re.search(rb"<tr>(?:(?!</tr>).)*Signature.*?</tr>", page)
        assert header

        refused(b"<html><table>" + header.group() + b"</table></html>", "no row")

    @pytest.mark.parametrize("build", GENERATIONS)
    @pytest.mark.parametrize("fiftieth", range(1, 50))
    def test_cut_short(self, build, fiftieth):
        """A page cut anywhere is refused: browsers would close what is open and show fewer rows."""
        page = build(pages.some_facts(), About(totals=(2, 5)))
        body = page[: len(page) * fiftieth // 50]
        with pytest.raises(ParseError):
            parse(body, None)

    def test_cut_in_a_fragment(self):
        """A table opened and not closed is a page cut short even where there is no <html>."""
        page = gen2(pages.some_facts())
        table = page[page.index(b'<table class="table">') : page.index(b"<footer>")]
        assert facts_of(parse(table, None)) == pages.some_facts()

        refused(table[: table.index(b"Serbia")], "cut short")

    def test_two_columns_of_one_date(self):
        """Two columns of one date cannot both be right."""
        page = gen2(pages.some_facts(), layout=Layout(columns=("state", "signed", *PLAIN_COLUMNS[1:])))

        refused(page, "one column")


class TestHostile:
    """Neither hanging nor any other exception."""

    @pytest.mark.parametrize(
        "body",
        [
            pytest.param(b"<html>" + b"<div>" * 4_000_000, id="20MB-of-tags"),
            pytest.param(b"<html>" + b"<div>" * 40_000 + b"</html>", id="deep"),
            pytest.param(b"<html>" + b"<a href=x><b>" * 40_000 + b"</html>", id="deep-links"),
            pytest.param(
                b"<html>" + b"<table><tr><td>" * 12_000 + b"</table>" * 12_000 + b"</html>", id="nested-tables"
            ),
            pytest.param(b"<html>" + b"<div><p>" * 40_000 + b"</html>", id="deep-divs"),
            pytest.param(b"<html><table><tr>" + b"<td>x</td>" * 100_000 + b"</tr></table></html>", id="100k-cells"),
            pytest.param(b"<html><table><tr>" + b"<td>x</td>" * 40_000 + b"</tr></table></html>", id="40k-cells"),
            pytest.param(b"<html>" + b"<!--" * 5_000_000, id="comments"),
            pytest.param(b"<html>" + b"<script>" * 1_000_000, id="scripts"),
            pytest.param(b"<html><p>" + b"a " * 10_000_000 + b"</p></html>", id="20MB-of-text"),
            pytest.param(b"<html><p>" + "é–".encode() * 2_000_000 + b"</p></html>", id="20MB-of-accents"),
            pytest.param(b"<html><p " + b"a=b " * 1_000_000 + b"></p></html>", id="attributes"),
            pytest.param(b"<html><![CDATA[" * 30_000 + b"</html>", id="cdata"),
            pytest.param(b"<?xml version='1.0'?><rss><channel/></rss>", id="xml"),
        ],
    )
    def test_no_chart(self, body):
        """What is no chart is refused in bounded time."""
        began = time.monotonic()
        refused(body)

        assert time.monotonic() - began < 20

    @pytest.mark.parametrize("span", ["1000000000", "9" * 5000, "-1", "0", "x", "", "1.5"])
    def test_spans(self, span):
        """A span out of bounds takes no memory, and one that is none counts as one."""
        page = gen2(pages.some_facts()).replace(b'colspan="20"', f'colspan="{span}"'.encode())

        assert facts_of(parse(page, None)) == pages.some_facts()

    def test_wide_rows(self):
        """Rows far wider than their heading are refused, without trying every reading."""
        page = gen2(pages.some_facts()).replace(b"<td>&nbsp;</td>", b"<td></td>" * 40)

        refused(page, "cells")

    def test_wide_span_in_rows(self):
        """Cells of a row with wild spans are refused."""
        refused(gen2(pages.some_facts()).replace(b"<td>&nbsp;</td>", b"<td colspan=1000000000></td>"), "cells")

    @pytest.mark.parametrize("mark", ["", " s", " a"])
    def test_a_date_across_two_columns_of_dates(self, mark):
        """Only the mark of a definitive signature says that it is both; the rest is for a person to read."""
        fact = Fact(name="Albania", signed=date(2001, 11, 23), consent=date(2002, 6, 20), in_force=date(2004, 7, 1))
        shared = f'<td colspan="2">23/11/2001{mark}</td>'.encode()
        page = gen1([fact]).replace(b"<td>23/11/2001</td><td>20/6/2002</td>", shared)
        assert shared in page
        if mark != " s":
            refused(page, "one date for consent_on and signed_on")
            return
        [row] = parse(page, None).rows
        assert (row.mark, row.signed_on, row.consent_on) == ("s", date(2001, 11, 23), None)

    def test_too_many_rows(self):
        """There are not that many States."""
        refused(gen3([Fact(name=f"State of {'x' * (at % 50)}") for at in range(1_001)]), "1000")

    def test_rows_in_rows(self):
        """Rows nested deeper than any layout are refused."""
        page = gen2(pages.some_facts())

        refused(page.replace(b"<body>", b"<body>" + b"<table><tr><td>" * 60 + b"</table>" * 60), "deep")

    def test_long_name(self):
        """A name longer than any State's is refused with a bounded message."""
        refused(gen3([Fact(name="A" * 100_000)]), "State")
