"""What a channel is sent, and what it means if it does not take it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.errors import TrackerError
from tracker.language import Language

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from tracker.models import Change


#: What became of a message: the channel has it; refuses it for now; refuses it for good; or nobody can say.
Outcome = StrEnum("Outcome", ["TAKEN", "LATER", "NEVER", "UNKNOWN"])


class Event(StrEnum):
    """What kind of message it is, as a program is told."""

    CHANGES = "changes.found"
    DIGEST = "digest.made"
    ALERT = "alert.raised"
    TEST = "test.sent"


class DeliveryError(TrackerError):
    """A channel did not accept a message, as far as we know. The error text never contains the channel's address.

    `retry_after`: the pause that the service asks for. `served`: those recipients of a mail that have it, by names that
    are no addresses; the message is sent again to the others alone if it comes with them (`Message.served`).
    """

    def __init__(
        self,
        text: str,
        outcome: Outcome = Outcome.LATER,
        retry_after: timedelta | None = None,
        *,
        served: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(text)
        self.outcome = outcome
        self.retry_after = retry_after
        self.served = served


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message to a channel. `markdown`: `text` is Markdown.

    `id` names it for ever, also when it is sent again. `summary` is its short form, for services that take no long
    message. `html` is set for channels that take HTML, and for a mail that has both parts. `at`: when it is sent.
    `found_at`: when what it tells was found. `language`: that of its texts. `served`: the recipients that have it from
    an earlier try.
    """

    subject: str
    text: str
    id: str = ""
    summary: str = ""
    html: str | None = None
    markdown: bool = False
    alert: bool = False
    at: datetime | None = None
    event: Event = Event.CHANGES
    changes: tuple[Change, ...] = ()  # for programs: those that it tells
    found_at: datetime | None = None
    language: Language = Language.ENGLISH
    served: frozenset[str] = frozenset()


def refusal(
    name: str, outcome: Outcome, *, status: int | str | None = None, retry_after: timedelta | None = None
) -> DeliveryError:
    """The error of a message that was not taken, or of which nobody can say whether it was."""
    if status:
        return DeliveryError(f"channel {name} answered {status}", outcome, retry_after)
    said = "did not say whether it took the message" if outcome is Outcome.UNKNOWN else "did not take the message"
    return DeliveryError(f"channel {name} {said}", outcome, retry_after)
