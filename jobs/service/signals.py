"""Stop in order when the system asks."""

from __future__ import annotations

import signal
import threading
import time
from queue import SimpleQueue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from jobs.service.schedule import Scheduler


def wait_for(scheduler: Scheduler, budget: timedelta, steady: Callable[[], float]) -> list[str]:
    """Wait for running jobs to end, within a budget; return the names of those that did not."""
    end = steady() + budget.total_seconds()
    while scheduler.running() and steady() < end:
        time.sleep(0.05)
    return sorted(scheduler.running())


def stop_on_signals() -> threading.Event:
    """An event that SIGTERM and SIGINT set.

    Not in the handler: it runs within whatever the main thread does, and that may hold the event's own lock.
    """
    stop = threading.Event()
    told: SimpleQueue[int] = SimpleQueue()  # made for this: its put may interrupt itself
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: told.put(number))

    def listen() -> None:
        told.get()
        stop.set()

    threading.Thread(target=listen, name="signals", daemon=True).start()
    return stop
