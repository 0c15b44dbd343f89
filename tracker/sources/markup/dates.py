"""Dates as the Council of Europe prints them: `23/11/2001`, and `1/7/2004` on older pages. Pure."""

from __future__ import annotations

import re
from datetime import date

from tracker.errors import ErrorKind, ParseError
from tracker.sources.markup.tables import short

#: A date with a year of four digits. Any other text that looks like a date is an unknown format.
PRINTED = r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}"
#: Anything that looks like a date.
LOOKS_LIKE = re.compile(r"(?<![0-9])[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}(?![0-9])")

_TIME_OF_DAY = re.compile(r"[ ,T]*[0-9]{1,2}[:h][0-9]{2}")
_COMPLETE = re.compile(PRINTED)


def printed_date(text: str, where: str) -> date:
    """The date of `d/m/yyyy`. Raises ParseError(shape), which names the place, for `12/06/02` or `31/02/2020`."""
    if _COMPLETE.fullmatch(text) is None:
        raise ParseError(ErrorKind.SHAPE, f"{where}: expected a date like 23/11/2001, got {short(text)}")
    day, month, year = (int(part) for part in text.split("/"))
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ParseError(ErrorKind.SHAPE, f"{where}: {short(text)} is not a day of the calendar") from error


def printed_day(text: str, where: str) -> date:
    """The date that a text begins with. Raises ParseError(shape) like `printed_date`, and for a time of day."""
    printed = text.split(maxsplit=1)[0]
    if _TIME_OF_DAY.match(text, text.index(printed) + len(printed)):
        raise ParseError(ErrorKind.SHAPE, f"{where}: expected a day, not a time of day, got {short(text[:40])}")
    return printed_date(printed, where)


def first_date(text: str, where: str) -> date | None:
    """The first date in a text, or None (`Date : //`). Raises ParseError(shape) like `printed_date`."""
    found = LOOKS_LIKE.search(text)
    if found and _TIME_OF_DAY.match(text, found.end()):
        raise ParseError(ErrorKind.SHAPE, f"{where}: expected a day, not a time of day, got {short(text)}")
    return printed_date(found.group(), where) if found else None
