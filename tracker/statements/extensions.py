"""Extensions of a treaty to territories, and those that take effect when their day comes. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.models import ChangeKind, Reach
from tracker.models.times import day_at
from tracker.statements.compare import StatementDifference, places_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from tracker.models import Statement
    from tracker.models.records import StoredStatement

#: What tells an extension that took effect from others: the participant, the day and the territories.
Told = tuple[str | None, "date | None", str | None]


def extensions_of(statement: Statement) -> Iterator[tuple[date, Statement]]:
    """The days on which a treaty is extended by a statement; each with the statement, of those territories alone.

    An extension that was withdrawn before its day is none.
    """
    included = [t for t in statement.territories if t.reach is Reach.INCLUDED]
    days = {t.from_on for t in included if t.from_on and (t.until_on is None or t.until_on > t.from_on)}
    for day in sorted(days):
        yield day, replace(statement, territories=tuple(t for t in included if t.from_on == day))


def taking_effect(
    statements: Iterable[StoredStatement], told: Collection[Told], today: date, seat: str
) -> tuple[StatementDifference, ...]:
    """Extensions whose day has come by `today`, that were read before it, and that were not told of yet.

    `seat` is the depositary's time zone. One that was read on its day or later was told with its day.
    """
    found = []
    for stored in statements:
        for day, extension in extensions_of(stored.statement):
            known_before = day_at(stored.observed_at, seat) < day <= today
            if known_before and (extension.participant, day, places_of(extension)) not in told:
                found.append((day, StatementDifference(kind=ChangeKind.TERRITORY_EFFECT, after=extension)))
    return tuple(difference for _, difference in sorted(found, key=lambda one: (one[0], one[1].statement.participant)))
