"""What a change report is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tracker.models.change import Change
from tracker.models.treaty import Treaty


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRef:
    """Where the exact bytes that a statement rests on are kept.

    `published_on` is the day on which an archive or a person says the page was public: not our observation.
    """

    id: int
    sha256: str
    url: str
    fetched_at: datetime
    saved_by_hand: bool = False
    published_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyStatus:
    """A treaty as it is known, and how old that knowledge is. `figures` are those of docs/glossary.md."""

    treaty: Treaty
    title: str | None = None  # the official one
    status_as_of: date | None = None  # as the source says
    last_good: datetime | None = None  # the last read that gave a chart, changed or not
    source: str | None = None
    figures: Mapping[str, object] | None = None
    evidence: EvidenceRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A change with the page it was read from; a date that was reached has no page of its own."""

    change: Change
    evidence: EvidenceRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """An entry into force that no source has printed yet, computed from the rules of the treaty."""

    treaty: str  # id
    on: date
    participant: str | None = None  # None: the treaty's own
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that a reader is told at once. `since` and `until` are days on which changes were noticed, UTC."""

    generated_at: datetime
    version: str
    treaties: tuple[TreatyStatus, ...]
    entries: tuple[Entry, ...]
    since: date | None = None
    until: date | None = None
    occasion: str | None = None  # what it is sent for, in place of the period
    expected: tuple[Expected, ...] = ()
    reconciliation: str | None = None  # how far sources, rules and official figures agree
