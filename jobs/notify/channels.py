"""`tracker notify`: list the channels, send test messages, retry parked messages. Of previews: `preview`."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from db.store import Store
from jobs.notify.immediate import deliver_if_alone
from jobs.notify.sample import sample
from tracker.deliver import DeliveryError, check_url, send
from tracker.errors import NoDatabaseError, UsageError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from tracker.config import Channel, Config


def channels(config: Config) -> list[dict[str, Any]]:
    """Each channel with the number of messages that wait or are parked. Its address is a secret and not included."""
    with ExitStack() as stack:
        try:
            store = stack.enter_context(Store.open(config.database, read_only=True))
        except NoDatabaseError:
            return [_row(channel, [], [], 0) for channel in config.channels]
        return [_of(store, channel) for channel in config.channels]


def _of(store: Store, channel: Channel) -> dict[str, Any]:
    waiting, parked = (_errors(store, channel.name, state) for state in ("waiting", "parked"))
    for_digest = 0
    if channel.digest != "immediate":
        for_digest = len(store.outbox.deliveries(channel=channel.name, states=["waiting"]))
    return _row(channel, waiting[for_digest:], parked, for_digest)


def _errors(store: Store, channel: str, state: str) -> list[str | None]:
    errors = [row.last_error for row in store.outbox.deliveries(channel=channel, states=[state])]
    return errors + [row.last_error for row in store.outbox.notices(states=[state], channel=channel)]


def _row(
    channel: Channel, waiting: Sequence[str | None], parked: Sequence[str | None], for_digest: int
) -> dict[str, Any]:
    if channel.url:
        check_url(channel.name, channel.url)
    return {
        "name": channel.name,
        "on": channel.url is not None,
        "digest": channel.digest,
        "format": channel.format or "text",
        "alerts": channel.alerts,
        "waiting": len(waiting),
        "parked": len(parked),
        "waiting_for_digest": for_digest,
        "last_error": next((error for error in (*parked, *waiting) if error), None),
    }


def try_channels(config: Config, names: Sequence[str], *, now: datetime) -> list[dict[str, Any]]:
    """Send a test message to the named channels, or to all. Raises UsageError, ConfigError."""
    return [_try(config, channel, now) for channel in chosen(config, names)]


def chosen(config: Config, names: Sequence[str]) -> list[Channel]:
    """The named channels, or all. Raises UsageError for an unknown name."""
    known = {channel.name: channel for channel in config.channels}
    for name in names:
        if name not in known:
            raise UsageError(f"no channel {name!r}{nearest(name, list(known))}")
    return [channel for channel in config.channels if not names or channel.name in names]


def _try(config: Config, channel: Channel, now: datetime) -> dict[str, Any]:
    if channel.url is None:
        return {"name": channel.name, "ok": False, "error": f"off: {config.off[channel.name]}"}
    try:
        send(channel.name, channel.url, sample(config, channel, now))
    except DeliveryError as error:
        return {"name": channel.name, "ok": False, "error": str(error)}
    return {"name": channel.name, "ok": True, "error": None}


def retry(config: Config, name: str | None, *, now: Callable[[], datetime]) -> int:
    """Queue parked messages again and deliver at once; returns how many were parked. Raises UsageError."""
    known = [channel.name for channel in config.channels]
    if name is not None and name not in known:
        raise UsageError(f"no channel {name!r}{nearest(name, known)}")
    with Store.open(config.database) as store, store.transaction():
        store.outbox.unwait(name)
        found = store.outbox.unpark(name)
    deliver_if_alone(config, now)
    return found
