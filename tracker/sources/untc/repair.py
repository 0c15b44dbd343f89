"""The known damage of the export's bytes, repaired. Pure. Unknown damage stays, and becomes an error later."""

from __future__ import annotations

import codecs
import re

from tracker.errors import ErrorKind, ParseError
from tracker.sources.markup.charsets import codec_of

_DECLARATION = re.compile(
    rb"""\s*<\?xml\b(?:[^>]{0,100}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["'])?[^>]{0,100}\?>"""
)
_EXPORT = re.compile(rb"\s*<Document[\s>]")
#: The export cuts typographic characters to their low byte: U+201C to 0x1C, U+2013 to 0x13, U+2002 to 0x02. XML allows
#: none of these bytes.
_CUT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
#: The same characters written as references: `&#2;`, `&#x1C;`.
_CUT_REFERENCE = re.compile(r"&#(?:0{0,5}([0-9]{1,2})|[xX]0{0,5}([01]?[0-9A-Fa-f]));")
#: It also cuts U+2026 to 0x26, so an ellipsis and an ampersand cannot be distinguished.
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")


def repaired(body: bytes) -> bytes:
    """The export as UTF-8. Raises ParseError(undecodable) for bytes that are not in the charset they declare."""
    marked = body.startswith(codecs.BOM_UTF8)
    plain = body.removeprefix(codecs.BOM_UTF8)
    declared = _DECLARATION.match(plain)
    if declared is None and not _EXPORT.match(plain):
        return body
    name = (declared.group(1) or b"utf-8").decode("ascii").lower() if declared and not marked else "utf-8"
    text = _decoded(plain[declared.end() if declared else 0 :], name)
    text = _CUT_REFERENCE.sub(_character, text)
    text = _CUT.sub(lambda found: chr(0x2000 + ord(found[0])), text)
    return _BARE.sub("&amp;", text).encode()


def _decoded(body: bytes, name: str) -> str:
    try:
        return body.decode(codec_of(name) or "")
    except (LookupError, UnicodeDecodeError) as error:
        if name == "iso-8859-1":  # the five bytes that Windows-1252 lacks are controls, and stay
            return body.decode("latin-1")
        raise ParseError(ErrorKind.UNDECODABLE, f"the export cannot be read as the {name} it declares") from error


def _character(found: re.Match[str]) -> str:
    code = int(found[1]) if found[1] else int(found[2], 16)
    return found[0] if code in (0x09, 0x0A, 0x0D) or code > 0x1F else chr(code)
