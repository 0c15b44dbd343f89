"""A page of the Council of Europe must name the treaty that was asked for: a look-alike is no chart of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pages import About, Fact, gen1, gen2, gen3, members_page

from tracker.errors import ErrorKind, ParseError
from tracker.guard.charts import refuse_wrong_treaty
from tracker.participants import table
from tracker.sources.interpret import interpret
from tracker.sources.registry import parse

if TYPE_CHECKING:
    from collections.abc import Callable

TABLE = """<table><tr><th>Country</th><th>Signature</th><th>Ratification</th><th>Entry into force</th></tr>
<tr><td>Belize</td><td>02/03/2003</td><td>05/05/2004</td><td>01/09/2004</td></tr>
<tr><td>Malta</td><td>02/03/2003</td><td></td><td></td></tr></table>"""
FACTS = (Fact(name="Malta"), Fact(name="Cyprus"))


def page(*parts: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>Encyclopedia</title></head><body>{''.join(parts)}</body></html>".encode()


def refused(body: bytes, number: str | None, kind: str = "coe-chart") -> ErrorKind:
    with pytest.raises(ParseError) as caught:
        read(kind, body, number)
    return caught.value.kind


def read(kind: str, body: bytes, number: str | None) -> None:
    printed = parse(kind, body, charset=None, number=number)
    refuse_wrong_treaty(interpret(printed, table(), blank_non_member_invited=None), number or "")


@pytest.mark.parametrize("number", ["185", None])
@pytest.mark.parametrize(
    "above", ["<h1>Convention on Widgets</h1>", "<p>185 States</p>", "<p>Members of Council of Europe</p>"]
)
def test_a_table_without_a_number_is_nobodys(number: str | None, above: str) -> None:
    """Whatever it is about."""
    assert refused(page(above, TABLE), number) is ErrorKind.WRONG_TREATY


@pytest.mark.parametrize("build", [gen1, gen2, gen3])
def test_every_generation_names_its_number(build: Callable[..., bytes]) -> None:
    """Of its own treaty, and no other one passes for it."""
    body = build(FACTS, About(number="224", series="CETS"))
    assert parse("coe-chart", body, charset=None, number="224").number == "224"
    assert refused(body, "185") is ErrorKind.WRONG_TREATY


PLACES = {
    "heading": ("Treaty 185", "Treaty {}"),
    "reference": ("<td>ETS No. 185</td>", "<td>ETS No. {}</td>"),
    "title": ("(ETS No. 185)", "(ETS No. {})"),
    "links": ("numSte=185", "numSte={}"),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("other", ["189", "1850", "18 5", "85", "185-189", "185.1", "185A"])
def test_every_number_on_the_page_is_that_of_the_treaty(place: str, other: str) -> None:
    """One that differs anywhere, also in a digit more or a blank, is that of another one."""
    before, after = PLACES[place]
    chart = gen3((*FACTS, Fact(name="Malta", code="MAL", flags="R")), About(number="185")).decode()
    assert before in chart
    assert refused(chart.replace(before, after.format(other)).encode(), "185") is ErrorKind.SHAPE
    everywhere = chart
    for before, after in PLACES.values():
        everywhere = everywhere.replace(before, after.format(other))
    assert refused(everywhere.encode(), "185") in (ErrorKind.SHAPE, ErrorKind.WRONG_TREATY)


def test_a_title_may_name_the_treaty_that_is_amended() -> None:
    """Beside its own number."""
    body = gen3(FACTS, About(number="185")).replace(b"(ETS No. 185)", b"amending ETS No. 108 (ETS No. 185)")
    assert parse("coe-chart", body, charset=None, number="185").number == "185"


@pytest.mark.parametrize(
    "second", ["<p>Status as of: 15/11/2018</p>", "<p>Title:</p><p>Second</p>", "<h2>Protocol on Widgets</h2>"]
)
def test_a_second_chart_without_a_number(second: str) -> None:
    """Its States would be taken for those of the first."""
    body = page("<p>ETS No. 185</p>", TABLE, second, TABLE.replace("Malta", "Peru").replace("Belize", "Chile"))
    assert refused(body, "185") is ErrorKind.SHAPE


def test_the_number_in_links_is_enough() -> None:
    """A chart whose heading is left out, and whose flags lead to the statements of the treaty."""
    linked = TABLE.replace("<td>Malta</td>", '<td><a href="?module=x&amp;codePays=MAL&amp;numSte=185">Malta</a></td>')
    assert parse("coe-chart", page(linked), charset=None, number="185").number == "185"
    assert refused(page("<p>ETS No. 189</p>", linked), "189") is ErrorKind.SHAPE


@pytest.mark.parametrize("second", ["<p>CETS No. 214</p>", "<h2>Protocol No. 16 (CETS No. 214)</h2>"])
@pytest.mark.parametrize("name", ["Malta", "Cyprus"])
def test_charts_of_two_treaties_on_one_page(second: str, name: str) -> None:
    """With the same States or with others, under whichever number."""
    body = page("<p>CETS No. 213</p>", TABLE, second, TABLE.replace("Malta", name))
    for number in ("213", "214", None):
        assert refused(body, number) is ErrorKind.SHAPE


def test_a_note_may_name_another_treaty() -> None:
    """Between two tables of one chart."""
    note = "<p>Reservations to ETS No. 189 are listed there.</p><p>Non-Members of Council of Europe</p>"
    other = TABLE.replace("Malta", "Peru").replace("Belize", "Chile")
    assert (
        parse("coe-chart", page("<p>ETS No. 185</p>", TABLE, note, other), charset=None, number="185").number == "185"
    )


# ---- the members' page -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "Parties to the Convention on Action against Widgets",
        "Parties to the Second Additional Protocol to the Convention on Cybercrime",
        "Parties to the First Protocol to the Budapest Convention",
        "Parties to the Council of Europe Treaty on Widgets",
    ],
)
def test_the_page_of_another_convention(heading: str) -> None:
    """Or of a protocol to this one."""
    body = members_page(["Malta"], ["Chile"]).replace(b"Parties to the Convention on Cybercrime", heading.encode())
    assert refused(body, "185", "coe-members") is ErrorKind.WRONG_TREATY


@pytest.mark.parametrize(
    "title",
    [
        "Parties/Observers to the Medicrime Convention",
        "Second Additional Protocol to the Budapest Convention",
        "United Nations Convention against Cybercrime",
        "Arab Convention on Combating Cybercrime",
        "Budapest Convention on the Contract for the Carriage of Goods by Inland Waterway",
    ],
)
def test_the_title_of_another_convention(title: str) -> None:
    """Above headings that do not say of what, and before a heading of the Cybercrime Convention Committee."""
    body = members_page(["Malta"], ["Chile"]).replace(b"Parties to the Convention on Cybercrime", b"Parties")
    ours = b"Parties/Observers to the Budapest Convention and Observer Organisations to the T-CY"
    assert refused(body.replace(ours, title.encode()), "185", "coe-members") is ErrorKind.WRONG_TREATY


def test_the_links_to_the_chart_of_another_treaty() -> None:
    """The page leads to its own chart."""
    body = members_page(["Malta"], ["Chile"])
    assert refused(body.replace(b"treatynum=185", b"treatynum=201"), "185", "coe-members") is ErrorKind.WRONG_TREATY


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("Parties ({}) to the Convention on Cybercrime", 3),
        ("Parties to the Convention on Cybercrime – {}", 3),
        ("Parties to the Convention on Cybercrime (ETS No. 185): {} States", 3),
        ("{} States Parties to the Convention on Cybercrime as of 25/04/2026", 3),
        ("Parties to the Convention on Cybercrime (185)", None),
        ("Parties to the Convention on Cybercrime (3, of which 2 members)", None),
    ],
)
def test_the_count_in_a_heading(heading: str, count: int | None) -> None:
    """Wherever it stands; no day, and not the number of the treaty."""
    names = ["Malta", "Cyprus", "Fiji"]
    before = b"<h3>Parties to the Convention on Cybercrime<"
    body = members_page(names, ["Chile"]).replace(before, f"<h3>{heading.format(count)}<".encode())
    printed = parse("coe-members", body, charset=None, number="185")
    assert (printed.totals and printed.totals.consents) == count
    assert len(printed.rows) == 4


def test_signatories_and_invited_are_counted_apart_or_together() -> None:
    """They are one list."""
    before = b"Signatories and invited to accede<"
    for words, count in (
        ("Signatories (2) and invited to accede (14)", 16),
        ("Signatories and invited to accede: 9", 9),
    ):
        body = members_page(["Malta"], ["Chile"]).replace(before, f"{words}<".encode())
        totals = parse("coe-members", body, charset=None, number="185").totals
        assert totals is not None
        assert totals.listed == count


def test_a_name_whose_flag_is_missing_is_not_lost() -> None:
    """Nor one whose image did not come; other lines are no names."""
    names = ["Malta", "Cyprus", "Fiji"]
    bare = re.sub(rb"<img[^>]*>", b"", members_page(names, ["Chile"]))
    assert [row.name for row in parse("coe-members", bare, charset=None, number="185").rows] == [*names, "Chile"]


def test_a_page_that_names_no_convention() -> None:
    """Neither in the title nor in a heading."""
    body = members_page(["Malta"], ["Chile"])
    for word in (b" to the Convention on Cybercrime", b"Cybercrime ", b" to the Budapest Convention"):
        body = body.replace(word, b" ")
    assert refused(body, "185", "coe-members") is ErrorKind.WRONG_TREATY


def test_the_page_is_of_one_treaty() -> None:
    """It cannot be a source of another one."""
    assert refused(members_page(["Malta"], ["Chile"]), "189", "coe-members") is ErrorKind.WRONG_TREATY
    assert len(parse("coe-members", members_page(["Malta"], ["Chile"]), charset=None, number="185").rows) == 2
