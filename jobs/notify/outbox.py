"""Delivery from the outbox: each channel separately, in order. `retries` decides on what is not taken."""

from __future__ import annotations

from heapq import merge
from typing import TYPE_CHECKING

from jobs.notify.messages import QueuedMessage, message_of_changes, message_of_notice
from jobs.notify.retries import LONGEST_PAUSE, forget_doubt, not_taken, perhaps_sent, to_the_others

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from jobs.context import Pass
    from tracker.config import Channel
    from tracker.deliver import Message
    from tracker.models import Change
    from tracker.models.records import Delivery

if TYPE_CHECKING:
    Send = Callable[[str, str, Message], None]


def deliver(run: Pass, channel: Channel, goes_on: Callable[[], None] = lambda: None, send: Send | None = None) -> int:
    """Send the due messages of one channel; returns how many it took. `goes_on` is called before each.

    Alerts come first. It stops at the first message that the channel refuses for now, so that the order is kept. One
    that is refused for good, or that the channel perhaps has, holds nothing up. Raises ConfigError for a wrong address.
    """
    from tracker.deliver import DeliveryError, check_url
    from tracker.deliver import send as send_by_apprise

    if channel.url is None:
        return 0
    check_url(channel.name, channel.url)
    taken = 0
    failing_since: datetime | None = None
    for queued in queued_messages(run, channel):
        doubted = perhaps_sent(run, queued)
        if not _is_due(queued, run.at):
            if doubted:
                continue
            break
        goes_on()
        try:
            (send or send_by_apprise)(channel.name, channel.url, to_the_others(run, queued))
        except DeliveryError as error:
            failing_since = failing_since or queued.failing_since or run.at
            if not not_taken(run, channel, queued, error, failing_since):
                break
            continue
        failing_since = None
        with run.store.transaction():
            forget_doubt(run, queued)
            run.store.outbox.delivered(queued.table, queued.keys, run.at)
            run.store.outbox.delivered_in_digest(channel.name, queued.carries, run.at)
        taken += 1
    return taken


def _is_due(queued: QueuedMessage, at: datetime) -> bool:
    """True if its pause is over. A pause longer than the longest was set before the clock was set back: it is over."""
    return queued.next_try_at is None or not at < queued.next_try_at <= at + LONGEST_PAUSE


def queued_messages(run: Pass, channel: Channel) -> Iterator[QueuedMessage]:
    """The messages that wait for a channel: alerts, then the others, the oldest first."""
    notices = [message_of_notice(run, notice, channel) for notice in run.store.outbox.notices(channel=channel.name)]
    changes = _with_changes(run, channel) if channel.digest == "immediate" else ()
    digests = (queued for queued in notices if not queued.message.alert)
    yield from (queued for queued in notices if queued.message.alert)
    yield from merge(digests, changes, key=lambda queued: queued.queued_at)


def _with_changes(run: Pass, channel: Channel) -> Iterator[QueuedMessage]:
    rows = run.store.outbox.deliveries(states=["waiting"], channel=channel.name)
    changes = {row.change: run.store.changes.get(row.change) for row in rows}
    together: dict[tuple[str, datetime], list[Delivery]] = {}
    for row in rows:
        together.setdefault(_belongs_to(row, changes[row.change]), []).append(row)
    for group in together.values():
        yield message_of_changes(run, channel, group, changes)


def _belongs_to(row: Delivery, change: Change) -> tuple[str, datetime]:
    """The key of a message: what one check of a treaty found, with its roll-over, is queued as of one moment. The key
    does not change between two tries, so that the message and its name do not."""
    return change.treaty, row.queued_at
