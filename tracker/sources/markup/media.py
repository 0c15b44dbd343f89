"""What a body really is, whatever its header says: JSON, HTML, a challenge, an empty shell. Pure."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any

import msgspec

from tracker.errors import ErrorKind, ParseError
from tracker.sources.markup.charsets import decoded
from tracker.sources.markup.shields import blocked

if TYPE_CHECKING:
    from collections.abc import Iterator

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:+-]+)""", re.IGNORECASE)
_BOUND = 2**63  # whole numbers of 64 bits: the database has no others
_LONG = re.compile(r"[0-9]{19}")  # what a number beyond them is written with at least
_MAYBE_LONG = re.compile(r"[0-9]{4}")  # what that leaves among every fourth character, which are soon looked through
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)
_HEAD = 4096  # bytes in which a page names its charset (the HTML standard says 1024; some old pages need more)


def looks_like_html(body: bytes) -> bool:
    """True if the body begins with a tag, also in UTF-16."""
    mark = next((mark for mark in _MARKS if body.startswith(mark)), b"")
    return body.removeprefix(mark).lstrip(b" \t\r\n\f\v\0")[:1] == b"<"


def json_of(body: bytes) -> Any:
    """The JSON value of a body. Raises ParseError: blocked, media_type, undecodable, shape (truncated or not JSON)."""
    if looks_like_html(body):
        if what := blocked(body):
            raise ParseError(ErrorKind.BLOCKED, f"expected JSON, got {what}")
        raise ParseError(ErrorKind.MEDIA_TYPE, f"expected JSON, got HTML{title_of(body)}")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ParseError(ErrorKind.UNDECODABLE, f"expected JSON in UTF-8: {error}") from error
    if not text.strip():
        raise ParseError(ErrorKind.SHAPE, "expected JSON, got an empty body")
    try:
        value = msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise ParseError(ErrorKind.SHAPE, f"the JSON is damaged or incomplete: {error}") from error
    except RecursionError as error:
        raise ParseError(ErrorKind.SHAPE, "the JSON is nested too deeply") from error
    except ValueError as error:  # Python converts no number of thousands of digits
        raise ParseError(ErrorKind.SHAPE, "the JSON holds a number that is too long") from error
    if _has_long_number(text) and any(type(part) is int and not -_BOUND <= part < _BOUND for part in _parts(value)):
        raise ParseError(ErrorKind.SHAPE, "the JSON holds a whole number of more than 64 bits")
    return value


def _has_long_number(text: str) -> bool:
    return _MAYBE_LONG.search(text[::4]) is not None and _LONG.search(text) is not None


def _parts(value: Any) -> Iterator[Any]:
    """The values in a JSON value at any depth, and itself."""
    todo = [value]
    while todo:
        part = todo.pop()
        yield part
        if isinstance(part, list):
            todo.extend(part)
        elif isinstance(part, dict):
            todo.extend(part.values())


def html_of(body: bytes, charset: str | None) -> str:
    """The text of an HTML body, decoded by the charset of the header or of the page (see `charsets.decoded`).

    Raises ParseError: blocked, media_type, undecodable, shape (empty).
    """
    if not body.strip():
        raise ParseError(ErrorKind.SHAPE, "expected HTML, got an empty body")
    if not looks_like_html(body):
        raise ParseError(ErrorKind.MEDIA_TYPE, f"expected HTML, got {body[:40]!r}")
    if what := blocked(body):
        raise ParseError(ErrorKind.BLOCKED, f"got {what}")
    return decoded(body, header=charset, page=named_in_page(body)).removeprefix("\ufeff")


def named_in_page(body: bytes) -> str | None:
    """The charset that a page names in a `<meta>`, as written; None if it names none."""
    found = _META_CHARSET.search(body[:_HEAD])
    return found.group(1).decode("ascii", "replace").lower() if found else None


def title_of(body: bytes) -> str:
    """The text ` titled '…'` for a message about a page; empty if the page has no title."""
    found = re.search(rb"<title[^>]*>([^<]{1,80})", body, re.IGNORECASE)
    return f" titled {found.group(1).decode('utf-8', 'replace').strip()!r}" if found else ""
