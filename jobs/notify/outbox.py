"""The outbox to the channels: each channel alone, in order, again until it takes the message or is given up."""

from __future__ import annotations

from datetime import timedelta
from heapq import merge
from typing import TYPE_CHECKING

from db.store import Store
from jobs.context import begin
from jobs.locks import alone
from jobs.notify.alerts import alert
from jobs.notify.messages import Parcel, of_changes, of_notice
from tracker.errors import BusyError
from tracker.wording.alerts import parked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from jobs.context import Pass
    from tracker.config import Channel, Config
    from tracker.deliver import Message
    from tracker.models import Change
    from tracker.models.records import Delivery

_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)

if TYPE_CHECKING:
    Send = Callable[[str, str, Message], None]


def deliver(run: Pass, channel: Channel, send: Send | None = None) -> int:
    """Send what is due to one channel; returns how many messages it took. Stops at the first that it does not take,
    so that what follows keeps its order. Raises ConfigError for an address that is none."""
    from tracker.deliver import DeliveryError, check_url
    from tracker.deliver import send as send_by_apprise

    if channel.url is None:
        return 0
    check_url(channel.name, channel.url)
    taken = 0
    failing_since: datetime | None = None
    for parcel in _parcels(run, channel):
        if not _is_due(parcel, run.at):
            break
        try:
            (send or send_by_apprise)(channel.name, channel.url, parcel.message)
        except DeliveryError as error:
            failing_since = failing_since or parcel.failing_since or run.at
            if not _try_later(run, channel, parcel, str(error), failing_since):
                break
            continue
        failing_since = None
        with run.store.transaction():
            run.store.outbox.delivered(parcel.table, parcel.keys, run.at)
            run.store.outbox.delivered_in_digest(channel.name, parcel.carries, run.at)
        taken += 1
    return taken


def _is_due(parcel: Parcel, at: datetime) -> bool:
    """Its pause is over; one that seems to last longer than any was noted before the clock was set back."""
    return parcel.next_try_at is None or not at < parcel.next_try_at <= at + _LONGEST_PAUSE


def _try_later(run: Pass, channel: Channel, parcel: Parcel, error: str, failing_since: datetime) -> bool:
    """Note a failure; True if the parcel was given up, so that the next one has its turn.

    Given up: refused for `give_up_after`, by a channel that refused all before it too. The time a message lay here
    while nobody tried does not count: a machine that was off for a week tries as long as any other.
    """
    since = max(failing_since, parcel.queued_at)
    given_up = run.at - since >= run.config.give_up_after
    attempts = parcel.attempts + 1
    pause = min(_FIRST_PAUSE * 2 ** min(attempts - 1, 20), _LONGEST_PAUSE)
    with run.store.transaction():
        if given_up and not run.store.outbox.is_parked(channel.name):
            _alert_parked(run, channel, error, attempts)
        run.store.outbox.undelivered(
            parcel.table,
            parcel.keys,
            error=error,
            failing_since=since,
            next_try_at=None if given_up else min(run.at + pause, since + run.config.give_up_after),
            attempts=attempts,
        )
    return given_up


def _alert_parked(run: Pass, channel: Channel, error: str, attempts: int) -> None:
    """One alert to the others, however many messages are given up after the first."""
    alert(run, parked(channel.name, error=error, attempts=attempts), but=channel.name)


def _parcels(run: Pass, channel: Channel) -> Iterator[Parcel]:
    """What waits for a channel, in the order in which it came about."""
    notices = (of_notice(notice, channel) for notice in run.store.outbox.notices(channel=channel.name))
    changes = _with_changes(run, channel) if channel.digest == "immediate" else ()
    return merge(notices, changes, key=lambda parcel: parcel.queued_at)


def _with_changes(run: Pass, channel: Channel) -> Iterator[Parcel]:
    rows = run.store.outbox.deliveries(states=["waiting"], channel=channel.name)
    changes = {row.change: run.store.changes.get(row.change) for row in rows}
    together: dict[object, list[Delivery]] = {}  # a read tells by kinds of acts, and so of one participant in pieces
    for row in rows:
        together.setdefault(_belongs_to(changes[row.change]), []).append(row)
    for group in together.values():
        yield of_changes(run, channel, group, changes)


def _belongs_to(change: Change) -> tuple[str, str | None, datetime]:
    """Changes of one participant in one read go out together."""
    return change.treaty, change.participant, change.detected_at


# ---- digests ------------------------------------------------------------------------------------


def deliver_if_alone(config: Config, now: Callable[[], datetime]) -> None:
    """Deliver what is due at once, unless the daemon runs: then it does."""
    channels = [channel for channel in config.channels if channel.url and channel.digest == "immediate"]
    if not channels:
        return

    try:
        with alone(config.database, "check"), Store.open(config.database) as store:
            for channel in channels:
                deliver(begin(store, config, now()), channel)
    except BusyError:
        return
