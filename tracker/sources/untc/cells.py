"""The cells of the export: dates with letters and brackets, footnote marks. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tracker.sources.markup.xmltree import folded, local, shape, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.sources.markup.xmltree import Element

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAY = r"([0-9]{1,2}) ([A-Z][a-z]{2}) ([0-9]{4})"
_ACT = re.compile(rf"(\[ ?)?{_DAY}(?: ?([A-Za-z]{{1,3}}))?(?(1) ?\](?: ?([A-Za-z]{{1,3}}))?)")
NOTE = re.compile(r"<(superscript|sup)>([^<>]*)</\1>", re.IGNORECASE)
_LONGEST = 500  # characters of a cell; the longest known hold three dates
_MARK = re.compile(r"[0-9A-Za-z*†‡]+")


@dataclass(frozen=True, slots=True)
class Act:
    """A date in a cell with its letter. `ended` means that it is in brackets."""

    day: date
    letter: str
    ended: bool
    text: str


def acts(text: str, where: str) -> Iterator[Act]:
    """The dates of a cell. Raises ParseError(shape) for any other content."""
    if len(text) > _LONGEST or _ACT.sub("", text).strip():
        raise shape(f"{where} to be dates like '25 Oct 2025 a' or '[ 3 Oct 1975 ]'", shown(text))
    for found in _ACT.finditer(text):
        letters = found.group(5) or found.group(6) or ""
        yield Act(_day(found, where), letters, found.group(1) is not None, found.group())


def _day(found: re.Match[str], where: str) -> date:
    try:
        return date(int(found.group(4)), MONTHS.index(found.group(3)) + 1, int(found.group(2)))
    except ValueError:
        raise shape(f"{where} to be a day of the calendar", shown(found.group())) from None


def text_of(entry: Element) -> tuple[str, tuple[str, ...]]:
    """The text of a cell, and its footnote marks. The export escapes its markup (`&lt;superscript&gt;1,2&lt;/…`)."""
    inner = "".join(f"<{local(child)}>{child.text or ''}</{local(child)}>{child.tail or ''}" for child in entry)
    written = (entry.text or "") + inner
    marks = tuple(mark for _, content in NOTE.findall(written) for mark in _MARK.findall(content))
    text = folded(NOTE.sub(" ", written))
    if "<" in text or ">" in text:
        raise shape("no markup but footnotes", shown(text))
    return text, marks
