"""What differs between two charts, and the changes that are stored and reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tracker.models.vocabulary import ChangeKind, Field, Nature


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference between two charts, before it is known whether it must be told."""

    kind: ChangeKind
    nature: Nature
    rule: str  # which rule of change made it, in words
    field: Field
    participant: str | None = None
    name: str | None = None
    before: str | None = None
    after: str | None = None
    effective_on: date | None = None
    left_on: date | None = None  # with a denunciation: the day it takes effect
    shown_again: bool = False  # a retracted fact that is back
    bundled: bool = False  # against the bundled list, which the chart never showed


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A difference that was told: one row of the history, with the sentence that went out."""

    id: int
    detected_at: datetime
    treaty: str
    participant: str | None
    name: str | None
    kind: ChangeKind
    nature: Nature
    field: Field
    before: str | None
    after: str | None
    effective_on: date | None
    source: str
    snapshot: int | None
    previous_snapshot: int | None
    summary: str
    rule: str
    left_on: date | None = None  # with a denunciation: the day it takes effect
    published_on: date | None = None  # found in back-fill, in a copy that was public on that day; else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A value that the last chart no longer shows and that no second read has confirmed as gone."""

    participant: str | None
    field: Field  # a date field, ROW, INVITED or TREATY_IN_FORCE_ON
    before: str
    since: datetime
    bundled: bool = False  # the value stood in the bundled list, never in the chart
