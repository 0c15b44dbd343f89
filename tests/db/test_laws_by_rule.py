"""Laws of the views where a treaty's own rule speaks: of a treaty and its protocol, SQL says what the answers say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from charts import DAYS, EVERYBODY, REGISTER, TODAY, baseline, examples, register
from hypothesis import event, given
from hypothesis import strategies as st
from in_sql import assert_same, record, undone

from db.deriving import derive
from db.store import Store
from tracker.models import (
    DATE_FIELDS,
    Change,
    ChangeKind,
    Chart,
    Field,
    Listed,
    Nature,
    Row,
    Threshold,
    Treaty,
    but,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
SOURCE = "coe-service"

BUDAPEST = Treaty(
    id="ets-185",
    number="185",
    name="Budapest Convention",
    threshold=Threshold(needed=2, organisations=False),
    months_after_consent=3,
    sources=(SOURCE,),
)
PROTOCOL = Treaty(
    id="cets-224",
    number="224",
    name="Second Protocol",
    threshold=Threshold(needed=2),
    months_after_consent=3,
    parent="ets-185",
    by_invitation=False,
    sources=(SOURCE,),
)
UN = Treaty(
    id="untc-xviii-16",
    number="XVIII-16",
    name="UN Convention",
    threshold=Threshold(needed=2, organisations=False),
    days_after_threshold=90,
    days_after_consent=30,
    by_invitation=False,
    seat="America/New_York",
    sources=(SOURCE,),
)
TREATIES = (BUDAPEST, PROTOCOL, UN)

#: Also the days by the rules, around those that charts are made of.
ASKED = (*DAYS, *(day + timedelta(days=92) for day in DAYS), date(2004, 7, 1), date(2010, 5, 1), date(2030, 1, 1))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One database for all examples: each is taken back."""
    with Store.open(tmp_path_factory.mktemp("laws") / "tracker.db", create=True) as store:
        store.treaties.follow({"treaties": []}, TREATIES, NOON)
        yield store


# ---- what is drawn ------------------------------------------------------------------------------


def blank(chart: Chart) -> Chart:
    """The same as a chart that prints no entry into force, of the treaty or of anybody."""
    return replace(
        chart,
        rows=tuple(but(row, in_force_on=None) for row in chart.rows),
        in_force_on=None,
        shows_in_force_on=True,
    )


def without_ends(chart: Chart) -> Chart:
    """The same as a chart that prints no day on which a denunciation takes effect."""
    return replace(chart, rows=tuple(but(row, left_on=None) for row in chart.rows))


def without_a_column(chart: Chart) -> Chart:
    """The same as a register without a column for entry into force, which prints the treaty's own."""
    known = frozenset(DATE_FIELDS) - {Field.IN_FORCE_ON}
    rows = tuple(but(row, in_force_on=None, known=known) for row in chart.rows)
    return replace(chart, rows=rows, shows_in_force_on=True)


def listed(chart: Chart) -> Chart:
    """The same as a list of Parties without dates."""
    rows = tuple(
        Row(participant=row.participant, name=row.name, group=row.group, listed=Listed.PARTY) for row in chart.rows
    )
    return replace(chart, rows=rows, in_force_on=None)


printed = register(min_size=2).map(lambda rows: replace(baseline(REGISTER, rows), status_as_of=TODAY))
charts = printed | printed.map(blank) | printed.map(without_ends) | printed.map(lambda one: blank(without_ends(one)))


@st.composite
def losses(draw: st.DrawFn, chart: Chart) -> tuple[Chart, tuple[tuple[str, Field, str], ...]]:
    """A chart that has lost the dates of some who consented; and what it lost."""
    held = [row for row in chart.rows if row.consent_on and not row.former]
    gone = draw(st.lists(st.sampled_from(held), unique_by=lambda row: row.participant, max_size=2)) if held else []
    lost = tuple(
        (row.participant, field, row.dates[field].isoformat())
        for row in gone
        for field in (Field.CONSENT_ON, Field.IN_FORCE_ON)
        if field in row.dates
    )
    who = {row.participant for row in gone}
    drop = draw(st.booleans())
    rows = tuple(
        but(row, consent_on=None, consent_kind=None, in_force_on=None) if row.participant in who else row
        for row in chart.rows
        if not (drop and row.participant in who)
    )
    return replace(chart, rows=rows), lost


def show(store: Store, treaty: Treaty, chart: Chart, lost: Sequence[tuple[str, Field, str]] = ()) -> None:
    """Record a chart, and what an earlier one showed."""
    record(store, store.treaties.feed(treaty.id, SOURCE), chart)
    log = store.log.write(NOON, "check")
    for participant, field, before in lost:
        store.changes.add(_retraction(treaty, participant, field, before), log)
    derive(store)


def _retraction(treaty: Treaty, participant: str, field: Field, before: str) -> Change:
    return Change(
        id=0,
        detected_at=NOON - timedelta(days=30),
        treaty=treaty.id,
        participant=participant,
        name=participant,
        kind=ChangeKind.RETRACTED,
        nature=Nature.RETRACTION,
        field=field,
        before=before,
        after=None,
        effective_on=None,
        source=SOURCE,
        snapshot=None,
        previous_snapshot=None,
        summary="",
        rule="",
    )


# ---- the laws ----------------------------------------------------------------------------------

_days = st.lists(st.sampled_from(ASKED), min_size=2, max_size=2)
_pairs = st.lists(st.sampled_from(list(combinations(EVERYBODY, 2))), min_size=1, max_size=2)


@examples(40)
@given(parent=charts.flatmap(losses), protocol=charts.flatmap(losses), days=_days, data=st.data())
def test_a_treaty_and_its_protocol(
    shared: Store, parent: tuple[Chart, Any], protocol: tuple[Chart, Any], days: list[date], data: st.DataObject
) -> None:
    """With blank cells, denunciations without effect, back-dated and same-day consents, lost and suspended ones."""
    lost = {who for _, gone in (parent, protocol) for who, _, _ in gone}
    taking_part = lost | {row.participant for chart, _ in (parent, protocol) for row in chart.rows}
    couples = list(combinations(sorted(taking_part), 2)) or list(combinations(EVERYBODY, 2))
    with_lost = [pair for pair in couples if lost & {*pair}]
    pairs = [
        *data.draw(st.lists(st.sampled_from(couples), max_size=2)),
        data.draw(st.sampled_from(with_lost or couples)),
    ]
    with undone(shared):
        show(shared, PROTOCOL, *protocol)
        show(shared, BUDAPEST, *parent)  # what the protocol's row says follows it
        for day in days:
            for treaty in (BUDAPEST, PROTOCOL):
                assert_same(shared, treaty, day, pairs, now=NOON)
        kept = shared.by_rule.of(PROTOCOL.id)
        event(f"by rule: {bool(kept.rules)}")
        event(f"not known: {any(span.in_force is None for span in kept.bound)}")
        event(f"lost: {any(span.lost_on for span in kept.bound)}")


def test_a_treaty_that_lost_all_that_it_showed(shared: Store) -> None:
    """No participant stands anywhere in its history, and what it lost is not known all the same."""
    day = date(2001, 11, 23)
    rows = tuple(Row(participant=key, name=key, known=frozenset(DATE_FIELDS)) for key in ("ALB", "BEL"))
    chart = Chart(rows=rows, number="185", in_force_on=day, status_as_of=TODAY)
    with undone(shared):
        show(shared, BUDAPEST, chart, [(row.participant, Field.CONSENT_ON, day.isoformat()) for row in rows])
        assert_same(shared, BUDAPEST, day, [("ALB", "BEL")], now=NOON)


@examples(20)
@given(chart=printed.map(without_a_column) | printed.map(listed), days=_days, pairs=_pairs)
def test_a_register_without_days(shared: Store, chart: Chart, days: list[date], pairs: list[tuple[str, str]]) -> None:
    """Where no day is printed for anybody, the rule makes a Party; a list of Parties speaks of its own day."""
    with undone(shared):
        show(shared, UN, chart)
        for day in (*days, TODAY, TODAY - timedelta(days=1)):
            assert_same(shared, UN, day, pairs, now=NOON)
