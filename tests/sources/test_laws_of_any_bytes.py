"""Any bytes, headers and charsets: every reader gives a chart or its own error, and a check goes on with the rest.

`make fuzz` tries thirty times as many, and ten times as many whole checks.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from charts import READERS, examples
from hypothesis import given
from hypothesis import strategies as st
from pages import Fact, gen1, gen2, gen3, json_service, members_page
from registers import Party, place_of, untc, verdragenbank
from world import SECOND_PROTOCOL, row, world

from tracker.errors import ParseError
from tracker.models import Outcome, PrintedChart
from tracker.models.wire import charset_of
from tracker.participants import table
from tracker.sources.coe import statements, treaties
from tracker.sources.coe.app_page import access_in
from tracker.sources.interpret import interpret
from tracker.sources.markup.charsets import _CODECS
from tracker.sources.registry import KINDS, parse
from tracker.sources.wayback import parse_index

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable

    from jobs.demo.standin import Answer, Asked

FACTS = (
    Fact(name="Albania", code="ALB", signed=date(2001, 11, 23), consent=date(2002, 6, 20), in_force=date(2004, 7, 1)),
    Fact(name="Côte d’Ivoire", group="non_member", consent=date(2024, 2, 7), mark="a", in_force=date(2024, 6, 1)),
    Fact(name="Türkiye", signed=date(2010, 11, 10), notes=("4",), flags="RD"),
)
PAGES: dict[str, tuple[bytes, ...]] = {
    "coe-chart": (gen1(FACTS), gen2(FACTS), gen3(FACTS)),
    "coe-browser": (gen3(FACTS),),
    "coe-members": (members_page(["Albania", "Türkiye"], ["Chile"]),),
    "coe-service": (json_service(FACTS),),
    "verdragenbank-xml": (verdragenbank(Party(name="Joegoslavië (< 25-06-1991)", consent="1990-07-10", letter="T")),),
    "untc-xml": (untc(("Belize", "2 Mar 2001", "", "5 May 2002"), place=place_of("XVIII", "16")),),
}
LABELS = ("utf-7", "unicode_escape", "raw_unicode_escape", "idna", "binary", "x-user-defined", "", *_CODECS)
PIECES = (
    *(b"<table>", b"</table>", b"<tr>", b"<td colspan=999999>", b"<!--", b"-->", b"<script>", b"<![CDATA[", b"]]>"),
    *(
        b"&#xD800;",
        b"&#0;",
        b"&lt;",
        b"&amp;",
        b"\\ud800",
        b'"\\ud83d"',
        b"+2AA-",
        b"\x00",
        b"\x02",
        b"\xff\xfe",
        b"\xed\xa0\x80",
    ),
    *(b"99999999999999999999999", b"1e999", b"-1", b"null", b"[", b"]", b"{", b"}", b'"', b"31/12/9999", b"9999-12-31"),
    *(b"0001-01-01", b"ETS No. 185", b"CETS No. 214", b"Signature", b"numSte=185", b"<meta charset=utf-7>", b"<h3>"),
    *(b"<?xml version='1.0' encoding='utf-7'?>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"\xef\xbb\xbf", "\u202e".encode()),
)


@st.composite
def mutated(draw: st.DrawFn, page: bytes) -> bytes:
    """The page with some pieces put in, cut out, or repeated."""
    body = page
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(body)))
        until = draw(st.integers(at, min(len(body), at + 400)))
        put = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=8), st.just(body[at:until] * 2)))
        body = body[:at] + put + body[until:]
    return body


def bodies(kind: str) -> st.SearchStrategy[bytes]:
    pages = st.sampled_from([page for several in PAGES.values() for page in several])
    own = st.sampled_from(PAGES[kind])
    return st.one_of(st.binary(max_size=400), own.flatmap(mutated), pages.flatmap(mutated))


def read(kind: str, body: bytes, charset: str | None, number: str | None) -> PrintedChart | None:
    """The chart, all of whose text can be written; None for an error of the reader's own."""
    try:
        printed = parse(kind, body, charset=charset, number=number)
        chart = interpret(printed, table(), blank_non_member_invited=True)
    except ParseError as error:
        error.message.encode()
        return None
    repr(chart).encode()
    for one in chart.rows:
        json.dumps([one.name, one.notes, one.extra], ensure_ascii=False).encode()
    return printed


@pytest.mark.parametrize("kind", sorted(KINDS))
@given(data=st.data())
@examples(60, thorough=READERS)
def test_a_reader_gives_a_chart_or_its_own_error(kind: str, data: st.DataObject) -> None:
    """Whatever the bytes are, whatever charset the header names."""
    label = data.draw(st.one_of(st.none(), st.sampled_from(LABELS), st.text(max_size=12)))
    number = data.draw(st.sampled_from((None, "185", "XVIII-16", "009852")))
    read(kind, data.draw(bodies(kind)), label, number)


OTHERS: dict[str, Callable[[bytes], Any]] = {
    "statements": statements.parse,
    "treaties": treaties.parse,
    "index": parse_index,
    "key page": lambda body: access_in(body, "utf-7"),
}


@pytest.mark.parametrize("what", OTHERS)
@given(data=st.data())
@examples(40, thorough=READERS)
def test_other_readers_give_their_own_errors_too(what: str, data: st.DataObject) -> None:
    """The list of statements, the list of treaties, the archive's index, the page that shows the key."""
    body = data.draw(st.one_of(bodies("coe-service"), st.just(_index()).flatmap(mutated)))
    try:
        OTHERS[what](body)
    except ParseError as error:
        error.message.encode()


@cache
def _index() -> bytes:
    names = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
    rows = [["a", "20040618120000", "http://conventions.coe.int/x", "text/html", "200", "D", "9" * 30]]
    return json.dumps([names, *rows, [], ["key"]]).encode()


@given(text=st.text(max_size=60))
@examples(60, thorough=READERS)
def test_any_content_type_names_a_charset_or_none(text: str) -> None:
    """Never an exception, never two."""
    found = charset_of({"content-type": f"text/html; charset={text}"})
    assert found is None or found == found.lower()


# ---- the whole check ---------------------------------------------------------------------------


#: Headers that a check reads, and one that it does not.
HEADERS = ("ETag", "Last-Modified", "Date", "Age", "Retry-After", "Content-Language", "Server", "X-Anything")
VALUES = st.one_of(
    st.sampled_from(("0", "9" * 40, "-1", "1e400", "Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 -2400")),
    st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=40),
)
#: What is read of the first treaty alone, and as which kind.
PATHS = {"/chart": "coe-chart", "/members": "coe-members"}


@given(data=st.data())
@examples(6)
def test_a_check_fails_that_source_alone(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever its bytes, charset and headers: the other treaty is read in the same pass, the database stays whole."""
    folder: pathlib.Path = tmp_path_factory.mktemp("check")
    with world(folder, sources=("coe-chart", "coe-members", "coe-service"), more=SECOND_PROTOCOL) as w:
        w.show(row("Albania", signed="2001-11-23"))
        w.show(row("Serbia", signed="2022-05-12"), number="224")
        own = w.standin.answer
        for _ in range(4):
            label = data.draw(st.sampled_from(LABELS))
            content_type = data.draw(st.one_of(st.just(f"text/html; charset={label}"), VALUES))
            path, kind = data.draw(st.sampled_from(tuple(PATHS.items())))
            said = {path: (content_type, data.draw(bodies(kind)))}
            headers = data.draw(st.dictionaries(st.sampled_from(HEADERS), VALUES, max_size=4))

            def answer(asked: Asked) -> Answer:
                good = own(asked)
                if asked.path not in said:  # noqa: B023 - called before the next turn
                    return good
                date = None if "Date" in headers else good.date  # noqa: B023 - as above
                return replace(good, headers={**good.headers, **headers}, date=date)  # noqa: B023 - as above

            w.standin.bodies = said
            w.standin.answer = answer  # type: ignore[method-assign] - as a server that says anything
            entries = w.check_all()
            assert {entry.outcome for entry in entries if entry.treaty == "ets-185"} <= set(Outcome)
            [service, other] = [entry.outcome for entry in entries if entry.source == "coe-service"]
            assert {service, other} <= {Outcome.BASELINE, Outcome.UNCHANGED}
        with w.store() as store:
            assert store.database.one("PRAGMA integrity_check")["integrity_check"] == "ok"


# ---- large inputs ------------------------------------------------------------------------------

MEGABYTE = 1_000_000
LARGE = {
    "one byte": b"<" * MEGABYTE,
    "blanks": b" " * MEGABYTE + b"<",
    "nested": b"<div>" * (MEGABYTE // 5),
    "tables": b"<html>" + b"<table><tr><td>x</td></tr></table>" * (MEGABYTE // 34) + b"</html>",
    "a cell": gen3(FACTS).replace(b"Albania", b"Albania" * (MEGABYTE // 7)),
    "dates": gen3(FACTS).replace(b"23/11/2001", b"23/11/2001 " * (MEGABYTE // 11)),
    "comments": b"<html>" + b"<!--" * (MEGABYTE // 4),
    "titles": b"<html>" + b"<title>" * (MEGABYTE // 7),
    "brackets": b"[" * MEGABYTE,
    "a number": b"[" + b"9" * MEGABYTE + b"]",
    "a text": b'[[{"CodePays":"' + b"A" * MEGABYTE + b'"}],[],[]]',
    "keys": b"[[{" + b",".join(b'"k%d":%d' % (n, n) for n in range(60_000)) + b"}],[],[]]",
    "surrogates": b'["' + b"\\ud800" * (MEGABYTE // 6) + b'"]',
    "xml": b"<?xml version='1.0' encoding='iso-8859-1'?><Document>" + b"<a>" * (MEGABYTE // 3),
    "ampersands": b"<?xml version='1.0' encoding='iso-8859-1'?><Document>" + b"&" * MEGABYTE + b"</Document>",
    "controls": b"<?xml version='1.0' encoding='iso-8859-1'?><Document>" + b"\x02" * MEGABYTE + b"</Document>",
    "letters": untc(("Belize", "", "(a" * (MEGABYTE // 4), "5 May 2002"), place=place_of("XVIII", "16")),
    "a header": untc(
        ("Belize", "", "", ""), headers=("Participant", "Signature", "x(a)" * (MEGABYTE // 4), "Accession")
    ),
}


@pytest.mark.parametrize("what", LARGE)
def test_a_megabyte_is_refused_like_any_other_page(what: str) -> None:
    """By every reader, whatever it is made of."""
    for kind in KINDS:
        assert read(kind, LARGE[what], None, "185") is None
