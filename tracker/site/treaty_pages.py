"""The pages of one treaty and of one participant. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from tracker.answers.to_json import to_object
from tracker.calendar import ItemKind
from tracker.language import _, said
from tracker.law import NextAct
from tracker.models import Standing
from tracker.participants.folding import without_accents
from tracker.site.intervals import BY_RULE, LEFT_BY_RULE, mark_of_row
from tracker.site.pages import Page, statuses_of
from tracker.site.timelines import marks, timeline
from tracker.statements.matrix import natural
from tracker.wording.figures import figures_in_words
from tracker.wording.notices import notes_on
from tracker.wording.rules import accession_in_words
from tracker.wording.site.pages import of_treaty, treaty_entry
from tracker.wording.site.values import status
from tracker.wording.terms import ACTS, GROUPS, LETTER_OF, MEANINGS, NEXT_ACTS
from tracker.wording.words import called, official_title, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from tracker.answers.calendar import CalendarItem
    from tracker.answers.dossier import TreatyDossier
    from tracker.answers.figures import FiguresOnDay
    from tracker.answers.standing import StandingRow
    from tracker.answers.statements import StatementAnswer
    from tracker.site.model import Site, TreatyContent


def people(site: Site) -> list[tuple[str, str]]:
    """Every participant with a row, by its name as the depositary prints it."""
    names = {row.participant: row.name for row in site.parties}
    return sorted(names.items(), key=lambda item: (without_accents(item[1]).casefold(), item[0]))


def participants(site: Site) -> Iterator[Page]:
    """A dossier for each participant."""
    printed, statuses = dict(people(site)), {known["treaty"]: known for known in statuses_of(site)}
    for participant, held in site.dossiers.items():
        name: str = printed.get(participant) or held.name
        yield Page(
            path=f"participant/{participant}.html",
            title=one_line(name),
            template="participant.html",
            context={
                "held": held,
                "name": name,
                "group": _(GROUPS[held.group]),
                "treaties": held.treaties,
                "acts": said(ACTS),
                "next_acts": said(NEXT_ACTS),
                "meanings": said(MEANINGS),
                "statuses": statuses,
                "marks": marks(held),
                "successors": [(one, called(site.participants.get(one).name)) for one in held.successors],
                "nothing_known": not any(own.acts or own.statements or _stands(own) for own in held.treaties),
                "picture": Markup(timeline(site, held) or ""),  # noqa: S704 - escaped where it is made
                "feed": f"feeds/{participant}.xml" in site.files,
                "citation": site.citations[participant],
            },
            feed=(f"feeds/{participant}.xml", one_line(name)) if f"feeds/{participant}.xml" in site.files else None,
            twin={**to_object(held), "names_note": " ".join(notes_on(name)) or None},
        )


def _stands(own: TreatyDossier) -> bool:
    return own.standing not in (None, Standing.NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAct:
    """One dated act of a dossier, in words."""

    day: date
    treaty: str
    participant: str
    name: str
    what: str


def on_record(site: Site) -> list[RecordedAct]:
    """Every dated act of the dossiers, newest first: what a list says that was history when it was first read."""
    printed = dict(people(site))
    found = [
        RecordedAct(
            day=act.on,
            treaty=own.treaty,
            participant=participant,
            name=printed.get(participant, held.name),
            what=_(ACTS[act.kind]),
        )
        for participant, held in site.dossiers.items()
        for own in held.treaties
        for act in own.acts
        if act.on
    ]
    return sorted(found, key=lambda act: (act.day, act.name), reverse=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Needed:
    """How many consents a treaty needs, and how many of them by members."""

    needed: int
    members: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    """A participant and its name."""

    participant: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _TreatyPage:
    """What the page of a treaty holds, for programs too."""

    treaty: str
    number: str
    name: str
    title: str | None
    opened_on: date | None
    in_force_on: date | None
    threshold: _Needed | None
    entry_rule: str | None
    parent: str | None
    by_invitation: bool
    accession: str | None  # who may accede; None where the treaty's text is not known here
    figures: Mapping[str, object] | None
    countdown: str | None
    could_act_next: Mapping[NextAct, list[_Person]]
    agenda: tuple[CalendarItem, ...]
    statements: tuple[StatementAnswer, ...]
    series: tuple[FiguresOnDay, ...]


def treaties(site: Site) -> Iterator[Page]:
    """A page for each treaty."""
    names = {treaty.status.treaty.id: treaty.status.treaty.name for treaty in site.treaties}
    for treaty in site.treaties:
        held = _treaty_page(site, treaty)
        yield Page(
            path=f"treaty/{held.treaty}.html",
            title=of_treaty(treaty.status.treaty),
            template="treaty.html",
            context={
                "held": held,
                "entry": _entry(treaty),
                "status": status(treaty.status),
                "names": names,
                "official": official_title(treaty.status.treaty, treaty.status.title),
                "words": figures_in_words(treaty.status.figures),
                "agenda": [item for item in treaty.agenda if item.ahead and item.kind is not ItemKind.COUNTDOWN],
                "lists": lists(site, held.treaty),
                "next_acts": said(NEXT_ACTS),
                "meanings": said(MEANINGS),
                "matrix": _matrix(treaty),
                "statements_read": treaty.statements_read,
                "citation": site.citations[held.treaty],
            },
            twin=held,
        )


def _entry(treaty: TreatyContent) -> str:
    ahead = [item for item in treaty.agenda if item.kind is ItemKind.TREATY_ENTRY and not item.printed and item.ahead]
    by_rule = ahead[0].day if ahead else None
    unsure = (treaty.status.figures or {}).get("entry_with_lost") is not None
    lost = treaty.chart.entries_with_lost.get(None) if unsure else None
    come = any(item.awaited for item in ahead)
    return treaty_entry(treaty.chart.in_force_on, by_rule, come=come, with_lost=lost)


def _treaty_page(site: Site, treaty: TreatyContent) -> _TreatyPage:
    own, chart = treaty.status.treaty, treaty.chart
    return _TreatyPage(
        treaty=own.id,
        number=own.number,
        name=own.name,
        title=treaty.status.title,
        opened_on=own.opened_on,
        in_force_on=chart.in_force_on,
        threshold=_Needed(needed=own.threshold.needed, members=own.threshold.members) if own.threshold else None,
        entry_rule=treaty.entry_rule,
        parent=own.parent,
        by_invitation=own.by_invitation,
        accession=accession_in_words(own),
        figures=treaty.status.figures,
        countdown=treaty.countdown,
        could_act_next=_could_act_next(site, own.id),
        agenda=treaty.agenda,
        statements=treaty.statements,
        series=treaty.series,
    )


def _could_act_next(site: Site, treaty: str) -> dict[NextAct, list[_Person]]:
    found: dict[NextAct, list[_Person]] = {}
    for participant, name in people(site):
        dossier = site.dossiers.get(participant)
        for own in dossier.treaties if dossier else ():
            if own.treaty == treaty:
                for act in own.could_do_next:
                    found.setdefault(act, []).append(_Person(participant=participant, name=name))
    return {act: found[act] for act in NextAct if act in found}


def lists(site: Site, treaty: str) -> list[tuple[str, list[StandingRow]]]:
    """The participants of a treaty by standing, those that did nothing left out; by the rule last."""
    own = [row for row in site.parties if row.treaty == treaty]
    marks = (*(value.value for value in Standing if value is not Standing.NONE), BY_RULE, LEFT_BY_RULE)
    found = [(mark, [row for row in own if mark_of_row(row) == mark]) for mark in marks]
    return [(value, rows) for value, rows in found if rows]


_FITS = 30  # columns of a matrix; of more articles there is a list


def _matrix(treaty: TreatyContent) -> dict[str, object]:
    """The statements by article: as a table of participants and articles where it fits, and as a list."""
    articles = sorted({one.article for one in treaty.statements}, key=natural)
    listed = [(article, [one for one in treaty.statements if one.article == article]) for article in articles]
    cells: dict[str, dict[str | None, list[tuple[str, StatementAnswer]]]] = {}
    names: dict[str, str] = {}
    for one in treaty.statements:
        names[one.participant] = one.name
        letter = LETTER_OF.get(one.kind, "?")
        cells.setdefault(one.participant, {}).setdefault(one.article, []).append((letter, one))
    rows = [
        (participant, names[participant], [cells[participant].get(article, []) for article in articles])
        for participant in sorted(cells, key=lambda key: (names[key].casefold(), key))
    ]
    return {"articles": articles, "rows": rows if len(articles) <= _FITS else [], "list": listed}
