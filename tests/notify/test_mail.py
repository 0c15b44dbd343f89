"""Mail by SMTP: what a server refuses, and what hangs; no address and no password in what is said of it."""

from __future__ import annotations

import email
import socket
import threading
from contextlib import contextmanager
from dataclasses import replace
from email import policy
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from channels import channel, deliver_to
from histories import hungary_consents
from receivers import mailbox

from tracker.deliver import DeliveryError, Message, Outcome, send

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from world import World

MESSAGE = Message(subject="Côte d’Ivoire acceded", text="é" * 2000, html="<p>é</p>", id="x")


class Refusing:
    """A server that knows one recipient and one password."""

    def __init__(self) -> None:
        self.got: list[Any] = []
        self.full: set[str] = set()

    async def handle_RCPT(self, _: object, __: object, envelope: Any, address: str, ___: object) -> str:  # noqa: N802 - named so in aiosmtpd
        if address == "unknown@example.org":
            return "550 no such user unknown@example.org"
        if address in self.full:
            return "452 mailbox full"
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


@pytest.mark.parametrize("length", range(66, 82, 3))
def test_a_subject_begins_on_its_line(length: int) -> None:
    """Some programs show an empty one if all of it stands on the next line."""
    said = ("22 States denounced the Budapest Convention: in effect on 1 October 2026 " * 3)[:length].strip()
    for subject in (said, said.replace("e", "é")):
        handler = Refusing()
        with server(handler) as host:
            url = f"mailto://{host}?from=tracker@example.org&to=legal@example.org"
            send("legal", url, replace(MESSAGE, subject=subject))
        head = handler.got[0].original_content.partition(b"\r\n\r\n")[0]
        assert not [line for line in head.splitlines() if line[:1].strip() and line.rstrip().endswith(b":")]
        assert max(map(len, head.splitlines())) <= 998
        assert email.message_from_bytes(handler.got[0].original_content, policy=policy.default)["Subject"] == subject


def test_a_recipient_that_is_refused_is_counted_and_not_named() -> None:
    handler = Refusing()
    with server(handler) as at, pytest.raises(DeliveryError) as caught:
        send("legal", f"mailto://{at}?from=a@example.org&to=unknown@example.org,b@example.org", MESSAGE)
    assert str(caught.value) == "channel legal answered 550 for 1 of 2 recipients"
    assert caught.value.__context__ is None
    assert [one.rcpt_tos for one in handler.got] == [["b@example.org"]]


def failed(at: str, to: str, message: Message = MESSAGE) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        send("legal", f"mailto://{at}?from=a@example.org&{to}", message)
    return caught.value


def test_only_who_was_refused_is_sent_it_again() -> None:
    """A mailbox is full, and then it is not; whoever has the mail gets no second one, `cc` included."""
    handler = Refusing()
    handler.full = {"b@example.org", "d@example.org"}
    to = "to=b@example.org,c@example.org&cc=d@example.org"
    with server(handler) as at:
        error = failed(at, to)
        assert (str(error), error.outcome) == ("channel legal answered 452 for 3 of 4 recipients", Outcome.UNKNOWN)
        assert not any("example" in name for name in error.served)
        handler.full = {"b@example.org"}
        error = failed(at, to, replace(MESSAGE, served=error.served))
        assert str(error) == "channel legal answered 452 for 1 of 4 recipients"
        handler.full = set()
        send("legal", f"mailto://{at}?from=a@example.org&{to}", replace(MESSAGE, served=error.served))
    assert [one.rcpt_tos for one in handler.got] == [
        *(["c@example.org"], ["d@example.org"], ["d@example.org"], ["b@example.org"]),
    ]


@pytest.mark.parametrize(
    ("full", "to", "outcome"),
    [
        ({"b@example.org"}, "to=b@example.org", Outcome.LATER),  # nobody has it: soon again
        (set(), "to=unknown@example.org,b@example.org", Outcome.NEVER),  # told once
        ({"b@example.org"}, "to=unknown@example.org,b@example.org,c@example.org", Outcome.UNKNOWN),  # one may come
    ],
)
def test_what_becomes_of_the_others(full: set[str], to: str, outcome: Outcome) -> None:
    handler = Refusing()
    handler.full = full
    with server(handler) as at:
        assert failed(at, to).outcome is outcome


def test_one_full_mailbox_holds_up_nobody(open_world: Callable[..., World]) -> None:
    """From the outbox: the one that was refused is tried again after a quarter of an hour, and alone."""
    handler = Refusing()
    handler.full = {"b@example.org"}
    with server(handler) as at:
        url = f"mailto://{at}?from=a@example.org&to=b@example.org,c@example.org"
        w = hungary_consents(open_world(more=channel("legal", url)))
        deliver_to(w, "legal")
        handler.full = set()
        assert deliver_to(w, "legal") == 0
        w.wait(minutes=16)
        assert deliver_to(w, "legal") == 1
        assert deliver_to(w, "legal") == 0
    assert [one.rcpt_tos for one in handler.got] == [["c@example.org"], ["b@example.org"]]


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
