"""Orderly shutdown on SIGTERM and SIGINT, and signals that change nothing."""

from __future__ import annotations

import signal
import threading
import time
from queue import SimpleQueue
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from jobs.service.schedule import Scheduler

log = structlog.get_logger()

_TO_STOP = (signal.SIGTERM, signal.SIGINT)
#: Sent to daemons by terminals, by log rotation and by hand, in the belief that they read something again.
_TO_READ_AGAIN = (signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2)


def wait_for(scheduler: Scheduler, budget: timedelta, steady: Callable[[], float]) -> list[str]:
    """Wait at most `budget` for running jobs to end; returns the names of those that did not."""
    end = steady() + budget.total_seconds()
    while scheduler.running() and steady() < end:
        time.sleep(0.05)
    return sorted(scheduler.running())


def stop_on_signals() -> threading.Event:
    """Return an event that SIGTERM and SIGINT set. SIGHUP, SIGUSR1 and SIGUSR2 are logged and end nothing.

    A thread sets it, not the signal handler: the handler interrupts the main thread, which may hold the event's lock.
    """
    stop = threading.Event()
    received: SimpleQueue[int] = SimpleQueue()  # its put is reentrant, so a signal handler may call it
    for number in (*_TO_STOP, *_TO_READ_AGAIN):
        signal.signal(number, lambda number, _: received.put(number))

    def listen() -> None:
        while (number := received.get()) not in _TO_STOP:
            log.info(f"{signal.Signals(number).name}: nothing is read again; restart to read the configuration")
        stop.set()

    threading.Thread(target=listen, name="signals", daemon=True).start()
    return stop
