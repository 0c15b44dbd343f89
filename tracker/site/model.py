"""What the site is made of: values that whoever reads the store fills in. Pure.

Objects are those of `--json` (docs/json.md): a page shows what its twin for programs holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.models import Chart
    from tracker.models.reports import Entry, TreatyStatus

Object = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyContent:
    """A treaty: its status, its chart, and the objects its pages show."""

    status: TreatyStatus
    chart: Chart
    series: list[Object]  # its figures on each day on which one changed
    agenda: list[Object]  # dates printed, expected, and warnings
    countdown: str | None  # of a treaty that is not in force
    entry_rule: str | None  # when it enters into force for a State, in words
    statements: list[Object]
    statements_read: bool  # the depositary's list of them was read; else at most the bundled ones are known


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """All that the pages show."""

    version: str
    treaties: tuple[TreatyContent, ...]
    unread: tuple[str, ...]  # names of treaties that are followed and of which nothing was read
    parties: list[Object]  # a row a participant and treaty, as `tracker parties`
    dossiers: Mapping[str, Object]  # participant → as `tracker state`
    entries: tuple[Entry, ...]  # every change, oldest first
    findings: list[Object]  # where sources and official figures disagree, as `tracker reconcile`
    citations: Mapping[str, Mapping[str, str]]  # of the whole (""), of each treaty and participant by id: form → text
    files: Mapping[str, bytes]  # feeds, calendar, tables: written as they are
