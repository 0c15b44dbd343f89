"""On which days a statement applies, and which objection decides between two. Pure."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING

from tracker.law.periods import acted_by
from tracker.site.intervals import BEGINNING
from tracker.statements import foremost, in_effect

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from tracker.models.records import StoredStatement
    from tracker.site.histories import Histories
    from tracker.site.model import Ground

#: From which days on which objection decides between two; None: none does.
Objections = dict[frozenset[str], "list[tuple[date, StoredStatement | None]]"]


def days_of_statement(stored: StoredStatement, histories: Histories) -> list[date]:
    """The days on which what a statement does may turn, from the beginning."""
    statement = stored.statement
    unlisted = statement.last_shown_on + timedelta(days=1) if statement.last_shown_on else None
    dated = (statement.effective_on, statement.deposited_on, statement.withdrawn_on, unlisted)
    reaches = ((territory.from_on, territory.until_on) for territory in statement.territories)
    acts = histories.days_of_row(statement.participant)
    return sorted({BEGINNING, *acts, *(day for days in (dated, *reaches) for day in days if day)})


def applies(stored: StoredStatement, histories: Histories, day: date) -> bool:
    """True if a statement was made by a day and not withdrawn."""
    acted = acted_by(histories.row(stored.statement.participant, day), day)
    return in_effect(stored.statement, day, acted=acted)


def objections(ground: Ground, histories: Histories) -> Objections:
    """Of each two between which an objection precludes the entry into force at some time, which one decides when."""
    found: dict[frozenset[str], list[StoredStatement]] = {}
    for stored in ground.statements:
        for one, other in product([stored.statement.participant], ground.precluded.get(stored.id, ())):
            found.setdefault(frozenset((one, other)), []).append(stored)
    return {pair: _line(own, histories, ground.late) for pair, own in found.items()}


def _line(
    own: Iterable[StoredStatement], histories: Histories, late: Collection[int]
) -> list[tuple[date, StoredStatement | None]]:
    made = list(own)
    days = sorted({day for stored in made for day in days_of_statement(stored, histories)})
    return [(day, foremost((one for one in made if applies(one, histories, day)), day, late)) for day in days]
