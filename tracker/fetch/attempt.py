"""One request in progress, and what a response, a redirect or a network exception means for it."""

from __future__ import annotations

import contextlib
import socket
import ssl
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

import requests
import urllib3.exceptions
from urllib3.util import Retry, Url, parse_url

from tracker.errors import ErrorKind, FetchError, excerpt, quoted
from tracker.fetch.headers import clock_of
from tracker.fetch.wire import root

if TYPE_CHECKING:
    from collections.abc import Mapping

# All exceptions that a misbehaving server can cause: of requests, urllib3, http.client, sockets, and bad addresses.
WIRE = (requests.RequestException, urllib3.exceptions.HTTPError, HTTPException, OSError, ValueError)

_HOPS = 5  # redirects that are followed; more suggest a broken server
_PEEK = 64 * 1024  # bytes of an error page that are read: enough to recognise a bot challenge
SHOWN = 200  # characters of an address shown in an error
_SAID = 400  # characters of a reason shown in an error
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(slots=True, kw_only=True)
class Call:
    """One `get` in progress, or (with a `body`) one `post_json`."""

    url: str
    host: str
    headers: Mapping[str, str]
    conditional: bool
    ends: float  # when the whole call must end, on the monotonic clock, in seconds
    policy: Retry  # how many attempts are left
    body: bytes | None = None
    seen: set[str] = field(default_factory=set)  # addresses that redirected us


@dataclass(frozen=True, slots=True)
class Moved:
    """A redirect that has not been checked yet."""

    location: str
    answer: requests.Response


class AttemptError(Exception):
    """An attempt that failed. `retry`: a retry may succeed; `cause` then counts against the retries of its kind."""

    def __init__(
        self, error: FetchError, *, retry: bool = False, cause: Exception | None = None, wait: float = 0.0
    ) -> None:
        super().__init__(error.message)
        self.error = error
        self.retry = retry
        self.cause = cause
        self.wait = wait  # seconds that the server asks us to wait


def host_of(url: str) -> str:
    """The host that urllib3 will connect to. Raises FetchError(CONNECTION) for a malformed address."""
    try:
        return (parse_url(url).host or "").lower()
    except ValueError as error:
        raise FetchError(ErrorKind.CONNECTION, f"{quoted(url, SHOWN)} is not an address") from error


def follow(call: Call, moved: Moved) -> None:
    """Point the call to the redirect's target. Raises FetchError(REDIRECTED) unless that is on the same host."""
    # http.client decodes headers as latin-1, but many servers send UTF-8
    location = moved.location.encode("latin-1", "replace").decode("utf-8", "replace")
    call.seen.add(call.url)
    try:
        target = urldefrag(urljoin(call.url, location)).url
        same = _same_host(parse_url(call.url), parse_url(target))
    except ValueError:
        target, same = location, False
    why = None
    if not same:
        why = "to another host or a weaker scheme"
    elif target in call.seen:
        why = "in a circle"
    elif len(call.seen) > _HOPS:
        why = f"more than {_HOPS} times"
    if why:
        text = f"answered {moved.answer.status_code} and redirects {why}: {quoted(target, SHOWN)}"
        raise error_of(ErrorKind.REDIRECTED, call, text, moved.answer)
    call.url = target


def _same_host(source: Url, target: Url) -> bool:
    """True for the same scheme, host and port, or an upgrade from http to https on the default ports.

    Both addresses are parsed by urllib3, which also makes the connection: two parsers could disagree on the host.
    """
    if source.host != target.host:
        return False
    ports = tuple(url.port or _DEFAULT_PORTS.get(url.scheme or "") for url in (source, target))
    if source.scheme == target.scheme:
        return ports[0] == ports[1]
    return (source.scheme, target.scheme) == ("http", "https") and ports == (80, 443)


def attempt_error(error: Exception, call: Call, seconds: float, answer: requests.Response | None) -> AttemptError:
    """The failure that a network exception means, and whether a retry may succeed."""
    cause = error.args[0] if isinstance(error, requests.RequestException) and error.args else error
    if isinstance(cause, urllib3.exceptions.MaxRetryError):
        cause = cause.reason
    first = root(error)
    if isinstance(first, ssl.SSLError) or isinstance(error, requests.exceptions.SSLError):
        return AttemptError(error_of(ErrorKind.TLS, call, f"TLS failed: {first}", answer))
    retry = isinstance(cause, urllib3.exceptions.TimeoutError | urllib3.exceptions.ProtocolError)
    if isinstance(first, TimeoutError):
        said = error_of(ErrorKind.TIMEOUT, call, f"no complete answer within {seconds:.3g} s", answer)
    else:
        said = error_of(ErrorKind.CONNECTION, call, _unreachable(error, first, call), answer)
    return AttemptError(said, retry=retry, cause=cause if isinstance(cause, Exception) else None)


def _unreachable(error: Exception, first: BaseException, call: Call) -> str:
    """Why there was no connection, in words."""
    why = getattr(first, "strerror", None) or str(first) or repr(first)
    if isinstance(error, requests.exceptions.ProxyError):
        return f"the proxy that the environment names cannot be used: {why}"
    return no_address(call.host, why) if isinstance(first, socket.gaierror) else why


def no_address(host: str, why: str) -> str:
    """What it means that a host's name is not known here, and what to do."""
    return f"{host} has no address here ({why}): no network, or no name server; behind a proxy set HTTPS_PROXY"


def error_of(kind: ErrorKind, call: Call, text: str, answer: requests.Response | None = None) -> FetchError:
    """The error for a call, with the server's clock if it answered."""
    message = f"{excerpt(call.url, SHOWN)}: {excerpt(' '.join(text.split()), _SAID)}"
    if answer is None:
        return FetchError(kind, message)
    return FetchError(kind, message, status=answer.status_code, date=clock_of(answer.headers))


def too_long(failed: AttemptError, wait: float, left: float) -> FetchError:
    """The error of the last attempt; if the server asks for a longer wait than the time left, the text says so."""
    error = failed.error
    if failed.wait < left:
        return error
    text = f"{error.message} and asks to wait {wait:.0f} s, longer than the {left:.0f} s left for this read"
    return FetchError(error.kind, text, status=error.status, date=error.date)


def peek(answer: requests.Response) -> bytes:
    """The beginning of an error page, as far as it arrives."""
    body = bytearray()
    with contextlib.suppress(*WIRE):
        while len(body) < _PEEK and (chunk := answer.raw.read(_PEEK - len(body), decode_content=True)):
            body += chunk
    return bytes(body)
