"""Which host names the server answers to.

A page elsewhere whose name is made to lead to this machine (DNS rebinding) could otherwise read the database through
the user's browser.
"""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from ipaddress import IPv4Address

    from starlette.types import ASGIApp, Receive, Scope, Send

_HOST = re.compile(r"(?:\[(?P<ipv6>[^\[\]@/]+)\]|(?P<name>[^\[\]@/:\s]+))(?::[0-9]{1,5})?")  # RFC 9112, section 3.2
_NAME = re.compile(r"(?!-)[\w-]{1,63}(?:\.(?!-)[\w-]{1,63})*")


def is_loopback(address: str) -> bool:
    """True for an address that only this machine reaches."""
    found = _address(address)
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return found is not None and found.is_loopback


def allowed_names(names: Iterable[str]) -> frozenset[str]:
    """The names given with --allow-host, as they are compared. Raises UsageError for what is no name."""
    for name in names:
        if not _NAME.fullmatch(name) and _address(name) is None:
            raise UsageError(f"--allow-host {name!r} is no host name: give it without scheme, port or wildcard")
    return frozenset(name.lower() for name in names)


class HostGuard:
    """An application that answers only to loopback names and to `names`.

    `open_to_all`: the server listens on an address that other machines reach. Then it also answers to bare addresses,
    which no foreign page can stand behind; and to every name if none was given.
    """

    def __init__(self, app: ASGIApp, *, names: frozenset[str] = frozenset(), open_to_all: bool = False) -> None:
        self.app = app
        self.names = names
        self.open_to_all = open_to_all

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._accepts(Headers(scope=scope).get("host", "")):
            await self.app(scope, receive, send)
            return
        refused = PlainTextResponse(
            "This server does not answer to that host name. If a reverse proxy passes it on, start the server with"
            " `tracker serve --allow-host NAME`.",
            400,
        )
        await refused(scope, receive, send)

    def _accepts(self, host: str) -> bool:
        if self.open_to_all and not self.names:
            return True
        parts = _HOST.fullmatch(host)
        if parts is None:
            return False
        name = (parts["ipv6"] or parts["name"]).lower().removesuffix(".")
        address = _address(name)
        if isinstance(address, IPv6Address) != (parts["ipv6"] is not None):
            return False
        if name == "localhost" or name in self.names or is_loopback(name):
            return True
        return address is not None and self.open_to_all


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
