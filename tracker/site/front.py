"""The front page: how old the knowledge is, the figures, what changed last, what takes effect next. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tracker.answers.history.records import change_object
from tracker.calendar import ItemKind
from tracker.language import _
from tracker.models import ChangeKind, Nature
from tracker.report.effects import merged
from tracker.site import maps, treaty_pages
from tracker.site.pages import Page, names_of, statuses_of
from tracker.wording.figures import figures_in_words
from tracker.wording.site import pages as words
from tracker.wording.words import number_label, official_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.answers.calendar import CalendarItem
    from tracker.models.reports import Entry
    from tracker.site.model import Site, TreatyContent

_LAST = 8  # changes on the front page
_NEXT = 8  # dates ahead on the front page
_REACHED = {
    ChangeKind.ENTRY_INTO_FORCE_SET: ChangeKind.ENTERED_INTO_FORCE,
    ChangeKind.TREATY_ENTRY_INTO_FORCE_SET: ChangeKind.TREATY_ENTERED_INTO_FORCE,
}


def front(site: Site) -> Page:
    """The page itself."""
    acts = _last_told(site)
    dated = [item for treaty in site.treaties for item in treaty.agenda if item.ahead and item.day]
    ahead = [item for item in dated if item.kind is not ItemKind.INVITATION_EXPIRY]
    ahead.sort(key=lambda item: (item.day or date.min, item.treaty, item.name or ""))
    return Page(
        path="index.html",
        title=_(words.NOW),
        template="now.html",
        context={
            "names": names_of(site),
            "known": [{key: each[key] for key in ("treaty", "name", "status_as_of")} for each in statuses_of(site)],
            "unread": site.unread,
            "boxes": [_box(treaty) for treaty in site.treaties],
            "map": maps.drawn(site, site.treaties[0]) if site.treaties else None,
            "entries": acts,
            "total": len(site.entries),
            "read": any(each["last_good"] for each in statuses_of(site)),
            "on_record": [] if acts else treaty_pages.on_record(site)[:_LAST],
            "agenda": ahead[:_NEXT],
            "more_ahead": max(len(ahead) - _NEXT, 0),
            "lapsing": list(_lapsing(dated)),
            "findings": site.findings,
        },
        twin={
            "treaties": [_treaty_object(treaty) for treaty in site.treaties],
            "last": [change_object(entry.change) for entry in acts],
            "next": ahead[:_NEXT],
            "counts": {"last": len(site.entries), "next": len(ahead)},
            "findings": site.findings,
        },
        dated=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lapsing:
    """How many invitations to a treaty lapse, and when the first."""

    treaty: str
    count: int
    day: date | None
    when: str


def _lapsing(dated: list[CalendarItem]) -> Iterator[_Lapsing]:
    """Of each treaty, how many invitations lapse, and when the first: a warning, not something that takes effect."""
    for treaty in dict.fromkeys(item.treaty for item in dated):
        own = [each for each in dated if each.treaty == treaty and each.kind is ItemKind.INVITATION_EXPIRY]
        if own:
            first = min(own, key=lambda each: str(each.day))
            yield _Lapsing(treaty=treaty, count=len(own), day=first.day, when=first.when)


def _last_told(site: Site) -> list[Entry]:
    """The last acts reported; of a date that was set and since reached, only that it was reached."""
    entries = [entry for entry in merged(site.entries) if entry.change.nature is not Nature.EDITORIAL]
    reached = {_fact(entry) for entry in entries if entry.change.kind in _REACHED.values()}
    current = [
        entry
        for entry in entries
        if entry.change.kind not in _REACHED or _fact(entry, _REACHED[entry.change.kind]) not in reached
    ]
    return _newest(current)[:_LAST]


def _fact(entry: Entry, kind: ChangeKind | None = None) -> tuple[object, ...]:
    change = entry.change
    return (kind or change.kind, change.treaty, change.participant, change.effective_on)


def _treaty_object(treaty: TreatyContent) -> dict[str, object]:
    status = treaty.status
    return {
        "treaty": status.treaty.id,
        "name": status.treaty.name,
        "status_as_of": status.status_as_of.isoformat() if status.status_as_of else None,
        "figures": status.figures,
    }


def _box(treaty: TreatyContent) -> dict[str, object]:
    status, figures = treaty.status, treaty.status.figures
    said = figures_in_words(figures)
    in_force_on = treaty.chart.in_force_on if figures and figures["treaty_in_force"] else None
    return {
        "treaty": status.treaty.id,
        "name": status.treaty.name,
        "number": number_label(status.treaty),
        "title": official_title(status.treaty, status.title),
        "headline": said.headline,
        "rest": said.rest,
        "signatures": figures["signatures"] if figures else None,
        "in_force_on": in_force_on,
        "countdown": treaty.countdown is not None,
    }


def _newest(entries: Iterable[Entry]) -> list[Entry]:
    """By when they were noticed: what was noticed last is the news, whatever day it is about."""
    return sorted(entries, key=lambda entry: (entry.change.detected_at, entry.change.id), reverse=True)
