"""The known damage of the export's bytes, repaired. Pure. Unknown damage stays, and becomes an error later."""

from __future__ import annotations

import re

from tracker.errors import ErrorKind, ParseError

_DECLARATION = re.compile(rb"""\s*<\?xml\b[^>]{0,100}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["'][^>]{0,100}\?>""")
_ENCODINGS = {"iso-8859-1": "latin-1", "windows-1252": "cp1252", "utf-8": "utf-8", "us-ascii": "ascii"}
#: The export cuts typographic characters to their low byte: U+201C to 0x1C, U+2013 to 0x13, U+2002 to 0x02. XML allows
#: none of these bytes.
_CUT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
#: It also cuts U+2026 to 0x26, so an ellipsis and an ampersand cannot be distinguished.
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")


def repaired(body: bytes) -> bytes:
    """The export as UTF-8. Raises ParseError(undecodable) for bytes that are not in the charset they declare."""
    declared = _DECLARATION.match(body)
    if declared is None:
        return body
    name = declared.group(1).decode("ascii").lower()
    try:
        text = body[declared.end() :].decode(_ENCODINGS[name])
    except (KeyError, UnicodeDecodeError) as error:
        raise ParseError(ErrorKind.UNDECODABLE, f"the export cannot be read as the {name} it declares") from error
    text = _CUT.sub(lambda found: chr(0x2000 + ord(found[0])), text)
    return _BARE.sub("&amp;", text).encode()
