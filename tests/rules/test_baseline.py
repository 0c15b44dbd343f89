"""docs/rules-of-change.md, "Baseline": the first chart, the bundled list, and what is no change at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from changes import _KEYS, IRISH_PARTY, LEAVER, check_224, editorial, event, live, words
from changes import chart as chart
from changes import protocol as protocol
from pages import About, Fact, gen3
from states import ALBANIA, BRAZIL, IRELAND, NIGER
from world import Row, World, but, row, seen, told, waiting, world

from db.knowledge import Knowledge
from jobs.ingest import bundled
from tracker.answers.between import between
from tracker.answers.figures import figures
from tracker.law import entry_by_rule
from tracker.models import Field

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


# ---- baseline: the first chart ------------------------------------------------------------------


def test_the_first_chart_is_history(w: World) -> None:
    """The first accepted chart is history, not news: nothing told of it, now or later."""
    w.show(ALBANIA, IRELAND, BRAZIL, NIGER, but(LEAVER, name="Chile"))

    entry = w.check()

    assert (entry.outcome, entry.changes, entry.pending) == ("baseline", (), ())
    w.wait(days=2)
    assert (w.check().outcome, w.changes()) == ("unchanged", [])


def test_a_first_chart_that_is_refused_is_no_baseline(w: World) -> None:
    """The first *accepted* chart: an impossible one leaves nothing, and the next is the baseline."""
    w.show(but(IRELAND, signed="2026-06-20"))
    assert w.check().outcome == "quarantined"
    w.show(ALBANIA)
    assert w.check().outcome == "baseline"


def test_what_lies_ahead_in_the_first_chart_is_told_when_reached(w: World) -> None:
    """Only what had taken effect before the first chart is history."""
    w.show(ALBANIA, IRISH_PARTY)
    w.check()
    w.now = datetime(2026, 10, 1, 12, tzinfo=UTC)

    assert told(w.check()) == [("entered_into_force", "IRL")]


# ---- baseline: after init -----------------------------------------------------------------------


def altered(rows: list[Row], name: str, **values: Any) -> list[Row]:
    """The rows with something else in one of them."""
    assert any(found.name == name for found in rows)
    return [but(found, **values) if found.name == name else found for found in rows]


def without(rows: list[Row], *names: str) -> list[Row]:
    """The rows less some."""
    return [found for found in rows if found.name not in names]


def test_history_is_there_before_the_first_live_read(w: World) -> None:
    """After `init` answers are given from the bundled list: 81 parties, 2 signatories, 14 invited."""
    w.init()

    standings = [found["standing"] for found in w.parties().values()]
    assert [standings.count(each) for each in ("party", "signatory", "invited")] == [81, 2, 14]
    assert w.changes() == []


def test_the_same_as_the_bundled_list_is_unchanged(w: World) -> None:
    """The first live read after `init` is `unchanged` where nothing has happened since."""
    w.init()
    w.show(*live("ets-185"))

    assert (w.check().outcome, w.changes()) == ("unchanged", [])
    assert (w.check().outcome, w.changes()) == ("unchanged", [])


def test_init_is_repeatable_and_leaves_a_chart_as_it_is(w: World) -> None:
    """`init` loads the baseline for treaties without a chart; repeatable."""
    w.show(ALBANIA)
    w.check()
    w.init()
    w.init()

    assert set(w.parties()) == {"ALB"}
    assert w.check().outcome == "unchanged"


def test_the_first_live_read_tells_what_happened_since(w: World) -> None:
    """… or `changed`, and tells what has happened since, with all that has taken effect since."""
    w.init()
    rows = live("ets-185")
    w.show(*altered(rows, "Guatemala", consent="2026-05-04", in_force="2026-09-01", extra={}))

    entry = w.check()
    assert (entry.outcome, seen(entry.changes)) == (
        "changed",
        [
            event("acceded", "GTM", "consent_on", "2026-05-04"),
            event("entry_into_force_set", "GTM", "in_force_on", "2026-09-01"),
        ],
    )
    w.now = datetime(2026, 9, 1, 12, tzinfo=UTC)
    assert told(w.check()) == [("entered_into_force", "GTM")]


FIRST_PROTOCOL = """
[[treaty]]
id = "ets-189"
number = "189"
name = "First Additional Protocol"
opened_on = 2003-01-28
sources = ["coe-service"]
"""


@pytest.fixture
def partial(tmp_path: Path) -> Iterator[World]:
    """A world that follows ETS 189 too, of which a list is bundled that is not complete."""
    with world(tmp_path, more=FIRST_PROTOCOL) as made:
        made.init()
        yield made


def whole_189() -> list[Row]:
    """A chart of ETS 189 that prints every date, those that the bundled list leaves out too."""
    consents = {"AND": "2016-11-16", "SEN": "2016-12-16", "MDA": "2017-04-20", "PRY": "2018-07-30", "SWE": "2021-04-28"}
    rows = []
    for found in bundled.chart_of(bundled.bundled_list("ets-189") or b"").rows:
        given = consents.get(found.participant)
        consent_on = found.consent_on or (date.fromisoformat(given) if given else None)
        in_force_on = found.in_force_on or (consent_on and entry_by_rule(consent_on, 3))
        if consent_on is None and in_force_on:
            consent_on = in_force_on - timedelta(days=110)
        rows.append(
            row(
                found.name,
                str(found.group),
                code=found.code,
                signed=(found.signed_on or date(2003, 1, 28)).isoformat() if found.group == "member" else None,
                consent=consent_on and consent_on.isoformat(),
                in_force=in_force_on and in_force_on.isoformat(),
            )
        )
    return rows


def test_what_a_list_that_is_not_complete_leaves_out_is_no_news(partial: World) -> None:
    """The first live read of ETS 189 prints old dates that the bundled list does not have: nothing is told."""
    partial.show(*whole_189(), number="189")

    assert told(partial.check(treaties=["ets-189"])) == []
    assert partial.changes() == []
    found = partial.parties(treaty="ets-189")
    assert (found["AND"]["consent_on"], found["AUT"]["standing"]) == ("2016-11-16", "signatory")

    partial.wait(days=1)
    partial.show(*altered(whole_189(), "Austria", consent="2026-06-12"), number="189")
    assert told(partial.check(treaties=["ets-189"])) == [("ratified", "AUT")]


def test_what_a_list_that_is_not_complete_leaves_out_is_not_known(partial: World) -> None:
    """37 Parties, no date beyond those printed; of a State that is not among them neither Yes nor No is said."""
    found = partial.parties(treaty="ets-189")
    assert len(found) == 37
    assert (found["AND"]["standing"], found["AND"]["consent_on"]) == ("party", None)
    assert (found["BEN"]["consent_on"], found["BEN"]["in_force_on"]) == ("2024-06-20", None)

    with partial.store() as store:
        view = Knowledge(store)
        counted = figures(view, now=partial.now, day=date(2025, 6, 5), treaties=["ets-189"]).treaties["ets-189"].counts
        asked = between(view, "austria", "france", now=partial.now, day=date(2025, 6, 5), treaties=["ets-189"])
    assert (counted.consents, counted.signatories, counted.signatures) == (37, None, None)
    assert [one.in_force for one in asked] == [None]


def test_the_rows_of_a_list_that_is_not_complete_say_where_they_are_from() -> None:
    """Each Party's row has its evidence and its confidence; what was computed is in a remark and in no cell."""
    chart = bundled.chart_of(bundled.bundled_list("ets-189") or b"")
    parties = [found for found in chart.rows if not found.unread]
    assert len(parties) == 37
    assert all({"evidence", "confidence"} <= dict(found.extra).keys() for found in parties)
    computed = {found.participant: dict(found.extra)["remark"] for found in parties if "omputed" in str(found.extra)}
    assert set(computed) == {"BEN", "GRC", "MAR", "MCO", "MLT"}
    for participant, remark in computed.items():
        found = chart.row(participant)
        assert found is not None
        assert found.consent_on is not None
        assert found.in_force_on is None
        assert str(entry_by_rule(found.consent_on, 3)) in remark
        assert Field.IN_FORCE_ON not in found.known


def test_a_moved_value_against_the_bundled_list_is_editorial(w: World) -> None:
    """The chart never showed the other value: editorial, "the bundled list had D1"."""
    w.init()
    w.show(*altered(live("ets-185"), "Ireland", signed="2002-03-01"))

    entry = w.check()
    assert [(c.kind, c.nature, c.field, c.before, c.after) for c in entry.changes] == [
        ("corrected", "editorial", "signed_on", "2002-02-28", "2002-03-01")
    ]
    assert "bundled" in words(entry)
    assert "28 February 2002" in words(entry)
    assert "now shows" not in words(entry)

    w.wait(days=1)
    w.show(*altered(live("ets-185"), "Ireland", signed="2002-03-02"))
    assert [(c.kind, c.nature) for c in w.check().changes] == [("corrected", "correction")]


@pytest.mark.parametrize("lost", ["date", "row"])
def test_a_missing_value_against_the_bundled_list_is_editorial(w: World, lost: str) -> None:
    """Missing: it waits like any other, and is editorial when confirmed."""
    w.init()
    rows = live("ets-185")
    w.show(*(altered(rows, "Ireland", signed=None) if lost == "date" else without(rows, "Ireland")))

    entry = w.check()
    assert (entry.outcome, waiting(entry)) == ("unchanged", [("IRL", "signed_on" if lost == "date" else "row")])
    w.wait(hours=12)
    entry = w.check()
    assert [(c.kind, c.nature, c.participant) for c in entry.changes] == [("retracted", "editorial", "IRL")]
    assert "bundled" in words(entry)


def test_flags_unknown_to_the_service_keep_their_value(w: World) -> None:
    """The bundled Authorities flag stays (the service spells none); a flag that the service has off is removed."""
    w.init()
    andorra = next(found for found in live("ets-185") if found.name == "Andorra")
    w.show(*altered(live("ets-185"), "Andorra", extra={**andorra.extra, "Reserves": False}))

    assert seen(w.check().changes) == [editorial("flag_removed", "AND", "flags", "R", None)]
    assert w.parties()["AND"]["flags"] == ["D", "A"]


def test_flags_of_a_list_without_flags_are_unknown(protocol: World) -> None:
    """CETS 224's bundled list has no flags: null, then what the service shows, without any change."""
    protocol.init()
    assert protocol.parties(treaty="cets-224")["AND"]["flags"] is None

    rows = altered(live("cets-224"), "Andorra", extra=dict.fromkeys(_KEYS.values(), False) | {"Reserves": True})
    protocol.show(*rows, number="224")

    assert told(check_224(protocol)) == []
    found = protocol.parties(treaty="cets-224")
    assert (found["AND"]["flags"], found["SRB"]["flags"]) == (["R"], [])


def test_the_bundled_list_is_the_first_sources(tmp_path: Path) -> None:
    """It is the baseline of the treaty's first source: the second's first chart is a baseline."""
    with world(tmp_path, sources=("coe-service", "coe-chart")) as w:
        w.init()
        w.show(*live("ets-185"))
        w.show_chart(gen3([Fact(name="Albania", code="ALB", signed=date(2001, 11, 23), consent=date(2002, 6, 20))]))

        assert [entry.outcome for entry in w.check_all()] == ["unchanged", "baseline"]
        assert w.changes() == []


# ---- baseline: known and unknown, order, stamps -------------------------------------------------


def test_unknown_to_known_and_back_is_never_a_change(w: World) -> None:
    """A flag unknown now keeps its last value; known again, it is compared with that."""
    steps: list[tuple[dict[str, Any], list[tuple[str, str | None]]]] = [
        ({}, []),
        ({"Reserves": True, "Declarations": False}, []),  # becomes known
        ({}, []),  # unknown: R stays
        ({"Reserves": True, "Declarations": False}, []),
        ({"Declarations": False}, []),
        ({"Reserves": False, "Declarations": False}, [("flag_removed", "BRA")]),
    ]
    w.show(ALBANIA, BRAZIL)
    w.check()
    for extra, expected in steps:
        w.show(ALBANIA, but(BRAZIL, extra=extra))
        assert told(w.check()) == expected, extra
        if not expected and extra != {}:
            assert w.parties()["BRA"]["flags"] == ["R"]


def test_denunciations_that_become_known_are_no_change(w: World) -> None:
    """The service begins to print denunciations in every row: unknown → known, neither told nor taking effect."""
    none = {"DateDenonciation": None, "DateEffetDenonciation": None}
    past = {"DateDenonciation": "2024-01-10T00:00:00", "DateEffetDenonciation": "2024-05-01T00:00:00"}
    w.show(ALBANIA, BRAZIL)
    w.check()
    w.show(but(ALBANIA, extra=none), but(BRAZIL, extra=past))

    assert told(w.check()) == []
    w.wait(days=1)
    assert told(w.check()) == []
    assert w.parties()["BRA"]["standing"] == "former"


A_B_A = {
    "date": ([IRELAND, but(IRELAND, signed="2002-03-01"), IRELAND], "corrected"),
    "name": ([but(IRELAND, name="Czechia"), but(IRELAND, name="Czech Republic")] * 2, "renamed"),
    "group": ([IRELAND, but(IRELAND, group="non_member"), IRELAND], "group_changed"),
}


@pytest.mark.parametrize("what", A_B_A)
def test_there_and_back_is_two_changes(w: World, what: str) -> None:
    """A→B→A is two changes."""
    states, kind = A_B_A[what]
    for state in states[:3]:
        w.show(ALBANIA, state)
        w.check()

    changes = w.changes()
    assert [change.kind for change in changes] == [kind, kind]
    assert changes[0].before == changes[1].after != changes[0].after


def test_the_order_of_rows_is_nothing(w: World) -> None:
    """Row order is never a change."""
    w.show(ALBANIA, IRELAND, BRAZIL, NIGER)
    w.check()
    w.show(NIGER, BRAZIL, IRELAND, ALBANIA)

    assert (w.check().outcome, w.changes()) == ("unchanged", [])


FACTS = (
    Fact(name="Albania", code="ALB", signed=date(2001, 11, 23), consent=date(2002, 6, 20), in_force=date(2004, 7, 1)),
    Fact(name="Serbia", code="SAM", signed=date(2005, 4, 7), consent=date(2009, 4, 14), notes=("55",)),
)
COSMETIC = {
    "footnote numbers": gen3([FACTS[0], replace(FACTS[1], notes=("56", "4"))]),
    "the stamp": gen3(FACTS, About(status=date(2026, 6, 15))),
    "rows reversed": gen3(FACTS[::-1]),
    "flags in cells of their own": gen3(FACTS, flags_apart=True),
    "totals printed": gen3(FACTS, About(totals=(0, 2))),
}


@pytest.mark.parametrize("what", COSMETIC)
def test_cosmetics_are_nothing(chart: World, what: str) -> None:
    """Row order, footnote numbers, stamps and layout are never changes."""
    chart.show_chart(gen3(FACTS))
    chart.check()
    chart.show_chart(COSMETIC[what])

    assert (chart.check().outcome, chart.changes()) == ("unchanged", [])
