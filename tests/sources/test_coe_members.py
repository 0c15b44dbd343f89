"""The Cybercrime Division's page: who is a Party, who signed or is invited, under which heading."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pages
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import members_page

from tracker.errors import ErrorKind, ParseError
from tracker.models import Listed, PrintedChart
from tracker.sources.coe.members import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from world import World

PARTIES = ("Albania", "Benin", "Côte d'Ivoire", "Moldova (Republic of)", "Türkiye (Republic of)")
LISTED = ("Ireland", "Korea", "Mexico")


def names(chart: PrintedChart, listed: Listed) -> tuple[str, ...]:
    """The names under a heading."""
    return tuple(row.name for row in chart.rows if row.listed is listed)


def refused(body: bytes, kind: ErrorKind = ErrorKind.SHAPE) -> None:
    """The page gives an error of that kind."""
    with pytest.raises(ParseError) as caught:
        parse(body, None)
    assert caught.value.kind is kind


@pytest.mark.parametrize("french", [False, True], ids=["english", "french"])
def test_names_by_heading(french):
    """Names stand under their heading, in a heading of their own or plain, and nothing else is a name."""
    chart = parse(members_page(PARTIES, LISTED, french=french), None)

    assert names(chart, Listed.PARTY) == PARTIES
    assert names(chart, Listed.SIGNATORY_OR_INVITED) == LISTED
    assert len(chart.rows) == len(PARTIES) + len(LISTED)


def test_nothing_else_is_known():
    """The page prints no dates, no groups, no marks."""
    chart = parse(members_page(PARTIES, LISTED), None)

    assert not chart.shows_marks
    assert chart.status_as_of is None
    for row in chart.rows:
        assert row.known == frozenset()
        assert row.flags_known == frozenset()
        assert row.group is None
        assert row.signed_on is row.consent_on is row.in_force_on is None


def test_headings_decide_not_order():
    """The observers may come first."""
    page = members_page(PARTIES, LISTED).decode()
    parties = page[page.index("<h3>Parties to") : page.index("<h3>Observer countries")]
    moved = page.replace(parties, "").replace("<h3>Observer Organisations", parties + "<h3>Observer Organisations")
    chart = parse(moved.encode(), None)

    assert names(chart, Listed.PARTY) == PARTIES
    assert names(chart, Listed.SIGNATORY_OR_INVITED) == LISTED


@pytest.mark.parametrize(
    "entry",
    [
        '<li><img src="x.svg" alt="Flag of Peru"> Peru</li>',
        '<a href="/peru"><img src="x.svg" alt="Flag of Peru">Peru</a>',
        '<p><img src="x.svg" title="Flag" alt="Flag of Peru"></p><p>&nbsp;\tPeru&nbsp;</p>',
        '<table><tr><td><img src="x.svg" alt="Flag of Peru"></td><td>Peru</td></tr></table>',
        "<h6>Peru</h6>",
        '<h6><strong><img src="x.svg" alt="Flag of Peru"></strong>Pe<b>ru</b></h6>',
        '<p><img src="x.svg" alt="Flag of Peru"><!-- Chile -->Peru<br></p>',
    ],
)
def test_ways_to_print_an_entry(entry):
    """A name after its flag, whatever holds them; the flag's own words are no name."""
    page = members_page(PARTIES, LISTED).replace(b"<h3>Observer countries", entry.encode() + b"<h3>Observer countries")

    assert names(parse(page, None), Listed.PARTY) == (*PARTIES, "Peru")


def test_two_entries_in_one_paragraph():
    """Flags part names."""
    page = members_page(PARTIES, LISTED).replace(
        b"<h3>Observer countries", b"<p><img src=a>Chile <img src=b>Peru</p><h3>Observer countries"
    )

    assert names(parse(page, None), Listed.PARTY) == (*PARTIES, "Chile", "Peru")


def test_text_between_is_no_entry():
    """A sentence under a heading has no flag and is no State."""
    page = members_page(PARTIES, LISTED).replace(
        b'<div class="columns">', b"<p>The following States are Parties.</p><div>", 1
    )

    assert names(parse(page, None), Listed.PARTY) == PARTIES


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(b"", ErrorKind.SHAPE, id="nothing"),
        pytest.param(b"{}", ErrorKind.MEDIA_TYPE, id="json"),
        pytest.param(b"<html><body>Hello</body></html>", ErrorKind.SHAPE, id="other-page"),
        pytest.param(b"<html><title>Just a moment...</title></html>", ErrorKind.BLOCKED, id="challenge"),
        pytest.param(members_page((), LISTED), ErrorKind.SHAPE, id="no-parties"),
        pytest.param(members_page(PARTIES, ()), ErrorKind.SHAPE, id="no-observers"),
        pytest.param(b"<html>" + b"<h6>" * 30_000 + b"</html>", ErrorKind.SHAPE, id="deep"),
    ],
)
def test_refused(body, kind):
    """A page without its headings or without entries is an outage, never an empty list."""
    refused(body, kind)


def test_renamed_heading():
    """A heading this program does not know is an error, and its entries are nobody's."""
    refused(re.sub(b"Signatories and invited to accede", b"Friends", members_page(PARTIES, LISTED)))


@pytest.mark.parametrize("fiftieth", range(1, 50))
def test_cut_short(fiftieth):
    """A page cut anywhere is refused."""
    page = members_page(PARTIES, LISTED)

    refused(page[: len(page) * fiftieth // 50])


@given(seed=st.integers(0, 2**32), times=st.integers(1, 40))
@settings(max_examples=150, deadline=None)
def test_noise(seed, times):
    """Bytes changed at random give an error of ours or a chart, never another exception."""
    chance = random.Random(seed)  # noqa: S311 - noise, no secret
    body = bytearray(members_page(PARTIES, LISTED))
    for _ in range(times):
        body[chance.randrange(len(body))] = chance.choice([chance.randrange(256), *b"<>/&\"'= \x00-!"])
    try:
        chart = parse(bytes(body), None)
    except ParseError:
        return

    assert chart.rows


def test_as_captured():
    """The text of the real page, made into a page again, holds the 81 and the 16 names of that day."""
    chart = parse(captured_page(), None)
    expected = pages.shared_rows("data/parties-observers-page-2026-04-25.csv")
    under = {
        listed: tuple(row["name_as_shown"].strip() for row in expected if words in row["section"])
        for listed, words in ((Listed.PARTY, "Parties to"), (Listed.SIGNATORY_OR_INVITED, "invited"))
    }

    assert (len(under[Listed.PARTY]), len(under[Listed.SIGNATORY_OR_INVITED])) == (81, 16)
    for listed, wanted in under.items():
        assert names(chart, listed) == wanted


def captured_page() -> bytes:
    """A page of the captured text."""
    text = pages.shared_text("captures/coe-parties-observers-rendered-2026-04-25.md")
    return f"<html><body>{''.join(block(line) for line in text.splitlines() if line.strip())}</body></html>".encode()


def block(line: str) -> str:
    """A line of the captured text with its heading, images and links."""
    level = len(line) - len(line.lstrip("#"))
    text = line.lstrip("#* ")
    text = re.sub(r"!\[([^\]]*)\]\(([^)]*)\)", r'<img src="\2" alt="\1">', text)
    text = re.sub(r"\[((?:[^\[\]])*)\]\(([^)]*)\)", r'<a href="#">\1</a>', text)
    return f"<h{level}>{text}</h{level}>" if level else f"<p>{text}</p>"


@pytest.mark.parametrize(
    ("parties", "listed", "totals"),
    [
        ("Parties to the Convention on Cybercrime (5)", "Signatories and invited to accede (3)", (5, 3)),
        ("81 Parties to the Convention on Cybercrime", "Signatories and invited to accede", (81, None)),
        ("Parties: 5", "Signatories and invited to accede: 16", (5, 16)),
        ("Parties to the Convention on Cybercrime (185)", "Signatories and invited to accede", (None, None)),
    ],
)
def test_a_heading_may_count_its_list(parties: str, listed: str, totals: tuple[int | None, int | None]) -> None:
    """The number of the treaty is no count."""
    page = members_page(PARTIES, LISTED).decode()
    page = page.replace("Parties to the Convention on Cybercrime", parties, 1)
    chart = parse(page.replace("Signatories and invited to accede", listed).encode(), None)

    assert names(chart, Listed.PARTY) == PARTIES
    assert names(chart, Listed.SIGNATORY_OR_INVITED) == LISTED
    found = chart.totals
    assert ((found.consents, found.listed) if found else (None, None)) == totals


@pytest.mark.parametrize(
    ("parties", "listed", "doubted"),
    [("(5)", "(3)", None), ("(6)", "(3)", "prints 6 ratifications/accessions"), ("(5)", "(4)", "prints 4 signatories")],
)
def test_a_list_of_another_length_than_its_heading_says_is_doubted(
    open_world: Callable[..., World], parties: str, listed: str, doubted: str | None
) -> None:
    """A person is called; nothing is told."""
    page = members_page(PARTIES, LISTED).decode()
    page = page.replace(
        "Parties to the Convention on Cybercrime", f"Parties to the Convention on Cybercrime {parties}", 1
    )
    w = open_world(sources=("coe-members",))
    w.show_members(
        page.replace("Signatories and invited to accede", f"Signatories and invited to accede {listed}").encode()
    )
    [read] = w.check_all()

    assert (read.outcome, read.changes) == ("quarantined" if doubted else "baseline", ())
    assert read.error is None if doubted is None else doubted in str(read.error)
