"""Laws of what vanishes (docs/rules-of-change.md), on random charts: it waits, is told once, and comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pages
import pytest
from charts import (
    AT_ONCE,
    CHART,
    GONE,
    PAST,
    REGISTER,
    SERVICE,
    Entry,
    Style,
    baseline,
    entries,
    examples,
    register,
    seen,
    styles,
    waiting,
    words,
)
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.diff import compare
from tracker.models import ChangeKind, Chart, Field, Nature, Period, Row

if TYPE_CHECKING:
    from collections.abc import Iterable


@given(styles, register(), register())
@examples(250)
def test_a_vanishing_is_told_by_the_second_read_alone(
    style: Style, before: tuple[Entry, ...], after: tuple[Entry, ...]
) -> None:
    """First read: pending, old values stand. One minute early: still. `confirm_after` on: told, gone, and no more
    than a comparison at once would have told."""
    a, b = baseline(style, before), seen(style, after)

    first = compare(a, b, waiting())
    early = compare(first.state, b, waiting(first, hours=12 - 1 / 60))
    second = compare(first.state, b, waiting(first, hours=12))

    assert not [d for d in first.differences if d.kind in GONE]
    assert first.vanished == len(first.pending)
    for wait in first.pending:
        assert value_in(first.state, wait.participant, wait.field) == value_in(a, wait.participant, wait.field)
        assert not value_in(second.state, wait.participant, wait.field)
    assert (early.differences, early.pending) == ((), first.pending)
    assert {(d.participant, d.field) for d in second.differences if d.kind in GONE} == {
        (p.participant, p.field) for p in first.pending
    }
    others = {d.kind for d in second.differences if d.participant}  # a derived date of the treaty may move with them
    assert others <= {*GONE, ChangeKind.INVITED}  # one whose act is gone is invited again
    assert second.pending == ()
    at_once = compare(a, b, AT_ONCE)
    assert sorted(map(str, words(first.differences + second.differences))) == sorted(
        map(str, words(at_once.differences))
    )


def value_in(chart: Chart, participant: str | None, field: Field) -> object:
    """What a chart holds of a field; of a whole row, its dates."""
    if participant is None:
        return chart.in_force_on
    row = chart.row(participant)
    if field is Field.ROW:
        return row.dates if row else None
    return getattr(row, field) if row else None


@given(styles, register(), register())
@examples(150)
def test_a_value_seen_again_clears_its_wait(style: Style, before: tuple[Entry, ...], after: tuple[Entry, ...]) -> None:
    """What is back before it was confirmed as gone never went: no retraction, nothing told anew of it."""
    a = baseline(style, before)
    first = compare(a, seen(style, after), waiting())

    back = compare(first.state, seen(style, before), waiting(first, hours=13))

    gone = {(wait.participant, wait.field) for wait in first.pending}
    assert not gone & {(wait.participant, wait.field) for wait in back.pending}
    assert not [d for d in back.differences if (d.participant, d.field) in gone]


@given(styles, register(), register())
@examples(80)
def test_with_no_time_to_wait_the_second_read_confirms_and_never_the_first(
    style: Style, before: tuple[Entry, ...], after: tuple[Entry, ...]
) -> None:
    """`confirm_after = "0s"`, even at the same moment."""
    a, b = baseline(style, before), seen(style, after)
    rules = replace(waiting(), confirm_after=timedelta(0))

    first = compare(a, b, rules)
    second = compare(first.state, b, replace(rules, pending=first.pending))

    assert not [d for d in first.differences if d.kind in GONE]
    assert len([d for d in second.differences if d.kind in GONE]) == len(first.pending)


@given(styles, register(stages=("blank",), min_size=3))
@examples(60)
def test_blank_rows_that_come_go_or_move_are_nothing(style: Style, rows: tuple[Entry, ...]) -> None:
    """A row without a date is nothing, unless it is invited: Russia's left the chart and nothing happened."""
    rows = tuple(replace(row, flags="") for row in rows)
    moved = tuple(replace(row, group="member") for row in rows)
    assume(not any(row.invited for row in seen(style, rows).rows))

    for before, after in ((rows, rows[1:]), (rows[1:], rows), (rows, moved), (moved, rows[:1])):
        found = compare(baseline(style, before), seen(style, after), waiting())
        assert not [d for d in found.differences if d.kind is not ChangeKind.RENAMED]
        assert found.pending == ()


@given(entries("BRA", stages=("left", "again")), entries("ALB", stages=("signed",)))
@examples(80)
def test_a_row_lost_after_its_denunciation_took_effect_is_nothing(gone: Entry, other: Entry) -> None:
    """The period is over; it stays on record, and no read makes anything of the missing row."""
    ended = replace(gone, consent=None, in_force=None, kind=None, mark=None) if gone.again else gone
    a, b = baseline(CHART, (ended, other)), seen(CHART, (other,), in_force=effect_of((ended,)))

    first = compare(a, b, waiting())
    second = compare(first.state, b, waiting(first, hours=24))

    assert (words(first.differences), first.pending, words(second.differences)) == ([], (), [])
    assert periods_of(second.state.row("BRA")) == periods_of(a.row("BRA"))


def effect_of(rows: Iterable[Entry]) -> date | None:
    """The treaty's own entry into force, as the earliest of the rows."""
    return baseline(SERVICE, rows).in_force_on


def periods_of(row: Row | None) -> list[tuple[date | None, date | None]]:
    """Consent and end of every period that a row records."""
    assert row is not None
    found: list[Period | Row] = [*row.former, row]
    return [(p.consent_on, p.left_on) for p in found if p.consent_on]


@pytest.mark.parametrize("style", [CHART, REGISTER], ids=["chart", "register"])
def test_an_ended_period_outlives_the_row_of_the_next(style: Style) -> None:
    """Party 2004-2009, again from 2020, then the row is lost: the second accession is retracted, the period stays."""
    former = pages.Fact(name="Brazil", group="non_member", consent=PAST[2], mark="a", denounced=PAST[4], left=PAST[4])
    brazil = Entry(participant="BRA", name="Brazil", group="non_member", consent=PAST[6], mark="a", again=former)
    other = Entry(participant="ALB", name="Albania", signed=PAST[0])
    a = baseline(style, (brazil, other))

    first = compare(a, seen(style, (other,)), waiting())
    second = compare(first.state, seen(style, (other,)), waiting(first, hours=12))

    assert [(d.participant, d.kind) for d in second.differences] == [("BRA", ChangeKind.RETRACTED)]
    assert periods_of(second.state.row("BRA")) == [(PAST[2], PAST[4])]


@given(styles, register(stages=("invited", "blank"), min_size=2), st.data())
@examples(80)
def test_an_invited_one_that_acts_has_not_lost_its_invitation(
    style: Style, rows: tuple[Entry, ...], data: st.DataObject
) -> None:
    """Invited, then signs or accedes: that act alone, never `invitation_ended`, nothing waits."""
    invited = [row.participant for row in seen(style, rows).rows if row.invited]
    assume(invited)
    who = data.draw(st.sampled_from(invited))
    acted = data.draw(entries(who, stages=("signed", "consented"), moving=False, suspensions=False))

    found = compare(baseline(style, rows), seen(style, [acted if r.participant == who else r for r in rows]), waiting())

    kinds = [d.kind for d in found.differences if d.participant == who and d.nature is Nature.EVENT]
    assert kinds
    assert not set(kinds) & {*GONE, ChangeKind.INVITED}
    assert not [wait for wait in found.pending if wait.participant == who]
    assert found.state.row(who).invited is False


@given(styles, entries("BRA", stages=("signed", "consented", "in_force"), moving=False, suspensions=False))
@examples(60)
def test_one_whose_act_is_missing_once_is_not_invited(style: Style, entry: Entry) -> None:
    """A non-member's date that one read does not show stands until a second confirms it: nobody was invited."""
    blank = Entry(participant="BRA", name="Brazil", group="non_member", code="BRA")

    first = compare(baseline(style, (entry,)), seen(style, (blank,)), waiting())

    assert not [d for d in first.differences if d.participant and d.nature is Nature.EVENT and d.before is None]
    assert first.state.row("BRA").dates == baseline(style, (entry,)).row("BRA").dates
    assert not first.state.row("BRA").invited
