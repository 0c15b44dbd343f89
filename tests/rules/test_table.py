"""docs/rules-of-change.md, "Kinds" row by row: through HTTP, archive, guard, diff, store, roll-over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from changes import IRISH_PARTY, LEAVER, YOUNG, check_224, editorial, event, live, words
from changes import chart as chart
from changes import protocol as protocol
from pages import About, Fact, gen3
from states import ALBANIA, BRAZIL, IRELAND, NIGER
from world import SECOND_PROTOCOL, Row, World, but, row, seen, told, waiting, world

from db.knowledge import Knowledge
from jobs.publish.report import gather
from tracker.models import Nature

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from world import Seen


def suspended(given: Row, day: str | None) -> Row:
    """The row with the service's key of a suspension."""
    return but(given, extra={"DateSuspension": day and f"{day}T00:00:00"})


# ---- the table: what appears --------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """One row of the table: what the chart showed, what it shows, what is told of it."""

    id: str
    before: Row | None
    after: Row
    changes: list[Seen]
    says: tuple[str, ...] = ()


APPEARS = [
    Case(
        "signature",
        row("Ireland"),
        but(IRELAND, signed="2026-06-10"),
        [event("signed", "IRL", "signed_on", "2026-06-10")],
        ("Ireland signed the Budapest Convention on 10 June 2026",),
    ),
    Case(
        "signature in a new row",
        None,
        but(IRELAND, signed="2026-06-10"),
        [event("signed", "IRL", "signed_on", "2026-06-10")],
    ),
    Case(
        "consent after signature: the broad column",
        IRELAND,
        but(IRELAND, consent="2026-06-10"),
        [event("ratified", "IRL", "consent_on", "2026-06-10")],
        ("instrument of ratification, acceptance or approval", "10 June 2026"),
    ),
    Case(
        "mark a",
        None,
        row("Brazil", "non_member", consent="2026-06-10", extra={"Mark": "a"}),
        [event("acceded", "BRA", "consent_on", "2026-06-10")],
        ("acceded",),
    ),
    Case(
        "no mark, no signature: accession",
        None,
        row("Brazil", "non_member", consent="2026-06-10"),
        [event("acceded", "BRA", "consent_on", "2026-06-10")],
    ),
    Case(
        "mark su",
        None,
        row("Montenegro", consent="2026-06-10", extra={"Mark": "su"}),
        [event("succeeded", "MNE", "consent_on", "2026-06-10")],
        ("succeeded",),
    ),
    Case(
        "mark s: signature and consent in one",
        row("Ireland"),
        but(IRELAND, signed="2026-06-10", extra={"Mark": "s"}),
        [
            event("signed", "IRL", "signed_on", "2026-06-10"),
            event("consented", "IRL", "consent_on", "2026-06-10"),
        ],
        ("signature without reservation",),
    ),
    Case(
        "mark r: signed ad referendum, no consent",
        row("Ireland"),
        but(IRELAND, signed="2026-06-10", extra={"Mark": "r"}),
        [event("signed", "IRL", "signed_on", "2026-06-10")],
    ),
    Case(
        "entry into force with a signature and no consent date",
        but(IRELAND, signed="2026-06-01"),
        but(IRELAND, signed="2026-06-01", in_force="2026-10-01"),
        [
            event("consented", "IRL", "consent_on", "2026-06-01"),
            event("entry_into_force_set", "IRL", "in_force_on", "2026-10-01"),
        ],
    ),
    Case(
        "entry into force",
        but(IRISH_PARTY, in_force=None),
        IRISH_PARTY,
        [event("entry_into_force_set", "IRL", "in_force_on", "2026-10-01")],
        ("1 October 2026",),
    ),
    Case(
        "denunciation with its effective date",
        BRAZIL,
        LEAVER,
        [event("denounced", "BRA", "denounced_on", "2026-06-01")],
        ("Brazil denounced", "1 June 2026", "1 October 2026"),
    ),
    Case(
        "suspension",
        suspended(BRAZIL, None),
        suspended(BRAZIL, "2026-06-01"),
        [event("suspended", "BRA", "suspended_on", "2026-06-01")],
        ("suspended", "1 June 2026"),
    ),
    Case(
        "invitation",
        None,
        NIGER,
        [event("invited", "NER", "invited", "invited", None)],
        ("among the", "invited", "the date of the decision is not given"),
    ),
    Case(
        "flag on",
        but(BRAZIL, extra={"Reserves": False}),
        but(BRAZIL, extra={"Reserves": True}),
        [editorial("flag_added", "BRA", "flags", None, "R")],
        ("reservations",),
    ),
    Case(
        "flag off",
        but(BRAZIL, extra={"Territoires": 1}),
        but(BRAZIL, extra={"Territoires": 0}),
        [editorial("flag_removed", "BRA", "flags", "T", None)],
    ),
    Case(
        "another name",
        row("Czech Republic", signed="2005-02-09"),
        row("Czechia", signed="2005-02-09"),
        [editorial("renamed", "CZE", "name", "Czech Republic", "Czechia")],
        ("Czechia", "Czech Republic"),
    ),
    Case(
        "another group",
        but(IRELAND, group="member"),
        but(IRELAND, group="non_member"),
        [editorial("group_changed", "IRL", "group", "member", "non_member")],
    ),
]


@pytest.mark.parametrize("case", APPEARS, ids=lambda case: case.id)
def test_what_appears(w: World, case: Case) -> None:
    """Each row of the table that tells at once: kind, nature, field, before, after, effective_on, one sentence."""
    w.show(ALBANIA, *([case.before] if case.before else []))
    w.check()
    w.show(ALBANIA, case.after)

    entry = w.check()

    assert seen(entry.changes) == case.changes
    assert (entry.outcome, entry.pending, entry.error) == ("changed", (), None)
    assert all(text in words(entry) for text in case.says), words(entry)
    assert all("\n" not in change.summary and change.summary.endswith(".") for change in entry.changes)
    assert (w.check().changes, w.check().outcome) == ((), "unchanged")


def test_a_suspension_ends(w: World) -> None:
    """Suspension appears, ends: `suspended`, `suspension_ended`, both events."""
    w.show(suspended(ALBANIA, None), suspended(BRAZIL, "2026-06-01"))
    w.check()
    w.show(suspended(ALBANIA, None), suspended(BRAZIL, None))

    assert seen(w.check().changes) == [
        ("suspension_ended", "event", "BRA", "suspended_on", "2026-06-01", None, None),
    ]
    assert w.parties()["BRA"]["suspended_on"] is None


def test_a_suspension_that_ended_stays_on_record(w: World) -> None:
    """Of a day inside it the operation was suspended; it ends on the day of the chart that shows it no more."""
    for day in ("2026-06-01", None, "2026-06-17", None):
        w.show(suspended(ALBANIA, None), suspended(BRAZIL, day))
        w.check()
        w.wait(days=1)

    asked = ("2026-05-31", "2026-06-01", "2026-06-15", "2026-06-16", "2026-06-17", "2026-06-18")
    found = [w.parties(day)["BRA"]["suspended_on"] for day in asked]
    assert found == [None, "2026-06-01", "2026-06-01", None, "2026-06-17", None]


def test_a_suspended_party_is_a_party(w: World) -> None:
    """A suspended party is `party` with `suspended_on` (docs/glossary.md#standing)."""
    w.show(suspended(ALBANIA, None), suspended(BRAZIL, "2026-06-01"))
    w.check()

    assert (w.parties()["BRA"]["standing"], w.parties()["BRA"]["suspended_on"]) == ("party", "2026-06-01")


def test_the_consent_by_signature_is_known_as_such(w: World) -> None:
    """Mark s: consent_kind `definitive_signature`, consent_on = signed_on."""
    w.show(ALBANIA, but(IRELAND, extra={"Mark": "s"}))
    w.check()

    found = w.parties()["IRL"]
    assert (found["consent_kind"], found["consent_on"]) == ("definitive_signature", found["signed_on"])


def test_a_flag_of_authorities_turns_on_and_off(chart: World) -> None:
    """The Authorities flag is a column of the chart as people see it."""
    fact = Fact(name="Albania", code="ALB", signed=date(2001, 11, 23), consent=date(2002, 6, 20))
    chart.show_chart(gen3([fact]))
    chart.check()
    chart.show_chart(gen3([replace(fact, flags="A")]))

    assert seen(chart.check().changes) == [editorial("flag_added", "ALB", "flags", None, "A")]
    assert chart.parties()["ALB"]["flags"] == ["A"]

    chart.show_chart(gen3([fact]))
    assert seen(chart.check().changes) == [editorial("flag_removed", "ALB", "flags", "A", None)]
    assert chart.parties()["ALB"]["flags"] == []


# ---- the table: the treaty's own entry into force -----------------------------------------------


@pytest.fixture
def protocol_chart(tmp_path: Path) -> Iterator[World]:
    """The same from the chart as a page."""
    with world(tmp_path, more=SECOND_PROTOCOL.replace("coe-service", "coe-chart")) as made:
        yield made


def page_224(in_force: date | None, *facts: Fact) -> bytes:
    """A chart of the protocol that prints this entry into force."""
    shown = facts or (Fact(name="Serbia", code="SAM", signed=date(2022, 5, 12), consent=date(2023, 2, 9)),)
    return gen3(shown, About(**YOUNG, in_force=in_force))


def test_the_treatys_printed_entry_into_force(protocol_chart: World) -> None:
    """Printed for the treaty: set, and entered when reached, without participant or name."""
    protocol_chart.show_chart(page_224(None))
    check_224(protocol_chart)
    protocol_chart.show_chart(page_224(date(2026, 10, 1)))

    entry = check_224(protocol_chart)
    assert seen(entry.changes) == [event("treaty_entry_into_force_set", None, "treaty_in_force_on", "2026-10-01")]
    assert entry.changes[0].name is None

    protocol_chart.now = datetime(2026, 10, 1, 6, tzinfo=UTC)
    entry = check_224(protocol_chart)
    assert seen(entry.changes) == [event("treaty_entered_into_force", None, "treaty_in_force_on", "2026-10-01")]
    assert (entry.outcome, entry.changes[0].name) == ("unchanged", None)


def test_the_treatys_entry_into_force_is_the_earliest_printed(protocol: World) -> None:
    """Where a chart prints none for the treaty, it is the earliest printed for a participant."""
    serbia = row("Serbia", signed="2022-05-12", consent="2023-02-09")
    japan = row("Japan", "non_member", signed="2022-05-12", consent="2023-08-10")
    protocol.show(serbia, japan, number="224")
    check_224(protocol)
    protocol.show(but(serbia, in_force="2026-10-01"), but(japan, in_force="2026-11-01"), number="224")

    assert seen(check_224(protocol).changes) == [
        event("treaty_entry_into_force_set", None, "treaty_in_force_on", "2026-10-01"),
        event("entry_into_force_set", "SRB", "in_force_on", "2026-10-01"),
        event("entry_into_force_set", "JPN", "in_force_on", "2026-11-01"),
    ]


def test_the_treatys_printed_date_moves_and_vanishes(protocol_chart: World) -> None:
    """It is a date like any other: `corrected`, and `retracted` once confirmed."""
    protocol_chart.show_chart(page_224(date(2026, 10, 1)))
    check_224(protocol_chart)
    protocol_chart.show_chart(page_224(date(2026, 11, 1)))
    assert seen(check_224(protocol_chart).changes) == [
        ("corrected", "correction", None, "treaty_in_force_on", "2026-10-01", "2026-11-01", "2026-11-01")
    ]

    protocol_chart.show_chart(page_224(None))
    assert waiting(check_224(protocol_chart)) == [(None, "treaty_in_force_on")]
    protocol_chart.wait(hours=12)
    assert seen(check_224(protocol_chart).changes) == [
        ("retracted", "retraction", None, "treaty_in_force_on", "2026-11-01", None, "2026-11-01")
    ]


# ---- the table: a date is reached ---------------------------------------------------------------


def test_entry_into_force_is_reached(w: World) -> None:
    """`entered_into_force`: null → the date, on the depositary's day, without any change of the page, once."""
    w.show(ALBANIA, IRISH_PARTY)
    w.check()

    w.now = datetime(2026, 9, 30, 21, 0, tzinfo=UTC)  # 23:00 in Paris
    assert told(w.check()) == []

    w.now = datetime(2026, 9, 30, 22, 30, tzinfo=UTC)  # 00:30 of 1 October in Paris
    entry = w.check()
    assert (entry.outcome, seen(entry.changes)) == (
        "unchanged",
        [event("entered_into_force", "IRL", "in_force_on", "2026-10-01")],
    )
    assert "entered into force for Ireland on 1 October 2026" in words(entry)

    w.wait(days=1)
    assert told(w.check()) == []


def test_a_denunciation_takes_effect(w: World) -> None:
    """`denunciation_effective`: field left_on, null → the date, on that date."""
    w.show(ALBANIA, LEAVER)
    w.check()
    assert w.parties()["BRA"]["standing"] == "party"
    w.wait(days=1)
    w.check()

    w.now = datetime(2026, 10, 1, 6, tzinfo=UTC)
    entry = w.check()
    assert (entry.outcome, seen(entry.changes)) == (
        "unchanged",
        [event("denunciation_effective", "BRA", "left_on", "2026-10-01")],
    )
    assert w.parties()["BRA"]["standing"] == "former"


# ---- the table: what moves ----------------------------------------------------------------------

FULL = row("Brazil", "non_member", signed="2022-01-10", consent="2022-11-30", in_force="2026-10-01")
DATED = {
    "DateDenonciation": "2026-06-01T00:00:00",
    "DateEffetDenonciation": "2026-10-01T00:00:00",
    "DateSuspension": "2026-05-01T00:00:00",
}
MOVES = {
    "signed_on": (but(FULL, signed="2022-01-11"), "2022-01-10", "2022-01-11"),
    "consent_on": (but(FULL, consent="2022-12-01"), "2022-11-30", "2022-12-01"),
    "in_force_on": (but(FULL, in_force="2026-11-01"), "2026-10-01", "2026-11-01"),
    "denounced_on": (
        but(FULL, extra={**DATED, "DateDenonciation": "2026-06-02T00:00:00"}),
        "2026-06-01",
        "2026-06-02",
    ),
    "left_on": (
        but(FULL, extra={**DATED, "DateEffetDenonciation": "2026-11-01T00:00:00"}),
        "2026-10-01",
        "2026-11-01",
    ),
    "suspended_on": (but(FULL, extra={**DATED, "DateSuspension": "2026-05-02T00:00:00"}), "2026-05-01", "2026-05-02"),
}


@pytest.mark.parametrize("field", MOVES)
def test_what_moves(w: World, field: str) -> None:
    """A date moves to another date: `corrected`, effective on the new date; no reason is claimed."""
    after, old, new = MOVES[field]
    w.show(ALBANIA, but(FULL, extra=DATED))
    w.check()
    w.show(ALBANIA, after if after.extra else but(after, extra=DATED))

    entry = w.check()

    assert seen(entry.changes) == [("corrected", "correction", "BRA", field, old, new, new)]
    assert "now shows" in words(entry)
    assert "where it showed" in words(entry)
    assert w.parties()["BRA"][field] == new


def test_the_value_before_is_still_known(w: World) -> None:
    """A correction leaves what was known before as it was then (`--known-at`)."""
    from tracker.answers import standing

    w.show(ALBANIA, FULL)
    w.check()
    before = w.now
    w.wait(hours=1)
    w.show(ALBANIA, MOVES["signed_on"][0])
    w.check()

    with w.store() as store:
        known, _ = standing.parties(Knowledge(store, before), now=w.now)
    assert [found.signed_on for found in known if found.participant == "BRA"] == [date(2022, 1, 10)]


# ---- the table: what vanishes and comes back ----------------------------------------------------

VANISHES = {
    "signed_on": (but(FULL, signed=None), "2022-01-10"),
    "consent_on": (but(FULL, consent=None), "2022-11-30"),
    "in_force_on": (but(FULL, in_force=None), "2026-10-01"),
    "denounced_on": (but(FULL, extra={**DATED, "DateDenonciation": None}), "2026-06-01"),
    "left_on": (but(FULL, extra={**DATED, "DateEffetDenonciation": None}), "2026-10-01"),
}
_ACTIONS = {
    "signed_on": "signed",
    "consent_on": "ratified",
    "in_force_on": "entry_into_force_set",
    "denounced_on": "denounced",
    "left_on": "denounced",
}


@pytest.mark.parametrize("field", VANISHES)
def test_a_date_vanishes_and_is_shown_again(w: World, field: str) -> None:
    """Confirmed: `retracted`, effective on the old date. Back with the same date: its own kind, a correction."""
    without, old = VANISHES[field]
    full = but(FULL, extra=DATED) if without.extra else FULL
    w.show(ALBANIA, full)
    w.check()
    w.show(ALBANIA, without)
    assert told(w.check()) == []
    w.wait(hours=12)

    entry = w.check()
    assert (entry.outcome, seen(entry.changes)) == (
        "changed",
        [("retracted", "retraction", "BRA", field, old, None, old)],
    )
    assert "no longer shows" in words(entry)
    assert "it gives no reason" in words(entry)
    assert w.parties(day="2026-06-15")["BRA"][field] is None

    w.wait(hours=1)
    w.show(ALBANIA, full)
    entry = w.check()
    act_on = "2026-06-01" if field == "left_on" else old  # the act is the denunciation that takes effect then
    assert seen(entry.changes) == [(_ACTIONS[field], "correction", "BRA", field, None, old, act_on)]
    assert "is shown again" in words(entry)


def lose_and_confirm(w: World, *left: Row) -> Any:
    """The chart shows only these, twice."""
    w.show(*left)
    w.check()
    w.wait(hours=12)
    return w.check()


def test_a_lost_row_is_one_change(w: World) -> None:
    """A lost row is one change, field `row`: its dates → null, effective on no day."""
    w.show(ALBANIA, BRAZIL)
    w.check()

    entry = lose_and_confirm(w, ALBANIA)

    assert len(entry.changes) == 1
    change = entry.changes[0]
    assert (change.kind, change.nature, change.participant, change.field) == ("retracted", "retraction", "BRA", "row")
    assert (change.after, change.effective_on) == (None, None)
    assert change.before is not None
    assert "2022-11-30" in change.before
    assert "2023-03-01" in change.before
    assert "BRA" not in w.parties()


def test_a_lost_row_is_back(w: World) -> None:
    """Each fact with its own kind again, as a correction; nothing of it is news, its entry into force neither."""
    w.show(ALBANIA, BRAZIL)
    w.check()
    lose_and_confirm(w, ALBANIA)
    w.show(ALBANIA, BRAZIL)

    entry = w.check()

    assert told(entry)[:2] == [("acceded", "BRA"), ("entry_into_force_set", "BRA")]
    assert {change.nature for change in entry.changes} == {Nature.CORRECTION}
    assert "is shown again" in words(entry)


def test_another_date_than_the_retracted_one_is_an_act(w: World) -> None:
    """Only the same date is "shown again"."""
    w.show(ALBANIA, IRELAND)
    w.check()
    lose_and_confirm(w, ALBANIA, row("Ireland"))
    w.show(ALBANIA, but(IRELAND, signed="2026-06-14"))

    assert seen(w.check().changes) == [event("signed", "IRL", "signed_on", "2026-06-14")]


# ---- the table: the kind of consent -------------------------------------------------------------


def accession(mark: str | None) -> bytes:
    """A chart with one consent under this mark."""
    return gen3([Fact(name="Brazil", code="BRE", group="non_member", consent=date(2022, 11, 30), mark=mark)])


def test_a_kind_that_was_inferred_is_no_change_when_printed(w: World) -> None:
    """Unknown → known is never a change: the service's mark that is read for the first time."""
    w.show(ALBANIA, BRAZIL)
    w.check()
    w.show(ALBANIA, but(BRAZIL, extra={"Mark": "a"}))

    assert (w.check().changes, w.parties()["BRA"]["consent_kind"]) == ((), "accession")


def test_the_kind_becomes_more_specific(chart: World) -> None:
    """Same date, and the kind is told more exactly: `consent_kind_set`, editorial."""
    chart.show_chart(accession(None))
    chart.check()
    chart.show_chart(accession("a"))

    assert seen(chart.check().changes) == [
        editorial("consent_kind_set", "BRA", "consent_kind", "ratification_acceptance_or_approval", "accession")
    ]


def test_a_less_specific_kind_is_nothing(protocol: World) -> None:
    """Less specific: nothing, the known kind stays (Japan's acceptance is in the bundled list, not in the service)."""
    protocol.init()
    protocol.show(*live("cets-224"), number="224")

    assert told(check_224(protocol)) == []
    assert protocol.parties(treaty="cets-224")["JPN"]["consent_kind"] == "acceptance"


# ---- once per fact, and what a change carries ---------------------------------------------------


def test_a_change_names_its_snapshots_and_source(w: World) -> None:
    """Both snapshots, the source and the moment; ids grow."""
    w.show(ALBANIA)
    w.check()
    w.show(ALBANIA, BRAZIL)
    changes = w.check().changes

    assert {(c.source, c.treaty, c.detected_at) for c in changes} == {("coe-service", "ets-185", w.now)}
    assert all(c.previous_snapshot and c.snapshot and c.previous_snapshot < c.snapshot for c in changes[:2])
    assert [c.id for c in changes] == sorted(c.id for c in w.changes())
    assert {c.name for c in changes} == {"Brazil"}


def test_set_and_reached_in_one_read_is_one_line_of_the_report(w: World) -> None:
    """Entry into force printed late and already past: set and entered, one line in the report."""
    from tracker.models.records import Filter
    from tracker.report.render import Format, render

    w.show(ALBANIA, but(BRAZIL, in_force=None))
    w.check()
    w.show(ALBANIA, BRAZIL)

    assert told(w.check()) == [("entry_into_force_set", "BRA"), ("entered_into_force", "BRA")]
    with w.store() as store:
        text = render(gather(store, Filter(), now=w.now), Format.TEXT)
    assert "They are told in\none line" in text
    assert [line.strip() for line in text.splitlines() if "Brazil" in line] == [
        "The Budapest Convention entered into force for Brazil on 1 March 2023."
    ]
