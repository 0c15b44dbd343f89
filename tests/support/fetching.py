"""A fetcher for tests, what it asks for, and a server of a few bytes."""

from __future__ import annotations

import contextlib
import socket
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from jobs.demo.standin import ServiceRow, StandIn, service_body
from tracker.errors import FetchError
from tracker.fetch import Fetcher, HttpSettings
from tracker.models import Media, Request, Response
from tracker.sources.coe import service as coe_service

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator


NOW = datetime(2026, 4, 25, 12, 0, tzinfo=UTC)
CHART = service_body([ServiceRow(code="HON", name="Hungary", number="185")])
OK = b"HTTP/1.1 200 OK\r\n"
SHORT = b"Content-Length: 2\r\nConnection: close\r\n\r\nok"


def fetcher(sleep: Callable[[float], None] = lambda _: None, **settings: Any) -> Fetcher:
    """A fetcher that does not wait between requests and gives up soon."""
    given = {"contact": "mailto:t@example.org", "version": "9", "min_gap": timedelta(0), "retries": 0, **settings}
    given.setdefault("timeout", timedelta(seconds=5))
    return Fetcher(HttpSettings(**given), now=lambda: NOW, sleep=sleep)


def chart_of(standin: StandIn) -> Request:
    return coe_service.request(api_url=standin.api_url, page_url=standin.page_url, api_key=standin.key, number="185")


def page(url: str) -> Request:
    return Request(url=url, expects=Media.HTML)


def read(one: Fetcher, request: Request) -> Response:
    with one:
        answer = one.get(request)
    assert isinstance(answer, Response)
    return answer


def failed(one: Fetcher, request: Request) -> FetchError:
    with one, pytest.raises(FetchError) as caught:
        one.get(request)
    return caught.value


@contextlib.contextmanager
def serve(
    *answers: bytes, tls: ssl.SSLContext | None = None, hang: bool = False, drip: float = 0.0
) -> Iterator[tuple[str, list[bytes]]]:
    """Gives these bytes, one answer a connection, the last one again and again; collects what was asked."""
    asked: list[bytes] = []
    over = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)

    def talk(connection: socket.socket) -> None:
        if hang:
            over.wait()
            return
        if tls is not None:
            connection = tls.wrap_socket(connection, server_side=True)
        with connection:
            if request := connection.recv(65536):
                asked.append(request)
            answer = answers[min(len(asked), len(answers)) - 1]
            for piece in (answer,) if not drip else (answer[n : n + 1] for n in range(len(answer))):
                connection.sendall(piece)
                if drip and over.wait(drip):
                    return

    def listen() -> None:
        while not over.is_set():
            with contextlib.suppress(OSError):
                connection, _ = listener.accept()
                connection.settimeout(5)
                with connection:
                    talk(connection)

    thread = threading.Thread(target=listen)
    thread.start()
    try:
        port = listener.getsockname()[1]
        yield f"{'https' if tls else 'http'}://127.0.0.1:{port}/", asked
    finally:
        over.set()
        thread.join()
        listener.close()
