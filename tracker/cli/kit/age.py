"""The line below an answer that says how old its knowledge is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.cli.kit.messages import note
from tracker.models import minute, moment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from tracker.answers.knowledge import KnownTreaty
    from tracker.answers.standing import Answer, KnowledgeAge
    from tracker.models import Failover, Provenance


def age_of(age: KnowledgeAge) -> str:
    """The age of the knowledge, with the last read to the minute."""
    text = f"status as of {age.status_as_of}"
    text += f", last good read {minute(age.last_good)}" if age.last_good else _BUNDLED
    return text + _demonstration(age.provenance) + _not_known_after(age.not_known_after) + _failover(age.failover)


def _demonstration(provenance: Provenance | None) -> str:
    from tracker.wording.sources import demonstration  # its registry is not needed for help

    return demonstration(provenance)


def _failover(failover: Failover | None) -> str:
    if failover is None:
        return ""
    from tracker.wording.sources import failed_over

    return f"; {failed_over(failover)}"


def _not_known_after(day: date | None) -> str:
    return f"; not known after {day}" if day else ""


_BUNDLED = "; from the list bundled with the tracker, no source has been read yet"


def say_how_old(answers: Iterable[Answer], known_at: datetime | None = None, unread: Iterable[str] = ()) -> None:
    """Print how old the knowledge of an answer is, and which treaties had never been read (`unread`)."""
    answers, unread = list(answers), list(unread)
    if not answers and not unread:
        note(_nothing_read(known_at))
    for answer in answers:
        note(age_line(answer.known, answer.not_known_after))
    say_unread(unread, known_at)


def age_line(known: KnownTreaty, not_known_after: date | None) -> str:
    """The line about one treaty."""
    read = known.last_good_at
    text = f"{known.treaty.id}: status as of {known.status_as_of}"
    text += f", read from {known.feed.source} on {minute(read)}" if read else _BUNDLED
    if read and known.last_body_at and known.last_body_at < read:
        text += f" (not modified since the whole page was read on {minute(known.last_body_at)}, says the server)"
    return text + _demonstration(known.provenance) + _not_known_after(not_known_after) + _failover(known.failover)


def say_unread(treaties: Iterable[str], known_at: datetime | None) -> None:
    for key in treaties:
        note(f"{key}: {_nothing_read(known_at)}")


def _nothing_read(known_at: datetime | None) -> str:
    if known_at:
        return f"nothing had been read by {minute(known_at)}"
    return "nothing has been read yet: run `tracker check`"


def how_old(age: KnowledgeAge) -> str:
    """The age of the knowledge of an answer about a day."""
    text = f"status as of {age.status_as_of}"
    text += f", last good read {moment(age.last_good)[:10]}" if age.last_good else _BUNDLED
    return text + _demonstration(age.provenance) + _not_known_after(age.not_known_after) + _failover(age.failover)
