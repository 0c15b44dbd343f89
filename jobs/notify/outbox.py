"""Delivery from the outbox: each channel separately, in order, with retries until a message is taken or given up."""

from __future__ import annotations

from datetime import timedelta
from heapq import merge
from typing import TYPE_CHECKING

from jobs.notify.alerts import alert
from jobs.notify.messages import QueuedMessage, message_of_changes, message_of_notice
from tracker.wording.alerts import parked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from jobs.context import Pass
    from tracker.config import Channel
    from tracker.deliver import Message
    from tracker.models import Change
    from tracker.models.records import Delivery

_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)

if TYPE_CHECKING:
    Send = Callable[[str, str, Message], None]


def deliver(run: Pass, channel: Channel, send: Send | None = None) -> int:
    """Send the due messages of one channel; returns how many it took.

    Stops at the first message that the channel refuses, so that the order is kept. Raises ConfigError for an invalid
    address.
    """
    from tracker.deliver import DeliveryError, check_url
    from tracker.deliver import send as send_by_apprise

    if channel.url is None:
        return 0
    check_url(channel.name, channel.url)
    taken = 0
    failing_since: datetime | None = None
    for queued in _queued_messages(run, channel):
        if not _is_due(queued, run.at):
            break
        try:
            (send or send_by_apprise)(channel.name, channel.url, queued.message)
        except DeliveryError as error:
            failing_since = failing_since or queued.failing_since or run.at
            if not _try_later(run, channel, queued, str(error), failing_since):
                break
            continue
        failing_since = None
        with run.store.transaction():
            run.store.outbox.delivered(queued.table, queued.keys, run.at)
            run.store.outbox.delivered_in_digest(channel.name, queued.carries, run.at)
        taken += 1
    return taken


def _is_due(queued: QueuedMessage, at: datetime) -> bool:
    """True if its pause is over. A pause longer than the longest was set before the clock was set back: it is over."""
    return queued.next_try_at is None or not at < queued.next_try_at <= at + _LONGEST_PAUSE


def _try_later(run: Pass, channel: Channel, queued: QueuedMessage, error: str, failing_since: datetime) -> bool:
    """Record a failure; returns True if the message is given up, so that the next one is tried.

    A message is given up once the channel has refused everything for `give_up_after`. Time in which nothing was tried
    does not count: a machine that was off for a week still tries for the full period.
    """
    since = max(failing_since, queued.queued_at)
    given_up = run.at - since >= run.config.give_up_after
    attempts = queued.attempts + 1
    pause = min(_FIRST_PAUSE * 2 ** min(attempts - 1, 20), _LONGEST_PAUSE)
    with run.store.transaction():
        if given_up and not run.store.outbox.is_parked(channel.name):
            _alert_parked(run, channel, error, attempts)
        run.store.outbox.undelivered(
            queued.table,
            queued.keys,
            error=error,
            failing_since=since,
            next_try_at=None if given_up else min(run.at + pause, since + run.config.give_up_after),
            attempts=attempts,
        )
    return given_up


def _alert_parked(run: Pass, channel: Channel, error: str, attempts: int) -> None:
    """Alert the other channels once, however many messages are given up after the first."""
    alert(run, parked(channel.name, error=error, attempts=attempts), but=channel.name)


def _queued_messages(run: Pass, channel: Channel) -> Iterator[QueuedMessage]:
    """The messages that wait for a channel, oldest first."""
    notices = (message_of_notice(run, notice, channel) for notice in run.store.outbox.notices(channel=channel.name))
    changes = _with_changes(run, channel) if channel.digest == "immediate" else ()
    return merge(notices, changes, key=lambda queued: queued.queued_at)


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
