"""Orderly shutdown on SIGTERM and SIGINT."""

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
    """Wait at most `budget` for running jobs to end; returns the names of those that did not."""
    end = steady() + budget.total_seconds()
    while scheduler.running() and steady() < end:
        time.sleep(0.05)
    return sorted(scheduler.running())


def stop_on_signals() -> threading.Event:
    """Return an event that SIGTERM and SIGINT set.

    A thread sets it, not the signal handler: the handler interrupts the main thread, which may hold the event's lock.
    """
    stop = threading.Event()
    received: SimpleQueue[int] = SimpleQueue()  # its put is reentrant, so a signal handler may call it
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: received.put(number))

    def listen() -> None:
        received.get()
        stop.set()

    threading.Thread(target=listen, name="signals", daemon=True).start()
    return stop
