"""A row on a day, whether it ever counts, and what the treaty's rule lets expect of that day's consents. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tracker.law import as_of, expected_by
from tracker.law.rules import denunciation_article
from tracker.law.standing import ever_consented
from tracker.models import Chart, ConsentKind, Field, Group, Listed, Period, Row, Suspension, Threshold, Treaty, but

# ---- a row on a day -----------------------------------------------------------------------------

FIRST = Period(
    signed_on=date(1990, 1, 1),
    consent_on=date(1991, 1, 1),
    consent_kind=ConsentKind.RATIFICATION,
    in_force_on=date(1991, 5, 1),
    denounced_on=date(1995, 1, 1),
    left_on=date(1995, 5, 1),
    entry_by_rule=date(1991, 5, 2),
    left_by_rule=date(1995, 5, 2),
)
BACK = Row(
    participant="BRA",
    name="Brazil",
    group=Group.NON_MEMBER,
    signed_on=date(2001, 1, 1),
    consent_on=date(2002, 1, 1),
    consent_kind=ConsentKind.ACCESSION,
    in_force_on=date(2002, 5, 1),
    denounced_on=date(2009, 1, 1),
    left_on=date(2009, 5, 1),
    entry_by_rule=date(2002, 5, 2),
    left_by_rule=date(2009, 5, 2),
    suspended_on=date(2008, 1, 1),
    suspensions=(
        Suspension(suspended_on=date(2003, 1, 1), until_on=date(2003, 6, 1)),
        Suspension(suspended_on=date(2004, 1, 1), until_on=date(2004, 6, 1)),
    ),
    former=(FIRST,),
)
NOTHING: dict[str, Any] = dict.fromkeys(
    (
        *("signed_on", "consent_on", "consent_kind", "in_force_on", "denounced_on", "left_on"),
        *("entry_by_rule", "left_by_rule", "suspended_on"),
    )
)
CONSENTED_THEN = {
    "signed_on": date(1990, 1, 1),
    "consent_on": date(1991, 1, 1),
    "consent_kind": ConsentKind.RATIFICATION,
    "in_force_on": date(1991, 5, 1),
    "entry_by_rule": date(1991, 5, 2),
    "left_by_rule": date(1995, 5, 2),
}
LEFT_THEN = {**CONSENTED_THEN, "denounced_on": date(1995, 1, 1), "left_on": date(1995, 5, 1)}
CONSENTED_NOW = {
    "signed_on": date(2001, 1, 1),
    "consent_on": date(2002, 1, 1),
    "consent_kind": ConsentKind.ACCESSION,
    "in_force_on": date(2002, 5, 1),
    "entry_by_rule": date(2002, 5, 2),
    "left_by_rule": date(2009, 5, 2),
}


LASTS = Row(participant="BRA", name="Brazil", signed_on=date(2001, 1, 1), consent_on=date(2002, 1, 1))


@pytest.mark.parametrize(
    ("more", "shown"),
    [
        ({"in_force_on": date(2002, 5, 1)}, {}),  # to come, of a consent that has come
        ({"consent_on": date(2003, 1, 1)}, {"consent_on": None}),
        ({"signed_on": date(2003, 1, 1)}, {"signed_on": None}),
        ({"denounced_on": date(2003, 1, 1), "left_on": date(2003, 5, 1)}, {"denounced_on": None, "left_on": None}),
        ({"suspended_on": date(2003, 1, 1)}, {"suspended_on": None}),
        ({"suspensions": BACK.suspensions[:1]}, {"suspensions": ()}),
        ({"listed": Listed.PARTY}, {"listed": None}),  # dates are more exact
    ],
)
def test_what_is_to_come_is_not_shown_with_a_consent_that_lasts(more: dict[str, Any], shown: dict[str, Any]) -> None:
    day = date(2002, 2, 1)
    row = but(LASTS, **more)
    assert as_of(row, day) == but(row, **shown)


def test_a_period_that_still_runs_counts_before_a_consent_that_is_not_in_force() -> None:
    """Who consents anew before its denunciation has effect is bound by the earlier consent until then."""
    runs = but(FIRST, denounced_on=date(2001, 12, 1), left_on=date(2002, 3, 1))
    row = but(LASTS, former=(runs,), in_force_on=date(2002, 5, 1))
    before, after = as_of(row, date(2002, 2, 1)), as_of(row, date(2002, 3, 1))
    assert (before.consent_on, before.in_force_on) == (FIRST.consent_on, FIRST.in_force_on)
    assert (after.consent_on, after.in_force_on) == (row.consent_on, row.in_force_on)


@pytest.mark.parametrize(
    ("day", "shown", "over"),
    [
        pytest.param(date(1989, 12, 31), {}, 0, id="before anything"),
        pytest.param(date(1990, 1, 1), {"signed_on": date(1990, 1, 1)}, 0, id="signed"),
        pytest.param(date(1991, 1, 1), CONSENTED_THEN, 0, id="consented, and what is to come of it"),
        pytest.param(date(1994, 12, 31), CONSENTED_THEN, 0, id="the day before the denunciation"),
        pytest.param(date(1995, 1, 1), LEFT_THEN, 0, id="denounced"),
        pytest.param(date(2001, 12, 31), LEFT_THEN, 0, id="a signature alone begins no period"),
        pytest.param(date(2002, 1, 1), CONSENTED_NOW, 0, id="consented again"),
        pytest.param(date(2003, 1, 1), {**CONSENTED_NOW, "suspended_on": date(2003, 1, 1)}, 0, id="suspended"),
        pytest.param(date(2003, 6, 1), CONSENTED_NOW, 1, id="the suspension is over"),
        pytest.param(date(2008, 1, 1), {**CONSENTED_NOW, "suspended_on": date(2008, 1, 1)}, 2, id="suspended today"),
    ],
)
def test_a_row_on_a_day(day: date, shown: dict[str, Any], over: int) -> None:
    """Field by field: nothing later, and all that follows from the act that had been done."""
    assert as_of(BACK, day) == but(BACK, **{**NOTHING, **shown}, suspensions=BACK.suspensions[:over])


def test_an_entry_into_force_without_a_consent_counts_from_its_own_day() -> None:
    """A register may print no consent: the date of entry into force, and of the end, speak for themselves."""
    row = Row(participant="BRA", name="Brazil", in_force_on=date(2002, 5, 1), left_on=date(2009, 5, 1))

    assert as_of(row, date(2002, 4, 30)) == but(row, in_force_on=None, left_on=None)
    assert as_of(row, date(2002, 5, 1)) == but(row, left_on=None)
    assert as_of(row, date(2009, 5, 1)) == row


def test_a_period_that_began_with_its_consent_is_shown() -> None:
    """A period of accession has no signature."""
    acceded = but(FIRST, signed_on=None)
    row = Row(participant="BRA", name="Brazil", former=(acceded,))

    assert as_of(row, date(1990, 12, 31)).consent_on is None
    assert as_of(row, date(1991, 1, 1)).consent_on == date(1991, 1, 1)


def test_of_several_periods_the_latest_that_had_begun_is_shown() -> None:
    again = Period(signed_on=date(1996, 1, 1), consent_on=date(1997, 1, 1), left_on=date(2000, 1, 1))
    row = Row(participant="BRA", name="Brazil", former=(FIRST, again))

    assert as_of(row, date(1995, 12, 31)).consent_on == date(1991, 1, 1)
    assert as_of(row, date(1997, 1, 1)).consent_on == date(1997, 1, 1)


def test_a_signature_after_a_period_without_one_is_shown() -> None:
    row = Row(participant="BRA", name="Brazil", signed_on=date(2001, 1, 1), former=(but(FIRST, signed_on=None),))

    assert as_of(row, date(2000, 12, 31)).signed_on is None
    assert as_of(row, date(2001, 1, 1)).signed_on == date(2001, 1, 1)


@pytest.mark.parametrize(
    ("listed", "signed_on", "left"),
    [
        (Listed.PARTY, date(2001, 1, 1), None),
        (Listed.PARTY, None, Listed.PARTY),
        (Listed.FORMER, date(2001, 1, 1), Listed.FORMER),
        (Listed.FORMER, None, Listed.FORMER),
    ],
)
def test_dates_are_more_exact_than_a_list_of_parties(
    listed: Listed, signed_on: date | None, left: Listed | None
) -> None:
    row = Row(participant="BRA", name="Brazil", listed=listed, signed_on=signed_on)

    assert as_of(row, date(2026, 1, 1)).listed is left


# ---- whether a row ever counts ------------------------------------------------------------------

SOME_DAY = date(2002, 1, 1)


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({}, False),
        ({"signed_on": SOME_DAY}, False),
        ({"denounced_on": SOME_DAY, "left_on": SOME_DAY}, False),
        ({"consent_on": SOME_DAY}, True),
        ({"in_force_on": SOME_DAY}, True),
        ({"entry_by_rule": SOME_DAY}, True),
        ({"listed": Listed.PARTY}, True),
        ({"listed": Listed.FORMER}, True),
        ({"former": (Period(signed_on=SOME_DAY),)}, False),
        ({"former": (Period(consent_on=SOME_DAY),)}, True),
        ({"former": (Period(in_force_on=SOME_DAY),)}, True),
        ({"former": (Period(entry_by_rule=SOME_DAY),)}, True),
    ],
)
def test_who_ever_consented(values: dict[str, Any], *, counts: bool) -> None:
    assert ever_consented(Row(participant="BRA", name="Brazil", **values)) is counts


# ---- what the consents of a day let expect ------------------------------------------------------

PLAIN = Treaty(id="x-1", number="1", name="Treaty", threshold=Threshold(needed=1), months_after_consent=3)
SECOND = Treaty(
    id="cets-224",
    number="224",
    name="Protocol",
    threshold=Threshold(needed=1),
    months_after_consent=3,
    parent="ets-185",
)


def consents(**days: date) -> Chart:
    """A chart of consents, with a column for entries into force that is empty."""
    rows = (
        Row(participant=key, name=key, consent_on=day, known=frozenset({Field.CONSENT_ON, Field.IN_FORCE_ON}))
        for key, day in days.items()
    )
    return Chart(rows=tuple(rows), shows_in_force_on=True)


TWO = consents(ALB=date(2010, 1, 15), BRA=date(2012, 1, 15))
FIRST_ENTRY, SECOND_ENTRY = date(2010, 5, 1), date(2012, 5, 1)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2010, 1, 14), {}),
        (date(2010, 1, 15), {None: FIRST_ENTRY, "ALB": FIRST_ENTRY}),
        (date(2012, 1, 14), {None: FIRST_ENTRY, "ALB": FIRST_ENTRY}),
        (date(2012, 1, 15), {None: FIRST_ENTRY, "ALB": FIRST_ENTRY, "BRA": SECOND_ENTRY}),
    ],
)
def test_only_consents_by_the_day_let_expect_an_entry(day: date, expected: dict[str | None, date]) -> None:
    assert expected_by(TWO, PLAIN, day) == expected


@pytest.mark.parametrize(
    ("parent", "expected"),
    [
        (None, {None: FIRST_ENTRY, "ALB": FIRST_ENTRY}),
        (consents(ALB=date(2009, 1, 1)), {None: FIRST_ENTRY, "ALB": FIRST_ENTRY}),
        (consents(BRA=date(2009, 1, 1)), {}),
    ],
)
def test_a_consent_counts_only_with_one_to_the_parent(parent: Chart | None, expected: dict[str | None, date]) -> None:
    """CETS 224 art. 16(3); if the parent is not known, nothing is left out."""
    assert expected_by(TWO, SECOND, date(2011, 1, 1), parent) == expected


# ---- the article of a denunciation --------------------------------------------------------------


@pytest.mark.parametrize(
    ("treaty", "article"), [("ets-185", "47(2)"), ("ets-189", "15(2)"), ("cets-224", "24(2)"), ("ets-24", None)]
)
def test_the_article_of_a_denunciation(treaty: str, article: str | None) -> None:
    assert denunciation_article(Treaty(id=treaty, number="1", name="Treaty")) == article
