"""Changes → what readers meet: grouped by treaty, weight and year; of one read, a line a participant. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.diff.folding import folded
from tracker.language import Language, _, spoken
from tracker.models import ChangeKind, Field, Nature
from tracker.report.amendment import redline, whole_text
from tracker.report.links import of_evidence, of_line, of_treaty
from tracker.wording import reports as words
from tracker.wording.sources import noticed
from tracker.wording.subject_lines import change_numbers
from tracker.wording.terms import change_label
from tracker.wording.words import alphabetical, called, day_in_words, listed, number_label, one_line, treaty_title

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence
    from datetime import date

    from tracker.models import Change
    from tracker.models.addresses import SiteAddress
    from tracker.models.reports import Entry, TreatyStatus
    from tracker.report.amendment import Redline
    from tracker.report.effects import Effect
    from tracker.report.links import Link


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one change says."""

    text: str
    redline: Redline  # of an amended statement; else empty
    in_french: str = ""  # its text as amended, in a report in French; empty if that is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A change with what is folded into it; in a report on one read, all that it found of one participant."""

    id: int  # of its first change
    label: str  # the kinds in a word or two each
    day: str  # of the acts or effects
    observed: bool  # True: `day` is when it was noticed, no change of it has a date of its own
    who: str  # the name as printed; empty for the treaty itself
    told: tuple[Sentence, ...]
    nature: str
    effect: str  # when it takes effect; empty if that is not known or not of its kind
    numbers: str  # of all its changes; empty where links name them
    facts: tuple[str, ...]  # when and where it was read
    links: tuple[Link, ...]


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

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all years."""
        return tuple(line for year in self.years for line in year.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """All changes to one treaty. `facts`: when and where it was read, if that is the same for all its lines."""

    heading: str
    number: str
    anchor: str
    blocks: tuple[Block, ...]
    count: int  # of the changes, those included that a line tells with another
    facts: tuple[str, ...]
    links: tuple[Link, ...]


_BLOCKS = (
    ("acts", words.ACTS, "", frozenset({Nature.EVENT})),
    ("corrections", words.CORRECTIONS, words.CORRECTIONS_NOTE, frozenset({Nature.CORRECTION, Nature.RETRACTION})),
    ("editorial", words.EDITORIAL, words.EDITORIAL_NOTE, frozenset({Nature.EDITORIAL})),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the lines of a report depend on besides their changes. `one_read`: years and a heading would say nothing."""

    today: date
    known: tuple[Effect, ...] = ()
    site: SiteAddress | None = None
    one_read: bool = False


def parts(entries: tuple[Entry, ...], statuses: dict[str, TreatyStatus], setting: Setting) -> tuple[Part, ...]:
    """The changes grouped by treaty, weight and year; a treaty without any has no part."""
    lines = _Lines(setting)
    found: list[Part] = []
    for place, (id_, status) in enumerate(statuses.items(), 1):
        mine = [entry for entry in entries if entry.change.treaty == id_]
        if not mine:
            continue
        facts = {noticed(entry) for entry in mine}
        shared = facts.pop() if len(facts) == 1 else ()
        [evidence, *_] = [entry.evidence for entry in mine]
        beside = of_evidence(evidence, setting.site) if shared else None
        part = Part(
            heading=treaty_title(status.treaty),
            number=number_label(status.treaty),
            anchor=f"t{place}",
            blocks=tuple(_blocks(mine, f"t{place}", lines, bare=bool(shared))),
            count=len(mine),
            facts=shared,
            links=(*of_treaty(status.treaty, mine, setting.site), *((beside,) if beside else ())),
        )
        found.append(part)
    return tuple(found)


def _blocks(entries: list[Entry], anchor: str, lines: _Lines, *, bare: bool) -> Iterable[Block]:
    for key, heading, note, natures in _BLOCKS:
        mine = [entry for entry in entries if entry.change.nature in natures]
        if mine:
            made = lines.of(mine, bare=bare)
            yield Block(
                heading=_(heading),
                note=_(note),
                anchor=f"{anchor}-{key}",
                years=years_of(made, f"{anchor}-{key}"),
                count=len(mine),
            )


def years_of(lines: list[tuple[date, Line]], anchor: str) -> tuple[Year, ...]:
    years = [(year, list(group)) for year, group in groupby(lines, lambda dated: dated[0].year)]
    return tuple(
        Year(
            heading=str(year) if len(years) > 1 else "",
            anchor=f"{anchor}-{year}",
            lines=tuple(line for _, line in group),
        )
        for year, group in years
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """An entry, and the numbers of the changes that its line tells with it."""

    entry: Entry
    numbers: tuple[int, ...]


class _Lines:
    """Makes lines that know what day it is and when things take effect."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._known = {(one.treaty, one.participant, one.field): one for one in setting.known}

    def of(self, entries: Sequence[Entry], *, bare: bool) -> list[tuple[date, Line]]:
        """The lines, each with the day under which it is found; `bare`: without when and where it was read."""
        by_id = {entry.change.id: entry for entry in entries}
        groups: dict[Hashable, list[_Told]] = {}
        for one in folded([entry.change for entry in entries]):
            groups.setdefault(self._belongs_to(one.change), []).append(_Told(by_id[one.change.id], one.ids))
        made = []
        for group in groups.values():
            group.sort(key=lambda told: (_day(told.entry.change), told.entry.change.id))
            made.append((_day(group[0].entry.change), self._line(group, bare=bare)))
        if self._setting.one_read:  # act by act, and by name
            acts = list(dict.fromkeys(line.label for _day_of, line in made))
            names = alphabetical({line.who for _day_of, line in made})
            return sorted(made, key=lambda dated: (acts.index(dated[1].label), names.index(dated[1].who)))
        return sorted(made, key=lambda dated: (dated[0], dated[1].id))

    def _belongs_to(self, change: Change) -> Hashable:
        """What the changes of one line share: in a report on one read the participant."""
        return change.participant if self._setting.one_read else change.id

    def _line(self, group: list[_Told], *, bare: bool) -> Line:
        entries = [told.entry for told in group]
        changes = [entry.change for entry in entries]
        numbers = sorted(number for told in group for number in told.numbers)
        facts = () if bare else tuple(dict.fromkeys(fact for entry in entries for fact in noticed(entry)))
        beside = None if bare else of_evidence(entries[0].evidence, self._setting.site)
        return Line(
            id=changes[0].id,
            label=", ".join(dict.fromkeys(change_label(change.kind, change.nature) for change in changes)),
            day=listed(dict.fromkeys(day_in_words(_day(change)) for change in changes)),
            observed=all(change.effective_on is None for change in changes),
            who=called(changes[0].name or "") if changes[0].participant else "",
            told=tuple(map(_sentence, entries)),
            nature=changes[0].nature.value,
            effect=next(filter(None, (self._takes_effect(change) for change in reversed(changes))), ""),
            numbers="" if self._setting.site else change_numbers(numbers),
            facts=facts,
            links=(*of_line(entries, numbers, self._setting.site), *((beside,) if beside else ())),
        )

    def _takes_effect(self, change: Change) -> str:
        today = self._setting.today
        if change.nature is not Nature.EVENT or change.effective_on is None:
            return ""
        if change.kind in _EFFECTS:
            return words.effect(change.effective_on, today=today)
        field = _TAKES_EFFECT_BY.get(change.kind)
        effect = self._known.get((change.treaty, change.participant, field)) if field else None
        # An earlier date belongs to a period of participation that ended before this act.
        if effect is None or effect.on < change.effective_on:
            return ""
        return words.effect(effect.on, today=today, expected=effect.expected, basis=effect.basis)


def _sentence(entry: Entry) -> Sentence:
    change, french = entry.change, entry.text_fr if spoken() is Language.FRENCH else None
    return Sentence(one_line(change.summary), redline(change), whole_text(french, change.id) if french else "")


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
