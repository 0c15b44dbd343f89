"""How old an answer is, in a line under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.cli.kit.messages import note
from tracker.models import minute, parse_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from tracker.answers.knowledge import KnownTreaty
    from tracker.answers.standing import Answer


def age_of(counted: Mapping[str, Any]) -> str:
    read = counted["last_good"]
    text = f"status as of {counted['status_as_of']}"
    text += f", last good read {minute(parse_moment(read))}" if read else _BUNDLED
    return text + (f"; not known after {counted['not_known_after']}" if counted["not_known_after"] else "")


_BUNDLED = " (bundled list, no live read yet)"


def say_how_old(answers: Iterable[Answer], known_at: datetime | None = None, unread: Iterable[str] = ()) -> None:
    """Every answer about a day says how old the knowledge is, and of what nothing had been read (`unread`)."""
    answers, unread = list(answers), list(unread)
    if not answers and not unread:
        note(_nothing_read(known_at))
    for answer in answers:
        note(age_line(answer.known, answer.not_known_after))
    say_unread(unread, known_at)


def age_line(stands: KnownTreaty, not_known_after: date | None) -> str:
    """How old the knowledge of one treaty is."""
    read = stands.last_good_at
    text = f"{stands.treaty.id}: status as of {stands.status_as_of}"
    text += f", read from {stands.feed.source} on {minute(read)}" if read else _BUNDLED
    return text + (f"; not known after {not_known_after}" if not_known_after else "")


def say_unread(treaties: Iterable[str], known_at: datetime | None) -> None:
    for key in treaties:
        note(f"{key}: {_nothing_read(known_at)}")


def _nothing_read(known_at: datetime | None) -> str:
    if known_at:
        return f"nothing had been read by {minute(known_at)}"
    return "nothing has been read yet: run `tracker check`"


def how_old(answer: Mapping[str, Any]) -> str:
    """Every answer about a day says how old the knowledge is."""
    text = f"status as of {answer['status_as_of']}"
    text += f", last good read {answer['last_good'][:10]}" if answer["last_good"] else " (bundled list, no live read)"
    return text + (f"; not known after {answer['not_known_after']}" if answer["not_known_after"] else "")
