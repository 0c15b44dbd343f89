"""Fold spellings for comparison: differences in printing that do not make another spelling."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = "`´ʹʻʼˈ‘’‛′ꞌ＇"
_DASHES = "‐‑‒–—―⁃−﹘﹣－"
_QUOTES = '"“”„‟«»＂'  # the Treaty Office long printed “the former Yugoslav Republic of Macedonia”
_INVISIBLE = (
    0xAD,  # soft hyphen
    *range(0x200B, 0x2010),  # zero-width blanks and joiners, direction marks
    *range(0x202A, 0x202F),  # direction of embedded text
    *range(0x2060, 0x2070),  # word joiner, direction of isolated text
    *range(0xFE00, 0xFE10),  # variation selectors
    0xFEFF,
)
_SAME = {
    **dict.fromkeys(_APOSTROPHES, "'"),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_QUOTES, ""),
    **dict.fromkeys(map(chr, _INVISIBLE), ""),
}
_VARIANT = re.compile(f"[{re.escape(''.join(_SAME))}]")  # str.translate is slower, because hardly a letter changes

# Footnote marks and punctuation at the end of a name. The pattern is matched against the reversed name: anchored at the
# start and possessive, it takes linear time for any input.
_MARKS = re.compile(r"(?:[\s\d*†‡§¶#^.,;:-]|[)\]][\d*†‡§,\s]{1,8}[(\[]|\)\d{1,2}\s)++")

_ACCENT = re.compile("[\u0300-\u036f]")
_ACCENTED_CAPITAL = re.compile("[À-ÖØ-Þ]")


_KEPT = 200  # characters of a spelling that is cached; no real name is longer


def fold(spelling: str) -> str:
    """The form in which spellings are compared. Folding is idempotent.

    It removes differences in capitals, compatibility forms, apostrophes, dashes, quotation marks, blanks and trailing
    footnote marks. Accents stay: "Turkiye" and "Türkiye" are two spellings, and the table has both.
    """
    # a chart has the same names at every read, so they are cached
    return _fold_known(spelling) if len(spelling) <= _KEPT else _fold(spelling)


@lru_cache(maxsize=4096)
def _fold_known(spelling: str) -> str:
    return _fold(spelling)


def _fold(spelling: str) -> str:
    text = _fold_once(spelling)
    # One pass is enough for ASCII. In other text, removing a character can join two that compose, or a composed one can
    # have a simpler case-folded form. That is rare; repeat until nothing changes.
    while not text.isascii() and (again := _fold_once(text)) != text:
        text = again
    return text


def _fold_once(text: str) -> str:
    text = unify(text)
    if not text.isascii():
        # after the first unify, because NFKC turns "´" into a blank and a combining accent
        text = unify(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))
    text = " ".join(text.casefold().split())
    marks = _MARKS.match(text[::-1])
    return text[: -marks.end()] if marks else text


def unify(text: str) -> str:
    """The text with one kind of apostrophe and of dash, and without quotation marks and invisible characters."""
    return _VARIANT.sub(lambda found: _SAME[found[0]], text)


def without_accents(spelling: str) -> str:
    """The spelling as typed without accents: "Sao Tome and Principe"."""
    return _ACCENT.sub("", unicodedata.normalize("NFD", spelling))


@lru_cache(maxsize=4096)  # the same States are in every treaty
def place_in_alphabet(name: str) -> str:
    """The key by which lists of names are sorted: an accent makes no other letter, in English and in French."""
    return without_accents(fold(name))


def without_accents_on_capitals(spelling: str) -> str:
    """The spelling with accents only on small letters, as in much French typography: "Etats-Unis d’Amérique"."""
    return _ACCENTED_CAPITAL.sub(lambda found: without_accents(found[0]), spelling)
