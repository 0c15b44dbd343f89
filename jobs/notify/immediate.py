"""Immediate delivery after a check by hand. What delivers is imported only where there is somebody to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tracker.config import Config


def deliver_if_alone(config: Config, now: Callable[[], datetime]) -> None:
    """Deliver due messages of channels without a digest, unless the daemon runs: it then delivers them itself."""
    channels = [channel for channel in config.channels if channel.url and channel.digest == "immediate"]
    if not channels:
        return
    from db.store import Store
    from jobs.context import begin
    from jobs.locks import alone
    from jobs.notify.outbox import deliver  # with reports and their words: most checks owe nothing

    try:
        with alone(config.database, "check"), Store.open(config.database) as store:
            for channel in channels:
                deliver(begin(store, config, now()), channel)
    except BusyError:
        return
