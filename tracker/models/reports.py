"""The parts of a change report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tracker.models.addresses import SiteAddress
from tracker.models.change import Change
from tracker.models.failover import Failover
from tracker.models.head import Head
from tracker.models.provenance import Provenance
from tracker.models.treaty import Treaty
from tracker.models.vocabulary import ChangeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRef:
    """A pointer to the stored bytes that prove a fact.

    `published_on` is the day on which the page was public according to an archive or a person; we did not observe that.
    """

    id: int
    sha256: str
    url: str
    fetched_at: datetime
    saved_by_hand: bool = False
    provenance: Provenance = Provenance.SOURCE
    published_on: date | None = None
    media_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyStatus:
    """What is known of a treaty, and how old that knowledge is. `figures` are those of docs/glossary.md."""

    treaty: Treaty
    title: str | None = None  # the official title
    status_as_of: date | None = None  # as the source prints it
    last_good: datetime | None = None  # the last accepted read, changed or not (UTC)
    source: str | None = None
    figures: Mapping[str, object] | None = None
    official: str = ""  # the official figures beside them, in words
    evidence: EvidenceRef | None = None
    failover: Failover | None = None
    unconfirmed: tuple[str, ...] = ()  # what only another source than the first shows, in words

    @property
    def provenance(self) -> Provenance:
        """Who gave what it rests on."""
        return self.evidence.provenance if self.evidence else Provenance.SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A change with the page it was read from. A date that took effect has no page of its own; `provenance` is then
    that of its source's newest page. `text_fr`: of an amended statement its text in French, where that is known."""

    change: Change
    evidence: EvidenceRef | None = None
    provenance: Provenance = Provenance.SOURCE
    text_fr: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAct:
    """An act by its own date, with the page that shows it. `key` names it in the site; `basis` says whether it was
    observed; `record` is the object that `tracker acts --json` prints."""

    treaty: str  # id
    participant: str | None  # None: the treaty's own entry into force
    name: str | None
    on: date
    kind: ChangeKind
    key: str
    sentence: str
    basis: str
    change: int | None
    evidence: EvidenceRef | None
    provenance: Provenance
    record: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """An entry into force that no source has printed yet, computed from the rules of the treaty."""

    treaty: str  # id
    on: date
    participant: str | None = None  # None: the treaty's own
    name: str | None = None
    basis: str = ""  # the rule applied, in words: from which day it counts, and the article
    article: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A complete report. `since` and `until` limit the days on which changes were detected, UTC. With `acts` it tells
    acts by their own dates, and these days limit those; `entries` is empty then.

    `one_read`: all entries are of one read of one treaty, and `headline` is the sentence that says what it found.
    """

    generated_at: datetime
    version: str
    treaties: tuple[TreatyStatus, ...]
    entries: tuple[Entry, ...]
    acts: tuple[ToldAct, ...] | None = None
    since: date | None = None
    until: date | None = None
    headline: str = ""  # its first line; empty: what every report is called
    news: tuple[str, ...] = ()  # a sentence for each read that it tells of
    one_read: bool = False
    occasion: str | None = None  # why it is sent; shown instead of the period
    site: SiteAddress | None = None  # where the site is published, to which it can link
    expected: tuple[Expected, ...] = ()
    history_head: Head | None = None  # the end of the log's chain when it was made
    reconciliation: str | None = None  # in one sentence, how far sources, rules and official figures agree

    @property
    def provenances(self) -> tuple[Provenance, ...]:
        """Who gave each page that it rests on."""
        read = (status.provenance for status in self.treaties if status.evidence)
        return (*read, *(entry.provenance for entry in self.entries), *(act.provenance for act in self.acts or ()))
