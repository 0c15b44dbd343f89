"""Single rules of law: the acts open under a parent, the rule in days, and the date expected for one side. Pure."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.law import DaysAfter, entry_rule
from tracker.law.acts import NextAct, next_acts
from tracker.law.sides import side_on
from tracker.models import Group, Row, Standing, Treaty


@pytest.mark.parametrize(
    ("parent_standing", "acts"),
    [
        (Standing.PARTY, (NextAct.SIGN,)),
        (Standing.CONTRACTING, (NextAct.SIGN,)),
        (Standing.SIGNATORY, ()),
        (Standing.NONE, ()),
        (None, ()),
    ],
)
def test_a_member_signs_a_configured_protocol_only_if_the_parent_binds_it(
    parent_standing: Standing | None, acts: tuple[NextAct, ...]
) -> None:
    treaty = Treaty(id="cets-999", number="999", name="Protocol", parent="ets-998")
    found = next_acts(treaty, standing=Standing.NONE, parent_standing=parent_standing, group=Group.MEMBER)
    assert found == acts


@pytest.mark.parametrize(
    ("threshold", "consent", "rule"),
    [(90, 30, DaysAfter(treaty_days=90, state_days=30)), (90, None, None), (None, 30, None), (None, None, None)],
)
def test_a_rule_in_days_needs_both_numbers(threshold: int | None, consent: int | None, rule: DaysAfter | None) -> None:
    treaty = Treaty(
        id="un-999", number="999", name="Treaty", days_after_threshold=threshold, days_after_consent=consent
    )
    assert entry_rule(treaty) == rule


@pytest.mark.parametrize(
    ("day", "standing", "expected_on"),
    [
        (date(2010, 4, 30), Standing.CONTRACTING, date(2010, 5, 1)),
        (date(2010, 5, 1), Standing.PARTY, None),
    ],
)
def test_only_a_contracting_side_expects_an_entry(day: date, standing: Standing, expected_on: date | None) -> None:
    row = Row(participant="BRA", name="Brazil", consent_on=date(2010, 1, 1), in_force_on=date(2010, 5, 1))
    side = side_on(row, day, None, {"BRA": date(2010, 5, 1)})
    assert (side.standing, side.expected_on) == (standing, expected_on)
