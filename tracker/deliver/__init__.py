"""Send a message to a channel: mail by SMTP, calls to programs (`webhook`), the rest by Apprise.

Import it only where it is needed: the import takes about 190 ms.
"""

from __future__ import annotations

import logging
import re
from json import dumps
from textwrap import shorten

import apprise
from apprise.conversion import convert_between

from tracker.deliver.exchange import watched
from tracker.deliver.mail import is_mail, send_mail
from tracker.deliver.message import DeliveryError, Event, Message, Outcome, refusal
from tracker.deliver.webhook import check_webhook, is_webhook, send_webhook
from tracker.errors import ConfigError

__all__ = ["DeliveryError", "Event", "Message", "Outcome", "check_url", "send"]

# Apprise logs addresses, which contain secrets. Its log must not reach our log or the terminal.
_log = logging.getLogger("apprise")
_log.addHandler(logging.NullHandler())
_log.propagate = False

_AROUND = 20  # characters that a service puts around a title
_PATIENCE = 30.0  # seconds for an answer, unless the address says `rto`: a slow service has the message already
_STATUS = re.compile(r"error=(\d{3})")
#: Where Apprise's limit is not the service's: ntfy takes 4096 bytes, and makes a file of what is longer. Its plug-in
#: sends JSON in ASCII, and makes a file of what is long in this form.
_OWN_LIMITS = {"NotifyNtfy": 4096}


_Fitting = tuple[str, str, apprise.NotifyFormat]


def check_url(name: str, url: str) -> None:
    """Raise ConfigError for an address that neither Apprise nor `webhook` understands."""
    if is_webhook(url):
        check_webhook(name, url)
        return
    _channel(name, url)


def send(name: str, url: str, message: Message) -> None:
    """Send one message to one channel; its own time-outs apply. Raises DeliveryError, ConfigError."""
    if is_webhook(url):
        send_webhook(name, url, message)
        return
    channel = _channel(name, url)
    plugin = channel[0]
    options = (plugin.parse_url(url) or {}).get("qsd", {})
    if is_mail(plugin):
        send_mail(name, plugin, options, message)
        return
    if "rto" not in options:
        plugin.socket_read_timeout = _PATIENCE
    said: list[str] = []
    with watched() as exchange:
        try:
            title, body, form = _fitting(plugin, message, chosen="overflow" in options)
            taken = channel.notify(
                title=title,
                body=body,
                body_format=form,
                notify_type=apprise.NotifyType.WARNING if message.alert else apprise.NotifyType.INFO,
                log_callback=lambda entry, _: said.append(entry.message),
            )
        except Exception as error:  # noqa: BLE001 - a broken plug-in must not stop the other channels
            # the plug-in's own message may contain the address, so only the type of its error is reported
            why = f"channel {name} did not take the message ({type(error).__name__})"
            raise DeliveryError(why, exchange.outcome()) from None
    if not taken:
        # the plug-in's own message may contain the address, so only an HTTP status is taken from it
        status = exchange.status or next(iter(_STATUS.findall(" ".join(said))), None)
        raise refusal(name, exchange.outcome(), status=status, retry_after=exchange.retry_after)


def _fitting(plugin: apprise.NotifyBase, message: Message, *, chosen: bool) -> _Fitting:
    """Title, body and format that the service takes: the whole report, or its short form where that is too long.

    What is too long even so is sent in parts. Apprise measures what it has converted: a text that becomes HTML, as for
    Telegram, has six characters for a blank. A plug-in with Apprise's own default has no limit; where the address says
    `overflow=` (`chosen`), Apprise splits or cuts.
    """
    limit = min(plugin.body_maxlen, _OWN_LIMITS.get(type(plugin).__name__, plugin.body_maxlen))
    whole = message.html or message.text
    form = apprise.NotifyFormat.MARKDOWN if message.markdown else apprise.NotifyFormat.TEXT
    if message.html:
        form = apprise.NotifyFormat.HTML
    title = message.subject
    if limit != apprise.NotifyBase.body_maxlen and not chosen:
        if 0 < plugin.title_maxlen < len(title):
            title = shorten(title, plugin.title_maxlen, placeholder="…")
        room = limit - len(dumps(title)) - _AROUND
        measured = convert_between(form, plugin.resolve_format(form), whole)
        if message.summary and len(dumps(measured, ensure_ascii=limit < plugin.body_maxlen)) > room:
            whole, form = message.summary, apprise.NotifyFormat.TEXT
        plugin.overflow_mode = apprise.OverflowMode.SPLIT
        if limit < plugin.body_maxlen:
            plugin.body_maxlen = room * len(whole) // len(dumps(whole))
    return title, whole, form


def _channel(name: str, url: str) -> apprise.Apprise:
    channel = apprise.Apprise()
    if not channel.add(url) or len(channel) != 1:
        scheme = url.partition("://")[0][:20] if "://" in url else "none"
        ats = url.partition("://")[2].partition("?")[0].count("@")
        how = "write an @ in the user or the password as %40" if ats > 1 else "see the examples in docs/operate.md"
        raise ConfigError(f"[[notify]] {name}: not an Apprise address (scheme {scheme}): {how}")
    return channel
