"""Clean printed text: invisible characters, spaces, dashes, accents."""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = re.compile("[\u0300-\u036f]+")  # combining, as NFKD leaves them

# Categories Cc, Cf, Cs, Zl and Zp without tabs and line ends: invisible characters. Some of them reverse the direction
# of writing.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def without_unseen(text: str) -> str:
    """The text without control, format and surrogate characters; tabs and line ends stay."""
    return _UNSEEN.sub("", text)


_PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "‐": " ", "‑": " ", "–": " ", "-": " "})


def plain(text: str) -> str:
    """The text in the form for comparing words: lower case, no accents, one kind of apostrophe, no hyphens."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return " ".join(bare.casefold().translate(_PLAIN).split())
