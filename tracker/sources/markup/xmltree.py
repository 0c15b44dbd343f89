"""Strict XML: a body that is not well-formed is an error and never repaired (docs/sources.md). Pure.

Document types are refused, so the only entities are XML's own, and nothing outside the body is read.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

from tracker.errors import ErrorKind, ParseError, quoted
from tracker.sources.markup.charsets import codec_of
from tracker.sources.markup.media import looks_like_html, title_of
from tracker.sources.markup.shields import blocked

if TYPE_CHECKING:
    from collections.abc import Iterator

    Element: TypeAlias = etree._Element

_HTML = re.compile(rb"<(?:!doctype\s+)?html[\s>]", re.IGNORECASE)
_DECLARED = re.compile(rb"""\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([^"'<>]{1,60})["']""")
_HEAD = 1024  # bytes in which an HTML page names itself
_SHOWN = 80  # characters of an unexpected value that an error shows
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


def root_of(body: bytes, name: str) -> Element:
    """Parse an XML body; its root must have this name.

    Raises ParseError: blocked, media_type, undecodable, shape.
    """
    root = _parsed(_checked(body))
    if root.getroottree().docinfo.internalDTD is not None:
        raise shape("XML without a document type", "one that declares its own")
    if local(root) != name:
        raise shape(f"the root {name}", local(root))
    return root


def _checked(body: bytes) -> bytes:
    """Return the body, or raise ParseError if it is not XML."""
    if not body.strip():
        raise shape("XML", "an empty body")
    if what := blocked(body):
        raise ParseError(ErrorKind.BLOCKED, f"expected XML, got {what}")
    if not looks_like_html(body):
        raise ParseError(ErrorKind.MEDIA_TYPE, f"expected XML, got {body[:40]!r}")
    if _HTML.search(body[:_HEAD]):
        raise ParseError(ErrorKind.MEDIA_TYPE, f"expected XML, got HTML{title_of(body)}")
    declared = _DECLARED.match(body)
    if declared and codec_of(name := declared[1].decode("latin-1")) is None:
        raise ParseError(ErrorKind.UNDECODABLE, f"the XML declares {shown(name)}, which is no charset of the web")
    return body


def _parsed(body: bytes) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        wrong = error.code == etree.ErrorTypes.ERR_INVALID_ENCODING
        kind = ErrorKind.UNDECODABLE if wrong else ErrorKind.SHAPE
        raise ParseError(kind, f"the XML is not well-formed: {shown(str(error))}") from error


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname


def every(parent: Element, name: str) -> Iterator[Element]:
    """The children with this name in any namespace."""
    return parent.iterchildren(f"{{*}}{name}")


def only(parent: Element, *path: str) -> Element:
    """The only element at a path. Raises ParseError(shape) if a step has no such child, or several."""
    for name in path:
        found = list(islice(every(parent, name), 2))
        if len(found) != 1:
            raise shape(f"one {name} in {local(parent)}", "several" if found else "none")
        parent = found[0]
    return parent


def some(parent: Element, name: str, most: int) -> list[Element]:
    """The children with this name. Raises ParseError(shape) for none, and for more than `most`."""
    found = list(islice(every(parent, name), most + 1))
    if not 0 < len(found) <= most:
        raise shape(f"1 to {most} {name} in {local(parent)}", "more" if found else "none")
    return found


def first(parent: Element, name: str) -> Element | None:
    """The first element with this name at any depth, or None."""
    return next(parent.iter(f"{{*}}{name}"), None)


def value(element: Element | None) -> str:
    """The element's text with blanks folded, and that of any markup in it; empty if it is absent or `xsi:nil`."""
    if element is None or element.get(_NIL) in ("true", "1"):
        return ""
    return folded("".join(map(str, element.itertext())))


def folded(text: str) -> str:
    """The text with each run of blanks (also tabs and non-breaking ones) folded to one."""
    return " ".join(text.split())


def shape(expected: str, got: str) -> ParseError:
    """The error for a body of an unexpected shape."""
    return ParseError(ErrorKind.SHAPE, f"expected {expected}, got {got}")


def shown(text: str) -> str:
    """The text as an error message shows it: quoted, and cut to 80 characters."""
    return quoted(text, _SHOWN)
