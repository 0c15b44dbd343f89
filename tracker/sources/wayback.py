"""The Internet Archive's index of captures (CDX) and its replay of their raw bytes (docs/sources.md#archive). Pure.

Its captures of charts are pages of 2001 to 2021, generations 1 and 2 (docs/sources.md#chart). Later ones are empty
shells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from tracker.errors import ErrorKind, ParseError, quoted
from tracker.models import Capture, Media, Request
from tracker.sources.markup.media import json_of

ARCHIVE_URL = "https://web.archive.org"

#: Without `urlkey` the resume key is wrong (github.com/internetarchive/wayback/issues/121).
_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_NEEDED = ("timestamp", "original", "statuscode", "digest", "length")
_PAGE = 500  # rows per request
_OK = ("200", "-")  # a revisit record (same bytes as before) has no status

_GEN1 = "conventions.coe.int/Treaty/Commun/ChercheSig.asp"
_GEN2 = "www.coe.int/en/web/conventions/full-list/-/conventions/treaty"
_GEN1_PATH = re.compile(r"/treaty/commun/cherchesig\.asp", re.IGNORECASE)
_GEN2_PATH = re.compile(r"/en/web/conventions/full-list/-/conventions/treaty/0*([0-9]+[A-Za-z]?)/signatures/?")
_LANDED = re.compile(r"/web/([0-9]{14})[a-z_]*/.+")
_TIMESTAMP = re.compile(r"[0-9]{14}")
_SIZE = re.compile(r"[0-9]{1,15}")  # bytes; a longer number is no size, and too long for the database
_AS_IT_IS = "/:?&=%+,;@!$'()*~[]"  # characters of a captured address that are not escaped; a # would end ours
_LONGEST = 2000  # characters of an address or key that is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One query to the index: addresses with this prefix that match `original`, if it is set."""

    prefix: str
    original: str | None = None  # a regular expression for the complete address


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """Some rows of the index. `resume` is the key of the next page; None after the last page."""

    captures: tuple[Capture, ...]
    resume: str | None


def queries(number: str) -> tuple[Query, ...]:
    """The queries for a treaty of the Council of Europe.

    The index sorts the parameters of an address (SURT), so pages of generation 1 that name their language are listed
    under CL, not under NT. The depositary writes numbers with three digits: 005, 012A.
    """
    padded = number.rjust(len(number) + 3 - sum(char.isdigit() for char in number), "0")
    return (
        Query(prefix=f"{_GEN1}?NT={padded}"),
        Query(prefix=f"{_GEN1}?CL=ENG", original=f".*[?&]NT={padded}(&.*)?"),
        Query(prefix=f"{_GEN2}/{padded}/signatures"),
    )


def index_request(base: str, query: Query, resume: str | None = None) -> Request:
    """The request for a page of the index."""
    asked: list[tuple[str, str]] = [
        ("url", query.prefix),
        ("matchType", "prefix"),
        ("output", "json"),
        ("fl", ",".join(_FIELDS)),
        ("filter", "statuscode:200"),
        ("collapse", "digest"),
        ("showResumeKey", "true"),
        ("limit", str(_PAGE)),
    ]
    if query.original:
        asked.append(("filter", f"original:{query.original}"))
    if resume:
        asked.append(("resumeKey", resume))
    return Request(url=f"{base}/cdx/search/cdx?{urlencode(asked)}", expects=Media.JSON)


def parse_index(body: bytes) -> IndexPage:
    """Read a page of the index. Its first row names the fields; a resume key follows after an empty row.

    Raises ParseError.
    """
    lines = json_of(body)
    if not isinstance(lines, list) or not all(_is_line(line) for line in lines):
        raise ParseError(
            ErrorKind.SHAPE, f"expected the index of captures as rows of text, got {quoted(str(lines), 80)}"
        )
    if not lines:
        return IndexPage(captures=(), resume=None)
    end = lines.index([]) if [] in lines else len(lines)
    names, rows, tail = lines[0], lines[1:end], lines[end + 1 :]
    if not set(_NEEDED) <= set(names) or any(len(row) != len(names) for row in rows):
        raise ParseError(ErrorKind.SHAPE, f"expected rows of {', '.join(_NEEDED)} in the index, got {names}")
    found = (_capture(dict(zip(names, row, strict=True))) for row in rows)
    resume = tail[0][0] if tail and tail[0] else None
    return IndexPage(captures=tuple(capture for capture in found if capture), resume=resume)


def _is_line(line: Any) -> bool:
    return isinstance(line, list) and all(isinstance(cell, str) and len(cell) <= _LONGEST for cell in line)


def _capture(row: dict[str, str]) -> Capture | None:
    """A row as a capture; None if it cannot be replayed."""
    if row["statuscode"] not in _OK:
        return None
    size = int(row["length"]) if _SIZE.fullmatch(row["length"]) else None
    capture = Capture(timestamp=row["timestamp"], original=row["original"], digest=row["digest"], size=size)
    return capture if _moment(capture.timestamp) else None


def _moment(timestamp: str) -> datetime | None:
    if not _TIMESTAMP.fullmatch(timestamp):
        return None
    try:
        return datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def is_chart(original: str, number: str) -> bool:
    """True for the address of a treaty's chart in English. A prefix also finds NT=1850, and other languages."""
    try:
        url = urlsplit(original)
    except ValueError:
        return False
    number = number.upper().lstrip("0")
    if found := _GEN2_PATH.fullmatch(url.path):
        return found.group(1).upper() == number
    if not _GEN1_PATH.fullmatch(url.path):
        return False
    asked = {name.upper(): value.upper() for name, value in parse_qsl(url.query)}
    return asked.get("NT", "").lstrip("0") == number and asked.get("CL", "ENG") == "ENG"


def replay_request(base: str, capture: Capture) -> Request:
    """The request for the raw bytes of a capture."""
    original = quote(capture.original, safe=_AS_IT_IS)
    return Request(url=f"{base}/web/{capture.timestamp}id_/{original}", expects=Media.HTML)


def landed(url: str) -> datetime | None:
    """The time of the capture at an address of the archive; None for any other address."""
    found = _LANDED.search(url)
    return _moment(found.group(1)) if found else None
