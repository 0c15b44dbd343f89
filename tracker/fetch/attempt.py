"""One request in progress: what an answer, a redirect or an exception of the wire means for it."""

from __future__ import annotations

import contextlib
import ssl
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

import requests
import urllib3.exceptions
from urllib3.util import Retry, Url, parse_url

from tracker.errors import ErrorKind, FetchError
from tracker.fetch.headers import server_date
from tracker.fetch.wire import root

if TYPE_CHECKING:
    from collections.abc import Mapping

# Whatever a server sends ends in one of these: requests' and urllib3's own, http.client's, sockets', bad addresses.
WIRE = (requests.RequestException, urllib3.exceptions.HTTPError, HTTPException, OSError, ValueError)

_HOPS = 5
_PEEK = 64 * 1024  # bytes of an error page: enough to know a challenge
_SHOWN = 200  # characters of an address in an error
_SAID = 400  # characters of a reason
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(slots=True, kw_only=True)
class Call:
    """One `get` in progress; with a `body`, one `post_json`."""

    url: str
    host: str
    headers: Mapping[str, str]
    conditional: bool
    ends: float  # on the monotonic clock
    policy: Retry  # which attempts are still due
    body: bytes | None = None
    seen: set[str] = field(default_factory=set)  # addresses that sent us on


@dataclass(frozen=True, slots=True)
class Moved:
    """A redirect that has not been judged yet."""

    location: str
    answer: requests.Response


class TroubleError(Exception):
    """An attempt that failed; `again` if another may do better, `cause` then for the count of attempts."""

    def __init__(
        self, error: FetchError, *, again: bool = False, cause: Exception | None = None, wait: float = 0.0
    ) -> None:
        super().__init__(error.message)
        self.error = error
        self.again = again
        self.cause = cause
        self.wait = wait  # seconds the server asks for


def host_of(url: str) -> str:
    """The host that urllib3 will connect to. Raises FetchError(CONNECTION) if the address cannot be read."""
    try:
        return (parse_url(url).host or "").lower()
    except ValueError as error:
        raise FetchError(ErrorKind.CONNECTION, f"{url[:_SHOWN]!r} is not an address") from error


def follow(call: Call, moved: Moved) -> None:
    """Points the call to where the server sends it. Raises FetchError(REDIRECTED) unless that is the same host."""
    location = moved.location.encode("latin-1", "replace").decode("utf-8", "replace")  # http.client reads latin-1
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
        text = f"answered {moved.answer.status_code} and sends us {why}: {target[:_SHOWN]!r}"
        raise error_of(ErrorKind.REDIRECTED, call, text, moved.answer)
    call.url = target


def _same_host(source: Url, target: Url) -> bool:
    """The same scheme, host and port; or the same host, upgraded from http to https on the default ports.

    Read by urllib3, which makes the connection: two parsers could disagree on what the host is.
    """
    if source.host != target.host:
        return False
    ports = tuple(url.port or _DEFAULT_PORTS.get(url.scheme or "") for url in (source, target))
    if source.scheme == target.scheme:
        return ports[0] == ports[1]
    return (source.scheme, target.scheme) == ("http", "https") and ports == (80, 443)


def wire_trouble(error: Exception, call: Call, seconds: float, answer: requests.Response | None) -> TroubleError:
    """What an exception of the wire means, and whether another attempt may do better."""
    cause = error.args[0] if isinstance(error, requests.RequestException) and error.args else error
    if isinstance(cause, urllib3.exceptions.MaxRetryError):
        cause = cause.reason
    first = root(error)
    if isinstance(first, ssl.SSLError) or isinstance(error, requests.exceptions.SSLError):
        return TroubleError(error_of(ErrorKind.TLS, call, f"TLS failed: {first}", answer))
    again = isinstance(cause, urllib3.exceptions.TimeoutError | urllib3.exceptions.ProtocolError)
    if isinstance(first, TimeoutError):
        said = error_of(ErrorKind.TIMEOUT, call, f"no whole answer within {seconds:.3g} s", answer)
    else:
        said = error_of(ErrorKind.CONNECTION, call, str(first) or repr(first), answer)
    return TroubleError(said, again=again, cause=cause if isinstance(cause, Exception) else None)


def error_of(kind: ErrorKind, call: Call, text: str, answer: requests.Response | None = None) -> FetchError:
    """The error with the server's own clock, where there was an answer at all."""
    message = f"{call.url[:_SHOWN]}: {' '.join(text.split())[:_SAID]}"
    if answer is None:
        return FetchError(kind, message)
    return FetchError(kind, message, status=answer.status_code, date=server_date(answer.headers.get("Date")))


def too_long(trouble: TroubleError, wait: float, left: float) -> FetchError:
    """The trouble's error, naming the wait that the server asked for if that is what ends the read."""
    error = trouble.error
    if trouble.wait < left:
        return error
    text = f"{error.message} and asks to wait {wait:.0f} s, longer than the {left:.0f} s left for this read"
    return FetchError(error.kind, text, status=error.status, date=error.date)


def peek(answer: requests.Response) -> bytes:
    """The beginning of an error page, as far as it comes."""
    body = bytearray()
    with contextlib.suppress(*WIRE):
        while len(body) < _PEEK and (chunk := answer.raw.read(_PEEK - len(body), decode_content=True)):
            body += chunk
    return bytes(body)
