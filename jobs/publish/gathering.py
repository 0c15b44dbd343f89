"""Collect the content of the site."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from jobs.publish.described import described
from jobs.publish.feeds import files_for_programs
from jobs.publish.report import entries_of, status_of
from tracker import __version__
from tracker.answers.calendar import calendar_item
from tracker.answers.calendar import gather as calendars_of
from tracker.answers.chronology import chronology
from tracker.answers.citation import rests_on
from tracker.answers.dossier import dossier
from tracker.answers.figures import series
from tracker.answers.history.changes import changes_of
from tracker.answers.invited import InvitedLists
from tracker.answers.losses import is_retraction
from tracker.answers.official import OfficialFigures
from tracker.answers.reconciliation import of_statements, reconcile
from tracker.answers.route import read_statement
from tracker.answers.standing import counts_on, parties, sourced
from tracker.answers.statements import ages, ask
from tracker.answers.territories import territorial_applications, territory_histories
from tracker.answers.to_json import to_object
from tracker.calendar import ItemKind
from tracker.export.datapackage import DATAPACKAGE
from tracker.export.tables import PARTY_COLUMNS, TERRITORY_COLUMNS, csv_of
from tracker.law.articles import rules_of
from tracker.models import Standing
from tracker.models.times import day_at
from tracker.participants import table
from tracker.reconcile import Status, late_objections
from tracker.site.model import Ground, Site, SiteFinding, TreatyContent
from tracker.statements import opposed_by
from tracker.wording.calendar import countdown_sentence
from tracker.wording.citations import FORMS, Citation, cite
from tracker.wording.findings import explanation
from tracker.wording.rules import rule_for_states
from tracker.wording.site.pages import participation
from tracker.wording.words import called, official_reference, treaty_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from tracker.answers.calendar import Gathered
    from tracker.answers.dossier import Dossier
    from tracker.answers.figures import FiguresOnDay
    from tracker.answers.knowledge import KnownTreaty
    from tracker.answers.official import Published
    from tracker.answers.standing import StandingRow
    from tracker.answers.territories import TerritorialApplication
    from tracker.answers.view import View
    from tracker.models import Change
    from tracker.models.addresses import SiteAddress
    from tracker.wording.citations import Cited

    _Tell = Callable[[Iterable[Change]], Iterable[Change]]


#: Findings shown on the site. `tracker reconcile` also lists registers that lag and figures that cannot be checked.
_WORTH_SAYING = (
    Status.DIFFER,
    Status.MISSING,
    Status.PARENT_MISSING,
    Status.INVITATION_NOT_SEEN,
    Status.RULE,
    Status.LATE_OBJECTION,
    Status.LATE_RESERVATION,
    Status.RESERVATION_NOT_PROVIDED_FOR,
    Status.CLAIM_DIFFERS,
)


def gather(
    view: View,
    *,
    now: datetime,
    address: SiteAddress | None = None,
    licence: str | None = None,
    tell: _Tell = tuple,
) -> Site:
    """The content of all pages, as known now, in the language that is spoken. `licence`: of the data, in
    `datapackage.json`; `tell`: changes with their sentences in that language."""
    rows, _ = parties(view, now=now, standings=list(Standing))
    calendars = {one.known.treaty.id: one for one in calendars_of(view)}
    lines = series(view, now=now, treaties=(), day=None).treaties
    known = table().with_spellings(view.spellings())
    with_row = sorted({row.participant for row in rows})
    without = sorted(known.by_id.keys() - set(with_row))
    dossiers = {key: dossier(view, key, now=now, day=None) for key in (*with_row, *without)}
    territories, _ = territorial_applications(view, now=now)
    entries = entries_of(view, tell(changes_of(view)))
    site = Site(
        version=__version__,
        treaties=tuple(_treaty(view, calendars[id_], lines[id_].series, now, tell) for id_ in calendars),
        unread=tuple(treaty_title(treaty) for treaty in view.treaties() if treaty.id not in calendars),
        parties=tuple(rows),
        dossiers=dossiers,
        participants=known,
        entries=entries,
        acts=tuple(chronology(view, now=now)[0]),
        territories=tuple(territories),
        findings=tuple(_findings(view, now)),
        citations=dict(_citations(view, dossiers, now)),
        history_head=view.history_head(of_news=True),
        files={
            **dict(files_for_programs(view, now, address, entries)),
            "data.csv": _table(rows),
            "territories.csv": _in_territories(territories),
        },
        address=address,
        licence=licence,
    )
    return replace(site, files={**site.files, DATAPACKAGE: described(view, site)})


def _treaty(view: View, calendar: Gathered, line: Sequence[FiguresOnDay], now: datetime, tell: _Tell) -> TreatyContent:
    treaty, status = calendar.known.treaty, status_of(view, calendar.known.treaty, now=now)
    day = day_at(now, treaty.seat)
    [age] = ages(view, [treaty.id])
    return TreatyContent(
        status=status,
        chart=calendar.known.chart,
        ground=_ground(view, calendar.known, tell),
        series=tuple(line),
        published=dict(_published(view, calendar.known, line)),
        agenda=tuple(calendar_item(item, day=day) for item in calendar.items),
        countdown=_countdown(calendar),
        entry_rule=rule_for_states(treaty),
        statements=tuple(ask(view, treaties=[treaty.id])),
        stated=tuple(read_statement(view, treaty.id, one) for one in ask(view, treaties=[treaty.id])),
        in_territories=territory_histories(view, treaty, now=now) if rules_of(treaty.id) else {},
        statements_read_on=age.status_as_of,
        statements_read=age.read_at is not None,
    )


def _published(view: View, known: KnownTreaty, line: Sequence[FiguresOnDay]) -> Iterator[tuple[int, Published]]:
    """What was published of the figures by the end of each year, and by the status day in its year."""
    lists = InvitedLists(view, known)
    beside = OfficialFigures(known, lists)
    first = line[0].day.year if line else known.day.year
    for year in range(first, known.day.year + 1):
        day = min(date(year, 12, 31), known.day)
        yield year, beside.on(day, counts_on(known, lists, day))


def _ground(view: View, known: KnownTreaty, tell: _Tell) -> Ground:
    lists = InvitedLists(view, known)
    retractions: dict[str, list[Change]] = {}
    for change in view.changes(known.treaty.id):
        if change.participant and is_retraction(change):
            retractions.setdefault(change.participant, []).append(change)
    participants = table().with_spellings(view.spellings())
    statements = tuple(view.statements(known.treaty.id))
    return Ground(
        chart=replace(known.chart, status_as_of=known.day),
        parent=known.parent,
        status_as_of=known.status_as_of,
        invited=tuple((day, lists.on(day)) for day in sorted(lists.shown)),
        invited_now=lists.on(known.status_as_of) if known.status_as_of else None,
        retractions={participant: tuple(tell(changes)) for participant, changes in retractions.items()},
        statements=statements,
        named={
            stored.id: participants.named_in(stored.statement.text) - {stored.statement.participant}
            for stored in statements
        },
        precluded={
            stored.id: others for stored in statements if (others := opposed_by(stored.statement, participants))
        },
        late=late_objections(of_statements(view, known.treaty, known)),
        elsewhere=known.elsewhere,
    )


def _table(rows: Iterable[StandingRow]) -> bytes:
    """The bytes of `tracker export csv`."""
    return csv_of(PARTY_COLUMNS, [sourced(row) for row in rows if row.standing is not Standing.NONE]).encode()


def _in_territories(found: Iterable[TerritorialApplication]) -> bytes:
    """The bytes of `tracker export csv --territories`."""
    return csv_of(TERRITORY_COLUMNS, map(to_object, found)).encode()


def _countdown(calendar: Gathered) -> str | None:
    found = next((item for item in calendar.items if item.kind is ItemKind.COUNTDOWN), None)
    return countdown_sentence(found, calendar.known.treaty) if found else None


def _citations(view: View, dossiers: Mapping[str, Dossier], now: datetime) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Citations of the complete site (""), of each treaty and of each participant. The page adds the day of access."""
    all_cited = rests_on(view, now=now)
    yield "", _citation(participation(), all_cited)
    for cited in all_cited:
        yield cited.treaty.id, _citation(participation([official_reference(cited.treaty)]), [cited])
    for key, dossier_of in dossiers.items():
        yield key, _citation(called(dossier_of.name), all_cited)


def _citation(title: str, cited: list[Cited]) -> Mapping[str, str]:
    citation = Citation(question=title, as_of=None, known_at=None, rests_on=cited, accessed_on=None)
    return {form: cite(citation, form) for form in FORMS}


def _findings(view: View, now: datetime) -> Iterator[SiteFinding]:
    for finding in reconcile(view, now=now):
        if finding.status in _WORTH_SAYING:
            yield SiteFinding(
                treaty=finding.treaty,
                participant=finding.participant,
                name=finding.name,
                status=finding.status,
                explanation=explanation(finding),
            )
