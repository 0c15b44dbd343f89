"""Match an article that a person asks for with the articles printed with a statement. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

_LONGEST = 200  # characters of a printed article that are read; the limit bounds the time of the patterns below
_MOST_IN_RANGE = 100  # articles; no treaty followed here has more

_NUMBER = r"\d{1,4}(?:[\s-]?(?:bis|ter|quater|quinquies)\b|[a-z](?![a-z]))?"
_PARAGRAPHS = r"(?:\s?\(\s?\w{1,4}\s?\)|\.\w{1,4}\b|-[a-z]\b)*"
_ONE = re.compile(rf"({_NUMBER})({_PARAGRAPHS})")
_RANGE = re.compile(r"(?<![\w.(])(\d{1,4})\s*(?:-|to)\s*(\d{1,4})(?![\w.(])")
_PARAGRAPH = r"\(?\w{1,4}\)?(?:\.\w{1,4})*(?:\(\w{1,4}\))*"
#: `7, paragraphs 1 and 2.a` is read as 7(1), 7(2)(a).
_PARAGRAPH_WORDS = re.compile(
    rf"({_NUMBER}),?\s*(?:(?:\bpara(?:graph)?\b\.?|§(?!§))\s*({_PARAGRAPH})"
    rf"|(?:\bpara(?:graph)?s\b\.?|§§)\s*({_PARAGRAPH}(?:\s*(?:,|and|or)\s*{_PARAGRAPH})*))"
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))

_Place = tuple[str, ...]  # article, paragraph, sub-paragraph: ("7", "9", "a")


def article_matches(asked: str, printed: str | None) -> bool:
    """True if an article that a person asks for is among those printed with a statement.

    "7" matches "7", "Article 7", "7(9)(a)", "Ex-7", "5, 7 and 9" and "6-8", but not "17". "7(9)" or "7.9" matches only
    7(9) and its sub-paragraphs; "22-b" is 22(b). A text without an article number matches only the same text.
    """
    if not printed:
        return False
    wanted = places(asked)
    if not wanted:
        return bool(asked.strip()) and asked.strip().casefold() == printed.strip().casefold()
    shown = places(printed)
    return any(one[: len(want)] == want for want in wanted for one in shown)


def article_numbers(printed: str | None) -> tuple[str, ...]:
    """The numbers of the articles in a printed text: `5, 7(9)(a)` → 5, 7."""
    return tuple(dict.fromkeys(place[0] for place in places(printed or "")))


def articles_around(asked: str, printed: str | None) -> tuple[str, ...]:
    """The printed articles that contain an asked paragraph without naming it: a printed 7, if 7(9)(a) is asked for."""
    shown = places(printed or "")
    around = (want for want in places(asked) if any(want[:deep] in shown for deep in range(1, len(want))))
    return tuple(dict.fromkeys(want[0] for want in around))


@lru_cache(maxsize=1024)
def places(text: str) -> tuple[_Place, ...]:
    """The articles in a text, with their paragraphs if given: `5, 7(9)(a)` → (5), (7, 9, a)."""
    plain = " ".join(text[:_LONGEST].casefold().translate(_DASHES).split())
    plain = _PARAGRAPH_WORDS.sub(_bracketed, plain)
    found = [_split(number, inner) for number, inner in _ONE.findall(_RANGE.sub(_spelled_out, plain))]
    return tuple(dict.fromkeys(found))


def _spelled_out(found: re.Match[str]) -> str:
    first, last = int(found[1]), int(found[2] or found[3])
    if not first < last <= first + _MOST_IN_RANGE:
        return found[0]
    return ", ".join(map(str, range(first, last + 1)))


def _bracketed(found: re.Match[str]) -> str:
    paragraphs = re.split(r",|\band\b|\bor\b", found[2] or found[3])
    return ", ".join(found[1] + "".join(f"({part})" for part in re.findall(r"\w+", one)) for one in paragraphs)


def _split(number: str, inner: str) -> _Place:
    return ("".join(re.split(r"[\s-]", number)), *re.findall(r"\w+", inner))
