"""Laws of what binds two participants, and of a row's periods and acts on a day. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from charts import DAYS, OPENED, REGISTER, baseline, entries, examples, register
from hypothesis import given
from hypothesis import strategies as st

from tracker.law import as_of, complete, standing_on
from tracker.law.periods import acted_by, acts_by, periods_of, periods_on
from tracker.law.relations import (
    Itself,
    Loss,
    Relation,
    after_losses,
    having_lost,
    relation_of,
    relation_on,
)
from tracker.law.sides import Side, side_on
from tracker.models import DATE_FIELDS, Chart, Field, Listed, Period, Row, Standing, Suspension, Threshold, Treaty, but
from tracker.wording.citations import escape

if TYPE_CHECKING:
    from charts import Entry

A_DAY = timedelta(days=1)
days = st.sampled_from(DAYS) | st.dates(OPENED - A_DAY, date(2027, 1, 1))
charts = register(min_size=2).map(lambda rows: baseline(REGISTER, rows))


def row_of(entry: Entry) -> Row:
    """The row as a register shows it that knows every date."""
    return baseline(REGISTER, (entry,)).rows[0]


rows = st.sampled_from(("ALB", "BRA")).flatmap(entries).map(row_of)


# ---- suspensions --------------------------------------------------------------------------------

_ENDED = (
    Suspension(suspended_on=date(2011, 1, 1), until_on=date(2011, 6, 1)),
    Suspension(suspended_on=date(2012, 1, 1), until_on=date(2012, 1, 1)),
)
ONCE_SUSPENDED = Row(
    participant="BRA",
    name="Brazil",
    consent_on=date(2010, 1, 1),
    in_force_on=date(2010, 5, 1),
    suspended_on=date(2015, 3, 1),
    suspensions=_ENDED,
)


@pytest.mark.parametrize(
    ("day", "since"),
    [
        (date(2010, 12, 31), None),
        (date(2011, 1, 1), date(2011, 1, 1)),
        (date(2011, 5, 31), date(2011, 1, 1)),
        (date(2011, 6, 1), None),
        (date(2012, 1, 1), None),  # it began and ended on one day
        (date(2015, 3, 1), date(2015, 3, 1)),
    ],
)
def test_a_suspension_holds_until_the_day_of_its_end(day: date, since: date | None) -> None:
    """A past suspension counts as one that lasts: the treaty is in force, its operation is suspended (VCLT art. 57)."""
    chart = Chart(rows=(ONCE_SUSPENDED,), in_force_on=date(2004, 7, 1), status_as_of=date(2026, 1, 1))
    side = relation_on(ONCE_SUSPENDED, None, chart, day).a

    assert as_of(ONCE_SUSPENDED, day).suspended_on == side.suspended_on == since
    assert side.bound is True


def test_both_acts_of_a_suspension_are_listed() -> None:
    """Its beginning, and its end once that came."""

    def acts(day: date) -> list[tuple[str, date | None]]:
        return [(act.kind, act.on) for act in acts_by(ONCE_SUSPENDED, day) if act.field is Field.SUSPENDED_ON]

    began, ended = ("suspended", date(2011, 1, 1)), ("suspension_ended", date(2011, 6, 1))
    assert acts(date(2011, 5, 31)) == [began]
    assert acts(date(2011, 6, 1)) == [began, ended]
    assert acts(date(2026, 1, 1))[-1] == ("suspended", date(2015, 3, 1))


# ---- between two --------------------------------------------------------------------------------


@given(charts, days)
@examples(200)
def test_in_force_between_two_is_both_party_to_a_treaty_in_force(chart: Chart, day: date) -> None:
    """Neither more nor less, and the same from either side."""
    a, b = chart.rows[:2]
    found, mirrored = relation_on(a, b, chart, day), relation_on(b, a, chart, day)

    parties = standing_on(a, day) is standing_on(b, day) is Standing.PARTY
    assert found.in_force is bool(parties and chart.in_force_on and chart.in_force_on <= day)
    assert (found.in_force, found.since, found.a, found.b) == (
        mirrored.in_force,
        mirrored.since,
        mirrored.b,
        mirrored.a,
    )


@given(charts, days)
@examples(200)
def test_it_is_in_force_since_the_later_of_the_two_dates(chart: Chart, day: date) -> None:
    """In force on the day it is said to begin and on every day from it to the one asked about."""
    a, b = chart.rows[:2]
    found = relation_on(a, b, chart, day)
    if not found.in_force:
        assert found.since is None
        return

    assert found.since == max(found.a.since or day, found.b.since or day)
    assert found.since <= day
    dates = {when for row in (a, b) for period in periods_of(row) for when in (period.in_force_on, period.left_on)}
    for when in {found.since, day, *(when for when in dates if when and found.since <= when <= day)}:
        then = relation_on(a, b, chart, when)
        assert then.a.standing is Standing.PARTY
        assert then.b.standing is Standing.PARTY


RULED = Treaty(id="ets-185", number="185", name="", threshold=Threshold(needed=1), months_after_consent=3)


@given(charts, st.booleans(), days, days)
@examples(200)
def test_a_rule_turns_no_into_not_known_and_does_nothing_else(
    chart: Chart, printed: bool, status: date, day: date
) -> None:
    """From the expected day on, the same on the chart's day and later: a blank cell is no statement.

    Beside a succession that is notified later the day since when it is in force is not known, whatever the rule says.
    """
    shown = chart.rows if printed else tuple(without_entries(row) for row in chart.rows)
    chart = replace(chart, rows=shown, in_force_on=chart.in_force_on if printed else None, status_as_of=status)
    found = relation_on(*chart.rows[:2], chart, day)
    completed = complete(chart, RULED)
    ruled = relation_on(*completed.rows[:2], completed, day, RULED)

    assert (found.a.standing, found.b.standing) == (ruled.a.standing, ruled.b.standing)
    ends = [side.left_by_rule for side in (ruled.a, ruled.b) if side.left_by_rule and side.left_by_rule <= day]
    if found.in_force is not ruled.in_force:
        assert ruled.in_force is None
        sides = (ruled.a, ruled.b)
        begins = [ruled.by_rule_since]
        if any(side.succeeds_on for side in sides):
            begins += [ruled.treaty_expected_on, *(side.by_rule_since for side in sides)]
        assert ends or any(when and when <= day for when in begins)
        assert ends or found.in_force is False
    later = relation_on(*completed.rows[:2], replace(completed, status_as_of=date(2027, 1, 1)), day, RULED)
    assert ruled == later


def without_entries(row: Row) -> Row:
    """The row of a source that prints no entry into force in any period."""
    return but(row, in_force_on=None, former=tuple(but(one, in_force_on=None) for one in row.former))


def test_a_treaty_that_is_in_force_by_the_rule_alone_says_since_when() -> None:
    """Both sides have printed dates of their own in a former period; the treaty's own date is blank."""
    former = Period(
        consent_on=date(2001, 11, 23),
        in_force_on=date(2001, 11, 23),
        denounced_on=date(2004, 3, 18),
        left_on=date(2004, 3, 18),
    )
    rows = tuple(
        Row(
            participant=key,
            name=key,
            code=key,
            consent_on=date(2004, 7, 1),
            known=frozenset(DATE_FIELDS),
            former=(former,),
        )
        for key in ("ALB", "CZE")
    )
    chart = complete(Chart(rows=rows, shows_in_force_on=True, status_as_of=date(2010, 1, 1)), RULED)
    found = relation_on(*chart.rows, chart, date(2003, 1, 1), RULED)

    assert (found.in_force, found.by_rule_since) == (None, date(2002, 3, 1))


# ---- a protocol and its parent ------------------------------------------------------------------

PROTOCOL = Treaty(
    id="cets-224", number="224", name="", threshold=Threshold(needed=2), months_after_consent=3, parent="ets-185"
)


@given(charts, charts, days)
@examples(200)
def test_a_protocol_binds_only_those_whom_both_bind(own: Chart, parent: Chart, day: date) -> None:
    """The same from either side; never Yes with a side that the parent does not bind; and no firm No where only the
    rule speaks."""
    parent = complete(parent, RULED)
    chart = complete(own, PROTOCOL, parent)
    a, b = chart.rows[:2]
    found = relation_on(a, b, chart, day, PROTOCOL, parent)
    mirrored = relation_on(b, a, chart, day, PROTOCOL, parent)

    assert (found.in_force, found.since, found.by_rule_since) == (
        mirrored.in_force,
        mirrored.since,
        mirrored.by_rule_since,
    )
    bound = [side_on(parent.row(row.participant), day, None, {}).bound for row in (a, b)]
    if found.in_force:
        assert bound == [True, True]
    if found.in_force is False:
        assert found.treaty_in_force is False or any(_printed_reason(row, parent, day) for row in (a, b))


def _printed_reason(row: Row, parent: Chart, day: date) -> bool:
    """True if dates as printed show that one is not bound on a day, and no rule says otherwise."""
    sides = [side_on(one, day, None, {}) for one in (row, parent.row(row.participant))]
    by_rule = [side for side in sides if side.by_rule_since]
    return any(side.standing is not Standing.PARTY and side not in by_rule for side in sides)


def test_the_protocol_of_one_that_left_the_parent() -> None:
    """CETS 224 art. 2(1)(a): its chart may still show it."""
    entered, left = date(2026, 10, 1), date(2027, 3, 1)
    hungary = Row(participant="HUN", name="Hungary", consent_on=date(2026, 2, 5), in_force_on=entered)
    japan = but(hungary, participant="JPN", name="Japan")
    bound = but(japan, consent_on=date(2012, 7, 3), in_force_on=date(2012, 11, 1))
    gone = but(bound, participant="HUN", denounced_on=date(2026, 11, 10), left_on=left)
    parent = complete(Chart(rows=(gone, bound), in_force_on=date(2004, 7, 1)), RULED)
    for treaty, after in ((PROTOCOL, False), (replace(PROTOCOL, id="ets-189"), True)):
        chart = complete(Chart(rows=(hungary, japan), in_force_on=entered), treaty, parent)
        before, then = (relation_on(*chart.rows, chart, day, treaty, parent).in_force for day in (left - A_DAY, left))
        assert (before, then) == (True, after)


# ---- a denunciation whose effect no source prints -------------------------------------------------


def test_nobody_is_bound_for_ever_by_a_blank_cell() -> None:
    """Denounced, and the chart prints no effect: warned from the notification on, not known from the rule's day on."""
    tonga = Row(
        participant="TON",
        name="Tonga",
        consent_on=date(2017, 5, 9),
        in_force_on=date(2017, 9, 1),
        denounced_on=date(2026, 5, 10),
    )
    brazil = Row(participant="BRA", name="Brazil", consent_on=date(2022, 11, 30), in_force_on=date(2023, 3, 1))
    chart = complete(Chart(rows=(brazil, tonga), in_force_on=date(2004, 7, 1)), RULED)
    effect = date(2026, 9, 1)
    for day, in_force, warned in (
        (date(2026, 5, 9), True, None),
        (date(2026, 5, 10), True, effect),
        (effect - A_DAY, True, effect),
        (effect, None, effect),
    ):
        found = relation_on(*chart.rows, chart, day, RULED)
        assert (found.in_force, found.b.left_by_rule) == (in_force, warned)


def test_once_one_is_out_by_the_rule_it_is_in_force_by_the_rule_no_more() -> None:
    """Of Brazil only the rule says since when; Tonga has denounced, and the chart prints no effect."""
    tonga = Row(
        participant="TON",
        name="Tonga",
        consent_on=date(2017, 5, 9),
        in_force_on=date(2017, 9, 1),
        denounced_on=date(2026, 5, 10),
    )
    known = frozenset(DATE_FIELDS)
    brazil = Row(participant="BRA", name="Brazil", consent_on=date(2022, 11, 30), known=known)
    chart = complete(Chart(rows=(brazil, tonga), in_force_on=date(2004, 7, 1)), RULED)
    effect = date(2026, 9, 1)

    before, then = (relation_on(*chart.rows, chart, day, RULED) for day in (effect - A_DAY, effect))
    assert (before.in_force, before.by_rule_since) == (None, date(2023, 3, 1))
    assert (then.in_force, then.by_rule_since) == (None, None)


# ---- a register that prints no day for a State ----------------------------------------------------


def test_the_rule_answers_where_a_register_prints_no_day_for_a_state() -> None:
    """Once the treaty's own day is printed: Yes from the day of the rule, flagged; before it, No."""
    un = Treaty(
        id="untc-xviii-16",
        number="XVIII-16",
        name="",
        threshold=Threshold(needed=40),
        days_after_threshold=90,
        days_after_consent=30,
    )
    seen = frozenset({Field.SIGNED_ON, Field.CONSENT_ON})
    qatar = Row(participant="QAT", name="Qatar", consent_on=date(2026, 6, 1), known=seen)
    togo = Row(participant="TGO", name="Togo", consent_on=date(2026, 12, 10), known=seen)
    chart = complete(Chart(rows=(qatar, togo), in_force_on=date(2026, 12, 29)), un)
    entered = date(2027, 1, 9)
    before, after = (relation_on(*chart.rows, chart, day, un) for day in (entered - A_DAY, entered))

    assert (before.in_force, before.a.standing, before.b.standing) == (False, Standing.PARTY, Standing.CONTRACTING)
    assert (after.in_force, after.since, after.by_rule_since) == (True, None, entered)
    assert (after.b.standing, after.b.by_rule_since) == (Standing.PARTY, entered)


@given(rows, days)
@examples(100)
def test_nothing_is_in_force_with_one_that_has_no_row(row: Row, day: date) -> None:
    """A participant that the chart does not name has done nothing."""
    chart = Chart(rows=(row,), in_force_on=OPENED)

    assert relation_on(row, None, chart, day).in_force is False


def test_a_period_that_ended_gives_no_date_to_one_without_dates() -> None:
    """Listed as a Party today, after a denunciation that is on record: since when is not known."""
    ended = Period(consent_on=date(2010, 1, 1), in_force_on=date(2010, 5, 1), left_on=date(2015, 1, 1))
    back = Row(participant="BRA", name="Brazil", listed=Listed.PARTY, former=(ended,))
    other = Row(participant="JPN", name="Japan", listed=Listed.PARTY)
    found = relation_on(back, other, Chart(rows=(back, other), status_as_of=date(2026, 1, 1)), date(2026, 1, 1))

    assert (found.in_force, found.since, found.a.since) == (True, None, None)


# ---- periods and acts ---------------------------------------------------------------------------


@given(rows, days)
@examples(200)
def test_what_a_day_shows_was_done_by_then(row: Row, day: date) -> None:
    """No act after the day; every date of the past once, in order; the last period is the row as of the day.

    What ended before it could enter into force, or on that day, never did.
    """
    acts, periods = acts_by(row, day), periods_on(row, day)

    dates = [act.on for act in acts if act.on]
    assert dates == sorted(dates)
    assert all(when <= day for when in dates)
    past = [
        getattr(period, name)
        for period in periods_of(row)
        for name in DATE_FIELDS
        if (getattr(period, name, None) or date.max) <= day
        and not (name == "in_force_on" and period.left_on and period.left_on <= period.in_force_on)
    ]
    assert sorted(past) == dates
    if periods:
        seen = as_of(row, day)
        assert periods[-1].signed_on == seen.signed_on
        assert periods[-1].consent_on == seen.consent_on
        assert periods[-1].left_on == seen.left_on


@given(rows, days)
@examples(200)
def test_a_period_holds_nothing_that_a_later_day_takes_back(row: Row, day: date) -> None:
    """What was done by a day was done by every later one."""
    later = day + timedelta(days=400)

    assert set(acts_by(row, day)) <= set(acts_by(but(row), later))


NOBODY = Row(participant="BRA", name="Brazil")

ACTED = {
    "no row": (None, False),
    "a blank row": (NOBODY, False),
    "invited": (but(NOBODY, invited=True), False),
    "signed on that day": (but(NOBODY, signed_on=OPENED), True),
    "signed later": (but(NOBODY, signed_on=OPENED + A_DAY), False),
    "listed without a date": (but(NOBODY, listed=Listed.PARTY), True),
    "listed with a date to come": (but(NOBODY, listed=Listed.PARTY, consent_on=OPENED + A_DAY), False),
}


@pytest.mark.parametrize("what", ACTED)
def test_who_has_acted_by_a_day(what: str) -> None:
    """An invitation is no act of the participant; a list that prints no dates is believed."""
    row, expected = ACTED[what]

    assert acted_by(row, OPENED) is expected


# ---- citation -----------------------------------------------------------------------------------


@given(st.text())
@examples(200)
def test_nothing_in_a_citation_ends_its_braces(text: str) -> None:
    """Whatever a name holds: braces are balanced, and no character is one that BibTeX or LaTeX obeys."""
    escaped = escape(text)
    plain = escaped
    for command in (r"\textbackslash{}", r"\textasciitilde{}", r"\textasciicircum{}", *(rf"\{c}" for c in "{}&%$#_")):
        plain = plain.replace(command, "")

    assert not set(plain) & set("\\{}&%$#_~^\n\r")


# ---- what the source no longer shows ------------------------------------------------------------

LOST = date(2026, 3, 1)
OURS = Side(standing=Standing.PARTY, bound=True, since=date(2010, 5, 1))
NOBODY = Side(standing=Standing.NONE, bound=False)
IN_FORCE = Itself(in_force=True)


def related(one: Side, other: Side, itself: Itself = IN_FORCE) -> Relation:
    return relation_of(one, other, itself)


@pytest.mark.parametrize(("lost_a", "lost_b"), [(LOST, None), (None, LOST), (LOST, LOST), (None, None)])
def test_each_side_loses_its_own(lost_a: date | None, lost_b: date | None) -> None:
    """A side that the source shows as bound lost nothing that matters."""
    for one, other in ((NOBODY, NOBODY), (NOBODY, OURS), (OURS, NOBODY), (OURS, OURS)):
        found = after_losses(related(one, other), Loss(binding=lost_a), Loss(binding=lost_b))

        assert found.a == having_lost(one, Loss(binding=lost_a))
        assert found.b == having_lost(other, Loss(binding=lost_b))
        assert (found.a.lost_on, found.b.lost_on) == (
            lost_a if one is NOBODY else None,
            lost_b if other is NOBODY else None,
        )
        bound = (found.a.bound, found.b.bound)
        assert found.in_force is (False if False in bound else None if None in bound else True)


@pytest.mark.parametrize(
    "itself",
    [
        Itself(in_force=True),
        Itself(in_force=False),
        Itself(in_force=False, due_on=date(2027, 1, 1)),
        Itself(in_force=False, expected_on=date(2027, 1, 1)),
        Itself(in_force=False, opens_on=date(2027, 1, 1)),
        Itself(in_force=None),
        Itself(in_force=None, overdue=True, expected_on=date(2010, 6, 1)),
    ],
    ids=["in force", "not in force", "due", "expected", "not yet open", "no dates at all", "overdue"],
)
@pytest.mark.parametrize(
    "sides",
    [(OURS, OURS), (OURS, replace(OURS, since=None, by_rule_since=date(2010, 5, 1), bound=None)), (OURS, NOBODY)],
    ids=["both", "one by the rule", "one"],
)
def test_who_lost_nothing_keeps_everything(itself: Itself, sides: tuple[Side, Side]) -> None:
    """Whatever the treaty itself is; the losses of others are another question."""
    relation = related(*sides, itself)

    assert after_losses(relation, Loss(), Loss()) == relation


@given(charts, days)
def test_a_relation_that_lost_nothing_stays(chart: Chart, day: date) -> None:
    one, other = chart.rows[:2]
    relation = relation_on(one, other, chart, day, RULED)

    assert after_losses(relation, Loss(), Loss()) == relation


@pytest.mark.parametrize(
    ("standing", "bound", "changes"),
    [
        (Standing.NONE, False, True),
        (Standing.INVITED, False, True),
        (Standing.SIGNATORY, False, True),
        (Standing.CONTRACTING, False, True),
        (Standing.CONTRACTING, None, False),
        (Standing.PARTY, True, False),
        (Standing.PARTY, False, False),
        (Standing.FORMER, False, False),
    ],
)
def test_only_who_is_not_bound_may_have_lost_what_bound_it(
    standing: Standing, *, bound: bool | None, changes: bool
) -> None:
    side = Side(standing=standing, bound=bound)

    assert having_lost(side, Loss(binding=LOST)) == (replace(side, bound=None, lost_on=LOST) if changes else side)
    assert having_lost(side, Loss()) == side


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("bound", [True, False, None])
def test_an_end_that_is_no_longer_shown_leaves_it_open_whether_one_is_bound(
    standing: Standing, bound: bool | None
) -> None:
    """Only where the row says now that it is bound, or may be; a denunciation that took effect is not revoked."""
    side = Side(standing=standing, bound=bound)
    open_again = standing in (Standing.PARTY, Standing.CONTRACTING)
    left = replace(side, bound=bound and None, end_lost_on=LOST)

    assert having_lost(side, Loss(end=LOST)) == (left if open_again else side)
