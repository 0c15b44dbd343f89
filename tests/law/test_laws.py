"""Laws of what dates mean (docs/glossary.md): standing on a day, what takes effect, the counts. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from charts import DAYS, OPENED, PAST, REGISTER, STAGES, TODAY, Entry, baseline, entries, examples, register
from hypothesis import given
from hypothesis import strategies as st

from tracker.law import SHIPPED_RULES, as_of, consents_by, history, standing_on, take_effect
from tracker.law.figures import figures_on
from tracker.law.periods import acts_by
from tracker.models import ChangeKind, Chart, Field, Group, Period, Row, Standing, Threshold, Treaty, but

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.models import Difference

A_DAY = timedelta(days=1)
DATED = tuple(stage for stage in STAGES if stage not in ("blank", "invited"))
days = st.sampled_from(DAYS) | st.dates(OPENED - A_DAY, date(2027, 1, 1))
BUDAPEST = Treaty(id="ets-185", number="185", name="Convention", threshold=Threshold(needed=5, members=3))


def row_of(entry: Entry) -> Row:
    """The row as a register shows it that knows every date and kind."""
    return baseline(REGISTER, (entry,)).rows[0]


rows = st.sampled_from(("ALB", "BRA")).flatmap(entries).map(row_of)
charts = register().map(lambda entries: baseline(REGISTER, entries))


# ---- standing ----------------------------------------------------------------------------------

_BORDERS = [
    ("signed_on", Standing.NONE, Standing.SIGNATORY),
    ("consent_on", Standing.SIGNATORY, Standing.CONTRACTING),
    ("in_force_on", Standing.CONTRACTING, Standing.PARTY),
    ("denounced_on", Standing.PARTY, Standing.PARTY),  # its notice is no departure yet
    ("left_on", Standing.PARTY, Standing.FORMER),
]
FULL = Row(
    participant="BRA",
    name="Brazil",
    signed_on=date(2001, 11, 23),
    consent_on=date(2010, 2, 28),
    in_force_on=date(2010, 6, 1),
    denounced_on=date(2020, 2, 29),
    left_on=date(2020, 9, 1),
)


@pytest.mark.parametrize(("field", "before", "after"), _BORDERS, ids=[border[0] for border in _BORDERS])
def test_a_standing_begins_on_the_day_itself(field: str, before: Standing, after: Standing) -> None:
    """The day before: not yet. The day itself: already."""
    day = getattr(FULL, field)

    assert (standing_on(FULL, day - A_DAY), standing_on(FULL, day)) == (before, after)


def test_who_left_before_the_day_printed_for_it_was_never_bound() -> None:
    """The denunciation takes effect, the entry into force never does: nothing is told of it, and no act is shown."""
    entry = date(2010, 6, 1)
    gone = but(FULL, in_force_on=entry, denounced_on=entry - A_DAY, left_on=entry)
    told = take_effect(Chart(rows=(gone,)), {}, entry + A_DAY).differences

    assert [found.kind for found in told] == [ChangeKind.DENUNCIATION_EFFECTIVE]
    assert ChangeKind.ENTERED_INTO_FORCE not in {act.kind for act in acts_by(gone, entry + A_DAY)}


@given(rows, days, days)
@examples(200)
def test_standing_changes_on_dates_of_the_row_alone(row: Row, one: date, other: date) -> None:
    """Between two days without a date of the row in between nothing happens."""
    early, late = sorted((one, other))
    dates = [*row.dates.values(), *(d for period in row.former for d in dates_of(period))]

    if not any(early < when <= late for when in dates):
        assert standing_on(row, early) is standing_on(row, late)


def dates_of(period: Period) -> list[date]:
    """The dates of a period that ended."""
    found = (period.signed_on, period.consent_on, period.in_force_on, period.denounced_on, period.left_on)
    return [when for when in found if when]


@given(rows, days)
@examples(300)
def test_standing_is_what_the_dates_say(row: Row, day: date) -> None:
    """Against the words of the Vienna Convention, said another way: the acts that had happened, in each period."""
    periods: list[Period | Row] = [*row.former, row]
    standings = {standing_of(period, day) for period in periods}
    if row.invited:
        standings.add(Standing.INVITED)

    expected = next(s for s in _STRONGEST if s in standings)
    assert standing_on(row, day) is expected


_STRONGEST = (
    Standing.PARTY,
    Standing.CONTRACTING,
    Standing.FORMER,
    Standing.SIGNATORY,
    Standing.INVITED,
    Standing.NONE,
)


def standing_of(period: Period | Row, day: date) -> Standing:
    """One period, as an independent reading of docs/glossary.md."""
    happened = {name for name in ("signed_on", "consent_on", "in_force_on", "left_on") if before(period, name, day)}
    for name, standing in (
        ("left_on", Standing.FORMER),
        ("in_force_on", Standing.PARTY),
        ("consent_on", Standing.CONTRACTING),
        ("signed_on", Standing.SIGNATORY),
    ):
        if name in happened:
            return standing
    return Standing.NONE


def before(period: Period | Row, name: str, day: date) -> bool:
    """Has the date of that name come by the day?"""
    when = getattr(period, name)
    return when is not None and when <= day


@given(rows, days)
@examples(60)
def test_a_suspended_party_is_a_party(row: Row, day: date) -> None:
    """A suspension is no departure."""
    assert standing_on(but(row, suspended_on=day), day) is standing_on(but(row, suspended_on=None), day)


CZECHOSLOVAKIA = Row(
    participant="CSK", name="Czechoslovakia", consent_on=date(1980, 1, 1), in_force_on=date(1980, 5, 1)
)


@pytest.mark.parametrize(("day", "standing"), [(date(1992, 12, 31), Standing.PARTY), (date(1993, 1, 1), Standing.NONE)])
def test_a_state_that_is_no_more_is_party_to_nothing(day: date, standing: Standing) -> None:
    """Its row in a register shows no end; its successors' own rows are what counts after it."""
    heirs = [but(CZECHOSLOVAKIA, participant=who, consent_on=date(1993, 2, 22)) for who in ("CZE", "SVK")]
    chart = Chart(rows=(CZECHOSLOVAKIA, *heirs), in_force_on=date(1980, 5, 1))

    assert standing_on(CZECHOSLOVAKIA, day) is standing
    assert figures_on(chart, BUDAPEST, date(1993, 3, 1), invited_known=True).consents == 2


@pytest.mark.parametrize(("day", "signatures"), [(date(2006, 6, 2), 1), (date(2006, 6, 3), 2)])
def test_one_signature_in_two_rows_counts_once(day: date, signatures: int) -> None:
    """Serbia and Montenegro signed once, and each of its successors' rows prints it."""
    rows = tuple(Row(participant=who, name=who, signed_on=date(2005, 4, 7)) for who in ("MNE", "SRB"))
    found = figures_on(Chart(rows=rows), BUDAPEST, day, invited_known=True)

    assert (found.signatures, found.signatories) == (signatures, signatures)


def test_several_periods() -> None:
    """Party, former, party again; in the year between it was neither."""
    first = Period(consent_on=date(2002, 1, 1), in_force_on=date(2002, 5, 1), left_on=date(2010, 1, 1))
    again = Row(
        participant="BRA", name="Brazil", consent_on=date(2011, 1, 1), in_force_on=date(2011, 5, 1), former=(first,)
    )

    standings = [standing_on(again, date(year, 6, 1)) for year in (2001, 2002, 2010, 2011)]

    assert standings == [Standing.NONE, Standing.PARTY, Standing.FORMER, Standing.PARTY]
    assert standing_on(again, date(2011, 4, 30)) is Standing.CONTRACTING


# ---- as of a day -------------------------------------------------------------------------------


@given(rows, days)
@examples(300)
def test_the_row_of_a_day_has_the_standing_of_that_day(row: Row, day: date) -> None:
    """standing_on(as_of(row, d), d) is standing_on(row, d)."""
    assert standing_on(as_of(row, day), day) is standing_on(row, day)


@given(rows, days)
@examples(200)
def test_the_row_of_a_day_holds_no_later_act(row: Row, day: date) -> None:
    """Acts dated later have not happened; a date of effect may be printed ahead, once its act was done."""
    then = as_of(row, day)

    for field in (Field.SIGNED_ON, Field.CONSENT_ON, Field.DENOUNCED_ON, Field.SUSPENDED_ON):
        assert then.dates.get(field, day) <= day
    if then.consent_on is None:
        assert then.consent_kind is None
        assert then.in_force_on is None or then.in_force_on <= day


@given(entries("BRA", stages=("again",)).map(row_of), days)
@examples(80)
def test_the_row_of_a_day_is_that_of_its_period(row: Row, day: date) -> None:
    """Between two periods the row shows the dates of the one that had begun: when it consented, when it left."""
    (former,) = row.former

    then = as_of(row, day)

    if row.consent_on <= day:
        assert (then.consent_on, then.left_on) == (row.consent_on, row.left_on)
    elif former.consent_on <= day:
        assert then.consent_on == former.consent_on
        assert then.left_on == (former.left_on if former.denounced_on <= day else None)
    else:
        assert (then.consent_on, then.left_on) == (None, None)


@given(rows, days, days)
@examples(150)
def test_a_day_looked_at_from_a_later_one_is_the_same(row: Row, one: date, other: date) -> None:
    """as_of(as_of(row, later), earlier) has the standing of the earlier day."""
    early, late = sorted((one, other))

    assert standing_on(as_of(as_of(row, late), early), early) is standing_on(row, early)


@given(rows)
@examples(60)
def test_on_the_last_day_the_row_is_itself(row: Row) -> None:
    """Once everything has happened nothing is hidden."""
    end = max([TODAY, *row.dates.values()])

    assert as_of(row, end) == row


# ---- what takes effect -------------------------------------------------------------------------

EFFECTS = {
    Field.IN_FORCE_ON: ChangeKind.ENTERED_INTO_FORCE,
    Field.LEFT_ON: ChangeKind.DENUNCIATION_EFFECTIVE,
    Field.TREATY_IN_FORCE_ON: ChangeKind.TREATY_ENTERED_INTO_FORCE,
}


def _never(row: Row) -> bool:
    """It had left by the day printed for the entry into force."""
    return bool(row.in_force_on and row.left_on and row.left_on <= row.in_force_on)


def due(chart: Chart) -> dict[tuple[str | None, Field], date]:
    """Every date with an effect of its own."""
    found: dict[tuple[str | None, Field], date | None] = {(None, Field.TREATY_IN_FORCE_ON): chart.in_force_on}
    for row in chart.rows:
        found[row.participant, Field.IN_FORCE_ON] = None if _never(row) else row.in_force_on
        found[row.participant, Field.LEFT_ON] = row.left_on
    return {key: when for key, when in found.items() if when}


def facts(told: Sequence[Difference]) -> list[tuple[str | None, Field, str | None]]:
    """What was told to have taken effect."""
    return [(d.participant, d.field, d.after) for d in told]


@given(charts, st.lists(days, min_size=1, max_size=8))
@examples(200)
def test_each_date_is_told_once_whatever_days_are_skipped(chart: Chart, visits: list[date]) -> None:
    """However seldom the roll-over runs, and if the clock goes back: each date reached by the last day once."""
    effects, told = {}, []
    for day in visits:
        found = take_effect(chart, effects, day)
        effects = dict(found.effects)
        told += found.differences

    first_seen = {key for key, when in due(chart).items() if when <= max(visits)}
    again = [fact for fact in facts(told) if facts(told).count(fact) > 1]
    assert {(d.participant, d.field) for d in told} == first_seen
    assert all(d.kind is EFFECTS[d.field] and d.before is None for d in told)
    assert all(d.after == due(chart)[d.participant, d.field].isoformat() for d in told)
    if visits == sorted(visits):
        assert again == []


@given(charts, days)
@examples(100)
def test_what_is_told_in_one_go_stands_in_order_of_days(chart: Chart, day: date) -> None:
    """By date; the treaty's own entry into force before its States'."""
    told = take_effect(chart, {}, day).differences

    order = [(d.effective_on, d.participant is not None) for d in told]
    assert order == sorted(order)


@given(charts, days, days)
@examples(100)
def test_history_is_never_told(chart: Chart, first: date, later: date) -> None:
    """What had taken effect on the day of the first chart is no news; what takes effect after it is."""
    first, later = sorted((first, later))

    told = take_effect(chart, history(chart, first), later).differences

    assert {(d.participant, d.field) for d in told} == {k for k, when in due(chart).items() if first < when <= later}


@given(entries("BRA", stages=("in_force",), days=PAST), st.sampled_from(PAST), st.integers(1, 400))
@examples(100)
def test_a_date_that_moves(entry: Entry, elsewhere: date, ahead: int) -> None:
    """Within the past: a correction, no second entry into force. To the future: told again when reached."""
    chart = baseline(REGISTER, (entry,))
    before = take_effect(chart, {}, TODAY).effects
    within = baseline(REGISTER, (replace(entry, in_force=elsewhere),))
    future = TODAY + timedelta(days=ahead)
    beyond = replace(baseline(REGISTER, (replace(entry, in_force=future),)), in_force_on=None)

    moved = take_effect(within, before, TODAY)
    postponed = take_effect(beyond, before, TODAY)
    too_early = take_effect(beyond, postponed.effects, future - A_DAY)
    reached = take_effect(beyond, too_early.effects, future)

    assert moved.differences == ()
    assert moved.effects["BRA", Field.IN_FORCE_ON] == elsewhere
    assert (postponed.differences, too_early.differences) == ((), ())
    assert facts(reached.differences) == [("BRA", Field.IN_FORCE_ON, future.isoformat())]
    assert take_effect(beyond, reached.effects, future + A_DAY).differences == ()


@given(charts, days, st.data())
@examples(100)
def test_a_withheld_date_is_neither_told_nor_forgotten(chart: Chart, day: date, data: st.DataObject) -> None:
    """A date that waits to be seen again: told once it no longer waits; one told before is not told anew."""
    keys = sorted(due(chart), key=str)
    withheld = set(data.draw(st.lists(st.sampled_from(keys), unique=True))) if keys else set()
    known = {key: when for key, when in due(chart).items() if when <= day and data.draw(st.booleans())}

    waiting = take_effect(chart, known, day, withheld=withheld)
    after = take_effect(chart, waiting.effects, day)

    assert not withheld & {(d.participant, d.field) for d in waiting.differences}
    told = facts([*waiting.differences, *after.differences])
    assert sorted(told, key=str) == sorted(facts(take_effect(chart, known, day).differences), key=str)


@given(charts, days)
@examples(60)
def test_a_date_that_is_gone_and_back_is_told_again(chart: Chart, day: date) -> None:
    """What is retracted loses its effect: shown again, it takes effect again."""
    all_told = take_effect(chart, {}, day)
    emptied = take_effect(replace(chart, rows=(), in_force_on=None), all_told.effects, day)

    assert (emptied.differences, emptied.effects) == ((), {})
    assert take_effect(chart, emptied.effects, day).differences == all_told.differences


# ---- figures -----------------------------------------------------------------------------------


@given(charts, st.none() | days, days)
@examples(200)
def test_figures_are_the_counts_of_the_standings(chart: Chart, in_force_on: date | None, day: date) -> None:
    """consents = party + contracting; total = consents + signatories + invited; the rest as docs/glossary.md defines
    it."""
    chart = replace(chart, in_force_on=in_force_on)
    found = figures_on(chart, BUDAPEST, day, invited_known=True)

    standings = [standing_on(row, day) for row in chart.rows]
    assert found.consents == standings.count(Standing.PARTY) + standings.count(Standing.CONTRACTING)
    assert found.signatories == standings.count(Standing.SIGNATORY)
    assert found.invited == standings.count(Standing.INVITED)
    assert found.total == found.consents + found.signatories + found.invited
    assert found.treaty_in_force == (chart.in_force_on is not None and chart.in_force_on <= day)
    assert found.in_force == (standings.count(Standing.PARTY) if found.treaty_in_force else 0)
    assert found.consents == len(consents_by(chart.rows, day))
    assert found.signatures >= found.signatories


@given(charts, days)
@examples(60)
def test_unknown_invitations_leave_the_total_unknown(chart: Chart, day: date) -> None:
    """invited and total are null unless a chart of that day lists the invited; 0 where nobody can be invited."""
    unknown = figures_on(chart, BUDAPEST, day, invited_known=False)
    closed = figures_on(chart, replace(BUDAPEST, by_invitation=False), day, invited_known=False)

    assert (unknown.invited, unknown.total) == (None, None)
    assert (closed.invited, closed.total) == (0, closed.consents + closed.signatories)


def test_a_signature_of_an_ended_period_is_a_signature() -> None:
    """`signatures` counts rows that signed: one that left and acceded anew did sign."""
    signed = Period(signed_on=OPENED, consent_on=PAST[2], in_force_on=PAST[3], left_on=PAST[4])
    row = Row(participant="BRA", name="Brazil", consent_on=PAST[6], former=(signed,))

    assert figures_on(Chart(rows=(row,)), BUDAPEST, TODAY, invited_known=True).signatures == 1
    assert figures_on(Chart(rows=(row,)), BUDAPEST, OPENED - A_DAY, invited_known=True).signatures == 0


@given(st.integers(0, 8), st.integers(0, 8), st.sampled_from(sorted(SHIPPED_RULES)))
@examples(100)
def test_the_threshold_of_the_shipped_rules(members: int, others: int, treaty: str) -> None:
    """Five consents, three of them by members for ETS 185; a treaty in force had them whatever its chart shows. Forty
    for the UN's."""
    groups = [Group.MEMBER] * members + [Group.NON_MEMBER] * others
    chart = Chart(
        rows=tuple(
            Row(participant=f"X{at:02}", name="X", group=group, consent_on=TODAY) for at, group in enumerate(groups)
        )
    )
    rules = SHIPPED_RULES[treaty]
    followed = Treaty(id=treaty, number="0", name="X", threshold=rules.threshold, by_invitation=rules.by_invitation)

    today, yesterday = (figures_on(chart, followed, day, invited_known=True) for day in (TODAY, TODAY - A_DAY))
    in_force = figures_on(replace(chart, in_force_on=TODAY), followed, TODAY, invited_known=True)

    needed = 40 if treaty == "untc-xviii-16" else 5
    assert today.threshold.reached == (members + others >= needed and (treaty != "ets-185" or members >= 3))
    assert not yesterday.threshold.reached
    assert in_force.threshold.reached
    assert (today.threshold.needed, today.threshold.of_which_members) == (needed, 3 if treaty == "ets-185" else None)
