"""Charsets of the web and no other codec; a label that the bytes contradict is passed over; mojibake is named."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from pages import Fact, gen3
from world import row, world

from tracker.errors import ErrorKind, ParseError
from tracker.models.wire import charset_of
from tracker.participants import table
from tracker.sources.coe.app_page import Access, access_in
from tracker.sources.interpret import interpret
from tracker.sources.markup.charsets import _CODECS, codec_of
from tracker.sources.markup.media import html_of, json_of
from tracker.sources.markup.xmltree import root_of
from tracker.sources.registry import parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Codecs of Python's that are no charsets of the web: some give lone surrogates, some no text.
FOREIGN = ("utf-7", "unicode_escape", "raw_unicode_escape", "utf-8-surrogates", "idna", "punycode", "rot13", "hex")
NAMES = ("Türkiye", "Côte d’Ivoire", "Albania")
PAGE = gen3([Fact(name=name, signed=date(2001, 11, 23)) for name in NAMES])


def names_in(body: bytes, charset: str | None) -> list[str]:
    return [row.name for row in parse("coe-chart", body, charset=charset, number="185").rows]


def outcome(read: Callable[[], Any]) -> Any:
    """What was read, or the kind of the error."""
    try:
        return read()
    except ParseError as error:
        return error.kind


def refused(body: bytes, charset: str | None) -> ErrorKind:
    with pytest.raises(ParseError) as caught:
        html_of(body, charset)
    return caught.value.kind


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("body", [b"<html><body>+2AA-</body></html>", b"<html>\\ud800</html>", b"<html>\\N{BELL}"])
def test_no_codec_but_those_of_the_web(name: str, body: bytes) -> None:
    """By the header or by the page's own word; the page that shows the key is read the same way."""
    assert refused(body, name) is ErrorKind.UNDECODABLE
    assert refused(b"<html><meta charset=" + name.encode() + b">" + body, None) is ErrorKind.UNDECODABLE
    assert access_in(body, name) == Access()


@pytest.mark.parametrize("label", sorted(_CODECS))
def test_whatever_is_decoded_can_be_written(label: str) -> None:
    """Each charset of the list, on bytes of every kind: text that UTF-8 can hold, or refused."""
    for body in (bytes(range(256)), b"\x00\xd8\x00\xdc" * 3, b"\xd8\x00" * 3, b"+2AA-\\ud800", b"\x1b$B!"):
        text = outcome(lambda body=body: html_of(b"<html>" + body, label))
        assert text.encode().decode() == text


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("body", [b"<html><body>+2AA-</body></html>", b"<html>\\ud800</html>"])
def test_a_foreign_codec_stops_no_pass(tmp_path: Path, name: str, body: bytes) -> None:
    """That source fails and is counted; those after it are read."""
    with world(tmp_path, sources=("coe-chart", "coe-service")) as w:
        w.standin.bodies["/chart"] = (f"text/html; charset={name}", body)
        w.show(row("Albania", signed="2001-11-23"))
        failed, read = w.check_all()
        assert (failed.outcome, failed.error and failed.error[0]) == ("failed", ErrorKind.UNDECODABLE)
        assert read.outcome == "baseline"
        with w.store() as store:
            assert [feed.failures for feed in store.treaties.feeds()] == [1, 0]


def test_labels_are_those_of_the_standard() -> None:
    """In any case, with blanks around them; Western European labels all mean Windows-1252."""
    assert {codec_of(label) for label in (" ISO-8859-1 ", "ascii", "l1", "Windows-1252")} == {"cp1252"}
    assert codec_of("iso-2022-kr") is None
    assert codec_of(None) is None


@pytest.mark.parametrize(
    "header",
    [
        *("binary", "x-user-defined", "utf-7", "none", "iso-8859-1", "windows-1252"),
        *("replacement", "iso-2022-kr", "hz-gb-2312", "utf-16", "big5", "euc-jp", "gb18030", "shift_jis", "euc-kr"),
        *("windows-1251", "windows-1254", "koi8-r", "iso-8859-15", "macintosh", "ibm866"),
    ],
)
def test_an_unknown_or_contradicted_header_gives_way(header: str) -> None:
    """The page's own word holds, and bytes that are UTF-8 are in no other charset."""
    assert names_in(PAGE, header) == list(NAMES)


def test_two_charsets_in_one_header_are_none() -> None:
    """The page's own word decides then."""
    assert charset_of({"content-type": "text/html; charset=iso-8859-1; charset=utf-8"}) is None
    assert charset_of({"content-type": "text/html; charset=iso-8859-2, text/html; charset=utf-8"}) is None
    assert charset_of({"content-type": 'text/html; Charset="UTF-8"; charset=utf-8'}) == "utf-8"
    assert charset_of({"content-type": "text/html"}) is None


def test_a_header_that_the_bytes_contradict() -> None:
    """A page in Windows-1252 that says so, served as UTF-8; and one that calls it ISO-8859-1, as the web does."""
    for label in (b"windows-1252", b"iso-8859-1"):
        body = PAGE.decode().encode("cp1252").replace(b'charset="utf-8"', b'charset="' + label + b'"')
        assert label in body
        assert names_in(body, "utf-8") == list(NAMES)
        assert names_in(body, None) == list(NAMES)
        assert names_in(body, label.decode()) == list(NAMES)


def test_mojibake_is_named_as_such() -> None:
    """Nobody is told to write damaged letters into the configuration."""
    for damaged in (
        "T\u00c3\u00bcrkiye",
        "C\u00c3\u00b4te d\u00e2\u20ac\u2122Ivoire",
        "C\x92te",
        "T\ufffdrkiye",
        "Alb\0ania",
        "C?te d'Ivoire",
        "C™te",
        "C&ocirc;te",
        "TГјrkiye",
        "T端rkiye",
        "T√ºrkiye",
        "Tﾃｼrkiye",
        "T黵kiye",
    ):
        with pytest.raises(ParseError) as caught:
            table().resolve(damaged)
        assert caught.value.kind is ErrorKind.UNDECODABLE
        assert "[participants]" not in caught.value.message
    with pytest.raises(ParseError) as caught:
        table().resolve("Türkistan")
    assert caught.value.kind is ErrorKind.UNKNOWN_SPELLING


def test_xml_declares_a_charset_of_the_web() -> None:
    """Anything else is refused before libxml asks the system's converter."""
    for name in ("utf-7", "UCS-4", "EBCDIC-US"):
        with pytest.raises(ParseError) as caught:
            root_of(b"<?xml version='1.0' encoding='" + name.encode() + b"'?><a>+2AA-</a>", "a")
        assert caught.value.kind is ErrorKind.UNDECODABLE


@pytest.mark.parametrize("number", ["9" * 19, "-" + "9" * 30, "1" + "0" * 5000])
def test_whole_numbers_have_64_bits(number: str) -> None:
    """Wherever a response has them: the database holds no longer ones."""
    for body in (f"[{number}]", f'[[{{"a": {{"b": [{number}]}}}}],[],[]]'):
        found = outcome(lambda body=body: json_of(body.encode()))
        assert found is ErrorKind.SHAPE or isinstance(found, list)


def test_a_long_number_in_a_row_is_no_crash() -> None:
    """An unknown key's value is kept as text, whatever it is."""
    row = b'{"CodePays":"ALB","LibPaysOrga":"Albania","NumSTE":"185","DateSignature":null,"DateConsentement":null,'
    for value in (b"9" * 25, b"1e400", b"-0.0", b'"\\u0000"', b"9223372036854775807"):
        body = b"[[" + row + b'"DateEntreeVigueur":null,"Odd":' + value + b"}],[],[]]"
        printed = outcome(lambda body=body: parse("coe-service", body, charset=None, number="185"))
        if printed is not ErrorKind.SHAPE:
            assert interpret(printed, table(), blank_non_member_invited=False).rows[0].extra[0][0] == "Odd"
