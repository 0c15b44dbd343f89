"""The types that a document passes through: received → parsed → compared. Each kind of document has its own types for
the last two stages. The pipeline needs only these protocols.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from datetime import date, datetime

    from jobs.context import Pass
    from tracker.guard.doubt import Doubt
    from tracker.models import Change, Outcome, Pending, Treaty, Validators
    from tracker.models.records import Evidence, Feed

ComparedT_co = TypeVar("ComparedT_co", bound="Compared", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A document that came from a source of a treaty and is archived as evidence.

    `item`: the id of the quarantined item that a person accepted, or None. An accepted document is not judged, and
    values that vanished need no second read. `whole`: it came as a whole page now, and not as "not modified".
    """

    treaty: Treaty
    feed: Feed
    evidence: Evidence
    read_at: datetime
    validators: Validators
    item: int | None = None
    whole: bool = False


class Subject(Protocol[ComparedT_co]):
    """A parsed document that is to be judged: a chart, a list of statements, an archived copy of a chart."""

    def compare(self, run: Pass, /) -> ComparedT_co:
        """Compare it with the state before it."""
        ...


class Compared(Protocol):
    """A document compared with the state before it."""

    def doubts(self, run: Pass, /) -> tuple[Doubt, ...]:
        """Every reason not to believe it."""
        ...


class Recordable(Compared, Protocol):
    """A compared document that can become a feed's baseline."""

    @property
    def received(self) -> Received:
        """The document as received."""
        ...

    @property
    def outcome(self) -> Outcome:
        """The outcome of the read if the document is believed."""
        ...

    @property
    def status_as_of(self) -> date | None:
        """The day that the document describes."""
        ...

    @property
    def pending(self) -> tuple[Pending, ...]:
        """Values that vanished and wait for a second read to confirm it."""
        ...

    def store(self, run: Pass, log: int, /) -> int | None:
        """Store the new state; returns the id of its snapshot, if it has one. Call it within a transaction."""
        ...

    def record_changes(self, run: Pass, log: int, snapshot: int | None, /) -> tuple[Change, ...]:
        """Store the news as changes. Call it within a transaction."""
        ...
