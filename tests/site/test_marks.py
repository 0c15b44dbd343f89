"""The map marks what only a treaty's own rule gives as such: neither as printed, nor as the standing before it."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.law import complete
from tracker.models import Chart, Field, Row, Standing, Treaty
from tracker.site.intervals import BY_RULE, LEFT_BY_RULE, mark_of, spans
from tracker.wording.rules import rule_for_states

CONVENTION = Treaty(id="ets-185", number="185", name="Budapest Convention", months_after_consent=3)
DATES = frozenset({Field.SIGNED_ON, Field.CONSENT_ON, Field.IN_FORCE_ON, Field.DENOUNCED_ON, Field.LEFT_ON})


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def over_time(**dates: str) -> list[tuple[str | None, str]]:
    row = Row(participant="IRL", name="Ireland", known=DATES, **{key: day(value) for key, value in dates.items()})
    chart = complete(Chart(rows=(row,), in_force_on=date(2004, 7, 1)), CONVENTION, None)
    return list(spans(chart, date(2026, 11, 20))["IRL"])


def test_an_entry_that_no_source_prints() -> None:
    assert over_time(consent_on="2026-06-30") == [("2026-06-30", "contracting"), ("2026-10-01", BY_RULE)]


def test_an_entry_that_is_printed() -> None:
    found = over_time(consent_on="2026-06-30", in_force_on="2026-10-01")
    assert found == [("2026-06-30", "contracting"), ("2026-10-01", "party")]


def test_a_denunciation_whose_effect_no_source_prints() -> None:
    found = over_time(consent_on="2010-01-05", in_force_on="2010-05-01", denounced_on="2026-05-10")
    assert found[-1] == ("2026-09-01", LEFT_BY_RULE)


@pytest.mark.parametrize("standing", list(Standing))
def test_without_the_rule_a_standing_is_its_own_mark(standing: Standing) -> None:
    assert mark_of(standing, since=None, left=None) == standing.value


def test_the_rule_of_a_treaty_names_its_articles() -> None:
    """One for those that ratified and another for those that acceded."""
    assert (rule_for_states(CONVENTION) or "").endswith(
        "(article 36, paragraph 4; after accession article 37, paragraph 2)"
    )
    other = Treaty(id="cets-225", number="225", name="Other", months_after_consent=3)
    assert "article" not in (rule_for_states(other) or "")
