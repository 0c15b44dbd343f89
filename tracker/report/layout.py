"""A report → what text, Markdown and HTML all print, in their order; every string is one clean line. Pure.

The renderers decide how it looks and how it is escaped, never what is said.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.models import Field, Nature, Treaty
from tracker.models.reports import TreatyStatus
from tracker.report.change_lines import Part, parts
from tracker.report.effects import Effect, effects, merged
from tracker.wording.figures import figures_in_words
from tracker.wording.notices import DISCLAIMER, KOSOVO_NOTE
from tracker.wording.sources import age, evidence_fact, host, last_read
from tracker.wording.words import (
    capital,
    cardinal,
    day_in_words,
    listed,
    moment_in_words,
    number_label,
    one_line,
    the_treaty,
    treaty_title,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tracker.models.reports import Entry, Report

TITLE = "What changed"
_CONTENTS_FROM = 41  # entries; fewer are found by scrolling


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Where a treaty stands."""

    name: str
    number: str
    title: str  # the official one, may be empty
    headline: str
    rest: str
    facts: tuple[str, ...]


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
    """A whole report, ready to be laid out."""

    title: str
    period: str
    compiled: str
    lead: str
    boxes: tuple[Box, ...]
    ahead: tuple[Ahead, ...]
    parts: tuple[Part, ...]
    contents: bool  # long enough for a table of contents
    provenance: tuple[str, ...]
    foot: tuple[str, ...]


def outline(report: Report) -> Outline:
    """What the report says, in the order in which it is read."""
    entries = merged(report.entries)
    known = effects(report)
    today = report.generated_at.date()
    statuses = _statuses(report)
    return Outline(
        title=TITLE,
        period=_period(report),
        compiled=one_line(f"Compiled {moment_in_words(report.generated_at)}, convention tracker {report.version}"),
        lead=_lead(entries, statuses),
        boxes=tuple(_box(status, today) for status in report.treaties),
        ahead=tuple(_ahead(one, statuses) for one in known if one.on > today),
        parts=parts(entries, statuses, known, today),
        contents=len(entries) >= _CONTENTS_FROM,
        provenance=tuple(_provenance(status, today) for status in report.treaties),
        foot=_foot(report),
    )


# ---- the head ----------------------------------------------------------------------------------


def _statuses(report: Report) -> dict[str, TreatyStatus]:
    """The treaties by id; one that only an entry names is known by its id alone."""
    statuses = {status.treaty.id: status for status in report.treaties}
    for id_ in (*(entry.change.treaty for entry in report.entries), *(one.treaty for one in report.expected)):
        statuses.setdefault(id_, TreatyStatus(treaty=Treaty(id=id_, number="", name="")))
    return statuses


def _period(report: Report) -> str:
    if report.occasion:
        return report.occasion
    since = day_in_words(report.since) if report.since else None
    until = day_in_words(report.until) if report.until else None
    if since and until:
        return f"Noticed on {since}" if since == until else f"Noticed from {since} to {until}"
    if since:
        return f"Noticed since {since}"
    return f"Noticed up to {until}" if until else "All changes on record"


def _lead(entries: tuple[Entry, ...], statuses: dict[str, TreatyStatus]) -> str:
    counts = Counter(entry.change.treaty for entry in entries)
    if not counts:
        return _nothing(statuses.values())
    each = listed(f"{cardinal(counts[id_])} for {the_treaty(s.treaty)}" for id_, s in statuses.items() if counts[id_])
    quiet = listed(the_treaty(status.treaty) for id_, status in statuses.items() if not counts[id_])
    total = counts.total()
    told = f"{capital(cardinal(total))} {'change was' if total == 1 else 'changes were'} noticed: {each}."
    still = f" Nothing changed for {quiet}." if quiet else ""
    return told + _mixture(entries) + still


def _mixture(entries: tuple[Entry, ...]) -> str:
    """How many are acts and how many are not, where not all are."""
    natures = Counter(entry.change.nature for entry in entries)
    if natures[Nature.EVENT] == len(entries):
        return ""
    words = {
        Nature.EVENT: ("is an act or its effect", "are acts or their effects"),
        Nature.CORRECTION: ("is a correction by the source", "are corrections by the source"),
        Nature.RETRACTION: ("is a date or entry no longer shown", "are dates or entries no longer shown"),
        Nature.EDITORIAL: ("is editorial", "are editorial"),
    }
    counted = [f"{cardinal(natures[n])} {words[n][natures[n] != 1]}" for n in Nature if natures[n]]
    return f" {capital(listed(counted))}."


def _nothing(statuses: Iterable[TreatyStatus]) -> str:
    reads = [f"{the_treaty(status.treaty)} ({last_read(replace(status, source=None))})" for status in statuses]
    return f"No change was noticed. Followed: {listed(reads)}." if reads else "No change was noticed."


def _box(status: TreatyStatus, today: date) -> Box:
    words = figures_in_words(status.figures)
    return Box(
        name=treaty_title(status.treaty),
        number=number_label(status.treaty),
        title=one_line(status.title or ""),
        headline=words.headline,
        rest=words.rest,
        facts=(age(status, today), last_read(status)),
    )


def _ahead(effect: Effect, statuses: dict[str, TreatyStatus]) -> Ahead:
    leaving = effect.field is Field.LEFT_ON
    name = one_line(effect.name or effect.participant or "")
    return Ahead(
        day=day_in_words(effect.on),
        treaty=treaty_title(statuses[effect.treaty].treaty),
        who=name or "the treaty itself",
        what="denunciation takes effect" if leaving else "entry into force",
        basis="expected, computed here" if effect.expected else "as printed",
    )


# ---- the foot ----------------------------------------------------------------------------------


def _provenance(status: TreatyStatus, today: date) -> str:
    facts = [age(status, today), last_read(status)]
    if status.evidence:
        whence = host(status.evidence)
        facts.append(evidence_fact(status.evidence) + (f", from {whence}" if whence else ""))
    return f"{treaty_title(status.treaty)}: {'; '.join(facts)}"


def _foot(report: Report) -> tuple[str, ...]:
    compared = (report.reconciliation,) if report.reconciliation else ()
    kosovo = (KOSOVO_NOTE,) if _names_kosovo(report) else ()
    return (*compared, *DISCLAIMER, *kosovo)


def _names_kosovo(report: Report) -> bool:
    told = (f"{entry.change.name} {entry.change.summary}" for entry in report.entries)
    expected = (one.name or "" for one in report.expected)
    return any("kosovo" in text.lower() for text in (*told, *expected))
