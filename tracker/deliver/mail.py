"""Mail by SMTP, from an Apprise address (`mailto:`, `mailtos:`): our own text part, HTML beside it, standard headers.

Apprise reads the address and knows the servers of the large providers. It does not send the mail: it makes the text
part from the HTML, and takes no headers with a message.
"""

from __future__ import annotations

import hashlib
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
    from collections.abc import Collection, Iterator, Mapping

    import apprise
    from typing_extensions import Buffer

_PATIENCE = 30.0  # seconds for a connection and for each answer, unless the address says `rto` or `cto`
_FOR_GOOD = 500  # and above
_ENCODING = "quoted-printable"  # 7 bits and short lines: no server alters them
#: What `email` makes of a header that would just fit on a line of its own. Some programs then show an empty subject.
_BEGUN_BELOW = re.compile(rb"(?m)^([!-9;-~]+:) ?\r\n (?=\S)")
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
    """Send one mail to each recipient that has none yet, in one session. Raises DeliveryError, whose text names no
    address."""
    tally = _Tally(served=set(message.served))
    server: _Session | None = None
    try:
        account = _account(channel, options)
        mails = [one for one in _mails(name, account, message) if one.without(tally.served)]
        server = _session(account)
        try:
            for one in mails:
                server.handing_over = False
                _hand_over(server, account, one, tally)
            _leave(server)
        finally:
            server.close()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        # what the server says may name the address, so only a number is taken from it
        perhaps = tally.served or (server is not None and server.handing_over and _code(error) is None)
        outcome = Outcome.UNKNOWN if perhaps else _outcome(error)
        raise DeliveryError(f"channel {name} {_answer(error)}", outcome, served=frozenset(tally.served)) from None
    if tally.refused:
        raise tally.error(name)


@dataclass(slots=True)
class _Tally:
    """Who has the message, by names that are no addresses, and what the server said of the others."""

    served: set[str]
    refused: list[Exception] = field(default_factory=list)

    def error(self, name: str) -> DeliveryError:
        """Of a message that some or all recipients were refused. While only some have it, nothing waits for the others:
        it is repeated to those alone, as rarely as if nobody could say."""
        count, every = len(self.refused), len(self.refused) + len(self.served)
        some = f" for {count} of {every} recipients" if every > 1 else ""
        outcomes = {_outcome(error) for error in self.refused}
        outcome = outcomes.pop() if len(outcomes) == 1 else Outcome.UNKNOWN
        if self.served and outcome is Outcome.LATER:
            outcome = Outcome.UNKNOWN
        said = f"channel {name} {_answer(self.refused[0])}{some}"
        return DeliveryError(said, outcome, served=frozenset(self.served))


def _hand_over(server: _Session, account: _Account, mail: _Mail, tally: _Tally) -> None:
    waiting = mail.without(tally.served)
    try:
        refused = server.sendmail(account.sender[1], list(waiting.values()), mail.text)
    except smtplib.SMTPRecipientsRefused as error:
        refused = error.recipients
    except smtplib.SMTPDataError as error:
        tally.refused += [error] * len(waiting)
        return
    for key, address in waiting.items():
        if address in refused:
            tally.refused.append(smtplib.SMTPRecipientsRefused({address: refused[address]}))
        else:
            tally.served.add(key)


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


@dataclass(frozen=True, slots=True)
class _Mail:
    """One mail, and all that receive it: a name of each that is no address, and its address."""

    recipients: Mapping[str, str]
    text: bytes

    def without(self, served: Collection[str]) -> dict[str, str]:
        """Those that do not have it yet."""
        return {key: address for key, address in self.recipients.items() if key not in served}


def _key(message: Message, to: str, address: str) -> str:
    """The name of a recipient of one mail."""
    return hashlib.sha256(f"{message.id}\0{to}\0{address}".encode()).hexdigest()[:16]


def _mails(name: str, account: _Account, message: Message) -> Iterator[_Mail]:
    """The mail to each recipient."""
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
        mail["Content-Language"] = message.language.value  # RFC 3282; last: setting the content takes such headers away
        everybody = (recipient[1], *account.cc, *account.bcc)
        head, ends, rest = mail.as_bytes().partition(b"\r\n\r\n")
        text = _BEGUN_BELOW.sub(rb"\1 ", head) + ends + rest
        yield _Mail({_key(message, recipient[1], address): address for address in everybody}, text)


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
