"""The head of the export: which treaty it is, its title, its entry into force, its number of parties. Pure."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from tracker.errors import ErrorKind, ParseError
from tracker.models import PrintedChart, Totals
from tracker.sources.markup.xmltree import every, first, folded, shape, shown
from tracker.sources.untc.cells import MONTHS, NOTE

if TYPE_CHECKING:
    from tracker.sources.markup.xmltree import Element

_TAG = re.compile(r"<[^<>]{0,100}>")
_CHAPTER = re.compile(r"(?:CHAPTER )?([IVXLC]{1,8})\b")
_SECTION = re.compile(r"(?:SECTION |PART )?([A-Z])(?:[.:)-].*)?")
_PLACE_IN_CHAPTER = re.compile(r"[0-9]{1,3}(?![0-9]).{0,20}")
_SUB = re.compile(r".{0,20}")
_TOKEN = re.compile(r"[0-9A-Za-z]+")  # "a-1", "a (1)" and "8 bis" have two
_PLACE = re.compile(r"([0-9]{1,3})\s?\.\s")


def about_treaty(treaty: Element, number: str | None) -> PrintedChart:
    """A chart without rows. `Conclusion` is not read: it is the adoption, not the opening.

    `number` is that of the requested treaty, or None. Raises ParseError: wrong_treaty, shape for a day that is none.
    """
    header = next(every(treaty, "Header"), None)
    if header is None:
        _refuse_unnamed(number)
        return PrintedChart(rows=())
    title = _text_at(header, "Subtitlesect") or _text_at(header, "Titlesect")
    in_force = _text_at(header, "EIF", "Labeltext")
    shown_there, day = _entry_into_force(in_force) if in_force else (False, None)
    return PrintedChart(
        rows=(),
        number=_checked_number(header, title, number),
        title=_PLACE.sub("", title, count=1) if title and _PLACE.match(title) else title,
        in_force_on=day,
        shows_in_force_on=shown_there,
        totals=_totals(header),
    )


def _text_at(header: Element, *path: str) -> str | None:
    """The text of the first element at a path without markup and footnotes; None if there is none."""
    found: Element | None = header
    for name in path:
        found = first(found, name) if found is not None else None
    text = "".join(str(part) for part in found.itertext()) if found is not None else ""
    return folded(_TAG.sub(" ", NOTE.sub("", text))) or None


# ---- its number ---------------------------------------------------------------------------------


def _checked_number(header: Element, title: str | None, number: str | None) -> str | None:
    """The treaty's number, as it was asked for if it is the same one. Raises ParseError(wrong_treaty)."""
    printed = _number(header)
    if printed is None:
        _refuse_other_place(title, number)
        return None
    if number is None or _plain(printed) == _plain(number):
        return number or printed
    raise ParseError(ErrorKind.WRONG_TREATY, f"asked for {number}, got {printed}: {shown(title or '')}")


def _number(header: Element) -> str | None:
    """The number in the head: chapter, section, place, place below it. `XVIII-16`, `XI-A-1`, `IV-11-c`."""
    headings = [folded(element.text or "").upper() for element in header.iter("{*}Header") if element is not header]
    chapters = [found.group(1) for text in headings if (found := _CHAPTER.match(text)) and len(text) > 1]
    place = _PLACE_IN_CHAPTER.fullmatch(_text_at(header, "Numsect") or "")
    if not chapters or place is None:
        return None
    sections = [found.group(1) for text in headings[1:] if (found := _SECTION.fullmatch(text))]
    sub = _SUB.fullmatch(_text_at(header, "Subnumsect") or "")
    if sub is None:
        return None
    return "-".join((chapters[0], *sections[:1], *_TOKEN.findall(place.group()), *_TOKEN.findall(sub.group())))


def _plain(number: str) -> list[str]:
    """A number in the form for comparison: `XXVII-7d` and `xxvii-7-d` are one treaty."""
    return re.findall(r"[0-9]+|[A-Z]+", number.upper())


def _refuse_other_place(title: str | None, number: str | None) -> None:
    """An export without chapter and place may name its place in the title ("16. United Nations Convention …")."""
    place = _PLACE.match(title or "")
    if place is None:
        _refuse_unnamed(number)
    elif number is not None and place.group(1) not in number.split("-"):
        raise ParseError(ErrorKind.WRONG_TREATY, f"asked for {number}, got no. {place.group(1)}: {shown(title or '')}")


def _refuse_unnamed(number: str | None) -> None:
    if number is not None:
        raise ParseError(ErrorKind.WRONG_TREATY, f"asked for {number}, got an export that names no treaty by number")


# ---- its entry into force and its parties -------------------------------------------------------

_DAY = r"\b([0-9]{1,2})(?:st|nd|rd|th)? ([A-Z][a-z]{2})[a-z]* ([0-9]{4})\b"
_FIRST = re.compile(rf"(?:on )?{_DAY}", re.IGNORECASE)
#: "definitively, in accordance with article 9 (1), on 4 April 2004", and not the day of anything provisional.
_DEFINITIVE = (
    re.compile(
        rf"(?<!not yet )definitive(?:ly)?\b(?:(?!provisional|definitive|not )[^;]){{0,200}}?{_DAY}", re.IGNORECASE
    ),
    re.compile(rf"{_DAY},? \(?definitive", re.IGNORECASE),
)
_NOT_YET = re.compile(r"not (?:yet )?(?:in|entered into) force", re.IGNORECASE)
_PROVISIONAL = re.compile(r"provisional", re.IGNORECASE)


def _entry_into_force(text: str) -> tuple[bool, date | None]:
    """Whether the text tells if the treaty is in force, and since when.

    "1 January 2026, in accordance with article 65(1).", "definitively on 4 April 2004 …", "Not yet in force". An entry
    into force that is only provisional binds nobody and excludes nothing: it is not known then.
    """
    found = next((match for pattern in _DEFINITIVE if (match := pattern.search(text))), None)
    if found is None and not _PROVISIONAL.search(text):
        if _NOT_YET.search(text):
            return True, None
        found = _FIRST.match(text)
    if found is None:
        return False, None
    try:
        month = MONTHS.index(found.group(2).capitalize()) + 1
        return True, date(int(found.group(3)), month, int(found.group(1)))
    except ValueError:
        raise shape("the day of entry into force", shown(text)) from None


def _totals(header: Element) -> Totals | None:
    """The number of parties. The number of signatories is not used: the UN includes those that have ratified since."""
    found = re.search(r"[0-9]{1,4}", _text_at(header, "Status", "Parties") or "")
    return Totals(consents=int(found.group())) if found else None
