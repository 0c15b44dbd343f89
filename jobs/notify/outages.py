"""Alerts on outages: one for each source, however many treaties are read from it.

The state is kept for each treaty and list; `watch` looks at all of a source together at the end of a check. It depends
on the stored states alone, so a process that dies before it sends the alert at the next check.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from jobs.ingest.fetching import statements_source
from jobs.notify.alerts import alert, never_offered
from tracker.language import Language
from tracker.models import STATEMENTS, STATEMENTS_IN_FRENCH, SourceState
from tracker.wording import alerts as words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from jobs.context import Pass
    from tracker.models.records import Feed, Troubled


def watch(run: Pass) -> None:
    """Alert once when a source goes down, remind every `remind_every` while it stays down, and alert once when all that
    was down is read again."""
    by_source: defaultdict[str, list[Troubled]] = defaultdict(list)
    for one in run.store.treaties.in_trouble():
        source = _source_of(run, one.feed)
        if source is not None and not never_offered(one.feed):
            by_source[source].append(one)
    for source, troubled in by_source.items():
        _watch_source(run, source, troubled)


def _source_of(run: Pass, feed: Feed) -> str | None:
    """The source that gives a document; None if nothing follows it any more."""
    treaty = run.config.treaty(feed.treaty)
    if treaty is None:
        return None
    if feed.source == STATEMENTS or (feed.source == STATEMENTS_IN_FRENCH and run.config.speaks(Language.FRENCH)):
        return statements_source(run.config, treaty)
    return feed.source if feed.source in treaty.sources else None


def _watch_source(run: Pass, source: str, troubled: Sequence[Troubled]) -> None:
    down = [one.feed for one in troubled if one.feed.state is SourceState.DOWN]
    told = [one for one in troubled if one.alerted_at is not None]
    followed = {treaty.id for treaty in run.config.treaties if source in treaty.sources}
    if down and _is_due(run, source, troubled):
        touched = [one.feed for one in troubled if one.feed.state is not SourceState.OK]
        message = partial(words.down, source, touched, followed=followed, again=bool(told))
        _note(run, touched, run.at, message)
    elif told and not down:
        feeds = [one.feed for one in told]
        _note(run, feeds, None, partial(words.back, source, feeds, followed=followed))


def _note(run: Pass, feeds: Sequence[Feed], at: datetime | None, message: Callable[[], words.Alert]) -> None:
    with run.recorder.transaction():
        alert(run, message)
        for feed in feeds:
            run.recorder.note_alert(feed.id, at)


def _is_due(run: Pass, source: str, troubled: Sequence[Troubled]) -> bool:
    """True if nobody knows of the outage, if it is time for a reminder, or if more failed after a part of the source
    had worked since the alert."""
    told = [one.alerted_at for one in troubled if one.alerted_at is not None]
    if not told:
        return True
    last = max(told)
    # an alert in the future means that the clock was set back: without the lower bound no reminder would come for long
    if not timedelta() <= run.at - last < run.config.remind_every:
        return True
    untold = any(one.alerted_at is None and one.feed.state is SourceState.DOWN for one in troubled)
    read_at = run.store.treaties.last_good_of(source) if untold else None
    return read_at is not None and read_at > last
