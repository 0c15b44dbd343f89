"""What the site is made of: values that whoever reads the store fills in. Pure.

They are typed answers: a page shows what its twin for programs holds, in the JSON of docs/json.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.language import Language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tracker.answers.calendar import CalendarItem
    from tracker.answers.chronology import DatedAct
    from tracker.answers.dossier import Dossier
    from tracker.answers.figures import FiguresOnDay
    from tracker.answers.official import Published
    from tracker.answers.route import Stated
    from tracker.answers.standing import StandingRow
    from tracker.answers.statements import StatementAnswer
    from tracker.answers.territories import TerritorialApplication, TerritoryTurns
    from tracker.diff.ledger import Fact
    from tracker.models import Change, Chart, Provenance, Row
    from tracker.models.addresses import SiteAddress
    from tracker.models.head import Head
    from tracker.models.records import StoredStatement
    from tracker.models.reports import Entry, TreatyStatus
    from tracker.participants import Participants
    from tracker.participants.territories import KnownTerritory
    from tracker.reconcile import Finding, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFinding:
    """Where sources, a rule or an official figure disagree, without the values."""

    treaty: str
    participant: str | None
    name: str | None
    status: Status
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What answers about two participants rest on, of one treaty and every day.

    The `chart` says itself of which day it speaks. `invited`: the lists of the invited, each with the day from which
    it counts, oldest first (None: no chart tells); `invited_now`: the one that counts from the status day on. `named`:
    whom a statement names, by its id; `precluded`: with whom one precludes the entry into force, or may; `late`:
    the finding that the record dates it too late. `parent`: the chart of the treaty's parent, if it has one and that is
    known. `elsewhere`: what only other sources than the first show of the chart.
    """

    chart: Chart
    parent: Chart | None = None
    status_as_of: date | None
    invited: tuple[tuple[date, Mapping[str, Row] | None], ...]
    invited_now: Mapping[str, Row] | None
    retractions: Mapping[str, tuple[Change, ...]]  # by participant
    statements: tuple[StoredStatement, ...]
    named: Mapping[int, frozenset[str]]
    precluded: Mapping[int, frozenset[str]]
    late: Mapping[int, Finding]
    elsewhere: Mapping[Fact, Change] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyContent:
    """A treaty: its status, its chart, and what its pages show."""

    status: TreatyStatus
    chart: Chart
    ground: Ground
    series: tuple[FiguresOnDay, ...]  # its figures on each day on which one changed
    published: Mapping[int, Published]  # year → what was published by its end, or by the status day
    agenda: tuple[CalendarItem, ...]  # dates printed, expected, and warnings
    countdown: str | None  # of a treaty that is not in force
    entry_rule: str | None  # when it enters into force for a State, in words
    statements: tuple[StatementAnswer, ...]
    stated: tuple[Stated, ...]  # those in `ground`, with what is read of them
    in_territories: Mapping[KnownTerritory, TerritoryTurns]  # what is on record of each, where routes are asked about
    statements_read_on: date | None
    statements_read: bool  # the depositary's list of them was read; else at most the bundled ones are known


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """All that the pages show."""

    version: str
    treaties: tuple[TreatyContent, ...]
    unread: tuple[str, ...]  # names of treaties that are followed and of which nothing was read
    parties: tuple[StandingRow, ...]  # a row a participant and treaty, as `tracker parties`
    dossiers: Mapping[str, Dossier]  # participant → as `tracker state`; those with a row first, then all others
    entries: tuple[Entry, ...]  # every change, oldest first
    participants: Participants  # every name that is known, with the configuration's own
    acts: tuple[DatedAct, ...]  # as `tracker acts`
    territories: tuple[TerritorialApplication, ...]  # as `tracker parties --territory all`
    findings: tuple[SiteFinding, ...]  # where sources and official figures disagree, as `tracker reconcile`
    citations: Mapping[str, Mapping[str, str]]  # of the whole (""), of each treaty and participant by id: form → text
    history_head: Head | None  # at the last entry of the log that was no mere look
    files: Mapping[str, bytes]  # feeds, calendar, tables: written as they are
    address: SiteAddress | None = None  # where the site is published
    contact: str = ""  # of whoever runs it, as the configuration says it
    licence: str | None = None  # of the data, as an id of SPDX
    documents: Mapping[int, str] = field(default_factory=dict)  # evidence → its bytes in the site, where published
    languages: tuple[Language, ...] = (Language.ENGLISH,)  # in which the pages are there

    @property
    def provenances(self) -> tuple[Provenance, ...]:
        """Who gave each page that it rests on."""
        read = (treaty.status.provenance for treaty in self.treaties if treaty.status.evidence)
        return (*read, *(entry.provenance for entry in self.entries))
