"""The exact differences of single rules of change (docs/rules-of-change.md), on charts of one or two rows. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tracker.diff import ComparisonRules, compare
from tracker.diff.charts import against_bundled
from tracker.diff.ledger import Ledger, unreported
from tracker.diff.rows import blank_row, corrected
from tracker.models import ChangeKind, Chart, Difference, Field, Group, Nature, Row, but

TODAY = date(2026, 1, 1)
SIGNED = date(2005, 4, 7)
BRAZIL = Row(participant="BRA", name="Brazil", group=Group.NON_MEMBER, invited=False, known=frozenset(Field))


def told(old: Row, new: Row, **successors: tuple[str, ...]) -> tuple[Difference, ...]:
    rules = ComparisonRules(today=TODAY, successors=successors)
    return compare(Chart(rows=(old,)), Chart(rows=(new,)), rules).differences


# ---- successors ---------------------------------------------------------------------------------

FORMER = but(BRAZIL, participant="SCG", name="Serbia and Montenegro")
HEIR = but(BRAZIL, participant="SRB", name="Serbia")


@pytest.mark.parametrize(
    ("former_on", "heir_on", "inherits"),
    [(SIGNED, SIGNED, True), (SIGNED, date(2005, 4, 8), False), (SIGNED, None, False), (None, SIGNED, False)],
)
def test_a_successor_inherits_only_a_row_with_dates_that_it_repeats(
    former_on: date | None, heir_on: date | None, *, inherits: bool
) -> None:
    found = told(but(FORMER, signed_on=former_on), but(HEIR, signed_on=heir_on), SCG=("SRB",))
    assert (ChangeKind.GROUP_CHANGED in {difference.kind for difference in found}) is inherits


# ---- what vanished ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "rule"),
    [
        (Group.MEMBER, "became a member State"),
        (Group.NON_MEMBER, "an invited one is gone without signature or consent"),
    ],
)
def test_an_invitation_that_is_gone(group: Group, rule: str) -> None:
    found = told(but(BRAZIL, invited=True), but(BRAZIL, group=group))
    assert [difference for difference in found if difference.field is Field.INVITED] == [
        Difference(
            kind=ChangeKind.INVITATION_ENDED,
            nature=Nature.EVENT,
            rule=rule,
            field=Field.INVITED,
            participant="BRA",
            name="Brazil",
            before="invited",
        )
    ]


def test_a_date_that_is_gone() -> None:
    assert told(but(BRAZIL, signed_on=SIGNED), BRAZIL) == (
        Difference(
            kind=ChangeKind.RETRACTED,
            nature=Nature.RETRACTION,
            rule="a date vanishes, confirmed",
            field=Field.SIGNED_ON,
            participant="BRA",
            name="Brazil",
            before="2005-04-07",
            effective_on=SIGNED,
        ),
    )


# ---- what moved ---------------------------------------------------------------------------------

MOVED = Difference(
    kind=ChangeKind.CORRECTED,
    nature=Nature.CORRECTION,
    rule="a date moves to another date",
    field=Field.SIGNED_ON,
    participant="BRA",
    name="Brazil",
    before="2005-04-07",
    after="2005-04-08",
    effective_on=date(2005, 4, 8),
)


def test_a_date_that_moved() -> None:
    assert corrected(Field.SIGNED_ON, SIGNED, date(2005, 4, 8), "BRA", "Brazil") == MOVED


def test_a_difference_from_the_bundled_list_names_the_value_of_the_list() -> None:
    rule = "a date moves to another date; the bundled list had 2005-04-07"
    assert against_bundled(MOVED) == replace(MOVED, nature=Nature.EDITORIAL, rule=rule, bundled=True)


def test_a_blank_row_keeps_the_heading_and_none_of_the_acts() -> None:
    known, letters = frozenset({Field.SIGNED_ON}), frozenset({"R"})
    row = but(BRAZIL, code="BRE", invited=True, signed_on=SIGNED)
    assert blank_row(row, known, letters) == but(BRAZIL, code="BRE", known=known, flags_known=letters)


# ---- what another source tells ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "kind", "row", "tells"),
    [
        (Field.IN_FORCE_ON, ChangeKind.ENTRY_INTO_FORCE_SET, but(BRAZIL, consent_on=SIGNED), True),
        (Field.IN_FORCE_ON, ChangeKind.ENTRY_INTO_FORCE_SET, but(BRAZIL, in_force_on=SIGNED), False),
        (Field.INVITED, ChangeKind.INVITED, BRAZIL, True),
        (Field.INVITED, ChangeKind.INVITED, but(BRAZIL, invited=True), False),
        (Field.INVITED, ChangeKind.INVITED, but(BRAZIL, invited=None, signed_on=SIGNED), False),
    ],
)
def test_another_source_tells_only_what_the_authority_lacks(
    field: Field, kind: ChangeKind, row: Row, *, tells: bool
) -> None:
    shown = Difference(kind=kind, nature=Nature.EVENT, rule="any", field=field, participant="BRA", after="2005-08-01")
    found = unreported([shown], Ledger(state=Chart(rows=(row,))), source="another", authority=False)
    assert found == ((shown,) if tells else ())
