"""Differences between two charts, and the changes that are stored and reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tracker.models.vocabulary import ChangeKind, Field, Nature


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference between two charts, before it is decided whether to report it."""

    kind: ChangeKind
    nature: Nature
    rule: str  # the rule of change that made it, in words
    field: Field
    participant: str | None = None
    name: str | None = None
    before: str | None = None
    after: str | None = None
    effective_on: date | None = None
    left_on: date | None = None  # with a denunciation: the day it takes effect
    shown_again: bool = False  # a retracted fact that the chart shows again
    bundled: bool = False  # a difference from the bundled list, which the chart never showed


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A recorded difference: one row of the history, with the sentence that reports it."""

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
    published_on: date | None = None  # set if back-fill found it: the day on which the archived copy was public


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A value that the last chart no longer shows, and that waits for a second read to confirm it."""

    participant: str | None
    field: Field  # a date field, ROW, INVITED or TREATY_IN_FORCE_ON
    before: str
    since: datetime
    bundled: bool = False  # the value is from the bundled list; the chart never showed it
