"""`tracker status`: is the tracker seeing what it should, and is anything owed or undecided?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tracker.models import SourceState, moment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from db.records import Feed
    from db.store import Store

_DEFAULT_CADENCE = "every 6h"  # where no configuration says (status --db)


def status(store: Store, *, now: datetime, cadence: str | None = None) -> dict[str, Any]:
    """Health (DESIGN 4): no source down, no open quarantine, no delivery parked, a good read of each source
    within twice its cadence."""
    feeds = [(feed, _next_due(feed, cadence or _DEFAULT_CADENCE)) for feed in store.feeds()]
    quarantined = len(store.quarantine(only_open=True))
    undelivered = len(store.deliveries(states=["waiting"]))
    parked = len(store.deliveries(states=["parked"]))
    reasons = [reason for feed, _ in feeds for reason in _unwell(feed, now, cadence or _DEFAULT_CADENCE)]
    if quarantined:
        reasons.append(f"{quarantined} in quarantine: `tracker quarantine list`")
    if parked:
        reasons.append(f"{parked} deliveries parked: `tracker notify list`")
    return {
        "healthy": not reasons,
        "reasons": reasons,
        "sources": [
            {
                "source": feed.source,
                "treaty": feed.treaty,
                "state": feed.state,
                "last_good": moment(feed.last_good_at) if feed.last_good_at else None,
                "next_due": moment(due) if due else None,
                "last_error": feed.last_error,
            }
            for feed, due in feeds
        ],
        "quarantined": quarantined,
        "undelivered": undelivered,
        "parked": parked,
    }


def _next_due(feed: Feed, cadence: str) -> datetime | None:
    from jobs.schedule import Cadence

    return Cadence(cadence).next_after(feed.last_checked_at) if feed.last_checked_at else None


def _unwell(feed: Feed, now: datetime, cadence: str) -> Iterator[str]:
    from jobs.schedule import Cadence

    where = f"{feed.source} of {feed.treaty}"
    if feed.state is SourceState.DOWN:
        yield f"{where} is down: {feed.last_error}"
    elif feed.last_good_at is None:
        yield f"{where} was never read: run `tracker check`"
    else:
        rule = Cadence(cadence)
        late = rule.next_after(rule.next_after(feed.last_good_at))
        if now > late + timedelta(seconds=1):
            yield f"{where} was last read well on {moment(feed.last_good_at)}"
