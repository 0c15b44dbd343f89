"""Which period a row shows on a day, and which of its dates contradict each other. Pure."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date
from typing import Any

import pytest
from charts import DAYS, examples
from hypothesis import given
from hypothesis import strategies as st
from rows import any_rows

from tracker.law import as_of, current_period, standing_on
from tracker.law.doubt import contradiction_on
from tracker.law.standing import period_on
from tracker.models import ConsentKind, Field, Listed, Period, Row, Standing

JOINED, ENDED, BACK = date(1991, 1, 1), date(1995, 5, 1), date(2002, 5, 1)
FIRST = Period(consent_on=JOINED, in_force_on=date(1991, 5, 1), denounced_on=date(1995, 1, 1), left_on=ENDED)
LATER = date(2010, 1, 1)


def brazil(*former: Period, **values: Any) -> Row:
    return Row(participant="BRA", name="Brazil", former=former, **values)


@examples(200)
@given(row=any_rows("BRA"), day=st.sampled_from(DAYS))
def test_a_row_of_a_day_says_of_that_day_what_the_whole_row_says(row: Row, day: date) -> None:
    """However odd its dates: the same standing, in the same doubt."""
    then = as_of(row, day)
    assert standing_on(then, day) is standing_on(row, day)
    assert contradiction_on(then, day) == contradiction_on(row, day)
    assert (current_period(then, day) is None) == (current_period(row, day) is None)


@pytest.mark.parametrize(
    ("row", "shown", "standing"),
    [
        (brazil(FIRST, in_force_on=BACK), {Field.IN_FORCE_ON: BACK}, Standing.PARTY),
        (
            brazil(FIRST, signed_on=BACK),
            {Field.SIGNED_ON: BACK, Field.CONSENT_ON: JOINED, Field.LEFT_ON: ENDED},
            Standing.FORMER,
        ),
        (
            brazil(consent_on=JOINED, left_on=ENDED, denounced_on=date(2020, 1, 1)),
            {Field.LEFT_ON: ENDED, Field.DENOUNCED_ON: date(2020, 1, 1)},
            Standing.FORMER,
        ),
        (brazil(Period(consent_on=JOINED), consent_on=BACK, left_on=LATER), {Field.LEFT_ON: LATER}, Standing.FORMER),
        (brazil(FIRST, listed=Listed.PARTY), {}, Standing.PARTY),
        (brazil(listed=Listed.PARTY, suspended_on=BACK), {Field.SUSPENDED_ON: BACK}, Standing.PARTY),
    ],
    ids=["no consent", "signed again", "an end before", "an unknown end", "a list", "a list, suspended"],
)
def test_the_period_that_counts_is_shown(row: Row, shown: dict[Field, date], standing: Standing) -> None:
    then = as_of(row, LATER)
    assert shown.items() <= then.dates.items()
    assert standing_on(row, LATER) is standing_on(then, LATER) is standing
    assert bool(then.dates) is bool(shown)


def test_one_that_still_runs_counts_before_a_later_consent() -> None:
    """No source prints the end of the first: whether it is bound follows from that one until the other begins."""
    running = Period(consent_on=JOINED, in_force_on=date(1991, 5, 1), denounced_on=date(1995, 1, 1))
    row = brazil(running, consent_on=date(2009, 12, 1), in_force_on=date(2010, 4, 1))
    assert period_on(row, LATER) is running
    assert period_on(row, date(2010, 4, 1)) is row


LEFT, DENOUNCED, CONSENT, ENTRY = Field.LEFT_ON, Field.DENOUNCED_ON, Field.CONSENT_ON, Field.IN_FORCE_ON


@pytest.mark.parametrize(
    ("row", "day", "found"),
    [
        (brazil(consent_on=JOINED, left_on=ENDED, denounced_on=BACK), date(1995, 4, 30), None),
        (brazil(consent_on=JOINED, left_on=ENDED, denounced_on=BACK), ENDED, (LEFT, ENDED, DENOUNCED, BACK)),
        (brazil(consent_on=JOINED, left_on=ENDED, denounced_on=BACK), LATER, (LEFT, ENDED, DENOUNCED, BACK)),
        (brazil(consent_on=BACK, left_on=ENDED), LATER, (LEFT, ENDED, CONSENT, BACK)),
        (brazil(consent_on=BACK, denounced_on=ENDED, left_on=LATER), LATER, (DENOUNCED, ENDED, CONSENT, BACK)),
        (brazil(consent_on=BACK, in_force_on=JOINED), ENDED, (ENTRY, JOINED, CONSENT, BACK)),
        (brazil(consent_on=BACK, in_force_on=JOINED, consent_kind=ConsentKind.SUCCESSION), ENDED, None),
        (brazil(consent_on=BACK, in_force_on=JOINED), BACK, None),
        (brazil(FIRST, in_force_on=BACK), LATER, None),
        (brazil(FIRST, in_force_on=date(1993, 1, 1)), date(1995, 4, 30), None),
        (brazil(FIRST, in_force_on=date(1993, 1, 1)), ENDED, (ENTRY, date(1993, 1, 1), LEFT, ENDED)),
        (brazil(FIRST, consent_on=date(1995, 2, 1)), LATER, None),
        (brazil(FIRST, consent_on=date(1994, 2, 1)), LATER, (CONSENT, date(1994, 2, 1), DENOUNCED, date(1995, 1, 1))),
        (brazil(FIRST), LATER, None),
        (brazil(Period(consent_on=JOINED), consent_on=BACK), LATER, None),
    ],
)
def test_which_dates_contradict_each_other(row: Row, day: date, found: tuple[object, ...] | None) -> None:
    """And not: a consent between a denunciation and its effect, an act in brackets, a succession deposited late."""
    contradiction = contradiction_on(row, day)
    assert (astuple(contradiction) if contradiction else None) == found


def test_a_state_that_is_no_more_is_in_no_doubt() -> None:
    row = Row(participant="CSK", name="Czechoslovakia", consent_on=JOINED, left_on=ENDED, denounced_on=BACK)
    assert contradiction_on(row, LATER) is None
