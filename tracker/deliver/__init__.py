"""Send a message to a channel: mail by SMTP, the rest by Apprise. Import it only where it is needed: the import takes
about 190 ms."""

from __future__ import annotations

import logging
import re

import apprise

from tracker.deliver.mail import is_mail, send_mail
from tracker.deliver.message import DeliveryError, Message
from tracker.errors import ConfigError

__all__ = ["DeliveryError", "Message", "check_url", "send"]

# Apprise logs addresses, which contain secrets. Its log must not reach our log or the terminal.
_log = logging.getLogger("apprise")
_log.addHandler(logging.NullHandler())
_log.propagate = False

_AROUND = 20  # characters that a service puts around a title
_STATUS = re.compile(r"error=(\d{3})")


def check_url(name: str, url: str) -> None:
    """Raise ConfigError if Apprise does not understand an address."""
    _channel(name, url)


def send(name: str, url: str, message: Message) -> None:
    """Send one message to one channel; its own time-outs apply. Raises DeliveryError, ConfigError."""
    channel = _channel(name, url)
    plugin = channel[0]
    if is_mail(plugin):
        send_mail(name, plugin, (plugin.parse_url(url) or {}).get("qsd", {}), message)
        return
    said: list[str] = []
    body, form = _fitting(plugin, message)
    try:
        taken = channel.notify(
            title=message.subject,
            body=body,
            body_format=form,
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


def _fitting(plugin: apprise.NotifyBase, message: Message) -> tuple[str, apprise.NotifyFormat]:
    """The body that the service takes: the whole report, or its short form where that is longer than its limit.

    A plug-in with Apprise's own default has no limit; where the address says `overflow=`, Apprise splits or cuts.
    """
    limit = plugin.body_maxlen
    whole = message.html or message.text
    bounded = limit < apprise.NotifyBase.body_maxlen and plugin.overflow_mode == apprise.OverflowMode.UPSTREAM
    if bounded and message.summary and len(whole) + len(message.subject) + _AROUND > limit:
        return message.summary, apprise.NotifyFormat.TEXT
    if message.html:
        return whole, apprise.NotifyFormat.HTML
    return whole, apprise.NotifyFormat.MARKDOWN if message.markdown else apprise.NotifyFormat.TEXT


def _channel(name: str, url: str) -> apprise.Apprise:
    channel = apprise.Apprise()
    if not channel.add(url) or len(channel) != 1:
        scheme = url.partition("://")[0][:20] if "://" in url else "none"
        ats = url.partition("://")[2].partition("?")[0].count("@")
        how = "write an @ in the user or the password as %40" if ats > 1 else "see the examples in docs/operate.md"
        raise ConfigError(f"[[notify]] {name}: not an Apprise address (scheme {scheme}): {how}")
    return channel
