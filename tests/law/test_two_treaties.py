"""Laws of a treaty and its protocol together: `between`, `figures` and `parties` tell one story on each day. Pure."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from charts import DAYS, REGISTER, baseline, examples, register
from hypothesis import given
from hypothesis import strategies as st

from tracker.law import SHIPPED_RULES, complete, consented_to, counted_by, standing_on
from tracker.law.figures import figures_on
from tracker.law.place import place_of
from tracker.law.relations import relation_on
from tracker.law.sides import side_on
from tracker.models import Chart, Group, Row, Standing, Threshold, Treaty, but

if TYPE_CHECKING:
    from datetime import date

BUDAPEST = Treaty(id="ets-185", number="185", name="", threshold=Threshold(needed=2), months_after_consent=3)
PROTOCOL = Treaty(
    id="cets-224", number="224", name="", threshold=Threshold(needed=2), months_after_consent=3, parent="ets-185"
)
BOUND = (Standing.PARTY, Standing.CONTRACTING)

histories = register(min_size=2).map(lambda rows: baseline(REGISTER, rows))
parents = histories.map(lambda chart: complete(chart, BUDAPEST))
days = st.sampled_from(DAYS)


def blank(chart: Chart) -> Chart:
    """The same as a chart that prints no entry into force, of the treaty or of anybody."""
    rows = tuple(but(row, in_force_on=None) for row in chart.rows)
    return replace(chart, rows=rows, in_force_on=None, shows_in_force_on=True)


#: As printed, or with every entry into force left blank.
protocols = histories | histories.map(blank)


@given(protocols, parents, days)
@examples(150)
def test_between_is_the_same_from_either_side(own: Chart, parent: Chart, day: date) -> None:
    """Every field, with the sides exchanged."""
    chart = complete(own, PROTOCOL, parent)
    for a, b in combinations(chart.rows, 2):
        found = relation_on(a, b, chart, day, PROTOCOL, parent)
        mirrored = relation_on(b, a, chart, day, PROTOCOL, parent)

        assert mirrored == replace(found, a=found.b, b=found.a)


@given(protocols, parents, days)
@examples(150)
def test_figures_count_what_parties_lists(own: Chart, parent: Chart, day: date) -> None:
    """And are unknown only where nothing printed decides."""
    for chart, treaty, above in ((parent, BUDAPEST, None), (complete(own, PROTOCOL, parent), PROTOCOL, parent)):
        found = figures_on(chart, treaty, day, invited_known=True, parent=above)
        standings = [standing_on(row, day) for row in chart.rows]

        assert found.consents == sum(one in BOUND for one in standings)
        assert found.signatories == standings.count(Standing.SIGNATORY)
        if found.in_force is not None:
            assert found.in_force == (standings.count(Standing.PARTY) if found.treaty_in_force else 0)
        undecided = any(side_on(row, day, None, {}).bound is None for row in chart.rows)
        overdue = found.treaty_in_force is None
        assert (found.in_force is None) is (overdue or bool(found.treaty_in_force and undecided))
        if found.by_rule is not None:
            assert 0 <= found.by_rule <= found.consents


@given(protocols, parents, days)
@examples(150)
def test_between_and_figures_tell_one_story(own: Chart, parent: Chart, day: date) -> None:
    """A Yes needs a treaty in force with two Parties; no firm No stands where both are Parties to both treaties."""
    chart = complete(own, PROTOCOL, parent)
    found = figures_on(chart, PROTOCOL, day, invited_known=True, parent=parent)
    for a, b in combinations(chart.rows, 2):
        relation = relation_on(a, b, chart, day, PROTOCOL, parent)
        both = all(standing_on(row, day) is Standing.PARTY for row in (a, b))
        above = [side_on(parent.row(row.participant), day, None, {}).bound for row in (a, b)]

        assert relation.treaty_in_force is found.treaty_in_force
        if relation.in_force:
            assert both
            assert above == [True, True]
            assert found.treaty_in_force is True
            assert found.in_force is None or found.in_force >= 2
        if both and above == [True, True] and found.treaty_in_force:
            assert relation.in_force is not False
        if relation.by_rule_since and above == [True, True]:
            assert relation.by_rule_since <= day
            assert relation.in_force is None


@given(protocols, parents, days)
@examples(150)
def test_only_those_of_the_parent_have_a_place(own: Chart, parent: Chart, day: date) -> None:
    """Places by date run from 1 to the number that counts, and each consent of a day has all places of that day."""
    assert PROTOCOL.threshold
    counted = counted_by(own.rows, PROTOCOL.threshold, day, parent)
    places = {row.participant: place_of(own, row, PROTOCOL, day, parent) for row in own.rows}
    dated = [row for row in counted if row.consent_on]

    assert all(consented_to(parent, row.participant, day) for row in counted)
    assert {who for who, place in places.items() if place} == {row.participant for row in dated}
    taken = {number for place in places.values() if place for number in range(place.first, place.last + 1)}
    assert taken == set(range(1, len(dated) + 1))
    for place in filter(None, places.values()):
        assert place.decisive is None or place.last < PROTOCOL.threshold.needed


def test_no_organisation_counts_where_states_alone_may_consent() -> None:
    """ETS 185 arts 36-37, ETS 189 arts 9 and 11."""
    union = Row(participant="EUE", name="European Union", group=Group.ORGANISATION, consent_on=DAYS[0])
    albania = Row(participant="ALB", name="Albania", group=Group.MEMBER, consent_on=DAYS[0])
    for key in ("ets-185", "ets-189"):
        assert counted_by((union, albania), SHIPPED_RULES[key].threshold, DAYS[-1]) == [albania]
