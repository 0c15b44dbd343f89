"""docs/rules-of-change.md, "Kinds" row by row, and "Baseline": through HTTP, archive, guard, diff, store, roll-over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from pages import About, Fact, gen3
from states import ALBANIA, BRAZIL, IRELAND, NIGER
from world import SECOND_PROTOCOL, Row, World, but, row, seen, told, waiting, world

from db.knowledge import Knowledge
from jobs.ingest import bundled
from jobs.publish.report import gather
from tracker.answers.between import between
from tracker.answers.figures import figures
from tracker.law import entry_by_rule
from tracker.models import Field, Nature

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from world import Seen

IRISH_PARTY = but(IRELAND, consent="2026-06-10", in_force="2026-10-01")
LEAVER = but(BRAZIL, extra={"DateDenonciation": "2026-06-01T00:00:00", "DateEffetDenonciation": "2026-10-01T00:00:00"})


@pytest.fixture
def chart(tmp_path: Path) -> Iterator[World]:
    """A world whose one source is the chart as a page."""
    with world(tmp_path, sources=("coe-chart",), blank_non_member="none") as made:
        yield made


def event(kind: str, who: str | None, field: str, after: str, on: str | None = "") -> Seen:
    """Something that appears, on its own date unless another is given."""
    return kind, "event", who, field, None, after, after if on == "" else on


def editorial(kind: str, who: str, field: str, before: str | None, after: str | None) -> Seen:
    """A change of the chart's own wording: effective on no day."""
    return kind, "editorial", who, field, before, after, None


def suspended(given: Row, day: str | None) -> Row:
    """The row with the service's key of a suspension."""
    return but(given, extra={"DateSuspension": day and f"{day}T00:00:00"})


def words(entry: Any) -> str:
    """All sentences of an entry."""
    return "\n".join(change.summary for change in entry.changes)


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

YOUNG = {"number": "224", "series": "CETS", "opened": date(2022, 5, 12)}


@pytest.fixture
def protocol(tmp_path: Path) -> Iterator[World]:
    """A world with a protocol that is not in force, from the service."""
    with world(tmp_path, more=SECOND_PROTOCOL) as made:
        yield made


@pytest.fixture
def protocol_chart(tmp_path: Path) -> Iterator[World]:
    """The same from the chart as a page."""
    with world(tmp_path, more=SECOND_PROTOCOL.replace("coe-service", "coe-chart")) as made:
        yield made


def page_224(in_force: date | None, *facts: Fact) -> bytes:
    """A chart of the protocol that prints this entry into force."""
    shown = facts or (Fact(name="Serbia", code="SAM", signed=date(2022, 5, 12), consent=date(2023, 2, 9)),)
    return gen3(shown, About(**YOUNG, in_force=in_force))


def check_224(made: World) -> Any:
    """A pass over the protocol alone."""
    return made.check(treaties=["cets-224"])


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

_KEYS = {"R": "Reserves", "D": "Declarations", "O": "Objections", "T": "Territoires", "C": "Communications"}


def live(treaty: str) -> list[Row]:
    """The bundled list as the service would show it today: its flags, but for the Authorities flag."""
    body = bundled.bundled_list(treaty)
    assert body is not None
    return [
        row(
            found.name,
            str(found.group),
            code=found.code,
            signed=found.signed_on and found.signed_on.isoformat(),
            consent=found.consent_on and found.consent_on.isoformat(),
            in_force=found.in_force_on and found.in_force_on.isoformat(),
            extra={key: letter in found.flags for letter, key in _KEYS.items()},
        )
        for found in bundled.chart_of(body).rows
    ]


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
    assert "One change was noticed" in text
    assert [line.strip() for line in text.splitlines() if "Brazil" in line] == [
        "The Budapest Convention entered into force for Brazil on 1 March 2023."
    ]
