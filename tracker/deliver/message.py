"""What a channel is sent, and what it means if it does not take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.errors import TrackerError

if TYPE_CHECKING:
    from datetime import datetime


class DeliveryError(TrackerError):
    """A channel did not accept a message. The error text never contains the channel's address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message to a channel. `markdown`: `text` is Markdown.

    `id` names it for ever, also when it is sent again. `summary` is its short form, for services that take no long
    message. `html` is set for channels that take HTML, and for a mail that has both parts. `at`: when it is sent.
    """

    subject: str
    text: str
    id: str = ""
    summary: str = ""
    html: str | None = None
    markdown: bool = False
    alert: bool = False
    at: datetime | None = None
