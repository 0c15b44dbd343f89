"""Send a message to a channel, by Apprise. Import it only where it is needed: the import takes about 190 ms."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

import apprise

from tracker.errors import ConfigError, TrackerError

# Apprise logs addresses, which contain secrets. Its log must not reach our log or the terminal.
_log = logging.getLogger("apprise")
_log.addHandler(logging.NullHandler())
_log.propagate = False

_STATUS = re.compile(r"error=(\d{3})")


class DeliveryError(TrackerError):
    """A channel did not accept a message. The error text never contains the channel's address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message to a channel. `markdown`: `text` is Markdown.

    `html` is set for channels that take HTML, and for e-mail, which carries both parts.
    """

    subject: str
    text: str
    html: str | None = None
    markdown: bool = False
    alert: bool = False


def check_url(name: str, url: str) -> None:
    """Raise ConfigError if Apprise does not understand an address."""
    _channel(name, url)


def send(name: str, url: str, message: Message) -> None:
    """Send one message to one channel; Apprise's own timeouts apply. Raises DeliveryError, ConfigError."""
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
    except Exception as error:  # noqa: BLE001 - a broken plug-in must not stop the other channels
        # the plug-in's own message may contain the address, so only the type of its error is reported
        raise DeliveryError(f"channel {name} did not take the message ({type(error).__name__})") from None
    if not taken:
        # the plug-in's own message may contain the address, so only an HTTP status is taken from it
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
