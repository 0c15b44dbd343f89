"""The one place that sends: a message to a channel, by Apprise. Importing it costs 190 ms: only where it is used."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

import apprise

from tracker.errors import ConfigError, TrackerError

# Apprise writes addresses, and with them secrets, into its log: nothing of it may reach ours or a terminal.
_log = logging.getLogger("apprise")
_log.addHandler(logging.NullHandler())
_log.propagate = False

_STATUS = re.compile(r"error=(\d{3})")


class DeliveryError(TrackerError):
    """A channel did not take a message; the text holds no secret of its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What goes out. `html` where the channel's form is HTML or e-mail, which then carries both parts; `markdown`:
    the text is written in it."""

    subject: str
    text: str
    html: str | None = None
    markdown: bool = False
    alert: bool = False


def check_url(name: str, url: str) -> None:
    """Raise ConfigError if Apprise does not know what to do with an address."""
    _channel(name, url)


def send(name: str, url: str, message: Message) -> None:
    """Send one message to one channel, within Apprise's own time-outs. Raises DeliveryError, ConfigError."""
    channel = _channel(name, url)
    said: list[str] = []
    try:
        taken = channel.notify(
            title=message.subject,
            body=message.html or message.text,
            body_format=_format_of(message),
            notify_type=apprise.NotifyType.WARNING if message.alert else apprise.NotifyType.INFO,
            log_callback=lambda entry, _: said.append(entry.message),
        )
    except Exception as error:  # noqa: BLE001 - whatever it is, it is one channel's
        # a plug-in that breaks is a channel that does not take the message; its words may hold the address
        raise DeliveryError(f"channel {name} did not take the message ({type(error).__name__})") from None
    if not taken:
        # what the plug-in says may hold the address, and with it the secret: only a status is kept of it
        status = _STATUS.search(" ".join(said))
        answered = f"answered {status.group(1)}" if status else "did not take the message"
        raise DeliveryError(f"channel {name} {answered}")


def _format_of(message: Message) -> apprise.NotifyFormat:
    if message.html:
        return apprise.NotifyFormat.HTML
    return apprise.NotifyFormat.MARKDOWN if message.markdown else apprise.NotifyFormat.TEXT


def _channel(name: str, url: str) -> apprise.Apprise:
    channel = apprise.Apprise()
    if not channel.add(url) or len(channel) != 1:
        scheme = url.partition("://")[0][:20] if "://" in url else "none"
        raise ConfigError(
            f"[[notify]] {name}: not an Apprise address (scheme {scheme}): see the examples in docs/operate.md"
        )
    return channel
