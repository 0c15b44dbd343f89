"""The depositary's formula before a statement, apart from the State's own words. Pure.

The Treaty Office prints "Declaration contained in a Note verbale from …, registered at the Secretariat General on
2 June 2026 - Or. Engl." before a text, or the same in French. Only exact forms are split off; any other text is all
the State's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from tracker.statements.days import DAY, MOST_DIGITS, day_of

if TYPE_CHECKING:
    from datetime import date

_LONGEST = 800  # characters of a formula

_NOUN = (
    r"(?:reservation|declaration|objection|communication|notification|statement|denunciation|derogation|designation"
    r"|authorit(?:y|ies)|territorial\s+application|réserve|déclaration|opposition|désignation|autorités?"
    r"|application\s+territoriale|dénonciation|dérogation)s?"
)
_WITHDRAWAL = r"(?:(?P<partial>partial\s+withdrawal|retrait\s+partiel)|(?P<whole>withdrawal|retrait))"
#: The words between a withdrawal and what it withdraws.
_OF = r"\s+(?:of|de|des|d\W)\s*(?:an?\s+|the\s+|(?:part\s+of\s+the\s+)|la\s+|les\s+|l\W\s*)?"
_WITHIN = r"(?:contained|included)\s+in|(?:consignée?s?|contenue?s?)\s+dans"
_VERB = (
    rf"(?:(?P<within>{_WITHIN})|made\s+(?:at|upon|when|by|in|on)|handed\s+over|(?:communicated|transmitted|notified)\s+by"
    r"|faites?\s+(?:au|lors|par|à)|remise?s?|(?:communiquée?s?|transmise?s?|notifiée?s?)\s+par)\b"
)
_HEAD = re.compile(rf"\s*(?:{_WITHDRAWAL}{_OF})?{_NOUN}\b[^\n]{{0,200}}?\b{_VERB}", re.IGNORECASE)
_AGAIN = re.compile(rf"\b(?:{_WITHIN})\b", re.IGNORECASE)

_LANGUAGES = {
    **dict.fromkeys(("eng", "engl", "english", "angl", "anglais"), "English"),
    **dict.fromkeys(("fr", "fre", "fren", "french", "franç", "français"), "French"),
    **dict.fromkeys(("ger", "germ", "german", "all", "allemand"), "German"),
    **dict.fromkeys(("it", "ita", "ital", "italian", "italien"), "Italian"),
    **dict.fromkeys(("sp", "span", "spanish", "esp", "espagnol"), "Spanish"),
    **dict.fromkeys(("port", "portuguese", "portugais"), "Portuguese"),
    **dict.fromkeys(("rus", "russ", "russian", "russe"), "Russian"),
}
_NAMED = "|".join(sorted(_LANGUAGES, key=len, reverse=True))
_LANGUAGE = rf"(?:(?:{_NAMED})\b\.?|[^\W\d_]{{2,12}}\.)"
_ORIGINAL = re.compile(
    rf"\s*[-‐-―−,(\[]?\s*\bOr\.\s*(?P<languages>{_LANGUAGE}(?:(?:\s*[/,&]\s*|\s+(?:and|et)\s+)(?:Or\.\s*)?{_LANGUAGE})*)"
    r"\s*[)\]]?\.?\s*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
#: Without its language, a formula is a line of its own that ends with a day, or names the container alone.
_DATED_LINE = re.compile(rf"[^\n]*?\b(?:on|le|dated|datée?|du)\s+{DAY}\s*[.:]?\s*(?:\n\s*|$)", re.IGNORECASE)
_REGISTERED = re.compile(
    r"\b(?:registered\s+(?:at|by|with)\s+the\s+Secretariat\s+General(?:\s+of\s+the\s+Council\s+of\s+Europe)?\s*,?\s+on"
    r"|enregistrée?s?\s+(?:au|auprès\s+du|par\s+le)\s+Secrétariat\s+Général"
    rf"(?:\s+du\s+Conseil\s+de\s+l\W\s*Europe)?\s*,?\s+le)\s+(?P<day>{DAY})(?!{MOST_DIGITS})",
    re.IGNORECASE,
)
_CONTAINER_ENDS = re.compile(r"\s*,?\s*(?:\bregistered\b|\benregistrée?s?\b)", re.IGNORECASE)


class Withdraws(StrEnum):
    """What the entry of a list withdraws, as its formula says."""

    WHOLE = "whole"
    PART = "part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A text in two parts: `formula` + `operative` is the text, character by character.

    `contained_in` is the document that the formula names, and `original_language` its language in English, or as
    printed if it is not known. `registered_on` is the day of registration at the Secretariat General.
    """

    formula: str
    operative: str
    contained_in: str | None = None
    registered_on: date | None = None
    original_language: str | None = None
    withdraws: Withdraws | None = None

    @property
    def shown(self) -> str:
        """The words to show: the State's own, or the formula where nothing follows it."""
        return self.operative if self.operative.strip() else self.formula


@lru_cache(maxsize=4096)
def parts(text: str) -> Parts:
    """Split the depositary's formula off a text. Without an exact formula, all of it is operative."""
    head = _HEAD.match(text)
    if head is None:
        return Parts(formula="", operative=text)
    original = _original(text, head.end())
    end = original.end() if original else _end_of_line(text, head.end())
    if end is None:
        return Parts(formula="", operative=text)
    formula = text[:end]
    registered = _REGISTERED.search(formula)
    return Parts(
        formula=formula,
        operative=text[end:],
        contained_in=_container(text, head, original.start() if original else end),
        registered_on=day_of(registered["day"]) if registered else None,
        original_language=_language(original["languages"]) if original else None,
        withdraws=Withdraws.PART if head["partial"] else Withdraws.WHOLE if head["whole"] else None,
    )


def _original(text: str, start: int) -> re.Match[str] | None:
    """The words on the language, on the first line or at the beginning of the next one."""
    found = _ORIGINAL.search(text, start, start + _LONGEST)
    if found is None:
        return None
    body = text[start : found.start()]
    return None if "\n" in body.strip() or _AGAIN.search(body) else found


def _end_of_line(text: str, start: int) -> int | None:
    found = _DATED_LINE.match(text, start, start + _LONGEST)
    return None if found is None or _AGAIN.search(found[0]) else found.end()


def _container(text: str, head: re.Match[str], end: int) -> str | None:
    if not head["within"]:
        return None
    named = text[head.end() : end]
    registered = _CONTAINER_ENDS.search(named)
    plain = " ".join((named[: registered.start()] if registered else named).split())
    return plain.strip(" ,;:.-‐‑‒–—―−") or None


def _language(printed: str) -> str:
    words = [word for word in _WORD.findall(printed) if word.casefold() not in ("or", "and", "et")]
    return " and ".join(dict.fromkeys(_LANGUAGES.get(word.casefold(), word) for word in words))
