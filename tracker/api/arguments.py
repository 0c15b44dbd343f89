"""What a question is given, as typed values: the one place that reads it, for Python, options and tools."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from tracker.errors import UsageError, nearest
from tracker.models import parse_day, parse_moment

if TYPE_CHECKING:
    from enum import StrEnum

    _W = TypeVar("_W", bound=StrEnum)

Day: TypeAlias = date | str
Moment: TypeAlias = datetime | str
Names: TypeAlias = str | Iterable[str]


def names_of(given: Names) -> tuple[str, ...]:
    """One text is one name."""
    return (given,) if isinstance(given, str) else tuple(given)


def words_of(vocabulary: type[_W], given: Names) -> tuple[_W, ...]:
    """Words of a vocabulary, in any case. Raises UsageError naming the nearest."""
    return tuple(word_of(vocabulary, word) for word in names_of(given))


def word_of(vocabulary: type[_W], given: str) -> _W:
    """One of them."""
    word = str(given).lower()
    known = [one.value for one in vocabulary]
    if word not in known:
        raise UsageError(f"{given!r} is not known{nearest(word, known)}")
    return vocabulary(word)


def day_of(given: Day | None) -> date | None:
    """A day. Raises UsageError for a text in another form than 2026-02-05, and for a moment."""
    if given is None or (isinstance(given, date) and not isinstance(given, datetime)):
        return given
    if isinstance(given, str):
        with suppress(ValueError):
            return parse_day(given)
    raise UsageError(f"{given!r} is not a day like 2026-02-05")


def moment_of(given: Moment | None) -> datetime | None:
    """A moment in UTC; a text without a zone is in UTC. Raises UsageError, also for a datetime without a zone."""
    if given is None:
        return None
    if isinstance(given, datetime):
        if given.tzinfo is None:
            raise UsageError(f"{given!r} has no time zone: give a moment in UTC")
        return given.astimezone(UTC)
    try:
        return parse_moment(given)
    except (ValueError, OverflowError):
        raise UsageError(f"{given!r} is not a moment like 2026-02-05T12:00:00Z") from None
