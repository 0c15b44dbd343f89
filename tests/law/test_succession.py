"""Laws of successions of States, on any two rows of a former State and its parts."""

from __future__ import annotations

from datetime import date, timedelta

from charts import REGISTER, baseline, entries, examples
from hypothesis import given
from hypothesis import strategies as st

from tracker.law.periods import acted_by
from tracker.law.relations import after_successions, relation_on
from tracker.law.sides import side_on
from tracker.law.succession import acting_row, inheritance_of
from tracker.models import Chart, ConsentKind, Row, Standing, but
from tracker.participants import table

BEGAN = date(1993, 1, 1)
DAYS = (date(1980, 5, 1), date(1992, 12, 31), BEGAN, date(1993, 1, 2), date(2001, 3, 4))
days = st.sampled_from(DAYS)
_ROW = entries("CZE", days=DAYS, stages=("blank", "signed", "consented", "in_force", "left"))


def rows_of(participant: str) -> st.SearchStrategy[Row | None]:
    return st.none() | _ROW.map(lambda entry: but(baseline(REGISTER, (entry,)).rows[0], participant=participant))


rows = st.fixed_dictionaries({key: rows_of(key) for key in ("CSK", "CZE", "SVK")})


@given(rows, days)
@examples(150)
def test_before_it_began_a_part_did_what_the_whole_did(held: dict[str, Row | None], day: date) -> None:
    """The row is its own if that holds acts of the day, else that of the State that it was part of."""
    row, _ = acting_row("CZE", day, table(), held.get)
    own = held["CZE"]
    if day >= BEGAN or acted_by(own, day):
        assert row is own
    else:
        assert acted_by(row, day) is acted_by(acting_row("CSK", day, table(), held.get)[0], day)


@given(rows, days)
@examples(150)
def test_what_may_be_inherited_is_never_a_no(held: dict[str, Row | None], day: date) -> None:
    """Nothing is inherited by one that acted, from one that was not bound, or before it began."""
    found = inheritance_of("SVK", day, table(), held.get)
    chart = Chart(rows=tuple(row for row in held.values() if row), status_as_of=date(2010, 1, 1), in_force_on=DAYS[0])
    relation = relation_on(held["SVK"], None, chart, day)
    then = after_successions(relation, found, None)

    if found:
        former, _ = acting_row("CSK", BEGAN - timedelta(days=1), table(), held.get)
        assert day >= BEGAN
        assert former is not None
        assert held["SVK"] is None or not held["SVK"].dates
        assert then.a.bound is None
    else:
        assert then == relation
    assert then.b == relation.b


@given(rows_of("CZE"), days, st.booleans())
@examples(150)
def test_a_succession_notified_later_leaves_the_days_before_unknown(row: Row | None, day: date, printed: bool) -> None:
    """Unless a source prints from which day it has effect."""
    if row is None or row.consent_on is None or row.former:
        return
    end = {"denounced_on": None, "left_on": None}
    given_in = DAYS[0] if printed else None
    row = but(row, consent_kind=ConsentKind.SUCCESSION, in_force_on=given_in, **end)
    side = side_on(row, day, DAYS[-1], {})

    if printed:
        assert (side.bound, side.standing) == (True, Standing.PARTY) if day >= BEGAN else side.succeeds_on is None
    elif day < row.consent_on and day >= BEGAN:
        assert (side.bound, side.succeeds_on) == (None, row.consent_on)
