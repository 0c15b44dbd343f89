"""What holds for statements in any list: clean text, their order, the header in which the depositary speaks. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.statements.days import DAY, day_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tracker.models import Statement

_HEADER = 1_000  # characters; the depositary's own words before the text of the statement
#: What the depositary counts from: the deposit of the instrument, or the receipt of the letter; not the letter's date.
_RECEIVED = re.compile(
    r"\b(?:deposited|registered\s+(?:at|by)\s+the\s+Secretariat\s+General(?:\s+of\s+the\s+Council\s+of\s+Europe)?"
    r"|(?:time|moment)\s+of\s+(?:the\s+)?deposit\s+of\s+(?:the|its)\s+instrument\s+of\s+\w+"
    r"|(?P<french>déposée?|enregistrée?s?\s+(?:au|par\s+le)\s+Secrétariat\s+Général"
    r"(?:\s+du\s+Conseil\s+de\s+l\W\s*Europe)?|dépôt\s+de\s+l\W\s*instrument\s+de?\s*\W?\s*\w+))"
    rf"\s*,?\s+(?(french)le|on)\s+({DAY})\b",
    re.IGNORECASE,
)


def numbered(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements with `order` counted from 1 among those of one participant, kind and article."""
    seen: Counter[tuple[object, ...]] = Counter()
    found = []
    for statement in statements:
        place = (statement.participant, statement.kind, statement.article)
        seen[place] += 1
        found.append(replace(statement, order=seen[place]))
    return tuple(found)


def header(text: str) -> str:
    """The first line of a statement, where the depositary says what it is contained in and when that came; empty if
    it says no such thing."""
    first = text[:_HEADER].partition("\n")[0]
    return (
        first
        if re.search(
            r"\b(?:contained|made|handed over|consignée?s?|contenue?s?|faites?|remise?s?)\b", first, re.IGNORECASE
        )
        else ""
    )


def registered(text: str) -> bool:
    """True if `deposited_on` is the day on which a notification was registered at the Secretariat General, and not that
    of the deposit of an instrument."""
    found = _RECEIVED.search(header(text))
    return found is not None and found[0].lower().startswith(("registered", "enregistr"))


def deposited_on(text: str) -> date | None:
    """The day on which an instrument was deposited, or a letter registered, by the header of the text."""
    found = _RECEIVED.search(header(text))
    return day_of(found[2]) if found else None
