"""Stop in order when the system asks."""

from __future__ import annotations

import signal
import threading
import time
from queue import SimpleQueue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jobs.service.schedule import Scheduler


def wait_for(scheduler: Scheduler, seconds: float) -> list[str]:
    """Let what runs come to its end; returns what did not."""
    end = time.monotonic() + seconds
    while scheduler.running() and time.monotonic() < end:
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
