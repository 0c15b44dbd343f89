"""What a body really is, whatever its header says: JSON, HTML, a challenge, an empty shell. Pure."""

from __future__ import annotations

import codecs
import re
from typing import Any

import msgspec

from tracker.errors import ErrorKind, ParseError

# Pages that come instead of a chart. They are recognised, never bypassed (docs/sources.md#data-service). Cloudflare
# puts its scripts into ordinary pages too: only the title and the challenge's own options identify a challenge.
_CHALLENGE = re.compile(
    rb"_cf_chl_opt|<title>\s*(?:just a moment|attention required|access denied)",
    re.IGNORECASE,
)
_SHELL = re.compile(rb"you need to enable javascript to run this app", re.IGNORECASE)
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page names its charset (the HTML standard says 1024; some old pages need more)


def looks_like_html(body: bytes) -> bool:
    """True if the body begins with a tag."""
    return body.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"<"


def is_challenge(body: bytes) -> bool:
    """True for a page that asks whether a person is reading."""
    return bool(_CHALLENGE.search(body))


def blocked(body: bytes) -> str | None:
    """The obstacle in words ("a challenge page", …), or None for an ordinary body."""
    if _CHALLENGE.search(body):
        return "a challenge page"
    if _SHELL.search(body):
        return "the empty shell of a page that needs JavaScript"
    return None


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
        return msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise ParseError(ErrorKind.SHAPE, f"the JSON is damaged or incomplete: {error}") from error
    except RecursionError as error:
        raise ParseError(ErrorKind.SHAPE, "the JSON is nested too deeply") from error


def html_of(body: bytes, charset: str | None) -> str:
    """The text of an HTML body, decoded by the charset of the header, else of the page.

    Without either it is decoded as UTF-8, else as Windows-1252 (the depositary's pages before 2015). Raises ParseError:
    blocked, media_type, undecodable, shape (empty).
    """
    if not body.strip():
        raise ParseError(ErrorKind.SHAPE, "expected HTML, got an empty body")
    if not looks_like_html(body):
        raise ParseError(ErrorKind.MEDIA_TYPE, f"expected HTML, got {body[:40]!r}")
    if what := blocked(body):
        raise ParseError(ErrorKind.BLOCKED, f"got {what}")
    named = charset or _named_in_page(body)
    for encoding in (named,) if named else ("utf-8-sig", "cp1252"):
        try:
            return body.decode(encoding).removeprefix("\ufeff")
        except (ValueError, LookupError):  # LookupError: the page names an unknown charset
            continue
    raise ParseError(ErrorKind.UNDECODABLE, f"the page is not in the charset it names ({named or 'none'})")


def _named_in_page(body: bytes) -> str | None:
    found = _META_CHARSET.search(body[:_HEAD])
    return found.group(1).decode("ascii", "replace").lower() if found else None


def title_of(body: bytes) -> str:
    """The text ` titled '…'` for a message about a page; empty if the page has no title."""
    found = re.search(rb"<title[^>]*>([^<]{1,80})", body, re.IGNORECASE)
    return f" titled {found.group(1).decode('utf-8', 'replace').strip()!r}" if found else ""
