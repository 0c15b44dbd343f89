"""The line below an answer that says how old its knowledge is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.cli.kit.messages import note
from tracker.models import minute, moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from tracker.answers.standing import KnowledgeAge
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


def say_how_old(ages: Mapping[str, KnowledgeAge], unread: Sequence[str], known_at: datetime | None = None) -> None:
    """Print how old the knowledge of each treaty is, and which treaties had never been read (`unread`)."""
    if not ages and not unread:
        note(_nothing_read(known_at))
    say_ages(ages)
    say_unread(unread, known_at)


def say_ages(ages: Mapping[str, KnowledgeAge]) -> None:
    """Print how old the knowledge of each treaty is."""
    for key, age in ages.items():
        note(f"{key}: {_in_full(age)}")


def _in_full(age: KnowledgeAge) -> str:
    read = age.last_good
    text = f"status as of {age.status_as_of}"
    text += f", read from {age.source} on {minute(read)}" if read else _BUNDLED
    if read and age.last_body and age.last_body < read:
        text += f" (not modified since the whole page was read on {minute(age.last_body)}, says the server)"
    return text + _demonstration(age.provenance) + _not_known_after(age.not_known_after) + _failover(age.failover)


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
