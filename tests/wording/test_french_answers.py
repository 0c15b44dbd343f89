"""French answers: each says the same as the English one, whatever it is about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from both_languages import same_in_french
from hypothesis import given
from hypothesis import strategies as st

from tracker.models import Practice, TerritoryResult
from tracker.wording import territories
from tracker.wording.territories import TerritoryFacts, territory_in_words

if TYPE_CHECKING:
    from collections.abc import Callable

#: With every article, gender and number that French has.
STATES = ("France", "Japan", "Ireland", "Netherlands", "United States of America", "Monaco", "Philippines", "Israel")
TERRITORIES = ("Greenland", "Faroe Islands", "Aruba", "Isle of Man", "Crimea", "Guernsey", "French Polynesia")

days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
states = st.sampled_from(STATES)
articles = st.sampled_from(["38", "7(9)(a)", "16"])

# ---- territories ---------------------------------------------------------------------------------

_reasons = st.sampled_from(
    [
        territories.same_day,
        lambda: territories.no_such_territory(date(2010, 10, 10)),
        lambda: territories.extension_withdrawn(date(2020, 2, 1)),
        lambda: territories.parts_differ(["Bonaire", "Saba"]),
        lambda: territories.not_understood("Ireland", names_it=True),
        lambda: territories.not_understood("Ireland", names_it=False),
        lambda: territories.unnamed_part("Philippines"),
        lambda: territories.communication_unread("Japan"),
        lambda: territories.state_not_known("ETS 185"),
        lambda: territories.state_not_bound("ETS 185", between=True),
        lambda: territories.state_not_bound("ETS 185", between=False),
        lambda: territories.no_day_of_effect("Israel", "Greenland"),
        lambda: territories.unlisted_statement("Monaco", "Faroe Islands", date(2025, 3, 1)),
        lambda: territories.chart_marks_unread("T", "Ireland", None),
        lambda: territories.chart_marks_unread("RT", "Philippines", date(2026, 1, 2)),
    ]
)
_nothing = st.builds(
    lambda name, named, flags, day: (
        lambda: territories.nothing_on_record(name, others_named=named, flags_known=flags, read_on=day)
    ),
    states,
    st.booleans(),
    st.booleans(),
    st.none() | days,
)


_facts = st.fixed_dictionaries(
    {
        "territory": st.sampled_from(TERRITORIES),
        "state": states,
        "result": st.sampled_from(TerritoryResult),
        "practice": st.none() | st.sampled_from(Practice),
        "since": st.none() | days,
        "from_on": st.none() | days,
        "accepted_for": st.none() | st.sampled_from(["Kingdom in Europe", "European part of the Netherlands"]),
        "article": st.none() | articles,
        "inherited_from": st.none() | st.just("ets-185"),
        "others": st.lists(states, unique=True, max_size=2).map(tuple),
        "not_known_after": st.none() | days,
    }
)


@given(facts=_facts, reason=_reasons, withdrawn=st.booleans(), nothing=_nothing)
def test_a_territory(
    facts: dict[str, Any], reason: Callable[[], str], nothing: Callable[[], str], *, withdrawn: bool
) -> None:
    """Whatever the record has of a territory."""
    left_out = facts["result"] is TerritoryResult.EXCLUDED and not withdrawn

    def said() -> str:
        why = None if left_out else reason()
        return territory_in_words(TerritoryFacts(treaty="cets-224", reason=why, nothing=nothing(), **facts))

    _english, french = same_in_french(said, (facts["territory"], facts["state"], *facts["others"]))
    assert french.endswith(".")
