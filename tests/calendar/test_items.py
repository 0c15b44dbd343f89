"""Law's calendar: when a treaty enters into force, for whom it is expected, who may act next, what lapses. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from charts import REGISTER, TODAY, baseline, examples, register
from hypothesis import given
from hypothesis import strategies as st

from db.store import Store
from jobs.ingest.bundled import bundled_list, chart_of
from tracker.calendar import Invitation, Item, ItemKind, Precision, agenda, invitations, revision
from tracker.calendar.basis import Missing, TreatyPrinted
from tracker.calendar.invitations import decided_on, read
from tracker.config import load
from tracker.errors import ConfigError
from tracker.law import (
    SHIPPED_RULES,
    DaysAfter,
    MonthsAfter,
    NextAct,
    countdown,
    entry_by_rule,
    entry_rule,
    expected_entries,
    expected_treaty_entry,
    next_acts,
    standing_on,
    threshold_reached_on,
)
from tracker.models import (
    Change,
    ChangeKind,
    Chart,
    ConsentKind,
    Field,
    Group,
    Listed,
    Nature,
    Period,
    Row,
    Standing,
    Threshold,
    Treaty,
)
from tracker.participants import table
from tracker.reconcile import Side, Status, check_entries
from tracker.wording import calendar as words
from tracker.wording.findings import explanation

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

PRINTED = TreatyPrinted()


def shipped(key: str) -> Treaty:
    """A treaty with the rules that ship with the package."""
    rules = SHIPPED_RULES[key]
    return Treaty(
        id=key,
        number=key.partition("-")[2],
        name=key,
        threshold=rules.threshold,
        months_after_consent=rules.months_after_consent,
        by_invitation=rules.by_invitation,
        parent=rules.parent,
    )


BUDAPEST, FIRST, SECOND = (shipped(key) for key in ("ets-185", "ets-189", "cets-224"))
UN = Treaty(
    id="untc-xviii-16",
    number="XVIII-16",
    name="UN",
    threshold=Threshold(needed=40, organisations=False),
    by_invitation=False,
    days_after_threshold=90,
    days_after_consent=30,
)
#: Ids that the table has, members or not; the first is no organisation.
STATES = sorted(key for key, participant in table().by_id.items() if not participant.organisation)


def chart_185() -> Chart:
    """The bundled list of ETS 185, as of 2026-04-25."""
    return chart_of(bundled_list("ets-185") or b"")


def chart_224() -> Chart:
    """The bundled list of CETS 224; its last act is of 2026-04-15."""
    return chart_of(bundled_list("cets-224") or b"")


def consent(participant: str, on: str | date, group: Group | None = Group.MEMBER, **values: Any) -> Row:
    """A participant that consented."""
    when = date.fromisoformat(on) if isinstance(on, str) else on
    return Row(participant=participant, name=participant, group=group, consent_on=when, **values)


def chart(*rows: Row, **values: Any) -> Chart:
    """A chart of these rows."""
    return Chart(rows=tuple(sorted(rows, key=lambda row: row.participant)), **values)


M, N, O = Group.MEMBER, Group.NON_MEMBER, Group.ORGANISATION  # noqa: E741 - as the chart's headings


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
    assert expected_entries(chart(replace(left, left_on=None), **in_force), BUDAPEST) == {}

    first = Period(consent_on=date(2005, 1, 1), in_force_on=date(2005, 5, 1), left_on=date(2010, 5, 1))
    back = consent("ALB", "2012-11-30", former=(first,))
    assert expected_entries(chart(back, **in_force), BUDAPEST) == {"ALB": date(2013, 3, 1)}


def test_a_consent_withdrawn_before_the_threshold_does_not_count() -> None:
    """Four stand on the day of the fifth: the sixth is the trigger. One that came back counts again."""
    withdrawn = Period(consent_on=date(2019, 1, 10), left_on=date(2019, 12, 1))
    rows = [replace(row, consent_on=None, former=(withdrawn,)) if row.participant == "ALB" else row
            for row in five("2020-06-15").rows]  # fmt: skip
    assert threshold_reached_on(rows, SECOND.threshold) is None
    assert threshold_reached_on([*rows, consent("FRA", "2020-09-01")], SECOND.threshold) == date(2020, 9, 1)
    back = [replace(row, consent_on=date(2020, 8, 1)) if row.participant == "ALB" else row for row in rows]
    assert threshold_reached_on(back, SECOND.threshold) == date(2020, 8, 1)


def test_one_that_left_later_did_count_on_the_day() -> None:
    rows = [replace(row, left_on=date(2021, 1, 1)) for row in five("2020-06-15").rows]
    assert expected_treaty_entry(rows, SECOND) == date(2020, 10, 1)


def test_the_trigger_is_found_in_a_period_that_ended() -> None:
    """The fifth consent brought the treaty into force, whatever became of it and of its State's return."""
    first = Period(consent_on=date(2020, 6, 15), left_on=date(2021, 1, 1))
    *four, last = five("2020-06-15").rows
    rows = [*four, replace(last, consent_on=date(2022, 3, 1), former=(first,))]
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
GROUPS = st.sampled_from([M, N, O, None])


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
    blank = replace(
        chart_185(), rows=tuple(replace(row, in_force_on=None) for row in chart_185().rows), in_force_on=None
    )
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


# ---- invitations -------------------------------------------------------------------------------------------


def expiries(found: Chart, *given: Invitation, day: date = date(2026, 4, 25)) -> dict[str | None, Item]:
    items = agenda(found, BUDAPEST, day=day, invitations=given or invitations())
    return {item.participant: item for item in items if item.kind is ItemKind.INVITATION_EXPIRY}


def test_the_invitations_that_ship_with_the_package() -> None:
    """Five years after the decision, as far as it is known; Mexico's has no term, of others no date is known."""
    found = expiries(chart_185())

    assert {key: words.when(item) for key, item in found.items()} == {
        "GTM": "about 2025",
        "KEN": "about 2029-10-09",
        "KOR": "about 2028-02",
        "MOZ": "about 2029-02-07",
        "MWI": "about 2029-10-09",
        "PNG": "about 2029-10-09",
        "SYC": "about 2030-06-18",
        "TLS": "about 2027-10-06",
    }
    assert words.basis(found["KOR"]) == "invited in 2023-02; five years"
    assert (found["KOR"].precision, found["KOR"].until) == (Precision.MONTH, date(2028, 3, 1))
    assert words.basis(found["TLS"]) == "invited on 2022-10-06; five years"
    for item in found.values():
        assert (
            words.caveat(item) == "an invitation is valid five years and can be extended; no later decision known to us"
        )
        assert (item.printed, item.how) == (False, "warning")


def test_only_who_is_still_listed() -> None:
    """Who signed, acceded or is gone from the chart is warned of no more."""
    of = {row.participant: row for row in chart_185().rows}
    for other in (
        chart(replace(of["KEN"], consent_on=date(2026, 4, 1))),
        chart(replace(of["KEN"], signed_on=date(2026, 4, 1))),
        chart(replace(of["KEN"], invited=False)),
        chart(replace(of["KEN"], invited=None)),
        chart(),
    ):
        assert expiries(other) == {}
    assert set(expiries(chart(of["KEN"]))) == {"KEN"}
    assert expiries(chart(of["KEN"]), Invitation(participant="KEN", treaty="ets-24", invited="", lapses_on=TODAY)) == {}


def test_each_line_of_the_table_is_of_a_known_participant() -> None:
    found = invitations()
    assert {one.participant for one in found} <= set(table().by_id)
    assert len({(one.participant, one.treaty) for one in found}) == len(found)
    [mexico] = [one for one in found if one.participant == "MEX"]
    assert mexico.lapses_on is None


@pytest.mark.parametrize(
    ("participant", "treaty", "day", "decided"),
    [
        pytest.param("KEN", "ets-185", "2024-10-09", "2024-10-09", id="its-own-day"),
        pytest.param("KEN", "ets-185", "2029-10-09", "2024-10-09", id="its-last-day"),
        pytest.param("KEN", "ets-185", "2024-10-08", None, id="before"),
        pytest.param("KEN", "ets-185", "2029-10-10", None, id="lapsed"),
        pytest.param("KEN", "ets-24", "2026-04-25", None, id="another-treaty"),
        pytest.param("KOR", "ets-185", "2026-04-25", None, id="only-the-month-is-known"),
        pytest.param("MEX", "ets-185", "2026-04-25", None, id="no-date"),
        pytest.param("FRA", "ets-185", "2026-04-25", None, id="never-invited"),
    ],
)
def test_the_decision_to_invite(participant: str, treaty: str, day: str, decided: str | None) -> None:
    """Given where it is known to the day, and while the invitation holds."""
    found = decided_on(participant, treaty, date.fromisoformat(day))
    assert found == (date.fromisoformat(decided) if decided else None)


@pytest.mark.parametrize(
    ("line", "lapses", "precision"),
    [
        ("KEN\tets-185\t2024-02-29\t", "2029-02-28", Precision.DAY),
        ("KEN\tets-185\t2024-12\t", "2029-12-01", Precision.MONTH),
        ("KEN\tets-185\t2024\t", "2029-01-01", Precision.YEAR),
        ("KEN\tets-185\t2024-10-09\t2031-02", "2031-02-01", Precision.MONTH),
    ],
    ids=["a-leap-day", "a-month", "a-year", "extended"],
)
def test_a_line_of_the_table(line: str, lapses: str, precision: Precision) -> None:
    [found] = read(f"# a comment\n{line}\n")
    assert (found.lapses_on, found.precision) == (date.fromisoformat(lapses), precision)


@pytest.mark.parametrize("date_of", ["soon", "", "2024-2", "2024-13", "2024-02-30", "2024-01-01-01", "20240101"])
def test_what_is_no_date_is_refused(date_of: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        list(read(f"KEN\tets-185\t{date_of}\t"))


# ---- who may act next ----------------------------------------------------------------------------------------

S = Standing
SIGN, CONSENT, ACCEDE, BE_INVITED = NextAct.SIGN, NextAct.CONSENT, NextAct.ACCEDE, NextAct.BE_INVITED


@pytest.mark.parametrize(
    ("treaty", "standing", "parent", "group", "acts"),
    [
        pytest.param(BUDAPEST, S.NONE, None, M, {SIGN}, id="185-a-member-signs"),
        pytest.param(BUDAPEST, S.NONE, None, N, {BE_INVITED}, id="185-a-non-member-is-invited-first"),
        pytest.param(BUDAPEST, S.INVITED, None, N, {ACCEDE}, id="185-the-invited-accedes"),
        pytest.param(BUDAPEST, S.SIGNATORY, None, M, {CONSENT}, id="185-the-signatory-consents"),
        pytest.param(BUDAPEST, S.SIGNATORY, None, N, {CONSENT}, id="185-south-africa"),
        pytest.param(BUDAPEST, S.CONTRACTING, None, M, set(), id="185-nothing-left-before-entry"),
        pytest.param(BUDAPEST, S.PARTY, None, N, set(), id="185-nothing-left"),
        pytest.param(BUDAPEST, S.FORMER, None, M, set(), id="185-a-former-one-is-not-claimed"),
        pytest.param(BUDAPEST, S.NONE, None, O, set(), id="185-not-open-to-organisations"),
        pytest.param(BUDAPEST, S.NONE, None, None, set(), id="185-no-heading-no-claim"),
        pytest.param(SECOND, S.NONE, S.PARTY, M, {SIGN}, id="224-a-party-signs"),
        pytest.param(SECOND, S.NONE, S.CONTRACTING, N, {SIGN}, id="224-a-contracting-state-signs"),
        pytest.param(SECOND, S.NONE, S.SIGNATORY, M, set(), id="224-a-signatory-of-185-may-not"),
        pytest.param(SECOND, S.NONE, S.INVITED, N, set(), id="224-nor-an-invited-one"),
        pytest.param(SECOND, S.NONE, S.NONE, M, set(), id="224-nor-a-stranger"),
        pytest.param(SECOND, S.NONE, S.FORMER, M, set(), id="224-nor-a-former-party"),
        pytest.param(SECOND, S.NONE, None, M, set(), id="224-parent-unknown"),
        pytest.param(SECOND, S.SIGNATORY, S.PARTY, N, {CONSENT}, id="224-the-signatory-consents"),
        pytest.param(SECOND, S.SIGNATORY, S.FORMER, N, set(), id="224-not-after-leaving-185"),
        pytest.param(SECOND, S.SIGNATORY, S.SIGNATORY, N, set(), id="224-not-before-185"),
        pytest.param(SECOND, S.SIGNATORY, None, N, {CONSENT}, id="224-parent-not-followed"),
        pytest.param(FIRST, S.NONE, S.PARTY, M, {SIGN}, id="189-a-member-party-signs"),
        pytest.param(FIRST, S.NONE, S.PARTY, N, {ACCEDE}, id="189-who-acceded-accedes"),
        pytest.param(FIRST, S.NONE, S.SIGNATORY, M, {SIGN}, id="189-a-signatory-signs"),
        pytest.param(FIRST, S.NONE, S.INVITED, N, set(), id="189-first-185"),
        pytest.param(FIRST, S.NONE, S.NONE, M, set(), id="189-a-stranger"),
        pytest.param(FIRST, S.SIGNATORY, S.SIGNATORY, N, {CONSENT}, id="189-both-at-once"),
        pytest.param(FIRST, S.SIGNATORY, S.NONE, N, set(), id="189-not-without-185"),
        pytest.param(UN, S.NONE, None, N, set(), id="un-nothing-is-claimed"),
        pytest.param(UN, S.SIGNATORY, None, N, {CONSENT}, id="un-the-signatory-consents"),
    ],
)
def test_what_a_participant_could_do_next(
    treaty: Treaty, standing: Standing, parent: Standing | None, group: Group | None, acts: set[NextAct]
) -> None:
    assert set(next_acts(treaty, standing=standing, parent_standing=parent, group=group)) == acts


def test_whether_the_parent_was_signed_settles_the_first_protocol() -> None:
    """Japan and the United States signed ETS 185 and may sign; who acceded may accede, ETS 189 arts 9 and 11."""
    for signed, act in ((True, SIGN), (False, ACCEDE)):
        for group in (M, N):
            found = next_acts(FIRST, standing=S.NONE, parent_standing=S.PARTY, group=group, parent_signed=signed)
            assert found == (act,)


@given(st.sampled_from([BUDAPEST, FIRST, SECOND, UN]), st.sampled_from(S), st.none() | st.sampled_from(S), GROUPS)
@examples(200)
def test_who_is_bound_or_was_has_nothing_to_do(
    treaty: Treaty, standing: Standing, parent: Standing | None, group: Group | None
) -> None:
    """At most one act; none for who consented or left; nobody is invited to a protocol."""
    acts = next_acts(treaty, standing=standing, parent_standing=parent, group=group)

    assert len(acts) <= 1
    if standing in (S.PARTY, S.CONTRACTING, S.FORMER):
        assert acts == ()
    assert treaty.by_invitation or BE_INVITED not in acts


# ---- revisions -----------------------------------------------------------------------------------------------


def change(kind: ChangeKind, field: Field, participant: str | None = "ALB", **values: Any) -> Change:
    """One change that was told."""
    settings: dict[str, Any] = {
        "id": 1, "detected_at": None, "treaty": "ets-185", "participant": participant, "name": None, "kind": kind,
        "nature": Nature.EVENT, "field": field, "before": None, "after": None, "effective_on": None, "source": "one",
        "snapshot": None, "previous_snapshot": None, "summary": "", "rule": "",
    }  # fmt: skip
    return Change(**settings | values)


#: What may be told of anybody, in any order; None stands for the treaty's own date, which can only be set while it is
#: not shown, and corrected or retracted while it is.
TOLD = st.lists(
    st.none()
    | st.builds(
        change,
        st.sampled_from(ChangeKind),
        st.sampled_from([field for field in Field if field is not Field.TREATY_IN_FORCE_ON]),
        st.sampled_from(["ALB", "BRA"]),
        published_on=st.none() | st.just(TODAY),
    ),
    max_size=12,
)
KINDS = [kind for kind in ItemKind if kind is not ItemKind.COUNTDOWN]


@given(TOLD, st.sampled_from(KINDS), st.booleans(), st.randoms(use_true_random=False))
@examples(200)
def test_a_revision_never_falls(told: list[Change | None], kind: ItemKind, shown: bool, choice: Random) -> None:
    """However the history goes on, and whether the treaty's own date is shown or not."""
    whose = None if kind is ItemKind.TREATY_ENTRY else "ALB"
    item = Item(kind=kind, treaty="ets-185", day=TODAY, participant=whose, printed=True, basis=PRINTED)
    past: list[Change] = []
    seen = [revision(item, past, Chart(rows=(), in_force_on=TODAY if shown else None))]
    for one in told:
        if one is None:
            how = choice.choice([ChangeKind.CORRECTED, ChangeKind.RETRACTED])
            how = how if shown else ChangeKind.TREATY_ENTRY_INTO_FORCE_SET
            shown = how is not ChangeKind.RETRACTED
            one = change(how, Field.TREATY_IN_FORCE_ON, None)  # noqa: PLW2901 - as the history has it
        past.append(one)
        seen.append(revision(item, past, Chart(rows=(), in_force_on=TODAY if shown else None)))

    assert seen == sorted(seen)


def test_what_counts_as_a_revision() -> None:
    """Its own dates and those it rests on; not a flag, a name, a day that came, or what back-fill found."""
    item = Item(
        kind=ItemKind.EXPECTED_ENTRY,
        treaty="ets-185",
        day=TODAY,
        participant="ALB",
        printed=False,
        basis=PRINTED,
    )
    in_force, without = Chart(rows=(), in_force_on=date(2004, 7, 1)), Chart(rows=())
    moved = change(ChangeKind.CORRECTED, Field.CONSENT_ON)
    other = change(ChangeKind.RATIFIED, Field.CONSENT_ON, "BRA")
    idle = [
        change(ChangeKind.FLAG_ADDED, Field.FLAGS),
        change(ChangeKind.RENAMED, Field.NAME),
        change(ChangeKind.ENTERED_INTO_FORCE, Field.IN_FORCE_ON),
        change(ChangeKind.RATIFIED, Field.CONSENT_ON, published_on=TODAY),
    ]

    assert revision(item, idle, in_force) == revision(item, [], without) == 0
    assert revision(item, [*idle, moved], in_force) == 1
    assert revision(item, [other], in_force) == 0  # ETS 185 is in force: Brazil's consent moves nothing of Albania's
    assert revision(item, [other], without) == 1  # before, it does
    own = change(ChangeKind.TREATY_ENTRY_INTO_FORCE_SET, Field.TREATY_IN_FORCE_ON, None)
    assert revision(item, [other, own, other], in_force) == 2


# ---- the configuration -----------------------------------------------------------------------------------------

BASE = """
[[treaty]]
id = "{id}"
number = "1"
name = "A treaty"
sources = ["coe-service"]
{more}

[sources.coe-service]
api_url = "https://one.example/"
page_url = "https://one.example/"
"""


def configured(tmp_path: Path, more: str, key: str = "ets-24") -> Treaty:
    """The treaty that a configuration describes."""
    path = tmp_path / "config.toml"
    path.write_text(BASE.format(id=key, more=more))
    [treaty] = load(path).treaties
    return treaty


def test_the_rule_of_the_configuration(tmp_path: Path) -> None:
    days = "threshold = { needed = 40, organisations = false }\ndays_after_threshold = 90\ndays_after_consent = 30"
    treaty = configured(tmp_path, days)
    assert entry_rule(treaty) == DaysAfter(treaty_days=90, state_days=30)
    assert treaty.threshold == Threshold(needed=40, organisations=False)
    assert entry_rule(configured(tmp_path, "months_after_consent = 1")) == MonthsAfter(months=1)
    assert entry_rule(configured(tmp_path, "")) is None
    # what is said takes the place of what ships with the package
    assert entry_rule(configured(tmp_path, days, "ets-185")) == DaysAfter(treaty_days=90, state_days=30)
    assert entry_rule(configured(tmp_path, "", "ets-185")) == MonthsAfter(months=3)
    assert entry_rule(configured(tmp_path, "", "untc-xviii-16")) == DaysAfter(treaty_days=90, state_days=30)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("days_after_threshold = 90", "days_after_threshold without days_after_consent"),
        ("days_after_consent = 30", "days_after_consent without days_after_threshold"),
        (
            "months_after_consent = 3\ndays_after_threshold = 90\ndays_after_consent = 30",
            "a treaty has one rule; keep one",
        ),
        ("days_after_threshold = 90\ndays_after_consent = 30", "without threshold: add the number of consents"),
        (
            "threshold = { needed = 4 }\ndays_after_threshold = 9000\ndays_after_consent = 30",
            "days_after_threshold = 9000: expected 0 to 3660",
        ),
        ("threshold = { needed = 4 }\ndays_after_threshold = -1\ndays_after_consent = 30", "expected 0 to 3660"),
        ("threshold = { needed = 4, organisation = false }", "did you mean 'organisations'?"),
        ('threshold = { needed = 4, organisations = "no" }', "expected true or false"),
        ("days_after_treshold = 90", "did you mean 'days_after_threshold'?"),
    ],
)
def test_rules_that_are_refused(tmp_path: Path, more: str, said: str) -> None:
    with pytest.raises(ConfigError, match=r"\[\[treaty\]\] ets-24") as caught:
        configured(tmp_path, more)
    assert said in str(caught.value)


def test_the_shipped_example_of_the_un(tmp_path: Path) -> None:
    """Uncommented, the block in config.toml carries the rule; the database gives back the same treaty."""
    shipped_file = (files("tracker") / "data" / "config.toml").read_text(encoding="utf-8")
    _, _, rest = shipped_file.partition('# id = "untc-xviii-16"\n')
    lines = [line.removeprefix("# ") for line in rest.partition("\n\n")[0].splitlines()]
    rule = "\n".join(line for line in lines if line.startswith(("threshold", "days")))
    treaty = configured(tmp_path, rule, "untc-xviii-16")
    assert replace(treaty, sources=(), number="XVIII-16", name="UN", seat=UN.seat) == UN

    with Store.open(tmp_path / "tracker.db", create=True) as store:
        store.treaties.follow({}, [treaty, replace(BUDAPEST, sources=("one",))], datetime(2026, 6, 15, tzinfo=UTC))
        assert store.treaties.all() == [treaty, replace(BUDAPEST, sources=("one",))]
