"""Dates as the Council of Europe prints them: `23/11/2001`, on older pages `1/7/2004`. Pure."""

from __future__ import annotations

import re
from datetime import date

from tracker.errors import ErrorKind, ParseError
from tracker.sources.markup.tables import short

#: A date with a year of four digits; anything else that looks like one is an unknown format.
PRINTED = r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}"
#: Anything that looks like a date.
LOOKS_LIKE = re.compile(r"(?<![0-9])[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}(?![0-9])")

_WHOLE = re.compile(PRINTED)


def printed_date(text: str, where: str) -> date:
    """The date of `d/m/yyyy`. Raises ParseError(shape) naming where it stands: `12/06/02`, `31/02/2020`."""
    if _WHOLE.fullmatch(text) is None:
        raise ParseError(ErrorKind.SHAPE, f"{where}: expected a date like 23/11/2001, got {short(text)}")
    day, month, year = (int(part) for part in text.split("/"))
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ParseError(ErrorKind.SHAPE, f"{where}: {short(text)} is no day of the calendar") from error


def first_date(text: str, where: str) -> date | None:
    """The first date in a text, None if there is none (`Date : //`). Raises ParseError(shape) as `printed_date`."""
    found = LOOKS_LIKE.search(text)
    return printed_date(found.group(), where) if found else None
