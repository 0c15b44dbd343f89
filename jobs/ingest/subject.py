"""The types that a document passes through: received → parsed → compared. Each kind of document has its own of the
last two; the pipeline needs only what these protocols name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from datetime import date, datetime

    from jobs.context import Pass
    from tracker.guard.charts import Doubt
    from tracker.models import Change, Outcome, Pending, Treaty, Validators
    from tracker.models.records import Evidence, Feed

ComparedT_co = TypeVar("ComparedT_co", bound="Compared", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A document that came from a source of a treaty and is archived as evidence.

    `item`: the quarantined item, if a person accepted it. Then nothing is doubted, and what vanished needs no second
    read.
    """

    treaty: Treaty
    feed: Feed
    evidence: Evidence
    read_at: datetime
    validators: Validators
    item: int | None = None


class Subject(Protocol[ComparedT_co]):
    """A parsed document that is to be judged: a chart, a list of statements, an archived copy of a chart."""

    def compare(self, run: Pass, /) -> ComparedT_co:
        """Compare it with what stood before."""
        ...


class Compared(Protocol):
    """A document compared with what stood before."""

    def doubts(self, run: Pass, /) -> tuple[Doubt, ...]:
        """Every reason not to believe it."""
        ...


class Recordable(Compared, Protocol):
    """A compared document that a feed can stand on."""

    @property
    def received(self) -> Received:
        """The document as it came."""
        ...

    @property
    def outcome(self) -> Outcome:
        """What the read comes to if it is believed."""
        ...

    @property
    def status_as_of(self) -> date | None:
        """The day it speaks of."""
        ...

    @property
    def pending(self) -> tuple[Pending, ...]:
        """What vanished and waits for a second read."""
        ...

    def store(self, run: Pass, log: int, /) -> int | None:
        """Store what stands from now on; returns the snapshot, if it has one. Within a transaction."""
        ...

    def record_changes(self, run: Pass, log: int, snapshot: int | None, /) -> tuple[Change, ...]:
        """Store what is news as changes. Within a transaction."""
        ...
