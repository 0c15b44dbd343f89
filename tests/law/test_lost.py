"""What would follow with what was lost: on random charts of which a source took some consents back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from charts import DAYS, REGISTER, TODAY, baseline, examples, register
from hypothesis import given
from hypothesis import strategies as st

from tracker.law import complete
from tracker.law.lost import LostFact, entries_with_lost, restored
from tracker.law.relations import itself_on
from tracker.models import Chart, Field, Row, Threshold, Treaty, but

if TYPE_CHECKING:
    from collections.abc import Collection

PROTOCOL = Treaty(
    id="cets-224", number="224", name="P", threshold=Threshold(needed=2), months_after_consent=3, sources=("a",)
)
WHOLE = register(min_size=2).map(
    lambda rows: replace(
        baseline(REGISTER, rows),
        status_as_of=TODAY,
        in_force_on=None,
        shows_in_force_on=True,
        rows=tuple(but(row, in_force_on=None, former=()) for row in baseline(REGISTER, rows).rows),
    )
)


def without(chart: Chart, who: Collection[str]) -> tuple[Chart, list[LostFact]]:
    """The chart without some consents, and what it lost."""
    rows = tuple(but(row, consent_on=None, consent_kind=None) if row.participant in who else row for row in chart.rows)
    lost = [
        LostFact(participant=row.participant, field=Field.CONSENT_ON, on=row.consent_on, row=row)
        for row in chart.rows
        if row.participant in who and row.consent_on
    ]
    return replace(chart, rows=rows), lost


@examples(100)
@given(whole=WHOLE, data=st.data(), day=st.sampled_from((*DAYS, date(2030, 1, 1))))
def test_no_firm_no_where_the_whole_chart_says_otherwise(whole: Chart, data: st.DataObject, day: date) -> None:
    """Nor is anything but a firm No turned into "not known": the lost consent alone makes the difference."""
    held = [row.participant for row in whole.rows if row.consent_on]
    gone = set(data.draw(st.lists(st.sampled_from(held), max_size=2))) if held else set()
    chart, lost = without(whole, gone)
    kept = restored(chart, lost)
    assert kept == whole
    before, now = complete(whole, PROTOCOL), complete(chart, PROTOCOL)
    now = replace(now, entries_with_lost=entries_with_lost(now, complete(kept, PROTOCOL)))

    of_itself = {
        name: itself_on(one, day, {None: one.entry_by_rule} if one.entry_by_rule else {})
        for name, one in (("before", before), ("now", now))
    }
    assert (of_itself["now"].in_force is False) == (of_itself["before"].in_force is False)
    assert set(now.entries_with_lost) <= {None, *(row.participant for row in before.rows if row.entry_by_rule)}


def test_nothing_lost_is_the_chart_itself() -> None:
    chart = Chart(rows=(Row(participant="FIN", name="Finland", consent_on=date(2026, 6, 15)),))
    shown_otherwise = LostFact(participant="FIN", field=Field.CONSENT_ON, on=date(2026, 6, 1))
    no_act = LostFact(participant="FIN", field=Field.SIGNED_ON, on=date(2026, 6, 1))
    assert restored(chart, [shown_otherwise, no_act]) is chart


def test_a_row_that_is_gone_and_the_treatys_own_date() -> None:
    """Of a row that no chart is known to have shown, the date is all there is."""
    consent = LostFact(participant="FIN", field=Field.CONSENT_ON, on=date(2026, 6, 15))
    entry = LostFact(participant="FIN", field=Field.IN_FORCE_ON, on=date(2026, 10, 1))
    own = LostFact(participant=None, field=Field.TREATY_IN_FORCE_ON, on=date(2026, 10, 1))
    found = restored(Chart(rows=()), [entry, consent, own])
    [row] = found.rows
    assert (row.consent_on, row.in_force_on, found.in_force_on) == (consent.on, entry.on, own.on)
    assert entries_with_lost(Chart(rows=()), found) == {None: own.on, "FIN": entry.on}
