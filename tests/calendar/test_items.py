"""When a treaty enters into force, for whom it is expected, and by which rule. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from charts import REGISTER, TODAY, baseline, examples, register
from hypothesis import given
from hypothesis import strategies as st
from rules import BUDAPEST, GROUPS, SECOND, UN, M, N, O, chart, chart_185

from jobs.ingest.bundled import bundled_list, chart_of
from tracker.calendar import ItemKind, agenda, invitations
from tracker.calendar.basis import Missing
from tracker.law import (
    DaysAfter,
    MonthsAfter,
    countdown,
    entry_by_rule,
    entry_rule,
    expected_entries,
    expected_treaty_entry,
    standing_on,
    threshold_reached_on,
)
from tracker.models import Chart, ConsentKind, Field, Group, Listed, Period, Row, Standing, Threshold, Treaty, but
from tracker.participants import table
from tracker.reconcile import Side, Status, check_entries
from tracker.wording import calendar as words
from tracker.wording.findings import explanation

#: Ids that the table has, members or not; the first is no organisation.
STATES = sorted(key for key, participant in table().by_id.items() if not participant.organisation)


def chart_224() -> Chart:
    """The bundled list of CETS 224; its last act is of 2026-04-15."""
    return chart_of(bundled_list("cets-224") or b"")


def consent(participant: str, on: str | date, group: Group | None = Group.MEMBER, **values: Any) -> Row:
    """A participant that consented."""
    when = date.fromisoformat(on) if isinstance(on, str) else on
    return Row(participant=participant, name=participant, group=group, consent_on=when, **values)


# ---- the treaty's own entry into force ---------------------------------------------------------------


def five(last: str, *groups: Group) -> Chart:
    """Five consents, the last of them on a day."""
    days = ["2019-01-10", "2019-02-10", "2019-03-10", "2019-04-10", last]
    rows = zip(("ALB", "BRA", "CAN", "DNK", "EST"), days, groups or (M,) * 5, strict=True)
    return chart(*(consent(*row) for row in rows))


@pytest.mark.parametrize(
    ("last", "in_force"),
    [
        pytest.param("2020-11-30", "2021-03-01", id="30-november"),
        pytest.param("2020-10-31", "2021-02-01", id="31-october"),
        pytest.param("2021-01-01", "2021-05-01", id="1-january"),
        pytest.param("2020-02-29", "2020-06-01", id="leap-day"),
        pytest.param("2019-11-29", "2020-03-01", id="into-a-leap-february"),
        pytest.param("2021-12-31", "2022-04-01", id="31-december"),
        pytest.param("2021-09-30", "2022-01-01", id="30-september"),
    ],
)
def test_three_months_after_the_fifth_consent(last: str, in_force: str) -> None:
    """The first day of the month after three months have passed: for the treaty, and for those that brought it."""
    found = five(last)
    day = date.fromisoformat(in_force)

    assert threshold_reached_on(found.rows, BUDAPEST.threshold) == date.fromisoformat(last)
    assert expected_treaty_entry(found.rows, BUDAPEST) == day
    assert set(expected_entries(found, BUDAPEST).values()) == {day}


def test_five_consents_of_which_two_members_are_not_enough() -> None:
    """ETS 185 art. 36(3): three of the five must be members'; the consent that brings the third one is the trigger."""
    short = five("2020-06-15", M, N, N, N, M)
    assert threshold_reached_on(short.rows, BUDAPEST.threshold) is None
    assert expected_treaty_entry(short.rows, BUDAPEST) is None
    assert expected_entries(short, BUDAPEST) == {}
    found = countdown(short, BUDAPEST, TODAY)
    assert found is not None
    assert (len(found.consents), found.members, found.missing) == (5, 2, 1)

    sixth = chart(*short.rows, consent("FRA", "2020-09-01"))
    assert threshold_reached_on(sixth.rows, BUDAPEST.threshold) == date(2020, 9, 1)
    assert expected_treaty_entry(sixth.rows, BUDAPEST) == date(2021, 1, 1)
    # the same five are enough where there is no quota
    assert expected_treaty_entry(short.rows, SECOND) == date(2020, 10, 1)


def test_four_consents_are_not_enough() -> None:
    four = five("2020-06-15")
    assert expected_treaty_entry(four.rows[:4], BUDAPEST) is None
    assert expected_entries(replace(four, rows=four.rows[:4]), BUDAPEST) == {}


def test_the_treatys_entry_is_the_floor() -> None:
    """A consent long before the threshold, one between it and the entry into force, one after."""
    rows = (*five("2020-01-15").rows, consent("FRA", "2020-02-01"), consent("GEO", "2020-04-30"))
    found = expected_entries(chart(*rows), BUDAPEST)

    assert expected_treaty_entry(rows, BUDAPEST) == date(2020, 5, 1)
    assert found["ALB"] == found["EST"] == date(2020, 5, 1)
    assert found["FRA"] == date(2020, 6, 1)
    assert found["GEO"] == date(2020, 8, 1)


def test_the_first_five_rest_on_the_treatys_own_article() -> None:
    """CETS 224: art. 16(3) for those whose consents bring it into force, art. 16(4) for later ones."""
    rows = (*five("2026-06-30").rows, consent("FRA", "2026-07-02"))
    items = agenda(chart(*rows), SECOND, day=TODAY)
    articles = {item.participant: words.article_of(item) for item in items if item.kind is ItemKind.EXPECTED_ENTRY}
    assert articles == {**dict.fromkeys(("ALB", "BRA", "CAN", "DNK", "EST"), "16(3)"), "FRA": "16(4)"}

    said = {item.participant: words.basis(item) for item in items if item.kind is ItemKind.EXPECTED_ENTRY}
    assert said["ALB"] == (
        "consent of 2019-01-10, one of those that bring it into force: 5 consents reached on 2026-06-30; the first day"
        " of the month following the expiration of three months after 2026-06-30 (article 16, paragraph 3)"
    )


def test_a_printed_floor_counts_and_not_the_computed_one() -> None:
    """What is printed for the treaty is never overridden."""
    printed = replace(five("2020-01-15"), in_force_on=date(2021, 7, 1))

    assert set(expected_entries(printed, BUDAPEST).values()) == {date(2021, 7, 1)}
    treaty = [item for item in agenda(printed, BUDAPEST, day=TODAY) if item.kind is ItemKind.TREATY_ENTRY]
    assert [(item.day, item.printed) for item in treaty] == [(date(2021, 7, 1), True)]


def test_a_printed_entry_is_never_overridden() -> None:
    """Whatever the rule makes of it; a mismatch is a finding of reconcile."""
    row = consent("ALB", "2020-01-15", in_force_on=date(2020, 12, 24))
    found = chart(row, in_force_on=date(2004, 7, 1))

    assert expected_entries(found, BUDAPEST) == {}
    [item] = [one for one in agenda(found, BUDAPEST, day=TODAY) if one.participant]
    assert (item.kind, item.day, item.printed) == (ItemKind.PRINTED_ENTRY, date(2020, 12, 24), True)


def test_a_succession_is_never_compared_with_the_rule() -> None:
    """Its date may be later than its effect: nothing is expected of it."""
    row = consent("MNE", "2006-06-06", consent_kind=ConsentKind.SUCCESSION)
    assert expected_entries(chart(row, in_force_on=date(2004, 7, 1)), BUDAPEST) == {}


def test_denunciation_and_return() -> None:
    """Of a participation that ended nothing is expected; of a new consent it is, by its own date."""
    in_force = {"in_force_on": date(2004, 7, 1)}
    left = consent("ALB", "2005-01-01", denounced_on=date(2010, 1, 1), left_on=date(2010, 5, 1))
    assert expected_entries(chart(left, **in_force), BUDAPEST) == {}
    assert expected_entries(chart(but(left, left_on=None), **in_force), BUDAPEST) == {}

    first = Period(consent_on=date(2005, 1, 1), in_force_on=date(2005, 5, 1), left_on=date(2010, 5, 1))
    back = consent("ALB", "2012-11-30", former=(first,))
    assert expected_entries(chart(back, **in_force), BUDAPEST) == {"ALB": date(2013, 3, 1)}


def test_a_consent_withdrawn_before_the_threshold_does_not_count() -> None:
    """Four stand on the day of the fifth: the sixth is the trigger. One that came back counts again."""
    withdrawn = Period(consent_on=date(2019, 1, 10), left_on=date(2019, 12, 1))
    rows = [but(row, consent_on=None, former=(withdrawn,)) if row.participant == "ALB" else row
            for row in five("2020-06-15").rows]  # fmt: skip
    assert threshold_reached_on(rows, SECOND.threshold) is None
    assert threshold_reached_on([*rows, consent("FRA", "2020-09-01")], SECOND.threshold) == date(2020, 9, 1)
    back = [but(row, consent_on=date(2020, 8, 1)) if row.participant == "ALB" else row for row in rows]
    assert threshold_reached_on(back, SECOND.threshold) == date(2020, 8, 1)


def test_one_that_left_later_did_count_on_the_day() -> None:
    rows = [but(row, left_on=date(2021, 1, 1)) for row in five("2020-06-15").rows]
    assert expected_treaty_entry(rows, SECOND) == date(2020, 10, 1)


def test_the_trigger_is_found_in_a_period_that_ended() -> None:
    """The fifth consent brought the treaty into force, whatever became of it and of its State's return."""
    first = Period(consent_on=date(2020, 6, 15), left_on=date(2021, 1, 1))
    *four, last = five("2020-06-15").rows
    rows = [*four, but(last, consent_on=date(2022, 3, 1), former=(first,))]
    assert threshold_reached_on(rows, SECOND.threshold) == date(2020, 6, 15)


def test_brackets_of_the_un_end_what_is_expected() -> None:
    row = consent("JAM", "2020-01-01", listed=Listed.FORMER)
    assert expected_entries(chart(row, in_force_on=date(2019, 1, 1)), UN) == {}


# ---- the United Nations' rule ------------------------------------------------------------------------


def forty(last: str, *more: Row) -> Chart:
    """Forty consents of States, the fortieth on a day."""
    rows = [consent(key, date(2026, 1, 1), None) for key in STATES[:39]]
    return chart(*rows, consent(STATES[39], last, None), *more)


@pytest.mark.parametrize(
    ("last", "in_force"),
    [
        pytest.param("2027-12-02", "2028-03-01", id="through-29-february"),
        pytest.param("2028-12-02", "2029-03-02", id="through-28-days"),
        pytest.param("2028-02-29", "2028-05-29", id="from-a-leap-day"),
        pytest.param("2026-10-03", "2027-01-01", id="new-year"),
    ],
)
def test_the_ninetieth_day_after_the_fortieth(last: str, in_force: str) -> None:
    """Days are counted: a leap year is a day shorter on the way to March."""
    assert expected_treaty_entry(forty(last).rows, UN) == date.fromisoformat(in_force)


@pytest.mark.parametrize("group", [None, O], ids=["a-register-without-headings", "under-its-heading"])
def test_an_organisation_is_not_counted(group: Group | None) -> None:
    """Forty instruments of which one is the European Union's are thirty-nine; registers print no heading for it."""
    short = forty("2026-06-01")
    rows = [*short.rows[1:], consent("EUE", "2026-05-01", group)]
    assert threshold_reached_on(rows, UN.threshold) is None
    found = countdown(chart(*rows), UN, date(2026, 11, 22))
    assert found is not None
    assert (len(found.consents), found.missing) == (39, 1)
    assert expected_entries(chart(*short.rows, consent("EUE", "2026-05-01", group)), UN)["EUE"] == date(2026, 8, 30)
    # where the treaty does not say so, it counts like any other
    assert threshold_reached_on(rows, Threshold(needed=40)) is not None


def test_a_later_state_thirty_days_after_its_own_or_with_the_treaty() -> None:
    """Whichever is later."""
    soon = consent(STATES[40], "2026-07-01", None)
    late = consent(STATES[41], "2026-08-15", None)
    found = expected_entries(forty("2026-06-01", soon, late), UN)

    assert found[STATES[0]] == found[STATES[40]] == date(2026, 8, 30)
    assert found[STATES[41]] == date(2026, 9, 14)


def test_reconcile_holds_printed_dates_against_the_rule_in_days() -> None:
    """Another register may print what the UN's does not: it fits, fits with the treaty's own day, or is a finding."""
    rows = (
        consent("ALB", "2026-07-01", None, in_force_on=date(2026, 7, 31)),
        consent("BRA", "2026-01-01", None, in_force_on=date(2026, 3, 1)),
        consent("CAN", "2026-07-01", None, in_force_on=date(2026, 8, 1)),
    )
    side = Side(source="one", chart=chart(*rows, in_force_on=date(2026, 3, 1)), evidence=1)
    found = {finding.participant: finding for finding in check_entries(UN, [side])}

    assert {key: finding.status for key, finding in found.items()} == {
        "ALB": Status.RULE_FITS,
        "BRA": Status.RULE_FLOOR,
        "CAN": Status.RULE,
    }
    assert explanation(found["CAN"]) == "30 days after 2026-07-01 (article 65, paragraph 2): 2026-07-31"


# ---- laws ----------------------------------------------------------------------------------------------


DAY = st.dates(date(1990, 1, 1), date(2090, 12, 31))
RULES = st.one_of(
    st.builds(MonthsAfter, months=st.integers(0, 24)),
    st.builds(DaysAfter, treaty_days=st.integers(0, 400), state_days=st.integers(0, 400)),
)


def with_rule(rule: MonthsAfter | DaysAfter, threshold: Threshold) -> Treaty:
    """A treaty with a rule of either kind."""
    if isinstance(rule, MonthsAfter):
        return Treaty(id="ets-1", number="1", name="T", threshold=threshold, months_after_consent=rule.months)
    return Treaty(
        id="untc-i-1",
        number="I-1",
        name="T",
        threshold=threshold,
        days_after_threshold=rule.treaty_days,
        days_after_consent=rule.state_days,
    )


@given(
    st.lists(st.tuples(DAY, GROUPS), min_size=1, max_size=12),
    RULES,
    st.integers(1, 8),
    st.none() | st.integers(1, 4),
    st.booleans(),
)
@examples(150)
def test_never_before_the_treaty_and_never_before_the_threshold(
    consents: list[tuple[date, Group | None]],
    rule: MonthsAfter | DaysAfter,
    needed: int,
    members: int | None,
    org: bool,
) -> None:
    """Expected is never before the treaty's own entry, always by the rule or with the treaty, and for all or none."""
    threshold = Threshold(needed=needed, members=members, organisations=org)
    treaty = with_rule(rule, threshold)
    rows = chart(*(consent(STATES[at], day, group) for at, (day, group) in enumerate(consents)))
    assert entry_rule(treaty) == rule
    own, expected = expected_treaty_entry(rows.rows, treaty), expected_entries(rows, treaty)

    counted = sorted(day for day, group in consents if org or group is not O)
    quota = sorted(day for day, group in consents if group is M)
    enough = len(counted) >= needed and len(quota) >= (members or 0)
    assert (own is not None) == enough
    if own is None:
        assert expected == {}
        return
    trigger = max([counted[needed - 1], *([quota[members - 1]] if members else [])])
    assert own == rule.for_treaty(trigger)
    assert set(expected) == {row.participant for row in rows.rows}
    for row in rows.rows:
        day = expected[row.participant]
        assert row.consent_on
        assert day >= own
        assert day in (own, rule.for_state(row.consent_on))
        assert isinstance(rule, DaysAfter) or day.day == 1


@given(DAY, DAY, RULES, DAY)
@examples(150)
def test_who_consents_later_is_never_bound_earlier(one: date, other: date, rule: Any, floor: date) -> None:
    """Monotone in the date of consent; and never before the consent itself."""
    first, second = sorted((one, other))
    rows = chart(consent("ALB", first), consent("BRA", second), in_force_on=floor)
    found = expected_entries(rows, with_rule(rule, Threshold(needed=5)))

    assert found["ALB"] <= found["BRA"]
    assert first <= found["ALB"]


@given(register(), st.sampled_from([BUDAPEST, SECOND, UN]))
@examples(100)
def test_the_calendar_of_any_chart(entries: Any, treaty: Treaty) -> None:
    """Each row gives at most one entry into force; printed ones as printed; standing is never touched by it."""
    found = baseline(REGISTER, entries)
    before = [standing_on(row, TODAY) for row in found.rows]
    items = agenda(found, treaty, day=TODAY, parent_chart=found, invitations=invitations())

    entering = [item for item in items if item.kind in (ItemKind.PRINTED_ENTRY, ItemKind.EXPECTED_ENTRY)]
    assert len({item.participant for item in entering}) == len(entering)
    printed = {item.participant: item.day for item in entering if item.printed}
    coming = [row for row in found.rows if row.in_force_on and not (row.left_on and row.left_on <= row.in_force_on)]
    assert printed == {row.participant: row.in_force_on for row in coming}
    assert [item.day or date.min for item in items] == sorted(item.day or date.min for item in items)
    assert all(words.caveat(item) for item in items if not item.printed)
    assert before == [standing_on(row, TODAY) for row in found.rows]


# ---- the real lists --------------------------------------------------------------------------------------


def test_the_real_threshold_of_1_july_2004() -> None:
    """Lithuania's was the fifth consent (2004-03-18): the rule gives the date that was printed."""
    rows = chart_185().rows
    assert threshold_reached_on(rows, BUDAPEST.threshold) == date(2004, 3, 18)
    assert expected_treaty_entry(rows, BUDAPEST) == chart_185().in_force_on == date(2004, 7, 1)


def test_every_printed_date_is_what_would_have_been_expected() -> None:
    """77 of 81 by the rule alone, the four founders raised to the floor: without the printed dates, the same dates."""
    printed = {row.participant: row.in_force_on for row in chart_185().rows if row.in_force_on}
    blank = replace(chart_185(), rows=tuple(but(row, in_force_on=None) for row in chart_185().rows), in_force_on=None)
    raised = {
        row.participant
        for row in chart_185().rows
        if row.consent_on and row.in_force_on and row.in_force_on != entry_by_rule(row.consent_on, 3)
    }

    assert len(printed) == 81
    assert expected_entries(blank, BUDAPEST) == printed
    assert raised == {"ALB", "HRV", "EST", "HUN"}


def test_the_countdown_of_the_second_protocol() -> None:
    """4 of 5; not in force; who signed may come next, if ETS 185 binds it; nothing is expected yet."""
    day = date(2026, 4, 29)
    [item] = agenda(chart_224(), SECOND, day=day, parent_chart=chart_185())

    assert (item.kind, item.day, words.when(item), item.participant) == (ItemKind.COUNTDOWN, None, "", None)
    assert words.basis(item).startswith(
        "4 of 5; not in force; consented: Serbia, Japan, Hungary, Costa Rica; signed, could consent next: "
    )
    # above the events of a calendar program nobody reads a list of 48
    assert words.undated(item, SECOND, day).endswith(
        "48 have signed and could consent next; 29 others, bound by ETS 185, could sign (as of 2026-04-29)."
    )
    assert isinstance(item.basis, Missing)
    found = item.basis.countdown
    assert [row.participant for row in found.consents] == ["SRB", "JPN", "HUN", "CRI"]
    assert (found.missing, found.members) == (1, 2)
    signed = {row.participant for row in chart_224().rows if standing_on(row, day) is Standing.SIGNATORY}
    assert {row.participant for row in found.could_consent} == signed
    assert len(signed) == 48
    assert len(found.could_sign) == 81 - 52
    assert expected_entries(chart_224(), SECOND) == {}


def test_who_the_parent_does_not_bind_could_not_come_next() -> None:
    parent = chart(*(row for row in chart_185().rows if row.participant != "FRA"))
    found = countdown(chart_224(), SECOND, date(2026, 4, 25), parent)
    assert found is not None
    assert "FRA" not in {row.participant for row in found.could_consent}
    unknown = countdown(chart_224(), SECOND, date(2026, 4, 25))
    assert unknown is not None
    assert "FRA" in {row.participant for row in unknown.could_consent}
    assert unknown.could_sign == ()


def test_a_treaty_in_force_counts_nothing_down() -> None:
    assert countdown(chart_185(), BUDAPEST, date(2026, 4, 25)) is None
    assert countdown(chart_185(), replace(BUDAPEST, threshold=None), date(2003, 1, 1)) is None
    kinds = {item.kind for item in agenda(five("2020-06-15"), SECOND, day=TODAY)}
    assert kinds == {ItemKind.TREATY_ENTRY, ItemKind.EXPECTED_ENTRY}  # reached, and not printed yet


def test_a_threshold_that_was_reached_is_not_counted_down_again() -> None:
    """One of the five leaves the parent after the fifth consent: the day of entry into force stays."""
    five = ("SRB", "JPN", "HUN", "HRV", "FRA")
    rows = tuple(
        Row(participant=who, name=who, group=Group.MEMBER, consent_on=date(2026, 6, day + 1), known=frozenset(Field))
        for day, who in enumerate(five)
    )
    above = tuple(but(row, consent_on=date(2010, 1, 1), in_force_on=date(2010, 5, 1)) for row in rows)
    parent = Chart(rows=(but(above[0], denounced_on=date(2026, 6, 20), left_on=date(2026, 10, 1)), *above[1:]))
    found = agenda(Chart(rows=rows), SECOND, day=date(2026, 11, 10), parent_chart=parent)

    assert ItemKind.COUNTDOWN not in {item.kind for item in found}
    assert [item.day for item in found if item.kind is ItemKind.TREATY_ENTRY] == [date(2026, 10, 1)]
