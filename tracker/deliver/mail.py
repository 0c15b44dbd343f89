"""Mail by SMTP, from an Apprise address (`mailto:`, `mailtos:`): our own text part, HTML beside it, standard headers.

Apprise reads the address and knows the servers of the large providers. It does not send the mail: it makes the text
part from the HTML, and takes no headers with a message.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from typing import TYPE_CHECKING, TypeGuard

from apprise.plugins.email.base import NotifyEmail, PGPMode

from tracker.deliver.message import DeliveryError, Message, Outcome
from tracker.wording.words import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import apprise
    from typing_extensions import Buffer

_PATIENCE = 30.0  # seconds for a connection and for each answer, unless the address says `rto` or `cto`
_FOR_GOOD = 500  # and above
_ENCODING = "quoted-printable"  # 7 bits and short lines: no server alters them
_NOT_IN_A_LABEL = re.compile(r"[^a-z0-9-]+")


def is_mail(channel: apprise.NotifyBase) -> TypeGuard[NotifyEmail]:
    """True for an address of mail that is sent here. Encrypted mail is left to Apprise."""
    return type(channel) is NotifyEmail and channel.pgp_mode == PGPMode.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Account:
    """What an address says: the server, who signs in, who sends and who receives."""

    host: str
    port: int
    security: str  # insecure, starttls or ssl
    verify: bool
    user: str
    password: str = field(repr=False)
    patience: float
    sender: tuple[str, str]  # name, address
    to: tuple[tuple[str, str], ...]
    cc: tuple[str, ...]
    bcc: tuple[str, ...]
    reply_to: tuple[str, ...]
    headers: Mapping[str, str]
    as_text: bool


def _account(channel: NotifyEmail, options: Mapping[str, str]) -> _Account:
    return _Account(
        host=str(channel.smtp_host),
        port=int(channel.port or 0),
        security=str(channel.secure_mode),
        verify=bool(channel.verify_certificate),
        user=str(channel.user or ""),
        password=str(channel.password or ""),
        patience=float(options.get("rto") or options.get("cto") or _PATIENCE),
        sender=(str(channel.from_addr[0] or ""), str(channel.from_addr[1])),
        to=tuple((str(name or ""), str(address)) for name, address in channel.targets),
        cc=tuple(sorted(map(str, channel.cc))),
        bcc=tuple(sorted(map(str, channel.bcc))),
        reply_to=tuple(sorted(map(str, channel.reply_to))),
        headers={str(key): str(value) for key, value in channel.headers.items()},
        as_text=options.get("format") == "text",
    )


def send_mail(name: str, channel: NotifyEmail, options: Mapping[str, str], message: Message) -> None:
    """Send one mail to each recipient, in one session. Raises DeliveryError, whose text names no address."""
    refused: list[smtplib.SMTPException] = []
    done = 0
    server: _Session | None = None
    try:
        account = _account(channel, options)
        mails = list(_mails(name, account, message))
        server = _session(account)
        try:
            for recipients, mail in mails:
                server.handing_over = False
                try:
                    server.sendmail(account.sender[1], recipients, mail)
                except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
                    refused.append(error)
                else:
                    done += 1
            _leave(server)
        finally:
            server.close()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        # what the server says may name the address, so only a number is taken from it
        perhaps = done or (server is not None and server.handing_over and _code(error) is None)
        outcome = Outcome.UNKNOWN if perhaps else _outcome(error)
        raise DeliveryError(f"channel {name} {_answer(error)}", outcome) from None
    if refused:
        some = f" for {len(refused)} of {len(mails)} recipients" if len(mails) > 1 else ""
        outcomes = {_outcome(error) for error in refused}
        # some have it: a mail that is soon sent again to all would be doubled there
        outcome = Outcome.NEVER if Outcome.NEVER in outcomes else Outcome.UNKNOWN if done else Outcome.LATER
        raise DeliveryError(f"channel {name} {_answer(refused[0])}{some}", outcome)


class _Session(smtplib.SMTP):
    """A session that knows whether the text of a mail was on its way: whoever breaks off then may have it."""

    handing_over = False

    def data(self, msg: Buffer | str) -> tuple[int, bytes]:
        """Hand over a mail."""
        self.handing_over = True
        return super().data(msg)


class _SecureSession(_Session, smtplib.SMTP_SSL):
    """The same, secure from the first byte on."""


def _leave(server: smtplib.SMTP) -> None:
    """Say good-bye. The server has all mails: what goes wrong now is no reason to send them again."""
    with suppress(OSError, smtplib.SMTPException):
        server.quit()


def _code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((code for code, _ in error.recipients.values()), None)
    code = getattr(error, "smtp_code", None)
    return int(code) if code else None


def _outcome(error: Exception) -> Outcome:
    """RFC 5321, 4.2.1: 5yz is refused for good, 4yz for now."""
    return Outcome.NEVER if (_code(error) or 0) >= _FOR_GOOD else Outcome.LATER


def _answer(error: Exception) -> str:
    """`answered 550`, or that it did not take it."""
    code = _code(error)
    return f"answered {code}" if code else f"did not take the message ({type(error).__name__})"


def _session(account: _Account) -> _Session:
    """A session with the server, signed in. The caller closes it."""
    context = ssl.create_default_context()
    if not account.verify:  # the operator says `verify=no`, as for any Apprise address
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    server: _Session
    if account.security == "ssl":
        server = _SecureSession(account.host, account.port, timeout=account.patience, context=context)
    else:
        server = _Session(account.host, account.port, timeout=account.patience)
    try:
        if account.security == "starttls":
            server.starttls(context=context)
        if account.user and account.password:
            server.login(account.user, account.password)
    except BaseException:
        server.close()
        raise
    return server


def _mails(name: str, account: _Account, message: Message) -> Iterator[tuple[list[str], bytes]]:
    """The mail to each recipient, with all that receive it."""
    for recipient in account.to:
        mail = EmailMessage(policy=SMTP)
        mail["Subject"] = one_line(message.subject)
        mail["From"] = formataddr(account.sender, charset="utf-8")
        mail["To"] = formataddr(recipient, charset="utf-8")
        if account.cc:
            mail["Cc"] = ", ".join(account.cc)
        if account.reply_to:
            mail["Reply-To"] = ", ".join(account.reply_to)
        for key, value in _headers(name, account.sender[1], message).items():
            mail[key] = value
        for key, value in account.headers.items():  # those of the address (`+X-Header=…`) prevail
            del mail[key]
            mail[key] = one_line(value)
        mail.set_content(message.text, cte=_ENCODING)
        if message.html and not account.as_text:
            mail.add_alternative(message.html, subtype="html", cte=_ENCODING)
        yield list(dict.fromkeys((recipient[1], *account.cc, *account.bcc))), mail.as_bytes()


def _headers(name: str, sender: str, message: Message) -> dict[str, str]:
    """RFC 5322 (a stable Message-ID), RFC 3834 (no automatic answers), RFC 2919 (a list to filter by)."""
    domain = Address(addr_spec=parseaddr(sender)[1]).domain or "localhost"
    label = _NOT_IN_A_LABEL.sub("-", name.lower()).strip("-") or "channel"
    headers = {
        "Auto-Submitted": "auto-generated",
        "List-Id": f"<{label}.convention-tracker.{domain}>",
    }
    if message.at:
        headers["Date"] = format_datetime(message.at)
    if message.id:
        headers["Message-ID"] = f"<{message.id}@{domain}>"
    return headers
