"""What a service tells systemd over the socket of its environment."""

from __future__ import annotations

import os
import random
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jobs.service.systemd import notify

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNIQUE = f"tracker-{os.getpid()}-{random.getrandbits(48):x}"
ADDRESSES = [
    pytest.param(f"/tmp/{_UNIQUE}", id="a-file"),  # noqa: S108 - 108 bytes at most
    pytest.param(
        f"@{_UNIQUE}",
        id="abstract",
        marks=pytest.mark.skipif(sys.platform != "linux", reason="only Linux has abstract sockets"),
    ),
]


@pytest.fixture(params=ADDRESSES)
def manager(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """The end at which systemd would listen."""
    address: str = request.param
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as found:
        found.bind(f"\0{address[1:]}" if address.startswith("@") else address)
        found.setblocking(False)
        yield found
    Path(address).unlink(missing_ok=True)


def test_each_message_is_a_datagram(manager: socket.socket) -> None:
    """In the order in which they were sent."""
    notify("READY=1")
    notify("WATCHDOG=1")
    assert [manager.recv(4096), manager.recv(4096)] == [b"READY=1", b"WATCHDOG=1"]


def test_a_manager_that_does_not_listen_holds_nobody(manager: socket.socket) -> None:
    """Its queue is full long before the last message; those that it took are whole."""
    sent = 5000
    for _ in range(sent):
        notify("WATCHDOG=1")
    heard = 0
    while True:
        try:
            assert manager.recv(4096) == b"WATCHDOG=1"
        except BlockingIOError:
            break
        heard += 1
    assert 0 < heard < sent


@pytest.mark.parametrize("address", [None, "", "/nowhere/notify", "relative", "vsock:2:1234", "/" + "x" * 200])
def test_without_a_manager_nothing_happens(address: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not under systemd, or with a socket that is gone: the service runs all the same."""
    if address is None:
        monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    else:
        monkeypatch.setenv("NOTIFY_SOCKET", address)
    notify("READY=1")
