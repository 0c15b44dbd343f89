"""Bodies made to cost much: each is read with work in proportion to its size, or refused with a message that says why.

The work is counted, never timed.
"""

from __future__ import annotations

import json
from datetime import date

import pytest
from pages import Fact, gen3
from world import declaration

from tracker.errors import ParseError
from tracker.guard.language import refuse_list_in_other_language
from tracker.language import Language
from tracker.participants import lookup, table
from tracker.sources import interpret as charts
from tracker.sources.coe import chart, service, statement_text, statements
from tracker.sources.markup.text import plain
from tracker.statements import identity
from tracker.statements import interpret as lists

PAGE = gen3([Fact(name="Albania", code="ALB", signed=date(2001, 11, 23))]).decode()
FEW, MANY = "a" + "\u0301\u0323" * 10, "a" + "\u0301\u0323" * 40


class TestMarks:
    """Combining marks are sorted in a time that grows with their square, so that long runs are refused first."""

    @pytest.mark.parametrize("between", ["", "\ufe00", "\u200d", "”", "“-”"])
    def test_too_many_on_one_letter(self, between: str) -> None:
        """Also where what stands between them is removed later."""
        text = "a" + between.join(["\u0301\u0323" * 10] * 4)
        with pytest.raises(ParseError, match="combining marks on one letter"):
            plain(text)
        with pytest.raises(ParseError, match="combining marks on one letter"):
            statement_text.read(f"<p>{text}</p>")

    def test_in_entities(self) -> None:
        """They are counted in what is read, not in what is sent."""
        with pytest.raises(ParseError, match="80 combining marks"):
            statement_text.read("<p>a" + "&#769;&#803;" * 40 + "</p>")

    @pytest.mark.parametrize("text", [FEW, f"{FEW} " * 9, "Việt Nam", "ประเทศที่นี้", "দক্ষিণ", "—" * 99, "é." * 99])
    def test_any_writing_passes(self, text: str) -> None:
        """Also in languages that need several marks, and rows of dashes."""
        plain(text)
        assert identity.text_key(statement_text.read(f"<p>{text}</p>")[1])

    @pytest.mark.parametrize("place", ["<p>{}</p>", "<h1>{}</h1>", "<table><tr><td>{}</td><td>b</td></tr></table>"])
    def test_in_a_chart(self, place: str) -> None:
        """Wherever they stand on the page."""
        body = PAGE.replace("<table", f"{place.format(MANY)}<table", 1).encode()
        with pytest.raises(ParseError, match="80 combining marks"):
            chart.parse(body, "utf-8")


@pytest.mark.parametrize("label", ["Entry into force", "Opening of the treaty", "Title"])
def test_a_label_that_stands_without_end(label: str) -> None:
    """What stands below each is read, so that there may only be a few."""
    row = f"<table><tr>{f'<td>{label}</td>' * 21}</tr><tr><td>a</td></tr></table>"
    with pytest.raises(ParseError, match=f"at most 20 times .*{label}"):
        chart.parse(PAGE.replace("<table", f"{row}<table", 1).encode(), "utf-8")


def test_a_page_of_tags_alone() -> None:
    """Each tag costs some microseconds."""
    with pytest.raises(ParseError, match="at most 50000 tags, got 5"):
        chart.parse(PAGE.replace("<table", f"{'<p>' * 50_000}<table", 1).encode(), "utf-8")


def test_many_rows_of_one_participant(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows that stand are looked for a few times, not once for each row."""
    row = {
        **dict.fromkeys(("CodePays", "DateSignature", "DateConsentement", "DateEntreeVigueur")),
        "LibPaysOrga": "Albania",
        "NumSTE": "185",
    }
    body = json.dumps([[{**row, "CodePays": str(at)} for at in range(300)], [], []]).encode()
    looked = []
    current = charts._current
    monkeypatch.setattr(charts, "_current", lambda rows: looked.append(1) or current(rows))

    found = charts.interpret(service.parse(body, "185"), table(), blank_non_member_invited=None)

    assert found.duplicates == ("ALB",)
    assert len(looked) <= 3


@pytest.mark.parametrize("names", [1, 20, 300])
def test_many_statements_of_unknown_participants(monkeypatch: pytest.MonkeyPatch, names: int) -> None:
    """The nearest known names are looked up once for a name and for twenty of them; each row says whom it names."""
    row = {
        **dict.fromkeys(("code_Organisation", "numero_Article", "date_Effet", "date_Effet_Retrait")),
        "nature_Dec": "declaration",
        "texte_Decl": "The text of it.",
    }
    who = ["Albania", *(f"Albaniia {at % names}" for at in range(400))]
    body = json.dumps([{**row, "code_Pays": {"Value": name}} for name in who]).encode()
    looked = []
    close = lookup.close_spellings
    monkeypatch.setattr(lookup, "close_spellings", lambda *both: looked.append(1) or close(*both))

    printed = statements.parse(body)
    refuse_list_in_other_language(printed, table(), Language.ENGLISH)
    found = lists.interpret(printed, table())

    assert len(looked) == min(names, 20)
    assert len(found.statements) == 1
    assert [one.who for one in found.unread] == who[1:]
    assert all(repr(one.who) in one.reason and "config.toml" in one.reason for one in found.unread)
    assert sum("nearest known" in one.reason for one in found.unread) == sum(int(one[9:]) < 20 for one in who[1:])


@pytest.mark.parametrize(
    "first", ["<th>State</th><th>Signature</th><th>Ratification</th><th>Entry into force</th>", "<td>A</td>"]
)
def test_few_cells_that_span_many_columns(first: str) -> None:
    """They are refused before each becomes forty."""
    row = f"<tr>{first}{'<td colspan=999>1</td>' * 6}</tr>"
    with pytest.raises(ParseError, match="at most 200 columns, got"):
        chart.parse(PAGE.replace("</tr>", f"</tr>{row}", PAGE.count("</tr>")).encode(), "utf-8")


def with_tags(texts: int, filling: str = "") -> bytes:
    """A list of statements with 1,000 tags each, and what stands beside them."""
    rows = [declaration("Hungary", f"<p>{number}{f'<br>{filling}' * 998}</p>") for number in range(texts)]
    return json.dumps(rows).encode()


def test_the_tags_of_all_texts_are_bounded() -> None:
    """Each text may have many; a list of a megabyte has at most one in 25 bytes, and a longer one as many."""
    assert len(statements.parse(with_tags(30)).statements) == 30
    with pytest.raises(ParseError, match="expected at most 40000 tags in the texts of"):
        statements.parse(with_tags(41))
    assert len(statements.parse(with_tags(45, "a text of many words " * 2)).statements) == 45
