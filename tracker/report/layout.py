"""A report → what text, Markdown and HTML all print, in their order; every string is one clean line. Pure.

The renderers decide how it looks and how it is escaped, never what is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language import _
from tracker.models import Field, Treaty
from tracker.models.reports import TreatyStatus
from tracker.report.act_lines import parts_of_acts
from tracker.report.change_lines import Part, Setting, parts
from tracker.report.effects import Effect, effects
from tracker.report.links import Link, of_treaty
from tracker.wording import reports as words
from tracker.wording.figures import figures_in_words
from tracker.wording.notices import disclaimer, history_head, notes_on
from tracker.wording.sources import age, banner, last_read
from tracker.wording.words import (
    alphabetical,
    called,
    dated_in_words,
    day_in_words,
    number_label,
    official_title,
    one_line,
    treaty_title,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from tracker.models.reports import Report
    from tracker.report.change_lines import Line

_CONTENTS_FROM = 41  # entries; fewer are found by scrolling


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The state of a treaty."""

    name: str
    number: str
    title: str  # the official one, with the depositary's number
    headline: str
    rest: str
    facts: tuple[str, ...]
    published: str  # official figures, may be empty
    links: tuple[Link, ...]  # where no part of the report has them


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """One line of what takes effect next."""

    day: str
    treaty: str
    who: str
    what: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A whole report, ready to be laid out: the news first, figures last."""

    title: str
    preview: str  # what an inbox shows after the subject
    news: tuple[str, ...]  # a sentence for each read that it tells of
    roll: tuple[str, ...]  # who did what, where the title only counts them
    banner: str  # what a stand-in made; empty if nothing
    period: str
    compiled: str
    about: str
    lead: str  # how much changed; empty in a report on one read
    one_read: bool
    boxes: tuple[Box, ...]
    ahead: tuple[Ahead, ...]
    parts: tuple[Part, ...]
    contents: bool  # long enough for a table of contents
    provenance: tuple[str, ...]
    foot: tuple[str, ...]
    history_head: str  # may be empty


def outline(report: Report) -> Outline:
    """What the report says, in the order in which it is read."""
    known = effects(report)
    today = report.generated_at.date()
    statuses = _statuses(report)
    setting = Setting(today=today, known=known, site=report.site, one_read=report.one_read)
    by_act = report.acts is not None
    made = (
        parts_of_acts(report.acts or (), statuses, report.site) if by_act else parts(report.entries, statuses, setting)
    )
    lines = [line for part in made for block in part.blocks for line in block.lines]
    roll = tuple(_roll(lines)) if report.one_read else ()
    return Outline(
        title=one_line(report.headline) or _(words.TITLE_OF_ACTS if by_act else words.TITLE),
        preview=" ".join(roll or report.news or (lines[0].told[0].text if lines else "",)),
        news=tuple(map(one_line, report.news)),
        roll=roll,
        banner=banner(report.provenances) or "",
        period=words.period(report),
        compiled=words.compiled(report),
        about=words.about(report.treaties),
        lead=_lead(report, lines, statuses),
        one_read=report.one_read,
        boxes=tuple(_box(status, today, report) for status in report.treaties),
        ahead=tuple(_ahead(one, statuses) for one in known if one.on > today),
        parts=made,
        contents=len(report.entries) + len(report.acts or ()) >= _CONTENTS_FROM,
        provenance=tuple(words.provenance(status, today) for status in report.treaties),
        foot=_foot(report),
        history_head=history_head(report.history_head),
    )


# ---- the head ----------------------------------------------------------------------------------

_ROLL_FROM = 3  # participants of one act on one day; fewer are named in the title


def _lead(report: Report, lines: Sequence[Line], statuses: dict[str, TreatyStatus]) -> str:
    if report.acts is not None:
        return words.lead_of_acts(len(report.acts))
    return "" if report.one_read else words.lead(report.entries, len(lines), statuses)


def _roll(lines: Iterable[Line]) -> Iterator[str]:
    """Who did what, act by act, where several did the same."""
    acts: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        if line.who:
            day = words.noticed_day(line.day) if line.observed else line.day
            acts.setdefault((line.label, day), []).append(line.who)
    if max(map(len, acts.values()), default=0) >= _ROLL_FROM:
        for (label, day), names in acts.items():
            yield words.roll(label, day, alphabetical(set(names)))


def _statuses(report: Report) -> dict[str, TreatyStatus]:
    """The treaties by id; one that only an entry names is known by its id alone."""
    statuses = {status.treaty.id: status for status in report.treaties}
    for id_ in (*(entry.change.treaty for entry in report.entries), *(one.treaty for one in report.expected)):
        statuses.setdefault(id_, TreatyStatus(treaty=Treaty(id=id_, number="", name="")))
    return statuses


def _box(status: TreatyStatus, today: date, report: Report) -> Box:
    said = figures_in_words(status.figures)
    told = any(entry.change.treaty == status.treaty.id for entry in report.entries)
    return Box(
        name=treaty_title(status.treaty),
        number=number_label(status.treaty),
        title=official_title(status.treaty, status.title),
        headline=said.headline,
        rest=said.rest,
        facts=tuple(filter(None, (age(status, today), last_read(status), *words.stands_beside(status)))),
        published=dated_in_words(status.official),
        links=() if told else of_treaty(status.treaty, (), report.site),
    )


def _ahead(effect: Effect, statuses: dict[str, TreatyStatus]) -> Ahead:
    name = called(effect.name or effect.participant or "")
    return Ahead(
        day=day_in_words(effect.on),
        treaty=treaty_title(statuses[effect.treaty].treaty),
        who=name or _(words.ITSELF),
        what=words.what_comes(leaving=effect.field is Field.LEFT_ON),
        basis=words.how_known(expected=effect.expected, article=effect.article),
    )


# ---- the foot ----------------------------------------------------------------------------------


def _foot(report: Report) -> tuple[str, ...]:
    compared = (report.reconciliation,) if report.reconciliation else ()
    return (*compared, *disclaimer(_statuses(report)), *notes_on(" ".join(_said(report))))


def _said(report: Report) -> Iterator[str]:
    """All in a report that may name somebody."""
    yield from (f"{entry.change.name} {entry.change.summary}" for entry in report.entries)
    yield from (act.sentence for act in report.acts or ())
    yield from (one.name or "" for one in report.expected)
    yield from (status.official for status in report.treaties)
    yield report.reconciliation or ""
