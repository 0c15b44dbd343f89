"""Laws of doubt (docs/rules-of-change.md): thresholds at their borders, and that nothing doubtful or failed ever tells
anything."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pages
import pytest
from charts import CONFIRM_AFTER, HISTORIES, NOON, OPENED, PAST, TODAY, Entry, entries, examples
from hypothesis import given
from hypothesis import strategies as st
from world import World, world

from jobs.demo.standin import Fault
from tracker.diff import ComparisonRules, compare
from tracker.errors import ErrorKind, ParseError
from tracker.guard.charts import doubts, refuse_stale, refuse_wrong_treaty
from tracker.guard.clock import refuse_clock
from tracker.models import DATE_FIELDS, Chart, Field, Limits, Outcome, Row, Totals, but

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.models import Change

A_DAY = timedelta(days=1)


def chart(*rows: Row, **values: object) -> Chart:
    """A chart of rows whose every date is known."""
    return Chart(rows=rows, **values)


def row(number: int, **dates: date) -> Row:
    """A row of a participant that goes by a number."""
    return Row(participant=f"X{number:03}", name=f"State {number}", known=frozenset(DATE_FIELDS), **dates)


def kinds(
    new: Chart, old: Chart | None = None, *, limits: Limits | None = None, opened_on: date | None = OPENED
) -> list[ErrorKind]:
    """Every reason to doubt a chart, against the one before it."""
    rules = ComparisonRules(today=TODAY, now=NOON, confirm_after=CONFIRM_AFTER)
    comparison = compare(old, new, rules) if old else None
    found = doubts(new, old, comparison, limits=limits or Limits(), today=TODAY, opened_on=opened_on)
    assert all(doubt.message for doubt in found)
    return [doubt.kind for doubt in found]


# ---- thresholds at their borders ---------------------------------------------------------------


@given(st.integers(10, 150), st.integers(-3, 3))
@examples(150)
def test_fewer_than_nine_tenths_of_twenty_rows_and_more(before: int, off: int) -> None:
    """From 20 baseline rows up, fewer than 90 % of them: exactly 90 % pass; a shorter baseline says nothing."""
    after = 9 * before // 10 + off
    old, new = (chart(*map(row, range(count))) for count in (before, after))

    assert (ErrorKind.ROWS in kinds(new, old)) == (before >= 20 and 10 * after < 9 * before)


@pytest.mark.parametrize(("before", "after", "doubted"), [(20, 18, False), (20, 17, True), (19, 1, False)])
def test_the_border_of_the_rows_rule(before: int, after: int, doubted: bool) -> None:
    """18 of 20 pass, 17 do not, and 1 of 19 does."""
    old, new = (chart(*map(row, range(count))) for count in (before, after))

    assert (ErrorKind.ROWS in kinds(new, old)) is doubted


@given(st.integers(0, 7), st.integers(0, 7), st.integers(0, 9))
@examples(150)
def test_more_vanishings_than_allowed(dates: int, lost: int, most: int) -> None:
    """A vanished date counts, a lost row counts once; as many as allowed pass, one more does not."""
    old = chart(*(row(at, signed_on=PAST[0], consent_on=PAST[1]) for at in range(20)))
    changed = [but(r, consent_on=None) if at < dates else r for at, r in enumerate(old.rows)]
    new = chart(*changed[: len(changed) - lost])

    found = kinds(new, old, limits=Limits(max_retractions=most))

    assert (ErrorKind.RETRACTIONS in found) == (dates + lost > most)


@pytest.mark.parametrize(("count", "doubted"), [(3, False), (4, True)])
def test_three_vanishings_pass_by_default(count: int, doubted: bool) -> None:
    """`max_retractions = 3`, those already pending included."""
    old = chart(*(row(at, signed_on=PAST[0]) for at in range(19)))
    once = compare(old, chart(*old.rows[1:]), ComparisonRules(today=TODAY, now=NOON, confirm_after=CONFIRM_AFTER))

    assert len(once.pending) == 1
    assert (ErrorKind.RETRACTIONS in kinds(chart(*old.rows[count:]), once.state)) is doubted


@given(st.integers(0, 12), st.integers(0, 12))
@examples(100)
def test_more_moved_dates_than_allowed(moved: int, most: int) -> None:
    """Each moved date counts; dates that appear or vanish do not."""
    old = chart(*(row(at, signed_on=PAST[0]) for at in range(12)))
    new = chart(
        *(but(r, signed_on=PAST[1]) if at < moved else but(r, consent_on=PAST[2]) for at, r in enumerate(old.rows))
    )

    found = kinds(new, old, limits=Limits(max_corrections=most))

    assert (ErrorKind.CORRECTIONS in found) == (moved > most)


@pytest.mark.parametrize(("count", "doubted"), [(5, False), (6, True)])
def test_five_corrections_pass_by_default(count: int, doubted: bool) -> None:
    """`max_corrections = 5`."""
    old = chart(*(row(at, signed_on=PAST[0]) for at in range(10)))
    new = chart(*(but(r, signed_on=PAST[1]) if at < count else r for at, r in enumerate(old.rows)))

    assert (ErrorKind.CORRECTIONS in kinds(new, old)) is doubted


@pytest.mark.parametrize("field", DATE_FIELDS)
@pytest.mark.parametrize(
    ("was", "now", "doubted"),
    [
        ((PAST[0], PAST[1]), (PAST[1], PAST[0]), True),
        ((PAST[0], None), (None, PAST[0]), True),
        ((PAST[0], PAST[1]), (PAST[2], PAST[0]), True),
        ((PAST[0], None), (PAST[0], PAST[0]), False),
        ((PAST[0], PAST[0]), (PAST[1], PAST[1]), False),
        ((PAST[0], PAST[1]), (PAST[2], PAST[1]), False),
        ((PAST[0], None), (None, PAST[1]), False),
    ],
)
def test_a_date_that_went_from_one_row_to_another_is_doubted(
    field: Field, was: tuple[date | None, date | None], now: tuple[date | None, date | None], doubted: bool
) -> None:
    """Cells or rows that changed places: no act of one State becomes another's."""
    old, new = (
        chart(*(row(at, **({field: day} if day else {})) for at, day in enumerate(days))) for days in (was, now)
    )

    assert (ErrorKind.CORRECTIONS in kinds(new, old)) is doubted


@pytest.mark.parametrize("field", DATE_FIELDS)
def test_no_date_before_the_treaty_was_opened(field: Field) -> None:
    """The day of opening is possible, the day before is not, for any date."""
    on, before = (chart(row(1, **{field: day})) for day in (OPENED, OPENED - A_DAY))

    assert (kinds(on), kinds(before)) == ([], [ErrorKind.IMPOSSIBLE_DATE])
    assert kinds(before, opened_on=None) == []
    assert kinds(replace(before, opened_on=OPENED), opened_on=None) == [ErrorKind.IMPOSSIBLE_DATE]


@pytest.mark.parametrize("field", DATE_FIELDS)
@pytest.mark.parametrize("ahead", [0, 1, 2, 400])
def test_no_signature_or_consent_more_than_a_day_ahead(field: Field, ahead: int) -> None:
    """Tomorrow is possible, the depositary's day begins before ours; effects lie in the future."""
    found = kinds(chart(row(1, **{field: TODAY + ahead * A_DAY})))

    assert bool(found) == (field in (Field.SIGNED_ON, Field.CONSENT_ON) and ahead > 1)


@given(st.integers(0, 6), st.integers(0, 6), st.integers(-1, 1), st.integers(-1, 1))
@examples(100)
def test_printed_totals_are_those_of_the_rows(consents: int, signatories: int, more: int, fewer: int) -> None:
    """Totals that differ from the rows by one are doubted; totals that are not printed are not missed."""
    rows = [row(at, consent_on=PAST[1]) for at in range(consents)]
    rows += [row(100 + at, signed_on=PAST[0]) for at in range(signatories)]

    told = chart(*rows, totals=Totals(consents=consents + more, signatories=signatories + fewer))

    assert (ErrorKind.TOTALS in kinds(told)) == bool(more or fewer)
    assert kinds(chart(*rows, totals=Totals())) == []


def test_one_who_stands_twice_is_doubted() -> None:
    """A chart names those that stood twice without a denunciation to tell the rows apart."""
    assert kinds(chart(row(1), duplicates=("X001",))) == [ErrorKind.DUPLICATE]


@given(st.dates(OPENED, TODAY) | st.none(), st.dates(OPENED, TODAY) | st.none())
@examples(100)
def test_only_an_older_page_is_stale(stamp: date | None, before: date | None) -> None:
    """The same day passes, and so does a page or a baseline without a stamp."""
    assert refused(refuse_stale, stamp, before) == (stamp is not None and before is not None and stamp < before)


@given(st.integers(-200_000, 200_000), st.integers(0, 100_000), st.booleans())
@examples(200)
def test_the_clock_may_be_out_by_its_tolerance(seconds: int, tolerance: int, with_date: bool) -> None:
    """Against the server in either direction, against our own past backwards only; exactly the tolerance passes."""
    now, other = datetime(2026, 6, 15, 12, tzinfo=UTC), timedelta(seconds=seconds)
    served, last = (now + other, None) if with_date else (None, now + other)

    failed = refused(refuse_clock, now, served, last, timedelta(seconds=tolerance))

    assert failed == ((abs(seconds) if with_date else seconds) > tolerance)


@given(st.sampled_from(["185", "0185", " 185", "012A", "12a", "12A", "210", "1850"]), st.sampled_from(["185", "12A"]))
@examples(40)
def test_the_number_must_be_the_one_asked_for(printed: str, asked: str) -> None:
    """Leading zeros and capitals do not matter; everything else does."""
    same = printed.strip().lstrip("0").upper() == asked

    assert refused(refuse_wrong_treaty, chart(row(1), number=printed), asked) is not same


def refused(check: object, *values: object) -> bool:
    """Does the guard refuse outright?"""
    try:
        check(*values)
    except ParseError:
        return True
    return False


# ---- nothing doubtful or failed tells anything -------------------------------------------------

#: These rows never change, so that a spoiled chart is doubtful whatever else stands in it.
CORE = tuple(
    pages.Fact(name=name, code=code, signed=PAST[0], consent=PAST[2], in_force=PAST[3])
    for name, code in (
        ("Armenia", "ARM"),
        ("Austria", "AUS"),
        ("Cyprus", "CYP"),
        ("Denmark", "DEN"),
        ("Finland", "FIN"),
        ("Greece", "GRE"),
    )
)
FAULTS = (
    Fault.PORTAL,
    Fault.SHELL,
    Fault.CHALLENGE_403,
    Fault.BROKEN,
    Fault.EMPTY,
    Fault.NO_ROWS,
    Fault.TRUNCATED,
    Fault.WRONG_TREATY,
    Fault.NOT_UTF8,
    Fault.CLOCK_AHEAD,
    Fault.MOVED_AWAY,
    Fault.CUT,
)


@dataclass(frozen=True)
class Step:
    """One read: of good rows, or of something that is wrong with them."""

    rows: tuple[Entry, ...]
    wrong: Fault | str | None = None


def spoiled(facts: Sequence[pages.Fact], how: str) -> list[pages.Fact]:
    """The rows with one thing that no register does."""
    core, others = list(facts[: len(CORE)]), list(facts[len(CORE) :])
    if how == "future":
        core[0] = replace(core[0], signed=TODAY + 30 * A_DAY)
    elif how == "too early":
        core[0] = replace(core[0], consent=OPENED - A_DAY)
    elif how == "twice":
        core.append(core[0])
    elif how == "retractions":
        core = core[:2]
    elif how == "corrections":
        core = [replace(fact, consent=PAST[2] + A_DAY) for fact in core]
    elif how == "unknown":
        core.append(pages.Fact(name="Ruritania", code="RUR", signed=PAST[0]))
    return [*core, *others]


SPOILED = ("future", "too early", "twice", "retractions", "corrections", "unknown")
STAGES = ("blank", "invited", "signed", "consented", "in_force")


@st.composite
def plans(draw: st.DrawFn) -> list[Step]:
    """Reads of one source: good ones in which one row at a time becomes another, and wrong ones in between."""
    now = {who: draw(entries(who, stages=STAGES, days=PAST, moving=False)) for who in ("ALB", "BRA", "CZE")}
    steps = [Step(rows=tuple(now.values()))]
    for _ in range(draw(st.integers(2, 5))):
        wrong = draw(st.sampled_from((*FAULTS, *SPOILED, None, None, None, None, None, None, None, None)))
        who = draw(st.sampled_from(sorted(now)))
        there = {**now, who: draw(entries(who, stages=STAGES, days=PAST, moving=False))}
        if wrong is None:
            now = there
        steps.append(Step(rows=tuple(there.values()), wrong=wrong))
    return [*steps, Step(rows=tuple(now.values())), Step(rows=tuple(now.values()))]


def replay(w: World, steps: Sequence[Step], *, good_alone: bool) -> list[tuple[Outcome, ErrorKind | None]]:
    """Read each step two hours after the one before; a wrong one is left out where only the good ones count."""
    outcomes = []
    for step in steps:
        w.wait(hours=2)
        if good_alone and step.wrong is not None:
            w.wait(seconds=1)
            continue
        facts: list[pages.Fact] = [*CORE, *step.rows]
        if isinstance(step.wrong, Fault):
            w.standin.fault = step.wrong
        elif step.wrong:
            facts = spoiled(facts, step.wrong)
        w.standin.charts["185"] = pages.json_service(facts).replace(b'": "', b'":"')  # as NOT_UTF8 looks for it
        entry = w.check()
        outcomes.append((entry.outcome, entry.error[0] if entry.error else None))
        w.standin.fault = None
    return outcomes


def told(changes: Sequence[Change]) -> list[tuple[object, ...]]:
    """Changes but for their ids and the ids of snapshots."""
    return [
        (c.detected_at, c.participant, c.name, c.kind, c.nature, c.field, c.before, c.after, c.effective_on, c.summary)
        for c in changes
    ]


@given(plans())
@examples(20, thorough=HISTORIES)
def test_wrong_reads_leave_no_trace_in_the_history(steps: list[Step]) -> None:
    """The changes of good and wrong reads together are those of the good ones alone, at the same times."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        with world(Path(one), confirm_after="3h") as w:
            outcomes, mixed, states = replay(w, steps, good_alone=False), w.changes(), parties(w)
        with world(Path(other), confirm_after="3h") as w:
            replay(w, steps, good_alone=True)
            alone, expected = w.changes(), parties(w)

    assert told(mixed) == told(alone)
    assert states == expected
    for step, (outcome, error) in zip(steps, outcomes, strict=True):
        if step.wrong in SPOILED:
            assert outcome is (Outcome.FAILED if step.wrong == "unknown" else Outcome.QUARANTINED), error
        elif step.wrong:
            assert outcome is Outcome.FAILED, step.wrong


def parties(w: World) -> dict[str, tuple[object, ...]]:
    """What `tracker parties` answers, but for how old it is."""
    return {who: tuple(v for k, v in a.items() if k != "status_as_of") for who, a in w.parties().items()}
