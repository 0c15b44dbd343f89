"""Changes → what readers meet: grouped by treaty, by weight and by year, each with its facts. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.models import ChangeKind, Field, Nature
from tracker.report.amendment import redline
from tracker.wording import reports as words
from tracker.wording.sources import noticed
from tracker.wording.terms import change_label
from tracker.wording.words import day_in_words, number_label, one_line, treaty_title

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tracker.models import Change
    from tracker.models.reports import Entry, TreatyStatus
    from tracker.report.amendment import Redline
    from tracker.report.effects import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One change as a reader meets it."""

    id: int
    label: str  # the kind in a word or two
    day: str  # of the act or effect
    observed: bool  # True: `day` is when it was noticed, the change has no date of its own
    sentence: str
    nature: str
    effect: str  # when it takes effect; empty if that is not known or not of its kind
    facts: tuple[str, ...]  # when and where it was read
    redline: Redline  # of an amended statement; else empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The lines of one year; `heading` is empty where all are of one year."""

    heading: str
    anchor: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines of one weight: acts, or corrections and retractions, or editorial changes."""

    heading: str
    note: str
    anchor: str
    years: tuple[Year, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """All changes to one treaty."""

    heading: str
    number: str
    anchor: str
    blocks: tuple[Block, ...]
    count: int


_BLOCKS = (
    ("acts", words.ACTS, "", frozenset({Nature.EVENT})),
    ("corrections", words.CORRECTIONS, words.CORRECTIONS_NOTE, frozenset({Nature.CORRECTION, Nature.RETRACTION})),
    ("editorial", words.EDITORIAL, words.EDITORIAL_NOTE, frozenset({Nature.EDITORIAL})),
)


def parts(
    entries: tuple[Entry, ...],
    statuses: dict[str, TreatyStatus],
    known: tuple[Effect, ...],
    today: date,
) -> tuple[Part, ...]:
    """The changes grouped by treaty, weight and year; a treaty without any has no part."""
    lines = _Lines(today, known)
    found: list[Part] = []
    for place, (id_, status) in enumerate(statuses.items(), 1):
        mine = [entry for entry in entries if entry.change.treaty == id_]
        if not mine:
            continue
        part = Part(
            heading=treaty_title(status.treaty),
            number=number_label(status.treaty),
            anchor=f"t{place}",
            blocks=tuple(_blocks(mine, f"t{place}", lines)),
            count=len(mine),
        )
        found.append(part)
    return tuple(found)


def _blocks(entries: list[Entry], anchor: str, lines: _Lines) -> Iterable[Block]:
    for key, heading, note, natures in _BLOCKS:
        mine = [entry for entry in entries if entry.change.nature in natures]
        if mine:
            years = _years(mine, f"{anchor}-{key}", lines)
            yield Block(heading=heading, note=note, anchor=f"{anchor}-{key}", years=years, count=len(mine))


def _years(entries: list[Entry], anchor: str, lines: _Lines) -> tuple[Year, ...]:
    ordered = sorted(entries, key=lambda entry: (_day(entry.change), entry.change.id))
    years = [(year, list(group)) for year, group in groupby(ordered, lambda entry: _day(entry.change).year)]
    return tuple(
        Year(
            heading=str(year) if len(years) > 1 else "",
            anchor=f"{anchor}-{year}",
            lines=tuple(lines.line(entry) for entry in group),
        )
        for year, group in years
    )


class _Lines:
    """Makes lines that know what day it is and when things take effect."""

    def __init__(self, today: date, known: tuple[Effect, ...]) -> None:
        self._today = today
        self._known = {(one.treaty, one.participant, one.field): one for one in known}

    def line(self, entry: Entry) -> Line:
        """One entry as a reader meets it."""
        change = entry.change
        return Line(
            id=change.id,
            label=change_label(change.kind, change.nature),
            day=day_in_words(_day(change)),
            observed=change.effective_on is None,
            sentence=one_line(change.summary),
            nature=change.nature.value,
            effect=self._takes_effect(change),
            facts=noticed(entry),
            redline=redline(change),
        )

    def _takes_effect(self, change: Change) -> str:
        if change.nature is not Nature.EVENT or change.effective_on is None:
            return ""
        if change.kind in _EFFECTS:
            return words.effect(change.effective_on, today=self._today)
        field = _TAKES_EFFECT_BY.get(change.kind)
        effect = self._known.get((change.treaty, change.participant, field)) if field else None
        # An earlier date belongs to a period of participation that ended before this act.
        if effect is None or effect.on < change.effective_on:
            return ""
        return words.effect(effect.on, today=self._today, expected=effect.expected, basis=effect.basis)


def _day(change: Change) -> date:
    """The day under which a change is found: the act's own, else when it was noticed."""
    return change.effective_on or change.detected_at.date()


_TAKES_EFFECT_BY = {
    ChangeKind.RATIFIED: Field.IN_FORCE_ON,
    ChangeKind.ACCEPTED: Field.IN_FORCE_ON,
    ChangeKind.APPROVED: Field.IN_FORCE_ON,
    ChangeKind.ACCEDED: Field.IN_FORCE_ON,
    ChangeKind.SUCCEEDED: Field.IN_FORCE_ON,
    ChangeKind.CONSENTED: Field.IN_FORCE_ON,
    ChangeKind.DENOUNCED: Field.LEFT_ON,
}
_EFFECTS = frozenset(
    {
        ChangeKind.ENTRY_INTO_FORCE_SET,
        ChangeKind.TREATY_ENTRY_INTO_FORCE_SET,
        ChangeKind.ENTERED_INTO_FORCE,
        ChangeKind.TREATY_ENTERED_INTO_FORCE,
        ChangeKind.DENUNCIATION_EFFECTIVE,
        ChangeKind.TERRITORY_EFFECT,
    }
)
