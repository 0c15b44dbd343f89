"""`tracker calendar`: dates to come, from the accepted charts and the changes recorded about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tracker.answers.knowledge import known
from tracker.answers.participation import holder_of
from tracker.answers.standing import KnowledgeAge, age_of, choose
from tracker.answers.to_json import flat
from tracker.calendar import ItemKind, agenda, invitations
from tracker.models.times import day_at
from tracker.wording import calendar as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tracker.answers.knowledge import KnownTreaty
    from tracker.answers.participation import Part
    from tracker.answers.standing import Answer
    from tracker.answers.view import View
    from tracker.calendar import Item
    from tracker.calendar.item import Precision
    from tracker.models import Treaty
    from tracker.models.records import StoredStatement

LOOKING_BACK = timedelta(days=365)  # a calendar holds the last year's dates too: an event that passed does not vanish


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The calendar of one treaty as it is known, and the day that knowledge is of."""

    known: KnownTreaty
    day: date
    items: tuple[Item, ...]

    def since(self, day: date) -> tuple[Item, ...]:
        """What is not over on a day; what has no date, or was expected and not printed, is never over."""
        return tuple(item for item in self.items if not item.over(day))

    def not_known_after(self, day: date) -> date | None:
        """The last day the knowledge covers, if a day is later."""
        return self.day if day > self.day else None


def gather(view: View, *, treaties: Iterable[str] = ()) -> list[Gathered]:
    """The calendars of the treaties asked for, or of all that were ever read. Raises UsageError."""
    found = [_gathered(view, treaty) for treaty in choose(view, treaties)]
    return [one for one in found if one is not None]


def _gathered(view: View, treaty: Treaty) -> Gathered | None:
    stands = known(view, treaty)
    if stands is None:
        return None
    parent = view.treaty(treaty.parent) if treaty.parent else None
    of_parent = known(view, parent) if parent else None
    items = agenda(
        stands.chart,
        treaty,
        day=stands.day,
        parent_chart=of_parent.chart if of_parent else None,
        invitations=invitations(),
        statements=[stored.statement for stored in view.statements(treaty.id)],
    )
    return Gathered(known=stands, day=stands.day, items=items)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarItem:
    """One line of a treaty's calendar, as it is on a day.

    `ahead`: it is not over. `awaited`: its day has come, and no source has printed it.
    """

    treaty: str
    kind: ItemKind
    participant: str | None
    name: str | None
    what: str
    day: date | None
    when: str
    precision: Precision
    printed: bool
    how: str
    basis: str
    caveat: str | None
    ahead: bool
    awaited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedItem:
    """A line of the calendar with the age of what is known."""

    item: CalendarItem = field(metadata=flat())
    age: KnowledgeAge = field(metadata=flat())


def calendar_items(gathered: Iterable[Gathered], *, now: datetime, everything: bool = False) -> list[DatedItem]:
    """First what has no date, then by date: what is ahead today, or `everything`."""
    found, known_then = [], list(gathered)
    old = ages(known_then, now=now)
    for one in known_then:
        today = day_at(now, one.known.treaty.seat)
        items = one.items if everything else one.since(today)
        age = old[one.known.treaty.id]
        found += [DatedItem(item=calendar_item(item, day=today), age=age) for item in items]
    return sorted(found, key=lambda dated: (dated.item.day or date.min, dated.item.treaty))


def ages(gathered: Iterable[Gathered], *, now: datetime) -> dict[str, KnowledgeAge]:
    """How old the knowledge of each treaty is, by its id; a chart without a day of its own is of that of its read."""
    return {
        one.known.treaty.id: age_of(one.known, one.not_known_after(day_at(now, one.known.treaty.seat)))
        for one in gathered
    }


def calendar_item(item: Item, *, day: date) -> CalendarItem:
    """One line of the calendar on a day."""
    return CalendarItem(
        treaty=item.treaty,
        kind=item.kind,
        participant=item.participant,
        name=item.name,
        what=words.what(item),
        day=item.day,
        when=words.when(item),
        precision=item.precision,
        printed=item.printed,
        how=item.how,
        basis=words.basis(item),
        caveat=words.caveat(item),
        ahead=not item.over(day),
        awaited=item.awaited(day),
    )


def expected_of(
    view: View, part: Part, parent: Answer | None, statements: Sequence[StoredStatement]
) -> tuple[CalendarItem, ...]:
    """What the treaty's calendar holds for the participant after the day, and what no source has printed by it."""
    answer, holder = part.answer, holder_of(part)

    def made() -> tuple[Item, ...]:
        return agenda(
            answer.chart,
            answer.known.treaty,
            day=answer.day,
            parent_chart=parent.chart if parent else None,
            invitations=invitations(),
            statements=[stored.statement for stored in statements],
        )

    # without statements it is the same for every participant, and a site asks for all of them
    items = made() if statements else view.once(made, "agenda of the chart", answer.known.treaty.id, answer.day)
    return tuple(
        calendar_item(item, day=answer.day)
        for item in items
        if item.participant == holder
        # an invitation that is still listed after its term is worth a warning all the same
        and (item.kind is ItemKind.INVITATION_EXPIRY or not item.over(answer.day))
    )
