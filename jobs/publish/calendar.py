"""The calendar as a file for calendar programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.answers.standing import choose, unread
from tracker.calendar import revision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.answers.view import View
    from tracker.export.ics import Sheet
from tracker.answers.calendar import LOOKING_BACK, Gathered, gather


def calendar_file(view: View, *, treaties: Iterable[str] = (), everything: bool = False) -> bytes:
    """The calendar as .ics: what is ahead and the year before the status day, or `everything`. Raises UsageError."""
    from tracker.export.ics import calendar  # with its library: only where a file is made

    wanted = list(treaties)
    found = gather(view, treaties=wanted)
    without = set(unread(view, wanted, (one.known.treaty.id for one in found)))
    return calendar(
        [_sheet(view, one, everything=everything) for one in found],
        unread=[treaty for treaty in choose(view, wanted) if treaty.id in without],
    )


def _sheet(view: View, gathered: Gathered, *, everything: bool) -> Sheet:
    from tracker.export.ics import Sheet  # as above

    stands = gathered.known
    items = gathered.items if everything else gathered.since(gathered.day - LOOKING_BACK)
    changes = view.changes(stands.treaty.id)
    return Sheet(
        treaty=stands.treaty,
        source=stands.feed.source,
        status_as_of=stands.status_as_of,
        bundled=stands.last_good_at is None,
        evidence=stands.feed.evidence,
        stamp=stands.snapshot.observed_at,
        items=[(item, revision(item, changes, stands.chart)) for item in items],
    )
