"""Messages to systemd by the protocol of sd_notify(3): ready, alive, stopping."""

from __future__ import annotations

import os
import socket
from contextlib import suppress


def notify(state: str) -> None:
    """Send `READY=1`, `WATCHDOG=1` or `STOPPING=1`. Does nothing without systemd, and never waits or fails."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith(
        "@"
    ):  # an abstract socket: its name begins with a zero byte, which an environment variable cannot hold
        address = f"\0{address[1:]}"
    # Python opens a socket close-on-exec: no child process inherits it.
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sending:
        sending.setblocking(False)  # a full queue must not hold the main thread
        sending.sendto(state.encode(), address)
