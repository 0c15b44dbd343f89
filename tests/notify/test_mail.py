"""Mail by SMTP: what a server refuses, and what hangs; no address and no password in what is said of it."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from receivers import mailbox

from tracker.deliver import DeliveryError, Message, Outcome, send

if TYPE_CHECKING:
    from collections.abc import Iterator

MESSAGE = Message(subject="Côte d’Ivoire acceded", text="é" * 2000, html="<p>é</p>", id="x")


class Refusing:
    """A server that knows one recipient and one password."""

    def __init__(self) -> None:
        self.got: list[Any] = []

    async def handle_RCPT(self, _: object, __: object, envelope: Any, address: str, ___: object) -> str:  # noqa: N802 - named so in aiosmtpd
        if address == "unknown@example.org":
            return "550 no such user unknown@example.org"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: object, __: object, envelope: Any) -> str:  # noqa: N802 - the same
        self.got.append(envelope)
        return "250 taken"


@contextmanager
def server(handler: Refusing, **settings: Any) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port, **settings)
    controller.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        controller.stop()


def test_a_recipient_that_is_refused_is_counted_and_not_named() -> None:
    handler = Refusing()
    with server(handler) as at, pytest.raises(DeliveryError) as caught:
        send("legal", f"mailto://{at}?from=a@example.org&to=unknown@example.org,b@example.org", MESSAGE)
    assert str(caught.value) == "channel legal answered 550 for 1 of 2 recipients"
    assert caught.value.__context__ is None
    assert [one.rcpt_tos for one in handler.got] == [["b@example.org"]]


def test_a_password_that_is_refused_is_not_said() -> None:
    handler = Refusing()
    refuse = {"authenticator": lambda *_: AuthResult(success=False, handled=False), "auth_require_tls": False}
    with server(handler, **refuse) as at, pytest.raises(DeliveryError, match=r"^channel legal answered 535$"):
        send("legal", f"mailto://user:hunter2@{at}?from=a@example.org&to=b@example.org", MESSAGE)
    assert handler.got == []


def test_a_server_without_tls_gets_no_password() -> None:
    handler = Refusing()
    with server(handler) as at, pytest.raises(DeliveryError, match=r"^channel legal did not take the message"):
        send("legal", f"mailtos://user:hunter2@{at}?from=a@example.org&to=b@example.org", MESSAGE)
    assert handler.got == []


def test_a_server_that_hangs_is_left() -> None:
    """It takes the connection and never greets."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        at = f"127.0.0.1:{listening.getsockname()[1]}"
        with pytest.raises(DeliveryError, match=r"^channel legal did not take the message"):
            send("legal", f"mailto://{at}?from=a@example.org&to=b@example.org&rto=0.3", MESSAGE)


def test_any_text_arrives_as_it_is() -> None:
    """In 7 bits and short lines, as an old server wants it."""
    with mailbox() as box:
        send("legal", box.url, MESSAGE)
        [mail] = box.got
    assert mail["Subject"] == "Côte d’Ivoire acceded"
    body = mail.get_body(("plain",))
    assert body is not None
    assert body["Content-Transfer-Encoding"] == "quoted-printable"
    assert body.get_content().strip() == "é" * 2000


@contextmanager
def breaking(at: bytes) -> Iterator[str]:
    """A server that breaks off instead of an answer to a command, or to the text of a mail (`.`)."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listening.accept()
        with connection, connection.makefile("rwb", buffering=0) as lines:
            lines.write(b"220 here\r\n")
            in_text = False
            for line in lines:
                command = line.strip()
                if command.upper().startswith(at) and (not in_text or at == b"."):
                    return
                in_text = command.upper() == b"DATA" or (in_text and command != b".")
                if command.upper() == b"DATA":
                    lines.write(b"354 go on\r\n")
                elif not in_text:
                    lines.write(b"250 OK\r\n")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.close()
        thread.join(5)


@pytest.mark.parametrize(
    ("at", "outcome"),
    [(b"MAIL", Outcome.LATER), (b"RCPT", Outcome.LATER), (b"DATA", Outcome.UNKNOWN), (b".", Outcome.UNKNOWN)],
)
def test_a_server_that_breaks_off_perhaps_has_the_mail(at: bytes, outcome: Outcome) -> None:
    with breaking(at) as address, pytest.raises(DeliveryError) as caught:
        send("legal", f"mailto://{address}?from=a@example.org&to=b@example.org&rto=5", MESSAGE)
    assert caught.value.outcome is outcome


def test_a_server_that_has_the_mail_and_breaks_off_at_the_end_is_not_sent_it_again() -> None:
    with breaking(b"QUIT") as address:
        send("legal", f"mailto://{address}?from=a@example.org&to=b@example.org&rto=5", MESSAGE)
