"""The process that answers for the database, and the way to it.

SQL of strangers runs there and not here: the site never waits for it, and a query that nothing else ends is ended with
its process. Another is started at once.
"""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import httpcore
from starlette.responses import PlainTextResponse

from tracker.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from starlette.types import Receive, Scope, Send

_MODULE = "jobs.publish.web.tables"
_AT_ONCE = 16  # requests; others wait for their turn
_TURN = 20.0  # seconds that a request waits for its turn
_SILENCE = 30.0  # seconds without a byte of the answer
_WHOLE = 120.0  # seconds for an answer
_ENDING = 1.5  # seconds that the process is given to end
_AGAIN = 1.0  # seconds before an ended process is replaced, so that one that cannot start does not keep a core busy

#: Headers of one connection, not of the message (RFC 9110, section 7.6.1); the server here adds its own date.
_HOP = frozenset(
    (b"connection", b"date", b"keep-alive", b"proxy-connection", b"te", b"trailer", b"transfer-encoding", b"upgrade")
)
_OF_REQUEST = _HOP | {b"content-length", b"expect", b"x-forwarded-for", b"x-forwarded-proto"}


class TablesProcess:
    """The process, replaced whenever it ends until `stop`."""

    def __init__(self, database: Path, warn: Callable[[str], None]) -> None:
        """Start it and wait until it answers. Raises DatabaseError if it cannot."""
        self._database = database
        self._warn = warn
        # an address without a file (Linux): nothing is left behind, and a read-only disk does not matter
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind("")
        self._listening.listen(64)
        self.address = self._listening.getsockname().decode()
        self._lock = threading.Lock()
        self._stopped = False
        self._process = self._started()
        if not self._process.stdout or self._process.stdout.readline() != b"ready\n":
            raise DatabaseError(f"the tables of {database} cannot be shown: the reason is above")
        threading.Thread(target=self._keep, daemon=True).start()

    def _started(self) -> subprocess.Popen[bytes]:
        descriptor = self._listening.fileno()
        # it ends when its standard input does: also when this process is killed
        return subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-P", "-m", _MODULE, str(self._database), str(descriptor)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=(descriptor,),
            start_new_session=True,  # Ctrl-C is for the parent
        )

    def _keep(self) -> None:
        while True:
            code = self._process.wait()
            with self._lock:
                if self._stopped:
                    return
            self._warn(f"the process of the tables ended (code {code}): another is started")
            time.sleep(_AGAIN)
            with self._lock:
                if self._stopped:
                    return
                self._process = self._started()

    def stop(self) -> None:
        """End it, whatever it does."""
        with self._lock:
            self._stopped = True
            if self._process.stdin:
                self._process.stdin.close()  # told to end, it closes the database
            try:
                self._process.wait(_ENDING)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._process.wait()
        self._listening.close()


class Forwarded:
    """An ASGI application that answers as the process does."""

    def __init__(self, address: str) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            max_connections=_AT_ONCE, max_keepalive_connections=_AT_ONCE, keepalive_expiry=30.0, uds=address
        )
        self._limits = {"connect": 5.0, "read": _SILENCE, "write": 5.0, "pool": _TURN}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            refused = PlainTextResponse("The database is served for reading.", 405, {"Allow": "GET, HEAD"})
            await refused(scope, receive, send)
            return
        begun = False
        try:
            async with asyncio.timeout(_WHOLE), self._asked(scope) as answer:
                begun = True
                headers = _without(answer.headers, _HOP)
                await send({"type": "http.response.start", "status": answer.status, "headers": headers})
                async for part in answer.aiter_stream():
                    await send({"type": "http.response.body", "body": part, "more_body": True})
                await send({"type": "http.response.body", "body": b""})
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, TimeoutError):
            if begun:
                return  # without its end, so that half an answer does not look whole: uvicorn closes the connection
            busy = PlainTextResponse("The tables are busy, or start anew. Try again.", 503, {"Retry-After": "5"})
            await busy(scope, receive, send)

    def _asked(self, scope: Scope) -> AbstractAsyncContextManager[httpcore.Response]:
        target = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
        return self._pool.stream(
            scope["method"],
            httpcore.URL(scheme=b"http", host=b"tables", port=None, target=target),
            # a body is not passed on, and who forwarded it is said here
            headers=[*_without(scope["headers"], _OF_REQUEST), (b"x-forwarded-proto", scope["scheme"].encode())],
            extensions={"timeout": self._limits},
        )


def _without(headers: Iterable[tuple[bytes, bytes]], names: frozenset[bytes]) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in headers if name.lower() not in names]
