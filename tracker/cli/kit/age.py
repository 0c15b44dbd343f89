"""The line below an answer that says how old its knowledge is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.cli.kit.messages import note
from tracker.models import minute, moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from tracker.answers.standing import KnowledgeAge


def age_of(age: KnowledgeAge) -> str:
    """The age of the knowledge, with the last read to the minute."""
    return _line(age, read=minute(age.last_good) if age.last_good else None)


def how_old(age: KnowledgeAge) -> str:
    """The age of the knowledge of an answer about a day."""
    return _line(age, read=moment(age.last_good)[:10] if age.last_good else None)


def say_how_old(ages: Mapping[str, KnowledgeAge], unread: Sequence[str], known_at: datetime | None = None) -> None:
    """Print how old the knowledge of each treaty is, and which treaties had never been read (`unread`)."""
    from tracker.wording.terminal.ages import nothing_read

    if not ages and not unread:
        note(nothing_read(known_at))
    say_ages(ages)
    say_unread(unread, known_at)


def say_ages(ages: Mapping[str, KnowledgeAge]) -> None:
    """Print how old the knowledge of each treaty is, and from where it was read."""
    for key, age in ages.items():
        read = age.last_good
        whole = age.last_body if read and age.last_body and age.last_body < read else None
        note(f"{key}: {_line(age, read=minute(read) if read else None, source=age.source, whole=whole)}")


def say_unread(treaties: Iterable[str], known_at: datetime | None) -> None:
    """Print which treaties had never been read."""
    from tracker.wording.terminal.ages import nothing_read

    for key in treaties:
        note(f"{key}: {nothing_read(known_at)}")


def _line(age: KnowledgeAge, *, read: str | None, source: str | None = None, whole: datetime | None = None) -> str:
    from tracker.wording.terminal.ages import age as in_words  # its registry of sources is not needed for help

    return in_words(
        age.status_as_of,
        read=read,
        source=source,
        whole=whole,
        not_known_after=age.not_known_after,
        provenance=age.provenance,
        failover=age.failover,
        unconfirmed=age.unconfirmed,
    )
