"""What becomes of a message that a channel did not take: it is tried again, or parked and told to the other channels.

The reason decides (docs/decisions/0021-delivery-asks-why.md): what is refused for good is parked at once;
what the channel perhaps has is repeated rarely and a few times; the rest is tried until `give_up_after`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from jobs.notify.alerts import alert
from tracker.models import moment, parse_moment
from tracker.wording.alerts import parked, refused, unanswered

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from jobs.context import Pass
    from jobs.notify.messages import QueuedMessage
    from tracker.config import Channel
    from tracker.deliver import Message
    from tracker.deliver.message import DeliveryError
    from tracker.wording.alerts import Alert

_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_GROWN = timedelta(hours=1)
LONGEST_PAUSE = timedelta(hours=6)  # also of what a service asks for
_IN_DOUBT = (timedelta(minutes=15), timedelta(hours=1), LONGEST_PAUSE)  # pauses; then it is parked


def not_taken(
    run: Pass, channel: Channel, queued: QueuedMessage, error: DeliveryError, failing_since: datetime
) -> bool:
    """Decide and record what becomes of a message that was not taken; returns True if the next one is to be tried."""
    from tracker.deliver import Outcome  # loaded by whoever sends; 15 MB of memory

    since = max(failing_since, queued.queued_at)
    if error.served:
        with run.store.transaction():
            run.store.memory.put(_served_key(queued), " ".join(sorted(error.served)))
    match error.outcome:
        case Outcome.NEVER:
            words = partial(refused, channel.name, error=str(error), subject=queued.message.subject)
            _park(run, channel, queued, error, since, words)
            return True
        case Outcome.UNKNOWN:
            _doubt(run, channel, queued, error, since)
            return True
        case _:
            return _try_later(run, channel, queued, error, since)


def _try_later(run: Pass, channel: Channel, queued: QueuedMessage, error: DeliveryError, since: datetime) -> bool:
    """Set the time of the next try; returns True if the message is given up.

    A message is given up once the channel has refused everything for `give_up_after`. Time in which nothing was tried
    does not count: a machine that was off for a week still tries for the full period.
    """
    attempts = queued.attempts + 1
    if run.at - since >= run.config.give_up_after:
        words = partial(parked, channel.name, error=str(error), attempts=attempts)
        _park(run, channel, queued, error, since, words)
        return True
    pause = min(_FIRST_PAUSE * 2 ** min(attempts - 1, 20), _LONGEST_GROWN)
    if error.retry_after is not None:
        pause = min(max(pause, error.retry_after), LONGEST_PAUSE)
    with run.store.transaction():
        _record(run, queued, error, since, min(run.at + pause, since + run.config.give_up_after))
    return False


def _doubt(run: Pass, channel: Channel, queued: QueuedMessage, error: DeliveryError, since: datetime) -> None:
    """Repeat what the channel perhaps has: each repetition may be a copy."""
    before = perhaps_sent(run, queued)
    if before == len(_IN_DOUBT):
        subject = queued.message.subject
        if error.served:  # some have it, and the others refuse it
            words = partial(refused, channel.name, error=str(error), subject=subject)
        else:
            words = partial(unanswered, channel.name, error=str(error), subject=subject, attempts=before + 1)
        _park(run, channel, queued, error, since, words)
        return
    with run.store.transaction():
        run.store.memory.put(_doubt_key(queued), str(before + 1))
        _record(run, queued, error, since, run.at + _IN_DOUBT[before])


def perhaps_sent(run: Pass, queued: QueuedMessage) -> int:
    """How often a message was sent without an answer."""
    return int(run.store.memory.get(_doubt_key(queued)) or 0)


def to_the_others(run: Pass, queued: QueuedMessage) -> Message:
    """The message, for those recipients of a mail that do not have it from an earlier try."""
    served = run.store.memory.get(_served_key(queued))
    return replace(queued.message, served=frozenset(served.split())) if served else queued.message


def _served_key(queued: QueuedMessage) -> str:
    return f"served:{queued.message.id}"


def forget_doubt(run: Pass, queued: QueuedMessage) -> None:
    """Call it within the transaction that says what became of the message."""
    if perhaps_sent(run, queued):
        run.store.memory.put(_doubt_key(queued), "")


def _doubt_key(queued: QueuedMessage) -> str:
    return f"perhaps_sent:{queued.message.id}"


def _park(
    run: Pass,
    channel: Channel,
    queued: QueuedMessage,
    error: DeliveryError,
    since: datetime,
    words: Callable[[], Alert],
) -> None:
    """Give a message up. The other channels are told once a day, however many follow the first."""
    key = f"parked_told:{channel.name}"
    with run.store.transaction():
        told = run.store.memory.get(key)
        lately = told is not None and timedelta() <= run.at - parse_moment(told) < run.config.remind_every
        if not (lately and run.store.outbox.is_parked(channel.name)):
            alert(run, words, but=channel.name)
            run.store.memory.put(key, moment(run.at))
        forget_doubt(run, queued)
        _record(run, queued, error, since, None)


def _record(
    run: Pass, queued: QueuedMessage, error: DeliveryError, since: datetime, next_try_at: datetime | None
) -> None:
    run.store.outbox.undelivered(
        queued.table,
        queued.keys,
        error=str(error),
        failing_since=since,
        next_try_at=next_try_at,
        attempts=queued.attempts + 1,
    )
