"""docs/rules-of-change.md, "Sequences": what several acts, one after another or at once, must be told as."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from changes import figures, settles
from pages import About, Fact, gen3
from states import ALBANIA, BRAZIL, IRELAND, NIGER
from world import SECOND_PROTOCOL, Row, World, but, row, seen, shown, told, waiting, world

from tracker.models import Nature

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tracker.models.records import SourceResult

RUSSIA = row("Russian Federation")


def left(given: Row, denounced: str, ends: str) -> Row:
    """The row with a denunciation."""
    keys = {"DateDenonciation": f"{denounced}T00:00:00", "DateEffetDenonciation": f"{ends}T00:00:00"}
    return but(given, extra={**given.extra, **keys})


# ---- several acts at once -----------------------------------------------------------------------


def test_signed_and_ratified_at_once(w: World) -> None:
    """Both, in legal order."""
    shown(w, ALBANIA, row("Ireland"))

    entry = shown(w, ALBANIA, but(IRELAND, signed="2026-06-10", consent="2026-06-10", in_force="2026-10-01"))

    assert told(entry) == [("signed", "IRL"), ("ratified", "IRL"), ("entry_into_force_set", "IRL")]
    assert {change.nature for change in entry.changes} == {Nature.EVENT}


def test_entry_into_force_printed_late(w: World) -> None:
    """Printed late and already past: set and entered in one read."""
    shown(w, ALBANIA, but(BRAZIL, in_force=None))

    assert told(shown(w, ALBANIA, BRAZIL)) == [("entry_into_force_set", "BRA"), ("entered_into_force", "BRA")]
    settles(w)


def test_entry_into_force_today_is_reached(w: World) -> None:
    """The day itself counts as reached."""
    w.now = datetime(2026, 7, 1, 12, tzinfo=UTC)
    shown(w, ALBANIA, but(BRAZIL, consent="2026-03-15", in_force=None))

    assert told(shown(w, ALBANIA, but(BRAZIL, consent="2026-03-15", in_force="2026-07-01"))) == [
        ("entry_into_force_set", "BRA"),
        ("entered_into_force", "BRA"),
    ]


CORRECTED = {
    "to the future": ("2026-06-01", "2026-09-01", [("corrected", "BRA")], [("entered_into_force", "BRA")]),
    "to the past": ("2026-09-01", "2026-06-01", [("corrected", "BRA"), ("entered_into_force", "BRA")], []),
    "within the past": ("2026-05-01", "2026-06-01", [("corrected", "BRA")], []),
    "within the future": ("2026-08-01", "2026-09-01", [("corrected", "BRA")], [("entered_into_force", "BRA")]),
}


@pytest.mark.parametrize("how", CORRECTED)
def test_entry_into_force_corrected(w: World, how: str) -> None:
    """To the future: `corrected`, told again when reached; to the past: `corrected` + `entered_into_force`."""
    before, after, at_once, when_reached = CORRECTED[how]
    shown(w, ALBANIA, but(BRAZIL, in_force=before))

    entry = shown(w, ALBANIA, but(BRAZIL, in_force=after))
    assert told(entry) == at_once
    assert (entry.changes[0].nature, entry.changes[0].before, entry.changes[0].after) == ("correction", before, after)

    w.now = datetime(2026, 9, 1, 12, tzinfo=UTC)
    assert told(w.check()) == when_reached
    settles(w)


def test_told_again_after_it_was_told(w: World) -> None:
    """Entered (told), corrected to the future, entered again (told again)."""
    shown(w, ALBANIA, but(BRAZIL, in_force="2026-06-20"))
    w.wait(days=6)
    assert told(w.check()) == [("entered_into_force", "BRA")]
    assert told(shown(w, ALBANIA, but(BRAZIL, in_force="2026-06-25"))) == [("corrected", "BRA")]
    assert w.parties()["BRA"]["standing"] == "contracting"
    w.wait(days=6)
    assert told(w.check()) == [("entered_into_force", "BRA")]


def test_a_correction_and_a_new_act_in_one_read(w: World) -> None:
    """Both, field by field."""
    shown(w, ALBANIA, IRELAND)

    entry = shown(w, ALBANIA, but(IRELAND, signed="2002-03-01", consent="2026-06-10"))

    assert sorted((c.kind, c.nature, c.field) for c in entry.changes) == [
        ("corrected", "correction", "signed_on"),
        ("ratified", "event", "consent_on"),
    ]


def test_months_offline_and_eight_accessions(w: World) -> None:
    """Eight times told."""
    names = ("Benin", "Fiji", "Kenya", "Malawi", "Rwanda", "Senegal", "Tunisia", "Vanuatu")
    shown(w, ALBANIA, *(row(name, "non_member") for name in names))
    w.wait(days=180)

    entry = shown(w, ALBANIA, *(row(name, "non_member", consent=f"2026-07-0{at}") for at, name in enumerate(names, 1)))

    assert [kind for kind, _ in told(entry)] == ["acceded"] * 8
    assert len({who for _, who in told(entry)}) == 8
    assert (entry.outcome, entry.pending) == ("changed", ())


# ---- the threshold ------------------------------------------------------------------------------

FOUR = (
    row("Serbia", signed="2022-05-12", consent="2023-02-09"),
    row("Japan", "non_member", signed="2022-05-12", consent="2023-08-10"),
    row("Hungary", signed="2023-06-28", consent="2026-02-05"),
    row("Spain", signed="2022-05-12", consent="2026-05-20"),
)
SIGNED = row("Portugal", signed="2022-05-12")
FIFTH = but(SIGNED, consent="2026-06-12")


@pytest.fixture
def protocol(open_world: Callable[..., World]) -> World:
    """A protocol with four of the five consents it needs."""
    made = open_world(more=SECOND_PROTOCOL)
    made.show(*FOUR, SIGNED, number="224")
    made.check(treaties=["cets-224"])
    return made


def show_224(w: World, *rows: Row) -> SourceResult:
    """The protocol's chart; one pass."""
    w.show(*rows, number="224")
    return w.check(treaties=["cets-224"])


def test_nobody_is_invited_to_a_protocol(protocol: World) -> None:
    """CETS 224 has no accession by invitation: a mark in its chart makes nobody one, and nothing is told."""
    entry = show_224(protocol, *FOUR, SIGNED, row("Niger", "non_member", extra={"Mark": "a"}))

    assert (entry.outcome, entry.changes) == ("unchanged", ())
    assert "NER" not in protocol.parties(treaty="cets-224")


def test_nobody_is_invited_to_the_protocol(protocol: World) -> None:
    """CETS 224 has no invitations: blank rows say nothing, the figure is 0."""
    assert told(show_224(protocol, *FOUR, SIGNED, NIGER)) == []
    assert figures(protocol)["invited"] == 0
    assert figures(protocol)["total"] == 5


def in_force(*rows: Row) -> tuple[Row, ...]:
    """The rows with the day on which the protocol enters into force."""
    return tuple(but(each, in_force="2026-10-01") for each in rows)


def test_the_consent_that_reaches_the_threshold(protocol: World) -> None:
    """`ratified`, `treaty_entry_into_force_set`, n × `entry_into_force_set`; its summary says "the fifth of five"."""
    assert figures(protocol)["consents"] == 4

    entry = show_224(protocol, *in_force(*FOUR, FIFTH))

    kinds = told(entry)
    assert kinds[:2] == [("ratified", "PRT"), ("treaty_entry_into_force_set", None)]
    assert sorted(kinds[2:]) == [("entry_into_force_set", who) for who in ("ESP", "HUN", "JPN", "PRT", "SRB")]
    assert "the fifth of five" in entry.changes[0].summary
    assert {(change.nature, change.before) for change in entry.changes} == {("event", None)}
    found = figures(protocol)
    assert (found["consents"], found["in_force"], found["treaty_in_force"]) == (5, 0, False)
    assert found["threshold"] == {"needed": 5, "of_which_members": None, "reached": True}


def test_the_threshold_reached_before_dates_are_printed(protocol: World) -> None:
    """The dates may come a read later: null → date, never a correction."""
    entry = show_224(protocol, *FOUR, FIFTH)
    assert told(entry) == [("ratified", "PRT")]
    assert "the fifth of five" in entry.changes[0].summary
    protocol.wait(days=3)

    entry = show_224(protocol, *in_force(*FOUR, FIFTH))
    assert [kind for kind, _ in told(entry)] == ["treaty_entry_into_force_set"] + ["entry_into_force_set"] * 5
    assert {change.nature for change in entry.changes} == {Nature.EVENT}


def test_the_threshold_takes_effect(protocol: World) -> None:
    """On its day the treaty enters into force, once for itself and once for each."""
    show_224(protocol, *in_force(*FOUR, FIFTH))
    protocol.now = datetime(2026, 10, 1, 12, tzinfo=UTC)

    kinds = told(protocol.check(treaties=["cets-224"]))

    assert kinds[0] == ("treaty_entered_into_force", None)
    assert sorted(kinds[1:]) == [("entered_into_force", who) for who in ("ESP", "HUN", "JPN", "PRT", "SRB")]
    assert (figures(protocol)["in_force"], figures(protocol)["treaty_in_force"]) == (5, True)


def test_the_third_of_five(tmp_path: Path) -> None:
    """Before: the place is said, and that the Protocol is not in force (the example of the README)."""
    with world(tmp_path, more=SECOND_PROTOCOL) as w:
        show_224(w, *FOUR[:2], but(FOUR[2], consent=None))
        entry = show_224(w, *FOUR[:3])

    (change,) = entry.changes
    assert change.summary == (
        "Hungary deposited its instrument of ratification, acceptance or approval of the Second Additional Protocol"
        " on 5 February 2026 (the third of five needed; the Protocol is not in force)."
    )


# ---- denunciation, and after --------------------------------------------------------------------

PERIOD = left(but(BRAZIL, in_force="2023-03-01"), "2025-01-10", "2025-05-01")
AGAIN = row("Brazil", "non_member", consent="2026-06-10", in_force="2026-10-01")


@pytest.mark.parametrize("again", [AGAIN, left(AGAIN, "2025-01-10", "2025-05-01")], ids=["alone", "still printed"])
def test_denunciation_then_a_later_consent(w: World, again: Row) -> None:
    """A new period, the old one kept, nothing retracted; whether or not the denunciation is still printed."""
    shown(w, ALBANIA, PERIOD)

    entry = shown(w, ALBANIA, again)

    assert told(entry) == [("acceded", "BRA"), ("entry_into_force_set", "BRA")]
    assert {change.nature for change in entry.changes} == {Nature.EVENT}
    assert entry.pending == ()
    settles(w)
    standings = {day: w.parties(day=day)["BRA"]["standing"] for day in ("2023-06-01", "2025-06-01", "2026-06-11")}
    assert standings == {"2023-06-01": "party", "2025-06-01": "former", "2026-06-11": "contracting"}


def test_a_chart_that_goes_back_to_the_old_period(w: World) -> None:
    """The new consent moves, which is a correction; the dates of the old period are shown again, and no acts anew."""
    shown(w, ALBANIA, PERIOD)
    shown(w, ALBANIA, AGAIN)

    entry = shown(w, ALBANIA, but(PERIOD, extra={}))
    assert told(entry) == [("corrected", "BRA"), ("corrected", "BRA")]  # it did not enter into force again

    entry = shown(w, ALBANIA, PERIOD)
    assert told(entry) == [("denounced", "BRA")]
    assert {change.nature for change in entry.changes} == {Nature.CORRECTION}


def test_the_old_period_in_a_row_of_its_own(w: World) -> None:
    """The chart may print the old period and the new one as two rows: unless all but one row is denounced."""
    shown(w, ALBANIA, PERIOD)

    entry = shown(w, ALBANIA, PERIOD, AGAIN)

    assert (told(entry), entry.pending) == ([("acceded", "BRA"), ("entry_into_force_set", "BRA")], ())
    settles(w)
    assert w.parties(day="2023-06-01")["BRA"]["standing"] == "party"


def test_a_row_lost_after_its_denunciation_took_effect(w: World) -> None:
    """Nothing; the period stays."""
    shown(w, ALBANIA, PERIOD)

    entry = shown(w, ALBANIA)

    assert (entry.outcome, entry.changes, entry.pending) == ("unchanged", (), ())
    settles(w)
    assert w.parties(day="2023-06-01")["BRA"]["standing"] == "party"
    assert w.parties()["BRA"]["standing"] == "former"


def test_back_after_the_lost_row(w: World) -> None:
    """A consent after that is a new period."""
    shown(w, ALBANIA, PERIOD)
    shown(w, ALBANIA)

    assert told(shown(w, ALBANIA, AGAIN)) == [("acceded", "BRA"), ("entry_into_force_set", "BRA")]
    assert w.parties(day="2025-06-01")["BRA"]["standing"] == "former"


def test_a_row_lost_before_its_denunciation_takes_effect_is_a_vanishing(w: World) -> None:
    """Only a denunciation that took effect excuses the row."""
    shown(w, ALBANIA, left(BRAZIL, "2026-06-01", "2026-10-01"))

    assert waiting(shown(w, ALBANIA)) == [("BRA", "row")]


# ---- members and rows without an act ------------------------------------------------------------


def test_a_member_leaves_the_council(w: World) -> None:
    """`group_changed`, and nothing else."""
    shown(w, ALBANIA, but(RUSSIA, signed="2020-02-01"))

    entry = shown(w, ALBANIA, but(RUSSIA, signed="2020-02-01", group="non_member"))

    assert seen(entry.changes) == [("group_changed", "editorial", "RUS", "group", "member", "non_member", None)]
    settles(w)


BLANK = {
    "goes": ([RUSSIA], []),
    "comes": ([], [RUSSIA]),
    "moves": ([RUSSIA], [but(RUSSIA, group="non_member")]),
    "moves back": ([but(RUSSIA, group="non_member")], [RUSSIA]),
    "comes as a former member": ([], [but(RUSSIA, group="non_member")]),
    "an organisation comes": ([], [row("European Union", "organisation")]),
}


@pytest.mark.parametrize("how", BLANK)
def test_a_blank_row_is_nothing(w: World, how: str) -> None:
    """A blank row (no date) that moves, comes or goes is nothing, unless invited."""
    before, after = BLANK[how]
    shown(w, ALBANIA, *before)

    entry = shown(w, ALBANIA, *after)

    assert (entry.outcome, entry.changes, entry.pending) == ("unchanged", (), ())
    settles(w)


def test_a_blank_row_that_comes_back_with_a_signature(w: World) -> None:
    """Its absence was nothing, its act is one."""
    shown(w, ALBANIA, row("Ireland"))
    shown(w, ALBANIA)

    assert told(shown(w, ALBANIA, but(IRELAND, signed="2026-06-10"))) == [("signed", "IRL")]


# ---- Serbia and Montenegro ----------------------------------------------------------------------

PREDECESSOR = [
    ("Serbia", "2003-02-04", "Serbia and Montenegro"),
    ("Serbia", "2006-06-02", "Serbia and Montenegro"),
    ("Montenegro", "2005-04-07", "Serbia and Montenegro"),
    ("Serbia", "2003-02-03", "Federal Republic of Yugoslavia"),
    ("Serbia", "2006-06-04", None),
    ("Croatia", "2005-04-07", None),
]


@pytest.mark.parametrize(("name", "day", "former"), PREDECESSOR, ids=str)
def test_an_act_of_the_predecessor(w: World, name: str, day: str, former: str | None) -> None:
    """An act dated before 2006-06-03 is told in the predecessor's name of that day."""
    shown(w, ALBANIA, row(name))

    entry = shown(w, ALBANIA, row(name, signed=day))

    assert [kind for kind, _ in told(entry)] == ["signed"]
    told_of = former or name
    assert entry.changes[0].summary.removeprefix("The ").startswith(f"{told_of} signed ")
    assert entry.changes[0].name == told_of


STATE_UNION = row("Serbia and Montenegro", signed="2005-04-07")
SERBIA, MONTENEGRO = row("Serbia", signed="2005-04-07"), row("Montenegro", signed="2005-04-07")


def test_one_row_becomes_its_successors(w: World) -> None:
    """With the same dates: `group_changed` once each, nothing signed or retracted."""
    shown(w, ALBANIA, STATE_UNION)

    entry = shown(w, ALBANIA, SERBIA, MONTENEGRO)

    assert sorted(told(entry)) == [("group_changed", "MNE"), ("group_changed", "SRB")]
    assert {change.nature for change in entry.changes} == {Nature.EDITORIAL}
    assert entry.pending == ()
    settles(w)
    assert w.parties()["SRB"]["signed_on"] == "2005-04-07"


def test_successors_that_acted_since(w: World) -> None:
    """What a successor did beyond the shared dates is told as its own act."""
    shown(w, ALBANIA, STATE_UNION)

    entry = shown(w, ALBANIA, but(SERBIA, consent="2009-04-14"), MONTENEGRO)

    assert sorted(told(entry)) == [("group_changed", "MNE"), ("group_changed", "SRB"), ("ratified", "SRB")]
    assert next(c for c in entry.changes if c.kind == "ratified").summary.startswith("Serbia deposited")
    assert entry.pending == ()


def test_totals_of_the_treaty(w: World) -> None:
    """`invited` is known where the chart lists the invited; `total` adds consents and signatories."""
    shown(w, ALBANIA, IRELAND, BRAZIL, NIGER)
    found = figures(w, "ets-185")

    assert {key: found[key] for key in ("consents", "in_force", "signatories", "invited", "total", "signatures")} == {
        "consents": 2,
        "in_force": 2,
        "signatories": 1,
        "invited": 1,
        "total": 4,
        "signatures": 2,
    }


FACT = Fact(name="Albania", code="ALB", signed=date(2001, 11, 23), consent=date(2002, 6, 20), in_force=date(2004, 7, 1))


def test_the_chart_prints_the_treatys_date(tmp_path: Path) -> None:
    """The printed date of the treaty, corrected to the future, is told again when reached."""
    facts, young = [FACT], {"in_force": date(2026, 6, 1)}
    with world(tmp_path, sources=("coe-chart",), blank_non_member="none") as w:
        w.show_chart(gen3(facts, About(**young)))
        w.check()
        w.show_chart(gen3(facts, About(in_force=date(2026, 7, 1))))
        assert told(w.check()) == [("corrected", None)]
        w.now = datetime(2026, 7, 1, 12, tzinfo=UTC)
        assert told(w.check()) == [("treaty_entered_into_force", None)]
