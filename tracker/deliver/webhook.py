"""A call to a program, after the Standard Webhooks specification: JSON with the change objects, an id and a signature.

The address is `webhook+https://host/path#SECRET`: the configuration puts the key `secret` behind the `#`, and what
stands there is never sent. docs/webhook.md describes the call; its JSON Schema is made from the types here.
"""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - msgspec reads the annotations at run time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec
import requests
from standardwebhooks import Webhook

from tracker.answers.history.records import ChangeAnswer
from tracker.answers.to_json import to_object
from tracker.deliver.exchange import watched
from tracker.deliver.message import DeliveryError, Event, Message, Outcome, refusal
from tracker.errors import ConfigError

if TYPE_CHECKING:
    from tracker.answers.to_json import Object

SCHEME = "webhook+"
_PATIENCE = (10.0, 30.0)  # seconds to connect, and for the answer
_PREFIX = "whsec_"
_SECRET_BYTES = range(24, 65)  # as the specification recommends


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a call tells. `changes`: as `tracker changes --json` prints them; none in an alert."""

    subject: str
    text: str
    changes: tuple[ChangeAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """The body of a call. `id` is also the header `webhook-id`, and stays the same when the call is repeated.
    `timestamp`: when what it tells was found."""

    id: str
    type: Event
    timestamp: datetime
    data: Told


def schema() -> Object:
    """The JSON Schema of the body."""
    (root,), parts = msgspec.json.schema_components([Call], ref_template="#/$defs/{name}")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **root, "$defs": parts}


def is_webhook(url: str) -> bool:
    """True for an address of this kind."""
    return url.startswith(SCHEME)


def check_webhook(name: str, url: str) -> None:
    """Raise ConfigError for a wrong address or secret. The error contains neither."""
    where, _, secret = url.removeprefix(SCHEME).partition("#")
    try:
        parts = urlsplit(where)
        known = parts.scheme in ("https", "http") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        known = False
    if not known:
        raise ConfigError(f"[[notify]] {name}: expected an address like webhook+https://host/path")
    _signer(name, secret)


def send_webhook(name: str, url: str, message: Message) -> None:
    """Send one call. Raises DeliveryError, ConfigError."""
    where, _, secret = url.removeprefix(SCHEME).partition("#")
    assert message.at is not None, message.subject  # noqa: S101 - each message says when it is sent
    body = json.dumps(to_object(call_of(message, message.at)), ensure_ascii=False)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "convention-tracker",
        "webhook-id": message.id,
        "webhook-timestamp": str(int(message.at.timestamp())),
        "webhook-signature": _signer(name, secret).sign(message.id, message.at, body),
    }
    with watched() as exchange:
        try:
            # only the status counts: a body that is large or never ends is not read
            with requests.post(
                where, data=body.encode(), headers=headers, timeout=_PATIENCE, allow_redirects=False, stream=True
            ):
                pass
        except (requests.RequestException, OSError, ValueError) as error:
            # its text contains the address
            why = f"channel {name} did not take the message ({type(error).__name__})"
            raise DeliveryError(why, exchange.outcome()) from None
    if exchange.outcomes != [Outcome.TAKEN]:
        raise refusal(name, exchange.outcome(), status=exchange.status, retry_after=exchange.retry_after)


def call_of(message: Message, at: datetime) -> Call:
    """The body of a call."""
    return Call(
        id=message.id,
        type=message.event,
        timestamp=message.found_at or at,
        data=Told(
            subject=message.subject,
            text=message.text,
            changes=tuple(ChangeAnswer.of(change) for change in message.changes),
        ),
    )


def _signer(name: str, secret: str) -> Webhook:
    wrong = f"[[notify]] {name}: secret: expected whsec_ and 24 to 64 bytes in base64: `openssl rand -base64 32`"
    try:
        key = b64decode(secret.removeprefix(_PREFIX), validate=True)
    except ValueError:
        raise ConfigError(wrong) from None  # the error may quote the secret
    if len(key) not in _SECRET_BYTES:
        raise ConfigError(wrong)
    return Webhook(key)
