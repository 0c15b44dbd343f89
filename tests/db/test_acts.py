"""The view `acts` says what `tracker acts` says, of a life with every kind of act, and of any chart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from asking import AGAIN, LEFT, SUSPENDED
from charts import REGISTER, TODAY, baseline, examples, register
from everything import lived_through
from hypothesis import given
from hypothesis import strategies as st
from in_sql import record, undone
from states import ALBANIA, BRAZIL, IRELAND, NIGERIA
from world import World, but, row, world

from db.knowledge import Knowledge
from db.store import Store
from tracker.answers.chronology import chronology
from tracker.models import Threshold, Treaty, moment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COLUMNS = (
    *("treaty", "participant", "name", "acted_on", "kind", "consent_kind", "field", "observed", "noticed_at", "change"),
    *("evidence", "bundled", "archived_evidence", "archived_on", "status_as_of"),
)


def in_sql(store: Store, until: date) -> list[tuple[Any, ...]]:
    found = store.database.conn.execute(
        f"SELECT {', '.join(COLUMNS)} FROM acts WHERE acted_on <= ?",  # noqa: S608 - ours
        (str(until),),
    )
    return sorted(map(tuple, found), key=str)


def in_python(store: Store, until: date, now: datetime) -> list[tuple[Any, ...]]:
    found, _ = chronology(Knowledge(store), now=now, day=until)
    return sorted(
        (
            (
                *(one.treaty, one.participant, one.name, str(one.act.on), one.act.kind.value),
                *(one.act.consent_kind and one.act.consent_kind.value, one.act.field.value, int(one.observed)),
                one.noticed_at and moment(one.noticed_at),
                *(one.act.change, one.act.evidence, int(one.act.bundled)),
                one.act.archived and one.act.archived.evidence,
                one.act.archived and str(one.act.archived.published_on),
                one.status_as_of and str(one.status_as_of),
            )
            for one in found
            if one.act.on
        ),
        key=str,
    )


@pytest.mark.parametrize("until", ["2015-01-01", "2026-06-16", "2027-12-31"])
def test_a_life(w: World, until: str) -> None:
    with w.store() as store:
        found = in_sql(store, date.fromisoformat(until))
        assert found == in_python(store, date.fromisoformat(until), w.now)
    assert found


@pytest.fixture(scope="module")
def w(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """From the bundled list; then a first read; then a consent, a date that is corrected, an end and a return."""
    with world(tmp_path_factory.mktemp("acts")) as made:
        made.show(ALBANIA, IRELAND, BRAZIL, SUSPENDED, LEFT, AGAIN, NIGERIA)
        made.check_all()
        made.wait(days=1)
        moved = but(BRAZIL, consent="2022-11-29")
        made.show(ALBANIA, but(IRELAND, consent="2026-06-15", in_force="2026-10-01"), moved, LEFT, AGAIN, NIGERIA)
        for _ in range(3):
            made.check_all()
            made.wait(days=1)
        made.show(ALBANIA, IRELAND, moved, SUSPENDED, LEFT, AGAIN, row("Tonga", "non_member", consent="2026-06-17"))
        for _ in range(3):
            made.check_all()
            made.wait(days=1)
        yield made


TREATY = Treaty(id="ets-185", number="185", name="Convention", threshold=Threshold(needed=2), sources=("coe-service",))
NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One database for all examples: each is taken back."""
    with Store.open(tmp_path_factory.mktemp("laws") / "tracker.db", create=True) as store:
        store.treaties.follow({"treaties": []}, (TREATY,), NOON)
        yield store


@examples(30)
@given(charts=st.lists(register(), min_size=1, max_size=3), until=st.dates(date(2001, 1, 1), date(2030, 1, 1)))
def test_any_charts(shared: Store, charts: list[Any], until: date) -> None:
    with undone(shared):
        for rows in charts:
            chart = replace(baseline(REGISTER, rows), status_as_of=TODAY)
            record(shared, shared.treaties.feed(TREATY.id, "coe-service"), chart)
        assert in_sql(shared, until) == in_python(shared, until, NOON)


def test_everything(tmp_path: Path) -> None:
    """Two sources, two treaties, the bundled list, archived copies, decisions, corrections."""
    with Store.open(lived_through(tmp_path)) as store:
        found = in_sql(store, date(2026, 12, 31))
        assert found == in_python(store, date(2026, 12, 31), datetime(2026, 12, 31, tzinfo=UTC))
    columns = dict(zip(COLUMNS, zip(*found, strict=True), strict=True))
    assert all(any(columns[name]) for name in ("archived_evidence", "change", "observed"))
