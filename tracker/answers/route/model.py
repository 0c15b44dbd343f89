"""The answer of `tracker route`, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.answers.to_json import named
from tracker.models import OnRecordFrom

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from tracker.answers.statements import StatementAnswer
    from tracker.law.articles import DataClass


class Way(StrEnum):
    """Whether the way is open, best first."""

    OPEN = "open"
    ON_CONDITIONS = "open_on_conditions"
    NOT_KNOWN = "not_known"
    CLOSED = "closed"


def worst(results: Iterable[Way | None]) -> Way:
    """The worst of several results; None is a note, which decides nothing."""
    ranked = list(Way)
    return max((one for one in results if one), key=ranked.index, default=Way.OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteTest:
    """One test. `result` None: a note, which decides nothing. `rule`: the place of the text behind it."""

    test: str
    result: Way | None
    words: str
    rule: str | None = None
    statements: tuple[int, ...] = ()
    evidence: tuple[int, ...] = ()
    status_as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The answer for one article: the worst of its tests.

    `data`, `in_`, `by`: the kind of data and the territories that were asked about. `then`: the article that is next if
    this way leads nowhere. `reviewed_by`: the lawyer who reviewed the line of the rule table; empty: nobody did.
    """

    treaty: str
    article: str
    title: str
    way: str
    asker: str
    asker_name: str
    asked: str
    asked_name: str
    as_of: date
    known_at: datetime | None
    data: DataClass | None
    in_: str | None = field(metadata=named("in"))
    by: str | None
    answer: Way
    words: str
    tests: tuple[RouteTest, ...]
    then: str | None
    reviewed_by: str
    review: str | None
    not_decided: tuple[str, ...]
    limits: str
    status_as_of: date | None
    statements_status_as_of: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Of which day the list of statements speaks, and how a sentence says that day; both None: it was never read."""

    status_as_of: date | None
    named: str | None

    @classmethod
    def of(cls, day: date | None) -> Listing:
        """A day that a sentence gives as it is."""
        return cls(status_as_of=day, named=day.isoformat() if day else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One statement in effect, with the slots that it fills; no slot: nobody has read it."""

    statement: StatementAnswer
    slots: frozenset[str]

    @property
    def id(self) -> int:
        """The id of its version."""
        return self.statement.id

    @property
    def secondary(self) -> bool:
        """True if the text was not read: what it says is told by others, and never opens the way."""
        return self.statement.on_record_from is OnRecordFrom.SECONDARY


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What one side stated under a treaty, on the day of the question. `parent`: the same under the treaty's parent."""

    participant: str
    name: str
    day: date
    stated: tuple[Stated, ...]
    parent: tuple[Stated, ...] = ()

    def filling(self, slots: Iterable[str]) -> tuple[Stated, ...]:
        """The statements that fill one of these slots."""
        wanted = frozenset(slots)
        return tuple(one for one in self.stated if one.slots & wanted)

    def listed(self, one: Stated) -> bool:
        """False if the list no longer showed a statement on the day: whether it still applies is not known."""
        return not one.statement.unlisted_on(self.day)
