"""Which hosts have no address here. Each is asked for once, all at the same time: without a network, a name server that
does not answer else costs many seconds for each request."""

from __future__ import annotations

import os
import socket
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tracker.errors import ErrorKind, FetchError
from tracker.fetch.attempt import no_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

LONGEST = 8.0  # seconds for all names together
_POLL = 0.02  # seconds

_PROXIES = ("https_proxy", "http_proxy", "all_proxy")


def unknown_hosts(
    addresses: Iterable[str],
    *,
    resolve: Callable[[str], object] = lambda host: socket.getaddrinfo(host, None),
    longest: float = LONGEST,
) -> dict[str, str]:
    """Why a host cannot be reached, by its name. Behind a proxy none is known: there the proxy looks names up."""
    if any(os.environ.get(name) or os.environ.get(name.upper()) for name in _PROXIES):
        return {}
    hosts = {host for address in addresses if (host := urlsplit(address).hostname)}
    failed: dict[str, str] = {}
    answered: set[str] = set()

    def ask(host: str) -> None:
        try:
            resolve(host)
        except (OSError, UnicodeError) as error:
            failed[host] = getattr(error, "strerror", None) or str(error)
        answered.add(host)

    for host in sorted(hosts):
        threading.Thread(target=ask, args=(host,), daemon=True).start()  # the system's own limit may be a minute
    over = threading.Event()
    timer = threading.Timer(longest, over.set)
    timer.start()
    while len(answered) < len(hosts) and not over.wait(_POLL):
        pass
    timer.cancel()
    return {host: failed.get(host, "no answer") for host in hosts if host in failed or host not in answered}


def refuse(address: str, unknown: Mapping[str, str]) -> None:
    """Raise FetchError(CONNECTION) for an address on a host that has none."""
    host = urlsplit(address).hostname or ""
    if host in unknown:
        raise FetchError(ErrorKind.CONNECTION, no_address(host, unknown[host]))
