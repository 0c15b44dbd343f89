"""Health of the sources: which were never read, which fail or are late."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from jobs.cadence import next_after
from jobs.notify.alerts import never_offered
from tracker.models import STATEMENTS, STATEMENTS_IN_FRENCH, SourceState
from tracker.sources.kinds.coe_service import CoeService
from tracker.wording.alerts import is_down, last_read_on, never_read, never_well

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from db.store import Store
    from tracker.models.cadences import Cadence
    from tracker.models.records import Feed


def statement_feeds(store: Store, follows: Collection[tuple[str, str]]) -> list[Feed]:
    """The feeds of lists of statements whose treaty is still read from a service that offers such lists."""
    return _lists(store, follows, STATEMENTS)


def french_feeds(store: Store, follows: Collection[tuple[str, str]]) -> list[Feed]:
    """The same of the lists in French, where they were asked for."""
    return _lists(store, follows, STATEMENTS_IN_FRENCH)


def _lists(store: Store, follows: Collection[tuple[str, str]], name: str) -> list[Feed]:
    kinds = store.treaties.source_kinds()
    offered = {treaty for treaty, source in follows if kinds.get(source) == CoeService.name}
    return [feed for feed in store.treaties.document_feeds(name) if feed.treaty in offered]


def unread(follows: Iterable[tuple[str, str]], feeds: Iterable[Feed]) -> list[str]:
    """One sentence for each followed source that was never read."""
    known = {(feed.treaty, feed.source) for feed in feeds}
    return [never_read(treaty, source) for treaty, source in follows if (treaty, source) not in known]


def unhealthy(feed: Feed, now: datetime, cadence: Cadence) -> Iterator[str]:
    """Yield why a source is unhealthy: it is down, was never read, or its last good read is older than two cadences."""
    if never_offered(feed):
        return
    if feed.state is SourceState.DOWN:
        yield is_down(feed)
    elif feed.last_good_at is None:
        yield never_well(feed) if feed.last_error else never_read(feed.treaty, feed.source)
    else:
        late = next_after(cadence, next_after(cadence, feed.last_good_at))
        if now > late + timedelta(seconds=1):
            yield last_read_on(feed, feed.last_good_at)
