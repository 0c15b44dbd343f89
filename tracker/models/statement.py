"""A reservation, declaration, objection or other statement to a treaty, as printed and as understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.models.vocabulary import Reach, StatementKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """What one statement says of one territory. `until_on` is the first day on which it no longer applies."""

    name: str
    reach: Reach
    from_on: date | None = None
    until_on: date | None = None

    def covers(self, day: date) -> bool:
        """True if the statement says it of that day."""
        return (self.from_on is None or self.from_on <= day) and (self.until_on is None or day < self.until_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedStatement:
    """One statement as a source prints it, before anything is interpreted.

    `who` is a name or the depositary's own code. `text` is plain, `html` a safe subset, as in `Statement`.
    """

    who: str
    nature: str  # the source's own word or number for the kind; empty if it prints none
    article: str | None
    text: str
    html: str
    effective_on: date | None = None
    withdrawn_on: date | None = None
    place: int = 0  # in the list, from 1
    raw: str = ""  # the row as it came


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadStatement:
    """A row of a list of statements that could not be read. `raw` is the row as it came; `participant` is an id."""

    place: int  # in the list, from 1
    who: str | None  # as printed
    participant: str | None
    reason: str
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedStatements:
    """A list of statements as a source prints it, in its order; what could not be read stands apart."""

    statements: tuple[PrintedStatement, ...]
    unread: tuple[UnreadStatement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A participant's reservation, declaration or other statement, as the depositary prints it.

    `order` counts from 1 among the statements of the same participant, kind and article. `text` is plain text. `html`
    is a safe subset: no script, no style, and no address other than http, https or mailto. `effective_on` is not the
    day of deposit: the period covered starts with the entry into force for the State (docs/sources.md#law).

    `last_shown_on` is the last day on which the list showed it; None while the list shows it. A list that no longer
    shows a statement does not prove a withdrawal, which takes a notification (VCLT art. 22(3); ETS 185 art. 43).
    """

    participant: str  # id
    name: str  # as printed
    kind: StatementKind
    nature: str  # the source's own word for the kind
    article: str | None  # as printed: "7", "Ex-25"
    order: int
    text: str
    html: str
    deposited_on: date | None = None  # only if the text itself gives the day of deposit
    effective_on: date | None = None
    withdrawn_on: date | None = None  # the day on which its withdrawal takes effect
    territories: tuple[Territory, ...] = ()
    sources: tuple[str, ...] = ()  # of what is on record from others than the depositary; its text says what they say
    last_shown_on: date | None = None

    def unlisted_on(self, day: date) -> bool:
        """True if the list no longer showed it on a day and no withdrawal is on record: what applies is not known."""
        return self.last_shown_on is not None and self.last_shown_on < day and self.withdrawn_on is None

    def territories_on(self, day: date) -> tuple[Territory, ...]:
        """The territories of which it says something on a day."""
        return tuple(territory for territory in self.territories if territory.covers(day))
