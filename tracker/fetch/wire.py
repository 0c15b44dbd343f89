"""Sockets with a deadline and verified TLS, and the adapters that make requests use them.

The timeout of `requests` limits the silence between two bytes, not the whole response: a server that sends one byte a
second blocks a reader for ever. Here, each read of a socket may only take the time left until the deadline of the
attempt. This needs no watchdog thread, and so none can leak.

It overrides private methods of urllib3 2 (`_new_conn`), hence the upper bound of that dependency.
"""

from __future__ import annotations

import socket
import ssl
import time
from contextlib import contextmanager
from contextvars import ContextVar
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from _typeshed import WriteableBuffer

_DEADLINE: ContextVar[float | None] = ContextVar("deadline", default=None)  # a value of time.monotonic()

# The data service offers a 1024-bit DH key, which OpenSSL 3 refuses (docs/sources.md#data-service). Try without DHE
# first, which weakens
# nothing. If that fails, allow DHE at the security level that accepts such a key. Certificate and host name are always
# verified.
_WITHOUT_DHE = "DEFAULT:!DHE"
_WITH_SMALL_DHE = "DHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256:ECDHE+AESGCM:@SECLEVEL=1"

_WRAPPINGS = 10  # levels of wrapped exceptions to follow; about four occur, and the limit stops a cycle


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Set a deadline: after `seconds`, each connect, handshake and read inside the block raises TimeoutError.

    It does not cover name resolution, which has the resolver's own timeout.
    """
    token = _DEADLINE.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _DEADLINE.reset(token)


def _left() -> float | None:
    """Seconds until the deadline; None if there is no deadline. Raises TimeoutError after it."""
    deadline = _DEADLINE.get()
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time limit for this answer is reached")
    return left


class _Socket(socket.socket):
    """A socket whose reads may only take the time left until the deadline."""

    def recv_into(self, buffer: WriteableBuffer, nbytes: int = 0, flags: int = 0) -> int:
        self.settimeout(_left())
        return super().recv_into(buffer, nbytes, flags)


class _TlsSocket(ssl.SSLSocket):
    """The same for TLS, where `recv` and `recv_into` both call `read`."""

    def read(self, len: int = 1024, buffer: Any = None) -> Any:  # noqa: A002 - named so in `ssl`
        self.settimeout(_left())
        return super().read(len, buffer)


def tls_context(ciphers: str | None = None) -> ssl.SSLContext:
    """A context that verifies certificates, requires TLS 1.2 or newer, and makes sockets with the deadline."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslsocket_class = _TlsSocket
    if ciphers:
        context.set_ciphers(ciphers)
    return context


def _dial(host: str, port: int, options: Any) -> _Socket:
    """Connect to the first address of a host that answers. Each address gets an equal share of the time left.

    Raises OSError (gaierror, TimeoutError, …).
    """
    addresses = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    last_error = OSError(f"{host} has no address")
    for tried, (family, kind, protocol, _, address) in enumerate(addresses):
        sock = _Socket(family, kind, protocol)
        try:
            left = _left()
            sock.settimeout(left and left / (len(addresses) - tried))
            for option in options or ():
                sock.setsockopt(*option)
            sock.connect(address)
            sock.settimeout(_left())  # for the TLS handshake, a single call that cannot check the deadline itself
        except OSError as error:
            sock.close()
            last_error = error
        else:
            return sock
    raise last_error


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
    """An HTTPS connection. `tls` names protocol and cipher once connected, and stays set after the socket is closed."""

    tls: str | None = None

    def connect(self) -> None:
        """Create the TLS context only now: it takes milliseconds, which plain HTTP would pay too."""
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
    """Sends requests over the sockets above, directly or through a proxy. `Fetcher` does the retries."""

    def __init__(self, ciphers: str | None = None) -> None:
        self._context = tls_context(ciphers) if ciphers else None
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:
        super().init_poolmanager(connections, maxsize, block, ssl_context=self._context, **more)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        manager = super().proxy_manager_for(proxy, ssl_context=self._context, **more)
        if not proxy.lower().startswith("socks"):  # a SOCKS manager has pool classes of its own
            manager.pool_classes_by_scheme = _POOLS
        return manager


class DhAdapter(_Adapter):
    """For a host with a small DH key only: first without DHE, then with it if the handshake fails."""

    def __init__(self) -> None:
        super().__init__(_WITHOUT_DHE)
        self._lowered: _Adapter | None = None  # created when needed, because a context takes milliseconds

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        """As in HTTPAdapter. An invalid certificate is final: it is never retried with weaker ciphers."""
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
    """A session that keeps no cookies, reads no credentials from netrc, and leaves redirects to the caller."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        super().__init__()
        self.headers.update(headers)
        self._surroundings: dict[tuple[object, ...], Any] = {}
        self.auth = _as_it_is  # requests reads netrc unless there is an `auth`
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter())

    def merge_environment_settings(
        self, url: str | bytes | None, proxies: Any, stream: bool | None, verify: Any, cert: Any
    ) -> Any:
        """What the environment says of proxies and certificates: asked once for each host, because requests reads the
        whole environment each time."""
        if proxies:
            return super().merge_environment_settings(url, proxies, stream, verify, cert)
        asked = (*urlsplit(url or "")[:2], stream, verify, cert)
        if asked not in self._surroundings:
            self._surroundings[asked] = super().merge_environment_settings(url, {}, stream, verify, cert)
        found = self._surroundings[asked]
        return {**found, "proxies": dict(found["proxies"])}

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002 - signature of requests
        """Always None: otherwise requests reads a redirect's whole body, even if told not to follow it."""
        return None


def root(error: BaseException) -> BaseException:
    """The original exception, which requests and urllib3 wrap several times."""
    for _ in range(_WRAPPINGS):
        inner = error.__cause__ or error.__context__
        if inner is None:
            break
        error = inner
    return error


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
