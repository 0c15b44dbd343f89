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
    """The calendar as .ics: future items and those of the year before the status day, or `everything`.

    Raises UsageError for an unknown treaty.
    """
    from tracker.export.ics import calendar  # its library is slow to import

    wanted = list(treaties)
    found = gather(view, treaties=wanted)
    without = set(unread(view, wanted))
    return calendar(
        [_sheet(view, one, everything=everything) for one in found],
        unread=[treaty for treaty in choose(view, wanted) if treaty.id in without],
    )


def _sheet(view: View, gathered: Gathered, *, everything: bool) -> Sheet:
    from tracker.export.ics import Sheet  # as above

    current = gathered.known
    items = gathered.items if everything else gathered.since(gathered.day - LOOKING_BACK)
    changes = view.changes(current.treaty.id)
    return Sheet(
        treaty=current.treaty,
        source=current.feed.source,
        status_as_of=current.status_as_of,
        provenance=current.provenance,
        evidence=current.feed.evidence,
        stamp=current.snapshot.observed_at,
        items=[(item, revision(item, changes, current.chart)) for item in items],
    )
