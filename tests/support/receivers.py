"""Who is told, in tests: an HTTP receiver and a mail server on loopback, and a post office that is only a list."""

from __future__ import annotations

import email
import json
import re
import socket
import threading
import time
import warnings
from contextlib import contextmanager
from email import policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

import jobs.notify.channels  # noqa: F401 - it takes `send` when it is imported: before a test puts another in its place
from tracker.deliver import DeliveryError, Message, check_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # plug-ins of Apprise import what Python will drop; they are loaded here, once
    check_url("all", "json://127.0.0.1/")


class Post:
    """Takes the place of `tracker.deliver.send`."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Message]] = []
        self.tried: list[str] = []
        self.refusing: set[str] = set()

    def send(self, name: str, url: str, message: Message) -> None:
        assert url
        self.tried.append(name)
        if name in self.refusing:
            raise DeliveryError(f"channel {name} answered 500")
        self.sent.append((name, message))

    def to(self, name: str) -> list[Message]:
        return [message for channel, message in self.sent if channel == name]

    def subjects(self, name: str) -> list[str]:
        return [message.subject for message in self.to(name)]


class Receiver:
    """A web hook: what was posted, as JSON; `status` is what it answers, `hanging` lets it answer nothing."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.times: list[float] = []  # monotonic, of what was taken
        self.asked = 0
        self.status = 200
        self.hanging = False
        self._closing = threading.Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                receiver.asked += 1
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if receiver.hanging:
                    receiver._closing.wait(60)
                    return
                if receiver.status < 300:
                    taken = json.loads(body)  # raises where the sender was killed midway: nothing was taken
                    receiver.times.append(time.monotonic())
                    receiver.got.append(taken)
                self.send_response(receiver.status)
                self.end_headers()

            def do_GET(self) -> None:
                receiver.asked += 1
                self.send_response(receiver.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Silence."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                """Whoever was kept waiting has gone."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self._server.server_port}"
        self.url = f"json://{self.address}/"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def told(self) -> list[int]:
        """The ids of changes in what was taken, in order."""
        return [key for message in self.got for key in ids_in(message["message"])]


class Mailbox:
    """A mail server: what it took, parsed."""

    def __init__(self) -> None:
        self.got: list[EmailMessage] = []
        self.times: list[float] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._server = Controller(self, hostname="127.0.0.1", port=port)
        self._server.start()
        self.url = f"mailto://127.0.0.1:{port}?from=tracker@example.org&to=legal@example.org"

    async def handle_DATA(self, _: object, __: object, envelope: Any) -> str:  # noqa: N802 - named so in aiosmtpd
        self.times.append(time.monotonic())
        self.got.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    def close(self) -> None:
        self._server.stop()

    def told(self) -> list[int]:
        return [key for message in self.got for key in ids_in(part(message, "text/plain"))]


def ids_in(text: str) -> list[int]:
    """The ids of changes that a message carries."""
    found = re.findall(r"[Cc]hanges?\s+no\.\s+(\d+(?:,\s+\d+)*)", text)
    return sorted({int(key) for keys in found for key in keys.split(",")})


def part(message: EmailMessage, kind: str) -> str:
    """A part of a mail as text."""
    return next(str(found.get_content()) for found in message.walk() if found.get_content_type() == kind)


@contextmanager
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    try:
        yield found
    finally:
        found.close()


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    found = Mailbox()
    try:
        yield found
    finally:
        found.close()
