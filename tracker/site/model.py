"""What the site is made of: values that whoever reads the store fills in. Pure.

They are typed answers: a page shows what its twin for programs holds, in the JSON of docs/json.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.answers.calendar import CalendarItem
    from tracker.answers.dossier import Dossier
    from tracker.answers.figures import FiguresOnDay
    from tracker.answers.standing import StandingRow
    from tracker.answers.statements import StatementAnswer
    from tracker.models import Chart
    from tracker.models.reports import Entry, TreatyStatus
    from tracker.reconcile import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFinding:
    """Where sources, a rule or an official figure disagree, without the values."""

    treaty: str
    participant: str | None
    name: str | None
    status: Status
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyContent:
    """A treaty: its status, its chart, and what its pages show."""

    status: TreatyStatus
    chart: Chart
    series: tuple[FiguresOnDay, ...]  # its figures on each day on which one changed
    agenda: tuple[CalendarItem, ...]  # dates printed, expected, and warnings
    countdown: str | None  # of a treaty that is not in force
    entry_rule: str | None  # when it enters into force for a State, in words
    statements: tuple[StatementAnswer, ...]
    statements_read: bool  # the depositary's list of them was read; else at most the bundled ones are known


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """All that the pages show."""

    version: str
    treaties: tuple[TreatyContent, ...]
    unread: tuple[str, ...]  # names of treaties that are followed and of which nothing was read
    parties: tuple[StandingRow, ...]  # a row a participant and treaty, as `tracker parties`
    dossiers: Mapping[str, Dossier]  # participant → as `tracker state`
    entries: tuple[Entry, ...]  # every change, oldest first
    findings: tuple[SiteFinding, ...]  # where sources and official figures disagree, as `tracker reconcile`
    citations: Mapping[str, Mapping[str, str]]  # of the whole (""), of each treaty and participant by id: form → text
    files: Mapping[str, bytes]  # feeds, calendar, tables: written as they are
