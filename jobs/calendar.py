"""`tracker calendar`: the dates of law's calendar, gathered from the charts that stand and what was told of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from jobs.answers import choose, unread
from jobs.state import known
from tracker.calendar import agenda, invitations, revision
from tracker.models import moment
from tracker.models.records import Filter
from tracker.models.times import day_at, iso

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from db.store import Store
    from jobs.objects import Object
    from jobs.state import Known
    from tracker.calendar import Item
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
        """What is not over on a day; what has no date, or was expected and not printed, is never over."""
        return tuple(item for item in self.items if not item.over(day))

    def not_known_after(self, day: date) -> date | None:
        """The last day the knowledge covers, if a day is later."""
        return self.day if day > self.day else None


def gather(store: Store, *, treaties: Iterable[str] = ()) -> list[Gathered]:
    """The calendars of the treaties asked for, or of all that were ever read. Raises UsageError."""
    found = [_gathered(store, treaty) for treaty in choose(store, treaties)]
    return [one for one in found if one is not None]


def _gathered(store: Store, treaty: Treaty) -> Gathered | None:
    stands = known(store, treaty)
    if stands is None:
        return None
    parent = next((one for one in store.treaties() if one.id == treaty.parent), None)
    of_parent = known(store, parent) if parent else None
    items = agenda(
        stands.chart,
        treaty,
        day=stands.day,
        parent_chart=of_parent.chart if of_parent else None,
        invitations=invitations(),
    )
    return Gathered(known=stands, day=stands.day, items=items)


def calendar_file(store: Store, *, treaties: Iterable[str] = (), everything: bool = False) -> bytes:
    """The calendar as .ics: what is ahead and the year before the status day, or `everything`. Raises UsageError."""
    from tracker.export.ics import calendar  # with its library: only where a file is made

    wanted = list(treaties)
    found = gather(store, treaties=wanted)
    without = set(unread(store, wanted, (one.known.treaty.id for one in found)))
    return calendar(
        [_sheet(store, one, everything=everything) for one in found],
        unread=[treaty for treaty in choose(store, wanted) if treaty.id in without],
    )


def calendar_items(gathered: Iterable[Gathered], *, now: datetime, everything: bool = False) -> list[Object]:
    """The same as objects, first what has no date, then by date: what is ahead today, or `everything`; each with the
    age of what is known."""
    found = []
    for one in gathered:
        today, read = day_at(now, one.known.treaty.seat), one.known.last_good_at
        age = {
            "status_as_of": iso(one.known.status_as_of),
            "not_known_after": iso(one.not_known_after(today)),
            "last_good": moment(read) if read else None,
        }
        items = one.items if everything else one.since(today)
        found += [item_object(item, day=today) | age for item in items]
    return sorted(found, key=lambda item: (item["day"] or "", item["treaty"]))


def _sheet(store: Store, gathered: Gathered, *, everything: bool) -> Sheet:
    from tracker.export.ics import Sheet  # as above

    stands = gathered.known
    items = gathered.items if everything else gathered.since(gathered.day - _LOOKING_BACK)
    changes = store.changes(Filter(treaties=(stands.treaty.id,)))
    return Sheet(
        treaty=stands.treaty,
        source=stands.feed.source,
        status_as_of=stands.status_as_of,
        bundled=stands.last_good_at is None,
        evidence=stands.feed.evidence,
        stamp=stands.snapshot.observed_at,
        items=[(item, revision(item, changes, stands.chart)) for item in items],
    )


def item_object(item: Item, *, day: date) -> Object:
    """One line of the calendar for other programs, on a day; `ahead`: it is not over. `awaited`: its day has come, and
    no source has printed it."""
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
        "how": item.how,
        "basis": item.basis,
        "caveat": item.caveat,
        "ahead": not item.over(day),
        "awaited": item.awaited(day),
    }
