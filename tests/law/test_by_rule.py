"""What follows from the treaty's own rule where no source prints a date, and in which words. Pure."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tracker.law import (
    SHIPPED_RULES,
    complete,
    consented_to,
    countdown,
    counted_by,
    counting_parent,
    denunciation_rule,
    expected_entries,
    take_effect,
    threshold_reached_on,
)
from tracker.law.periods import acts_by
from tracker.models import DATE_FIELDS, Chart, Field, Group, Period, Row, Treaty, but

if TYPE_CHECKING:
    from collections.abc import Iterable


def shipped(key: str) -> Treaty:
    """A treaty with the rules that ship with the package."""
    rules = SHIPPED_RULES[key]
    days = None if rules.months_after_consent else rules.entry
    return Treaty(
        id=key,
        number=key.partition("-")[2],
        name=key,
        threshold=rules.threshold,
        months_after_consent=rules.months_after_consent,
        days_after_threshold=getattr(days, "treaty_days", None),
        days_after_consent=getattr(days, "state_days", None),
        by_invitation=rules.by_invitation,
        parent=rules.parent,
    )


BUDAPEST, FIRST, SECOND, UN = (shipped(key) for key in ("ets-185", "ets-189", "cets-224", "untc-xviii-16"))
OTHER = Treaty(id="ets-24", number="24", name="Extradition")


def day(text: str) -> date:
    """A date as it is written."""
    return date.fromisoformat(text)


def row(participant: str, group: Group = Group.MEMBER, **values: Any) -> Row:
    """A row of a chart that has a column for every date."""
    dates = {key: day(value) if isinstance(value, str) else value for key, value in values.items()}
    return Row(participant=participant, name=participant, group=group, known=frozenset(DATE_FIELDS), **dates)


def chart(*rows: Row, **values: Any) -> Chart:
    """A chart of these rows."""
    return Chart(rows=tuple(sorted(rows, key=lambda one: one.participant)), **values)


MEMBERS = ("FRA", "HUN", "SRB", "FIN", "ITA", "ESP")
PARENT = chart(
    *(row(key, consent_on="2006-01-10", in_force_on="2006-05-01") for key in MEMBERS),
    row("IRL", signed_on="2002-02-28"),
    in_force_on=day("2004-07-01"),
)


def protocol(*rows: Row) -> Chart:
    """A chart of the Second Protocol, which prints no entry into force yet."""
    return chart(*rows, shows_in_force_on=True)


FIVE = tuple(
    row(key, consent_on=when)
    for key, when in zip(
        MEMBERS[:5], ("2026-01-05", "2026-02-05", "2026-03-05", "2026-04-15", "2026-06-15"), strict=True
    )
)


# ---- the end of participation -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("treaty", "notified", "ends"),
    [
        (BUDAPEST, "2026-05-10", "2026-09-01"),
        (BUDAPEST, "2026-11-30", "2027-03-01"),
        (FIRST, "2026-05-10", "2026-09-01"),
        (SECOND, "2026-05-10", "2026-09-01"),
        (UN, "2028-05-10", "2029-05-10"),
        (UN, "2028-02-29", "2029-03-01"),
    ],
)
def test_when_a_denunciation_takes_effect(treaty: Treaty, notified: str, ends: str) -> None:
    rule = denunciation_rule(treaty)
    assert rule
    assert rule.after(day(notified)) == day(ends)

    gone = row("TON", consent_on="2017-05-09", in_force_on="2017-09-01", denounced_on=notified)
    found = complete(chart(gone, in_force_on=day("2004-07-01")), treaty)
    assert found.rows[0].left_by_rule == day(ends)


def test_a_printed_end_is_never_overridden() -> None:
    gone = row(
        "TON", consent_on="2017-05-09", in_force_on="2017-09-01", denounced_on="2026-05-10", left_on="2027-02-15"
    )

    assert complete(chart(gone, in_force_on=day("2004-07-01")), BUDAPEST).rows[0].left_by_rule is None


def test_of_a_treaty_whose_rule_is_not_known_nothing_is_computed() -> None:
    gone = row("TON", consent_on="2017-05-09", denounced_on="2026-05-10")
    found = complete(chart(gone, in_force_on=day("2004-07-01")), OTHER).rows[0]

    assert (found.entry_by_rule, found.left_by_rule) == (None, None)


def test_a_denunciation_of_the_parent_is_one_of_the_second_protocol_alone() -> None:
    """CETS 224 art. 24(3); ETS 189 has no such clause."""
    gone = row(
        "HUN", consent_on="2003-12-04", in_force_on="2004-07-01", denounced_on="2026-11-10", left_on="2027-03-01"
    )
    parent = chart(gone, in_force_on=day("2004-07-01"))
    bound = row("HUN", consent_on="2026-02-05", in_force_on="2026-10-01")
    found = {
        treaty.id: complete(chart(bound, in_force_on=day("2026-10-01")), treaty, parent).rows[0].left_by_rule
        for treaty in (FIRST, SECOND)
    }

    assert found == {"ets-189": None, "cets-224": day("2027-03-01")}


def test_by_the_rule_of_the_parent_where_its_chart_prints_no_day() -> None:
    gone = row("HUN", consent_on="2003-12-04", in_force_on="2004-07-01", denounced_on="2026-11-10")
    parent = complete(chart(gone, in_force_on=day("2004-07-01")), BUDAPEST)
    bound = row("HUN", consent_on="2026-02-05", in_force_on="2026-10-01")

    assert complete(chart(bound, in_force_on=day("2026-10-01")), SECOND, parent).rows[0].left_by_rule == day(
        "2027-03-01"
    )


def test_an_earlier_end_of_the_parent_ends_no_later_consent() -> None:
    """A State that left the parent and came back before it consented to the Protocol."""
    before = Period(consent_on=day("2003-12-04"), in_force_on=day("2004-07-01"), left_on=day("2010-03-01"))
    parent = chart(but(row("HUN", consent_on="2015-01-01", in_force_on="2015-05-01"), former=(before,)))
    bound = row("HUN", consent_on="2026-02-05", in_force_on="2026-10-01")

    assert complete(chart(bound, in_force_on=day("2026-10-01")), SECOND, parent).rows[0].left_by_rule is None


# ---- who counts ---------------------------------------------------------------------------------


def threshold_of(treaty: Treaty, rows: Iterable[Row], parent: Chart | None) -> date | None:
    """The day on which the threshold is reached."""
    assert treaty.threshold
    return threshold_reached_on(rows, treaty.threshold, counting_parent(treaty, parent))


def test_only_consents_of_those_who_consented_to_the_parent_count_for_the_second_protocol() -> None:
    """Ireland has only signed ETS 185, and the European Union cannot consent to it: art. 16(3) of CETS 224."""
    for key, group in (("IRL", Group.MEMBER), ("EUE", Group.ORGANISATION)):
        rows = [*FIVE[:4], row(key, group, consent_on="2026-06-15")]
        assert threshold_of(SECOND, rows, PARENT) is None
        assert threshold_of(SECOND, rows, None) == day("2026-06-15")  # nothing is known of the parent
        assert threshold_of(FIRST, rows, PARENT) == (day("2026-06-15") if group is Group.MEMBER else None)
        assert threshold_of(FIRST, [*rows, FIVE[4]], PARENT) == day("2026-06-15")  # art. 10(1): any five States
        assert expected_entries(protocol(*rows, FIVE[4]), SECOND, PARENT).keys() == set(MEMBERS[:5])
    assert threshold_of(SECOND, FIVE, PARENT) == day("2026-06-15")


def test_a_contracting_state_of_the_parent_counts() -> None:
    """Sierra Leone's case: consented to ETS 185, which is not in force for it yet."""
    others = (one for one in PARENT.rows if one.participant != "ITA")
    soon = chart(*others, row("ITA", consent_on="2026-06-14"), in_force_on=PARENT.in_force_on)

    assert threshold_of(SECOND, FIVE, soon) == day("2026-06-15")


def test_a_later_consent_to_the_parent_makes_an_earlier_one_count() -> None:
    late = chart(
        *(one for one in PARENT.rows if one.participant != "ITA"),
        row("ITA", consent_on="2026-07-20"),
        in_force_on=PARENT.in_force_on,
    )

    assert threshold_of(SECOND, FIVE, late) == day("2026-07-20")


def test_the_countdown_says_whom_it_does_not_count() -> None:
    irish = row("IRL", consent_on="2026-06-15")
    found = countdown(protocol(*FIVE[:4], irish), SECOND, day("2026-07-01"), PARENT)

    assert found
    assert (len(found.consents), found.missing, [one.participant for one in found.not_counted]) == (4, 1, ["IRL"])


def test_who_left_the_parent_no_longer_counts() -> None:
    gone = row("FRA", consent_on="2006-01-10", in_force_on="2006-05-01", left_on="2026-03-01")
    parent = chart(*(one for one in PARENT.rows if one.participant != "FRA"), gone)
    assert SECOND.threshold

    assert not consented_to(parent, "FRA", day("2026-06-15"))
    counted = counted_by(FIVE, SECOND.threshold, day("2026-06-15"), parent)
    assert [one.participant for one in counted] == ["HUN", "SRB", "FIN", "ITA"]


# ---- entry into force ---------------------------------------------------------------------------


def test_every_entry_by_the_rule_is_beside_what_the_chart_prints() -> None:
    """Of the treaty and its five; the sixth by its own consent; a printed date stays alone."""
    sixth = row("ESP", consent_on="2026-09-30")
    found = complete(protocol(*FIVE, sixth), SECOND, PARENT)

    assert found.entry_by_rule == day("2026-10-01")
    assert {one.participant: one.entry_by_rule for one in found.rows} == {
        **dict.fromkeys(MEMBERS[:5], day("2026-10-01")),
        "ESP": day("2027-01-01"),
    }
    printed = tuple(but(one, in_force_on=day("2026-10-01")) for one in FIVE)
    shown = complete(chart(*printed, in_force_on=day("2026-10-01")), SECOND, PARENT)
    assert {shown.entry_by_rule, *(one.entry_by_rule for one in shown.rows)} == {None}


@pytest.mark.parametrize(("in_force_on", "told"), [("2026-08-31", True), ("2026-09-01", False), ("2026-10-01", False)])
def test_a_printed_entry_on_the_day_of_an_end_by_the_rule_never_happens(in_force_on: str, *, told: bool) -> None:
    """Denounced on 10 May 2026 without a printed effect: by article 47(2) it ends on 1 September."""
    left = row("KEN", consent_on="2026-05-02", in_force_on=in_force_on, denounced_on="2026-05-10")
    found = complete(chart(left, in_force_on=day("2004-07-01")), BUDAPEST)
    effects = take_effect(found, {}, day("2026-10-01")).differences
    acts = acts_by(found.rows[0], day("2026-10-01"))

    assert (Field.IN_FORCE_ON in {one.field for one in effects}) is told
    assert (Field.IN_FORCE_ON in {act.field for act in acts}) is told


def test_a_consent_that_its_own_denunciation_has_ended_does_not_count() -> None:
    """CETS 224 art. 24(2) ends the first of five on 1 September 2026; the fifth is given before it, or on that day."""
    first = but(FIVE[0], denounced_on=day("2026-05-10"))
    before, after = (
        complete(protocol(first, *FIVE[1:4], but(FIVE[4], consent_on=day(given))), SECOND, PARENT)
        for given in ("2026-08-31", "2026-09-01")
    )

    assert SECOND.threshold
    assert (before.entry_by_rule, after.entry_by_rule) == (day("2026-12-01"), None)
    counted = counted_by(after.rows, SECOND.threshold, day("2026-09-01"), PARENT)
    assert [one.participant for one in counted] == ["HUN", "SRB", "FIN", "ITA"]


def test_who_left_before_the_day_never_enters() -> None:
    left = row("ESP", consent_on="2026-06-20", denounced_on="2026-06-21")
    found = complete(protocol(*FIVE, left), SECOND, PARENT)

    assert [(one.entry_by_rule, one.left_by_rule) for one in found.rows if one.participant == "ESP"] == [
        (None, day("2026-10-01"))
    ]


def test_the_rule_decides_where_a_register_prints_no_day_for_a_state() -> None:
    """And only once it prints the treaty's own."""
    seen = frozenset(DATE_FIELDS) - {Field.IN_FORCE_ON}
    listed = but(row("QAT", consent_on="2026-06-01"), known=seen)
    printed = complete(chart(listed, in_force_on=day("2026-12-29")), UN).rows[0]
    blank = complete(chart(listed), UN).rows[0]

    assert (printed.entry_by_rule, printed.rule_decides) == (day("2026-12-29"), True)
    assert (blank.entry_by_rule, blank.rule_decides) == (None, False)


def test_a_state_that_left_the_parent_by_the_rule_alone_does_not_count() -> None:
    """Denounced on 30 April 2026, so out from 1 August 2026 by article 47(2) of ETS 185; nothing prints that."""
    left = [one for one in PARENT.rows if one.participant != FIVE[0].participant]
    out = but(PARENT.row(FIVE[0].participant) or FIVE[0], denounced_on=day("2026-04-30"))
    parent = complete(dataclasses.replace(PARENT, rows=(*left, out)), BUDAPEST)
    late = but(FIVE[4], consent_on=day("2026-08-01"))

    assert threshold_of(SECOND, FIVE, parent) == day("2026-06-15")
    assert threshold_of(SECOND, [*FIVE[:4], but(late, consent_on=day("2026-07-31"))], parent) == day("2026-07-31")
    assert threshold_of(SECOND, [*FIVE[:4], late], parent) is None
    found = countdown(protocol(*FIVE[:4], late), SECOND, day("2026-08-02"), parent)
    assert found
    assert (found.missing, [one.participant for one in found.not_counted]) == (1, [out.participant])
    assert out.participant not in {one.participant for one in found.could_sign}
