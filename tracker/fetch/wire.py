"""The wire below `Fetcher`: sockets that keep a deadline, TLS that is always verified, adapters that join them.

`requests` bounds the silence between two bytes, not the whole: a server that drips one byte a second holds a
reader for ever. Here every read of a socket may take only what is left until the deadline of the attempt,
so no watchdog thread is needed and none can leak.
"""

from __future__ import annotations

import socket
import ssl
import time
from contextlib import contextmanager
from contextvars import ContextVar
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from _typeshed import WriteableBuffer

_DEADLINE: ContextVar[float | None] = ContextVar("deadline", default=None)  # of time.monotonic

# The data service offers a 1024-bit DH key, which OpenSSL 3 refuses (docs/sources.md#data-service). First without DHE
# at all, which lowers nothing; then with it, at the level that allows such a key. Certificate and host name stay
# verified.
_WITHOUT_DHE = "DEFAULT:!DHE"
_WITH_SMALL_DHE = "DHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256:ECDHE+AESGCM:@SECLEVEL=1"

_WRAPPINGS = 10  # more than were ever seen: around four


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Ends every connect, handshake and read inside the block after `seconds`, with a TimeoutError.

    The look-up of a name is the resolver's and has the resolver's own time-out.
    """
    token = _DEADLINE.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _DEADLINE.reset(token)


def _left() -> float | None:
    """Seconds until the deadline; None where there is none. Raises TimeoutError after it."""
    deadline = _DEADLINE.get()
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time for this answer is over")
    return left


class _Socket(socket.socket):
    """A socket that gives each read only the time that is left."""

    def recv_into(self, buffer: WriteableBuffer, nbytes: int = 0, flags: int = 0) -> int:
        self.settimeout(_left())
        return super().recv_into(buffer, nbytes, flags)


class _TlsSocket(ssl.SSLSocket):
    """The same for TLS, where `recv` and `recv_into` both come down to `read`."""

    def read(self, len: int = 1024, buffer: Any = None) -> Any:  # noqa: A002 - named so in `ssl`
        self.settimeout(_left())
        return super().read(len, buffer)


def tls_context(ciphers: str | None = None) -> ssl.SSLContext:
    """A verifying context, TLS 1.2 or newer, whose sockets keep the deadline."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslsocket_class = _TlsSocket
    if ciphers:
        context.set_ciphers(ciphers)
    return context


def _dial(host: str, port: int, options: Any) -> _Socket:
    """A connection to the first address of a host that answers; each gets its share of the time left.

    Raises OSError: gaierror, TimeoutError, ….
    """
    addresses = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    trouble = OSError(f"{host} has no address")
    for tried, (family, kind, protocol, _, address) in enumerate(addresses):
        sock = _Socket(family, kind, protocol)
        try:
            left = _left()
            sock.settimeout(left and left / (len(addresses) - tried))
            for option in options or ():
                sock.setsockopt(*option)
            sock.connect(address)
            sock.settimeout(_left())  # for the handshake, which is one call
        except OSError as error:
            sock.close()
            trouble = error
        else:
            return sock
    raise trouble


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        try:
            return _dial(self._dns_host, self.port, self.socket_options)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(self, f"no connection to {self.host} in time") from error
        except OSError as error:
            raise NewConnectionError(self, f"no connection: {error}") from error


class TlsConnection(_Connection, HTTPSConnection):
    """`tls` names protocol and cipher once connected; it outlives the socket."""

    tls: str | None = None

    def connect(self) -> None:
        """Made here and not with the adapter: a context costs milliseconds that plain HTTP need not pay."""
        self.ssl_context = self.ssl_context or tls_context()
        super().connect()
        if isinstance(self.sock, ssl.SSLSocket) and (cipher := self.sock.cipher()):
            self.tls = f"{self.sock.version()} {cipher[0]}"


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = TlsConnection


_POOLS: dict[str, type[HTTPConnectionPool]] = {"http": _Pool, "https": _TlsPool}


class _Adapter(HTTPAdapter):
    """Carries requests over the sockets above, directly or through a proxy; retries are not its business."""

    def __init__(self, ciphers: str | None = None) -> None:
        self._context = tls_context(ciphers) if ciphers else None
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:
        super().init_poolmanager(connections, maxsize, block, ssl_context=self._context, **more)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        manager = super().proxy_manager_for(proxy, ssl_context=self._context, **more)
        if not proxy.lower().startswith("socks"):  # which has pools of its own
            manager.pool_classes_by_scheme = _POOLS
        return manager


class DhAdapter(_Adapter):
    """For a host with a small DH key, and for no other: without DHE first, with it after a failed handshake."""

    def __init__(self) -> None:
        super().__init__(_WITHOUT_DHE)
        self._lowered: _Adapter | None = None  # a context costs milliseconds: made when it is needed

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        """As HTTPAdapter; a certificate that does not hold is final."""
        try:
            return super().send(request, *args, **more)
        except requests.exceptions.SSLError as error:
            if isinstance(root(error), ssl.SSLCertVerificationError):
                raise
        self._lowered = self._lowered or _Adapter(_WITH_SMALL_DHE)
        return self._lowered.send(request, *args, **more)

    def close(self) -> None:
        super().close()
        if self._lowered:
            self._lowered.close()


class Session(requests.Session):
    """A session that keeps no cookies, takes no credentials from netrc and leaves redirects to its caller."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        super().__init__()
        self.headers.update(headers)
        self.auth = _as_it_is  # any `auth` keeps requests from asking netrc
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter())

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002 - signature of requests
        """None: even when told not to follow, requests would read a redirect's whole body, however large."""
        return None


def root(error: BaseException) -> BaseException:
    """What went wrong first: requests and urllib3 wrap it several times over."""
    for _ in range(_WRAPPINGS):
        inner = error.__cause__ or error.__context__
        if inner is None:
            break
        error = inner
    return error


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
