"""`tracker calendar`: the dates of law's calendar, gathered from the charts that stand and what was told of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from db.changes import Filter
from jobs.answers import choose
from jobs.objects import iso
from jobs.run import day_at
from jobs.state import known
from tracker.agenda import agenda, invitations, revision

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from db.store import Store
    from jobs.objects import Object
    from jobs.state import Known
    from tracker.agenda import Item
    from tracker.export.ics import Sheet
    from tracker.models import Treaty

_LOOKING_BACK = timedelta(days=365)  # a calendar holds the last year's dates too: an event that passed does not vanish


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The calendar of one treaty as it is known, and the day that knowledge is of."""

    known: Known
    day: date
    items: tuple[Item, ...]

    def since(self, day: date) -> tuple[Item, ...]:
        """What is not over on a day; what has no date is never over."""
        return tuple(item for item in self.items if item.until is None or item.until > day)


def gather(store: Store, *, treaties: Iterable[str] = ()) -> list[Gathered]:
    """The calendars of the treaties asked for, or of all that were ever read. Raises UsageError."""
    found = [_gathered(store, treaty) for treaty in choose(store, treaties)]
    return [one for one in found if one is not None]


def _gathered(store: Store, treaty: Treaty) -> Gathered | None:
    stands = known(store, treaty)
    if stands is None:
        return None
    day = stands.status_as_of or day_at(stands.snapshot.observed_at, treaty.seat)
    parent = next((one for one in store.treaties() if one.id == treaty.parent), None)
    of_parent = known(store, parent) if parent else None
    items = agenda(
        stands.chart,
        treaty,
        day=day,
        parent_chart=of_parent.chart if of_parent else None,
        invitations=invitations(),
    )
    return Gathered(known=stands, day=day, items=items)


def calendar_file(store: Store, *, treaties: Iterable[str] = (), everything: bool = False) -> bytes:
    """The calendar as .ics: what is ahead and the year before the status day, or `everything`. Raises UsageError."""
    from tracker.export.ics import calendar  # with its library: only where a file is made

    return calendar([_sheet(store, one, everything=everything) for one in gather(store, treaties=treaties)])


def _sheet(store: Store, gathered: Gathered, *, everything: bool) -> Sheet:
    from tracker.export.ics import Sheet  # as above

    stands = gathered.known
    items = gathered.items if everything else gathered.since(gathered.day - _LOOKING_BACK)
    changes = store.changes(Filter(treaties=(stands.treaty.id,)))
    return Sheet(
        treaty=stands.treaty,
        source=stands.feed.source,
        status_as_of=stands.status_as_of,
        evidence=stands.feed.evidence,
        stamp=stands.snapshot.observed_at,
        items=[(item, revision(item, changes, stands.chart)) for item in items],
    )


def item_object(item: Item, *, day: date) -> Object:
    """One line of the calendar for other programs; `ahead`: it is not over on a day."""
    return {
        "treaty": item.treaty,
        "kind": item.kind,
        "participant": item.participant,
        "name": item.name,
        "what": item.what,
        "day": iso(item.day),
        "when": item.when,
        "precision": item.precision,
        "printed": item.printed,
        "basis": item.basis,
        "caveat": item.caveat,
        "ahead": item.until is None or item.until > day,
    }
