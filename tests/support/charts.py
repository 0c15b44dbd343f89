"""Random charts for property tests: what stands in the register, and what a source of some style shows of it.

`register()` draws rows of the depositary's register (the `Fact` of pages.py with what only some sources show);
`seen(style, rows)` is the Chart that the product's own `interpret` makes of them, read from such a source. So every
chart of these tests can come out of a real page.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from pages import Fact

from tracker.diff import Comparison, ComparisonRules, Ledger, as_baseline, compare, unreported
from tracker.models import (
    DATE_FIELDS,
    Change,
    ChangeKind,
    Chart,
    ConsentKind,
    Difference,
    Field,
    Group,
    Nature,
    Pending,
    PrintedChart,
    PrintedRow,
    Row,
)
from tracker.participants import table
from tracker.sources.interpret import interpret

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# ---- how many examples -------------------------------------------------------------------------

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
settings.register_profile(
    "thorough", deadline=None, suppress_health_check=list(HealthCheck), derandomize=False, print_blob=True
)


#: How many times as many examples `make fuzz` tries, so that it ends within half an hour: of whole histories in a
#: database, each of which takes half a second; of laws; of readers, each example of which takes milliseconds.
HISTORIES, LAWS, READERS = 4, 10, 30


def examples(count: int, *, thorough: int = LAWS) -> settings:
    """So many examples; `thorough` times as many, and new ones in each run, with HYPOTHESIS_PROFILE=thorough."""
    if THOROUGH:
        return settings(settings.get_profile("thorough"), max_examples=thorough * count)
    return settings(max_examples=count)


# ---- days --------------------------------------------------------------------------------------

TODAY = date(2026, 6, 15)
NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
OPENED = date(2001, 11, 23)
CONFIRM_AFTER = timedelta(hours=12)

#: Few days, so that acts coincide and follow one another by a single day; the last two are still to come.
DAYS = (
    OPENED,
    date(2001, 11, 24),
    date(2004, 3, 18),
    date(2004, 7, 1),
    date(2009, 12, 31),
    date(2010, 1, 1),
    date(2020, 2, 29),
    date(2026, 6, 14),
    TODAY,
    date(2026, 6, 16),
    date(2026, 10, 1),
)
PAST = tuple(day for day in DAYS if day <= TODAY)

# ---- the register ------------------------------------------------------------------------------

MEMBERS = ("ALB", "BEL", "CZE", "HUN", "IRL", "TUR")
OTHERS = ("BRA", "CIV", "JPN", "KAZ", "NGA", "ZAF")
EVERYBODY = (*MEMBERS, *OTHERS)

#: Two spellings of one participant that are no typographic variants of one another.
_SPELLINGS = {"CZE": ("Czech Republic", "Czechia"), "TUR": ("Türkiye", "Turkey")}

_KINDS = (*ConsentKind, *[ConsentKind.DEFINITIVE_SIGNATURE] * 5)  # the one kind whose date may not be printed
STAGES = ("blank", "invited", "signed", "consented", "in_force", "denounced", "left", "again")


@dataclass(frozen=True, kw_only=True)
class Entry(Fact):
    """One row of the register, with what the chart does not print and other sources may."""

    participant: str
    suspended: date | None = None
    kind: ConsentKind | None = None  # as a source would name it
    again: Fact | None = None  # the period before, as a row of its own

    def printed(self) -> tuple[Fact, ...]:
        """The rows that a page prints: the ended period first."""
        return (self.again, self) if self.again else (self,)


@st.composite
def entries(
    draw: st.DrawFn,
    participant: str,
    *,
    stages: Sequence[str] = STAGES,
    days: Sequence[date] = DAYS,
    suspensions: bool = True,
    moving: bool = True,
) -> Entry:
    """One row, at some stage of its history; dates of acts are past, dates of effects may be to come."""
    stage = draw(st.sampled_from(stages))
    member = participant in MEMBERS
    if member and stage == "invited":
        stage = "blank"
    base = Entry(
        participant=participant,
        name=_name(draw, participant),
        code=participant,
        group=_group(draw, member=member, moving=moving),
        flags="".join(letter for letter in "RDATCO" if draw(st.integers(0, 3)) == 0),
    )
    if stage == "blank":
        return base
    if stage == "invited":
        return replace(base, mark="a", group="non_member")
    return _acted(draw, base, stage, days, suspensions=suspensions)


def _name(draw: st.DrawFn, participant: str) -> str:
    return draw(st.sampled_from(_SPELLINGS.get(participant, (table().get(participant).name,))))


def _group(draw: st.DrawFn, *, member: bool, moving: bool) -> str:
    elsewhere = moving and draw(st.integers(0, 9)) == 0
    return "non_member" if member is elsewhere else "member"


def _acted(draw: st.DrawFn, base: Entry, stage: str, days: Sequence[date], *, suspensions: bool) -> Entry:
    acts = tuple(day for day in days if day <= TODAY)
    signed = draw(st.sampled_from(acts)) if stage == "signed" or draw(st.booleans()) else None
    if stage == "signed":
        return replace(base, signed=signed)
    consent = draw(_from(acts, signed))
    kind = draw(st.sampled_from(_KINDS))
    entry = replace(base, signed=signed, consent=consent, kind=kind, mark=_mark(kind, signed))
    if stage == "consented":
        return entry
    in_force = draw(_from(days, consent))
    if entry.mark == "s" and draw(st.booleans()):
        entry = replace(entry, consent=None)  # the signature is the consent: its date stands once
    if stage == "in_force":
        suspended = draw(st.none() | _from(acts, None)) if suspensions else None
        return replace(entry, in_force=in_force, suspended=suspended)
    if stage == "again":
        return _rejoined(draw, base, days)
    denounced = draw(_from(acts, consent))
    left = draw(_from(tuple(d for d in days if (d <= TODAY) is (stage == "left")), denounced))
    return replace(entry, in_force=in_force, denounced=denounced, left=left)


def _rejoined(draw: st.DrawFn, base: Entry, days: Sequence[date]) -> Entry:
    """A period that ended and one that began after it: two rows of a page."""
    acts = tuple(day for day in days if day <= TODAY)
    consent, denounced, anew = sorted(
        draw(st.lists(st.sampled_from(acts), min_size=3, max_size=3, unique=True)),
    )
    former = Fact(
        name=base.name,
        code=base.code,
        group=base.group,
        consent=consent,
        mark="a",
        in_force=consent,
        denounced=denounced,
        left=denounced,
    )
    kind = ConsentKind.ACCESSION
    in_force = draw(st.none() | _from(days, anew))
    return replace(base, consent=anew, kind=kind, mark="a", in_force=in_force, again=former)


def _mark(kind: ConsentKind, signed: date | None) -> str | None:
    if signed is None:
        return "su" if kind is ConsentKind.SUCCESSION else "a"
    return "s" if kind is ConsentKind.DEFINITIVE_SIGNATURE else None


def _from(days: Sequence[date], first: date | None) -> st.SearchStrategy[date]:
    later = [day for day in days if first is None or day >= first]
    return st.sampled_from(later or [days[-1]])


@st.composite
def register(
    draw: st.DrawFn,
    *,
    participants: Sequence[str] = EVERYBODY,
    stages: Sequence[str] = STAGES,
    suspensions: bool = True,
    moving: bool = True,
    min_size: int = 1,
) -> tuple[Entry, ...]:
    """A register: a row for some of the participants."""
    chosen = draw(st.lists(st.sampled_from(participants), min_size=min_size, max_size=6, unique=True))
    return tuple(
        draw(entries(participant, stages=stages, suspensions=suspensions, moving=moving)) for participant in chosen
    )


@st.composite
def histories(
    draw: st.DrawFn,
    *,
    steps: int = 6,
    participants: Sequence[str] = ("ALB", "CZE", "BRA", "KAZ"),
    stages: Sequence[str] = STAGES,
    suspensions: bool = True,
    losing: bool = True,
    days: Sequence[date] = DAYS,
) -> list[tuple[Entry, ...]]:
    """A register over time: in each step one row becomes any other row, goes, or comes back."""
    now = {
        who: draw(entries(who, stages=stages, days=days, suspensions=suspensions, moving=False)) for who in participants
    }
    found = [tuple(now.values())]
    for _ in range(draw(st.integers(1, steps))):
        who = draw(st.sampled_from(participants))
        if losing and who in now and len(now) > 1 and draw(st.integers(0, 3)) == 0:
            now.pop(who)
        else:
            now[who] = draw(entries(who, stages=stages, days=days, suspensions=suspensions, moving=False))
        found.append(tuple(now[who] for who in sorted(now)))
    return found


# ---- what a source shows -----------------------------------------------------------------------

_THREE = frozenset({Field.SIGNED_ON, Field.CONSENT_ON, Field.IN_FORCE_ON})


@dataclass(frozen=True, kw_only=True)
class Style:
    """A kind of source: what it shows at all."""

    name: str
    known: frozenset[Field]
    letters: str = ""
    marks: bool = False  # prints a, s, su
    kinds: bool = False  # names the kind of a consent
    treaty_date: bool = False  # has a place for the treaty's own entry into force


SERVICE = Style(name="service", known=_THREE, letters="RDTCO")
FULL_SERVICE = Style(name="full service", known=frozenset(DATE_FIELDS), letters="RDTCO")
CHART = Style(name="chart", known=frozenset(DATE_FIELDS[:5]), letters="RDATCO", marks=True, treaty_date=True)
SMALL_CHART = Style(name="small chart", known=_THREE, letters="RDATCO", marks=True)
REGISTER = Style(name="register", known=frozenset(DATE_FIELDS), kinds=True)
STYLES = (SERVICE, FULL_SERVICE, CHART, SMALL_CHART, REGISTER)

styles = st.sampled_from(STYLES)


def seen(style: Style, rows: Iterable[Entry], *, in_force: date | None = None) -> Chart:
    """The chart of these rows as read from a source of the style; as a baseline, it is ready for `compare`.

    `in_force`: the treaty's own date, where the style prints one; the earliest of the rows unless given.
    """
    printed = tuple(_printed(style, entry, fact) for entry in rows for fact in entry.printed())
    dates = [row.in_force_on for row in printed if row.in_force_on]
    chart = PrintedChart(
        rows=printed,
        number="185",
        in_force_on=(in_force or min(dates, default=None)) if style.treaty_date else None,
        shows_in_force_on=style.treaty_date,
        shows_marks=style.marks,
    )
    return interpret(chart, table(), blank_non_member_invited=True)


def baseline(style: Style, rows: Iterable[Entry]) -> Chart:
    """The chart as it is kept when it is a source's first."""
    return as_baseline(seen(style, rows))


def _printed(style: Style, entry: Entry, fact: Fact) -> PrintedRow:
    dates = {
        Field.SIGNED_ON: fact.signed,
        Field.CONSENT_ON: fact.consent,
        Field.IN_FORCE_ON: fact.in_force,
        Field.DENOUNCED_ON: fact.denounced,
        Field.LEFT_ON: fact.left,
        Field.SUSPENDED_ON: entry.suspended if fact is entry else None,
    }
    named = fact.consent and fact is entry and style.kinds
    return PrintedRow(
        name=fact.name,
        code=fact.code,
        group=Group(fact.group),
        mark=fact.mark if style.marks else None,
        consent_kind=entry.kind if named else None,
        known=style.known,
        flags=frozenset(fact.flags) & frozenset(style.letters),
        flags_known=frozenset(style.letters),
        **{name: value for name, value in dates.items() if name in style.known},
    )


# ---- a pipeline without the edges --------------------------------------------------------------


@dataclass(kw_only=True)
class Simulation:
    """What `jobs` makes of the reads of a treaty's sources, without HTTP, guard, store and roll-over."""

    authority: str
    states: dict[str, Chart] = field(default_factory=dict)
    pending: dict[str, tuple[Pending, ...]] = field(default_factory=dict)
    told: list[Change] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)  # those of `told`

    def read(self, source: str, chart: Chart, at: datetime, confirm_after: timedelta = CONFIRM_AFTER) -> None:
        """One good read."""
        if source not in self.states:
            self.states[source], self.pending[source] = as_baseline(chart), ()
            return
        ledger = self.ledger()
        found = compare(self.states[source], chart, self._rules(source, ledger, at, confirm_after))
        self.states[source], self.pending[source] = found.state, found.pending
        for difference in unreported(found.differences, ledger, source=source, authority=source == self.authority):
            self.differences.append(difference)
            self.told.append(_change(len(self.told) + 1, difference, source, at))

    def ledger(self) -> Ledger:
        """What has been told so far."""
        return Ledger.of(self.authority, self.states[self.authority], self.told)

    def _rules(self, source: str, ledger: Ledger, at: datetime, confirm_after: timedelta) -> ComparisonRules:
        others = {name: chart for name, chart in self.states.items() if name != source}
        return ComparisonRules(
            today=TODAY,
            now=at,
            confirm_after=confirm_after,
            pending=self.pending[source],
            retracted=ledger.retracted,
            invited_elsewhere={who for name, chart in others.items() for who in self._invited(name, chart)},
            acted_elsewhere={
                row.participant for chart in others.values() for row in chart.rows if row.signed_on or row.consent_on
            },
        )

    def _invited(self, source: str, chart: Chart) -> set[str]:
        waiting = {p.participant for p in self.pending[source] if p.field in (Field.INVITED, Field.ROW)}
        return {row.participant for row in chart.rows if row.invited and row.participant not in waiting}


def _change(key: int, difference: Difference, source: str, at: datetime) -> Change:
    return Change(
        id=key,
        detected_at=at,
        treaty="ets-185",
        participant=difference.participant,
        name=difference.name,
        kind=difference.kind,
        nature=difference.nature,
        field=difference.field,
        before=difference.before,
        after=difference.after,
        effective_on=difference.effective_on,
        left_on=difference.left_on,
        source=source,
        snapshot=None,
        previous_snapshot=None,
        summary="",
        rule=difference.rule,
    )


# ---- words for differences ---------------------------------------------------------------------

GONE = (ChangeKind.RETRACTED, ChangeKind.INVITATION_ENDED)


def words(differences: Iterable[Difference | Change]) -> list[tuple[str | None, str, str | None, str | None]]:
    """Differences as (participant, kind, before, after), in order."""
    return [(d.participant, str(d.kind), d.before, d.after) for d in differences]


def dates_known(row: Row) -> dict[Field, date | None]:
    """The dates that a row knows, empty ones included."""
    return {name: getattr(row, name) for name in DATE_FIELDS if name in row.known}


def told_twice(changes: Iterable[Change]) -> list[Change]:
    """Events that were told while they stood: an event is news once, unless what it said was told to be over
    (moved, ended, retracted) in between; an end is news once, unless a beginning was told in between."""
    standing: set[tuple[str | None, Field, str | None]] = set()
    twice = []
    for change in changes:
        if change.before is not None:
            standing -= {
                fact
                for fact in standing
                if fact[0] == change.participant and change.field in (fact[1], Field.ROW) and fact[2] is not None
            }
        if change.kind in _REACHED or change.nature is Nature.EDITORIAL:
            continue
        if change.field in (Field.SIGNED_ON, Field.CONSENT_ON):  # it acted: no invitation is open
            standing -= {(change.participant, Field.INVITED, "invited"), (change.participant, Field.INVITED, None)}
        fact = (change.participant, change.field, change.after)
        if change.nature is Nature.EVENT and fact in standing:
            twice.append(change)
        if change.after is not None:
            standing.discard((change.participant, change.field, None))
        if change.after is not None or change.nature is Nature.EVENT:
            standing.add(fact)
    return twice


#: These tell of the same field and date as the act that set it.
_REACHED = (
    ChangeKind.ENTERED_INTO_FORCE,
    ChangeKind.TREATY_ENTERED_INTO_FORCE,
    ChangeKind.DENUNCIATION_EFFECTIVE,
)


# ---- comparisons ---------------------------------------------------------------------------------

AT_ONCE = ComparisonRules(today=TODAY)
HOUR = timedelta(hours=1)


def waiting(earlier: Comparison | None = None, *, hours: float = 0, bundled: bool = False) -> ComparisonRules:
    """The rules of a read some hours after noon, with what an earlier read left pending."""
    return ComparisonRules(
        today=TODAY,
        now=NOON + hours * HOUR,
        confirm_after=CONFIRM_AFTER,
        pending=earlier.pending if earlier else (),
        bundled=bundled,
    )
