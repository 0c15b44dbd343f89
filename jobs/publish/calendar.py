"""The calendar as a file for calendar programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.answers.standing import choose, unread
from tracker.calendar import revision
from tracker.models.records import Filter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from db.store import Store
    from tracker.export.ics import Sheet
from tracker.answers.calendar import LOOKING_BACK, Gathered, gather


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


def _sheet(store: Store, gathered: Gathered, *, everything: bool) -> Sheet:
    from tracker.export.ics import Sheet  # as above

    stands = gathered.known
    items = gathered.items if everything else gathered.since(gathered.day - LOOKING_BACK)
    changes = store.changes.find(Filter(treaties=(stands.treaty.id,)))
    return Sheet(
        treaty=stands.treaty,
        source=stands.feed.source,
        status_as_of=stands.status_as_of,
        bundled=stands.last_good_at is None,
        evidence=stands.feed.evidence,
        stamp=stands.snapshot.observed_at,
        items=[(item, revision(item, changes, stands.chart)) for item in items],
    )
