"""Who gave the bytes that knowledge rests on: the source itself, a stand-in, or the package. Pure."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit


class Provenance(StrEnum):
    """Where bytes came from. What a stand-in gave is never signed with the name of the source that it stands for."""

    SOURCE = "source"
    REPLAY = "replay"  # a server on this machine
    STAND_IN = "stand_in"  # a server at an address that the public internet does not have
    BUNDLED = "bundled"  # the list that ships with the package


#: Another answered in the place of the source.
STOOD_IN = (Provenance.REPLAY, Provenance.STAND_IN)

#: Names that no public server has (RFC 6761, RFC 6762, RFC 8375, and `internal` of ICANN), with those of home networks.
_PRIVATE_ENDINGS = ("local", "internal", "home.arpa", "lan", "test")


def provenance_of(url: str, origin: str = "live") -> Provenance:
    """Who answered at an address; `origin` is that of the evidence (`tracker.models.records.Evidence`)."""
    if origin == "bundled":
        return Provenance.BUNDLED
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return Provenance.SOURCE
    if parts.scheme not in ("http", "https") or not host:
        return Provenance.SOURCE
    return _of_host(host)


@lru_cache(maxsize=64)  # each treaty has evidence, and its hosts are few
def _of_host(host: str) -> Provenance:
    try:
        return _of_address(ip_address(host))
    except ValueError:
        pass
    if host == "localhost" or host.endswith(".localhost"):  # RFC 6761, 6.3
        return Provenance.REPLAY
    last = host.rpartition(".")[2]
    private = "." not in host or host.endswith(tuple(f".{ending}" for ending in _PRIVATE_ENDINGS))
    # no top-level name begins with a digit: it is an address in a short form, like 127.1
    return Provenance.STAND_IN if private or last[:1].isdigit() else Provenance.SOURCE


def _of_address(address: IPv4Address | IPv6Address) -> Provenance:
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if address.is_loopback or address.is_unspecified:
        return Provenance.REPLAY
    return Provenance.SOURCE if address.is_global else Provenance.STAND_IN
