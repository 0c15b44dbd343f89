"""The row that a difference makes of nothing. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tracker.diff import apply
from tracker.models import DATE_FIELDS, ChangeKind, Chart, Difference, Field, Group, Nature, Row, but

DAY = date(2005, 4, 7)
ALBANIA = Row(participant="ALB", name="Albania", known=frozenset({Field.INVITED}), flags_known=frozenset({"R"}))
FRANCE = Row(participant="FRA", name="France", known=frozenset({Field.GROUP}), flags_known=frozenset({"D"}))
UNION = Row(
    participant="SCG",
    name="Serbia and Montenegro",
    group=Group.MEMBER,
    signed_on=DAY,
    known=frozenset(Field),
    flags_known=frozenset({"O"}),
)
SIGNED = Difference(
    kind=ChangeKind.SIGNED,
    nature=Nature.EVENT,
    rule="any",
    field=Field.SIGNED_ON,
    participant="BRA",
    name="Brazil",
    after=DAY.isoformat(),
)
HEIR = Difference(
    kind=ChangeKind.GROUP_CHANGED,
    nature=Nature.EDITORIAL,
    rule="any",
    field=Field.GROUP,
    participant="SRB",
    name="Serbia",
    before="Serbia and Montenegro",
    after="Serbia",
)


@pytest.mark.parametrize(
    ("rows", "known", "letters"),
    [
        ((), frozenset(DATE_FIELDS), frozenset()),
        ((ALBANIA,), frozenset({*DATE_FIELDS, Field.INVITED}), frozenset({"R"})),
        ((ALBANIA, FRANCE), frozenset({*DATE_FIELDS, Field.INVITED, Field.GROUP}), frozenset({"R", "D"})),
    ],
)
def test_a_new_row_has_the_columns_of_the_chart_and_is_not_invited(
    rows: tuple[Row, ...], known: frozenset[Field], letters: frozenset[str]
) -> None:
    made = apply(Chart(rows=rows), [SIGNED]).row("BRA")

    assert made == Row(participant="BRA", name="Brazil", signed_on=DAY, known=known, flags_known=letters, invited=False)


@pytest.mark.parametrize("name", [None, ""])
def test_a_new_row_without_a_name_goes_by_its_id(name: str | None) -> None:
    made = apply(Chart(rows=()), [replace(SIGNED, name=name)]).row("BRA")

    assert made is not None
    assert made.name == "BRA"


@pytest.mark.parametrize("name", ["Serbia", None])
def test_an_heir_takes_the_row_of_the_former_state(name: str | None) -> None:
    """Of that one, wherever it stands, and with everything in it; the former row is gone."""
    after = apply(Chart(rows=(ALBANIA, UNION, FRANCE)), [replace(HEIR, name=name)])

    assert after.rows == (ALBANIA, FRANCE, but(UNION, participant="SRB", name=name or "SRB"))


@pytest.mark.parametrize("before", [None, *Group])
def test_a_move_to_another_heading_is_no_succession(before: str | None) -> None:
    moved = replace(HEIR, participant="BRA", name="Brazil", before=before, after="non_member")
    after = apply(Chart(rows=(UNION,)), [moved])

    assert [row.participant for row in after.rows] == ["BRA", "SCG"]
    assert after.rows[0].group is Group.NON_MEMBER
    assert after.rows[0].signed_on is None
