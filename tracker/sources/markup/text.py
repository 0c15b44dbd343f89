"""Clean printed text: invisible characters, spaces, dashes, accents."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from tracker.errors import ErrorKind, ParseError

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


_MOST_MARKS = 30  # on one letter: the bound of stream-safe text (UAX 15, section 13); no writing has more than a few
#: Characters that are no letters, digits or blanks, more of them in one run than that.
_LONG_RUN = re.compile(rf"(?<![^\w\s])[^\w\s]{{{_MOST_MARKS + 1},}}")


def normalized(form: Literal["NFC", "NFKC", "NFKD"], text: str) -> str:
    """The text in a normal form of Unicode.

    Raises ParseError(shape) for more combining marks on one letter than any writing has: sorting them takes a time that
    grows with their square. Marks with nothing but punctuation and invisible characters between them count together,
    because those may be removed later.
    """
    for run in () if text.isascii() else _LONG_RUN.finditer(text):
        if (marks := sum(unicodedata.category(char)[0] == "M" for char in run[0])) > _MOST_MARKS:
            raise ParseError(
                ErrorKind.SHAPE, f"expected text, got {marks} combining marks on one letter (at most {_MOST_MARKS})"
            )
    return unicodedata.normalize(form, text)


_PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "‐": " ", "‑": " ", "–": " ", "-": " "})


def plain(text: str) -> str:
    """The text in the form for comparing words: lower case, no accents, one kind of apostrophe, no hyphens.

    Raises ParseError as `normalized`.
    """
    bare = _ACCENTS.sub("", normalized("NFKD", text))
    return " ".join(bare.casefold().translate(_PLAIN).split())
