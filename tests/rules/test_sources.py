"""docs/rules-of-change.md#several-sources: the authority makes the changes; each fact is told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from charts import NOON, Simulation
from pages import About, gen3, members_page
from states import ALBANIA, IRELAND, NIGER
from two_sources import BRAZIL, CHART, SERVICE, both, fact, on_chart, read, two_sources
from world import World, but, row, told, world

from jobs.demo.standin import Fault
from tracker.models import DATE_FIELDS, Chart, Field
from tracker.models import Row as ChartRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


GUATEMALA = row("Guatemala", "non_member")

MEMBERS = "coe-members"


@pytest.fixture
def two(open_world: Callable[..., World]) -> World:
    """Both sources, read once."""
    return two_sources(open_world)


@pytest.fixture
def listed(open_world: Callable[..., World]) -> World:
    """The service is the authority, the members' page the other source; both list Guatemala as invited."""
    w = open_world(sources=(SERVICE, MEMBERS))
    w.show(ALBANIA, IRELAND, GUATEMALA)
    w.show_members(members_page(["Albania"], ["Guatemala", "Ireland"]))
    assert [entry.outcome for entry in w.check_all()] == ["baseline", "baseline"]
    assert w.changes() == []
    w.wait(hours=1)
    return w


def by_source(w: World) -> list[tuple[str, str, str | None]]:
    """All that was told: source, kind, participant."""
    return [(change.source, change.kind.value, change.participant) for change in w.changes()]


# ---- once, in either order ----------------------------------------------------------------------


@pytest.mark.parametrize("order", [(SERVICE, CHART), (CHART, SERVICE)], ids=["authority first", "the other first"])
def test_told_once_in_either_order(two: World, order: tuple[str, str]) -> None:
    """Told once per fact, whichever source showed it first."""
    both(two, ALBANIA, IRELAND, BRAZIL)

    entries = [read(two, source) for source in order]

    assert [told(entry) for entry in entries] == [[("acceded", "BRA")], []]
    assert [entry.outcome for entry in entries] == ["changed", "changed"]
    assert by_source(two) == [(order[0], "acceded", "BRA")]
    assert [told(entry) for entry in two.check_all()] == [[], []]


def test_in_one_pass_the_authority_tells(two: World) -> None:
    """The first in the list makes the changes."""
    both(two, ALBANIA, IRELAND, BRAZIL)

    assert [(entry.source, told(entry)) for entry in two.check_all()] == [
        (SERVICE, [("acceded", "BRA")]),
        (CHART, []),
    ]


def test_what_the_authority_lacks_is_told_by_another(two: World) -> None:
    """An act that is new against its own last chart; answers know it; the authority's later showing is nothing."""
    on_chart(two, ALBANIA, IRELAND, BRAZIL)

    assert [told(entry) for entry in two.check_all()] == [[], [("acceded", "BRA")]]
    assert two.parties()["BRA"]["consent_on"] == "2026-06-10"
    assert two.parties()["BRA"]["standing"] == "contracting"

    two.wait(days=10)
    both(two, ALBANIA, IRELAND, BRAZIL)
    assert [told(entry) for entry in two.check_all()] == [[], []]


def test_an_entry_into_force_told_by_another_is_reached(two: World) -> None:
    """What another source told takes effect like anything else, once."""
    later = but(BRAZIL, in_force="2026-10-01")
    on_chart(two, ALBANIA, IRELAND, later)
    two.check_all()
    two.now = datetime(2026, 10, 1, 12, tzinfo=UTC)

    entries = two.check_all()
    assert [told(entry) for entry in entries] == [[("entered_into_force", "BRA")], []]

    two.show(ALBANIA, IRELAND, later)
    assert [told(entry) for entry in two.check_all()] == [[], []]


def test_the_authority_shows_another_date_later(two: World) -> None:
    """The act was told once: another date of the authority's is a correction, not a second act."""
    on_chart(two, ALBANIA, IRELAND, BRAZIL)
    two.check_all()
    two.show(ALBANIA, IRELAND, but(BRAZIL, consent="2026-06-11"))

    (change,) = two.check_all()[0].changes
    assert (change.kind, change.before, change.after) == ("corrected", "2026-06-10", "2026-06-11")
    assert two.parties()["BRA"]["consent_on"] == "2026-06-11"


# ---- everything else that differs is a finding --------------------------------------------------

FINDINGS = {
    "another date": (ALBANIA, but(IRELAND, signed="2002-03-01")),
    "another name": (ALBANIA, but(IRELAND, name="Republic of Ireland")),
    "another group": (ALBANIA, but(IRELAND, group="non_member")),
    "a blank member": (ALBANIA, IRELAND, row("Malta")),
}


@pytest.mark.parametrize("what", FINDINGS)
def test_what_else_differs_is_not_told(two: World, what: str) -> None:
    """Dates, names, groups of another source: findings for `reconcile`; answers stay the authority's."""
    before = two.parties()
    on_chart(two, *FINDINGS[what])

    assert told(read(two, CHART)) == []
    two.wait(days=1)
    assert told(read(two, CHART)) == []
    assert {who: found["signed_on"] for who, found in two.parties().items()} == {
        who: found["signed_on"] for who, found in before.items()
    }


def test_flags_of_another_source_are_not_told(two: World) -> None:
    """A flag is no act."""
    two.show_chart(gen3([replace(fact(ALBANIA), flags="A"), fact(IRELAND)], About(status=date(2026, 6, 15))))

    assert told(read(two, CHART)) == []


def test_a_row_lost_elsewhere_retracts_nothing(two: World) -> None:
    """The authority still shows it."""
    on_chart(two, ALBANIA)
    assert told(read(two, CHART)) == []
    two.wait(days=1)

    assert told(read(two, CHART)) == []
    assert two.parties()["IRL"]["standing"] == "signatory"


def test_retracted_by_the_authority(two: World) -> None:
    """What the authority took back is not told again by a source that begins to show it."""
    two.show(ALBANIA, IRELAND, BRAZIL)
    read(two, SERVICE)
    two.show(ALBANIA, IRELAND)
    read(two, SERVICE)
    two.wait(hours=12)
    assert told(read(two, SERVICE)) == [("retracted", "BRA")]
    on_chart(two, ALBANIA, IRELAND, BRAZIL)

    assert told(read(two, CHART)) == []
    assert "BRA" not in two.parties()


def test_retracted_by_the_authority_after_both_showed_it(two: World) -> None:
    """A source that goes on showing it tells nothing either."""
    both(two, ALBANIA, IRELAND, BRAZIL)
    two.check_all()
    two.show(ALBANIA, IRELAND)
    two.check_all()
    two.wait(hours=12)
    assert [told(entry) for entry in two.check_all()] == [[("retracted", "BRA")], []]
    two.wait(hours=12)
    assert [told(entry) for entry in two.check_all()] == [[], []]
    assert "BRA" not in two.parties()


@pytest.mark.parametrize("known", ["signature", "consent"])
def test_another_act_of_the_same_date(two: World, known: str) -> None:
    """Benin's accession logged as a signature: two acts of one participant on one date are one act."""
    benin = {
        "signature": row("Benin", "non_member", signed="2026-06-10"),
        "consent": row("Benin", "non_member", consent="2026-06-10"),
    }
    theirs = benin.pop(known)
    (ours,) = benin.values()
    two.show(ALBANIA, IRELAND, theirs)
    on_chart(two, ALBANIA, IRELAND, ours)

    entries = two.check_all()

    assert len(told(entries[0])) == 1
    assert told(entries[1]) == []


# ---- what another source told, and takes back ---------------------------------------------------


def test_another_source_corrects_the_date_that_it_alone_told(two: World) -> None:
    """The authority does not show the act, so nobody else can correct it."""
    on_chart(two, ALBANIA, IRELAND, BRAZIL)
    read(two, CHART)
    on_chart(two, ALBANIA, IRELAND, but(BRAZIL, consent="2026-06-11"))

    (change,) = read(two, CHART).changes
    assert (change.kind, change.before, change.after) == ("corrected", "2026-06-10", "2026-06-11")
    assert two.parties()["BRA"]["consent_on"] == "2026-06-11"


def test_another_source_takes_back_the_row_that_it_alone_told(two: World) -> None:
    """After the second read without the row, as for the authority."""
    on_chart(two, ALBANIA, IRELAND, BRAZIL)
    read(two, CHART)
    on_chart(two, ALBANIA, IRELAND)
    assert told(read(two, CHART)) == []
    two.wait(hours=12)

    assert told(read(two, CHART)) == [("retracted", "BRA")]
    assert "BRA" not in two.parties()


FIRST_TELLER, SECOND_TELLER = "first", "second"
IRELAND_ROW = ChartRow(
    participant="IRL",
    name="Ireland",
    signed_on=date(2002, 2, 28),
    known=frozenset(DATE_FIELDS),
    flags_known=frozenset(),
)
BRAZIL_ROW = msgspec.structs.replace(
    IRELAND_ROW,
    participant="BRA",
    name="Brazil",
    signed_on=None,
    consent_on=date(2026, 6, 10),
    in_force_on=date(2026, 10, 1),
)
NIGER_ROW = msgspec.structs.replace(IRELAND_ROW, participant="NER", name="Niger", signed_on=date(2026, 6, 11))
TREATY = Chart(rows=(IRELAND_ROW,), in_force_on=date(2004, 7, 1), shows_in_force_on=True)
SHOWN = (BRAZIL_ROW, IRELAND_ROW, NIGER_ROW)

#: Which source shows which rows next, and what it tells then. The authority shows only Ireland; the first source told
#: Brazil's consent and entry into force, the second one Niger's signature; each shows all three rows.
TAKEN_BACK: dict[str, tuple[str, tuple[ChartRow, ...], list[tuple[str, str, Field]]]] = {
    "it corrects a date that it told": (
        FIRST_TELLER,
        (msgspec.structs.replace(BRAZIL_ROW, consent_on=date(2026, 6, 12)), IRELAND_ROW, NIGER_ROW),
        [("corrected", "BRA", Field.CONSENT_ON)],
    ),
    "it corrects a date that the other one told": (
        SECOND_TELLER,
        (msgspec.structs.replace(BRAZIL_ROW, consent_on=date(2026, 6, 12)), IRELAND_ROW, NIGER_ROW),
        [],
    ),
    "it corrects a date that the authority shows": (
        FIRST_TELLER,
        (BRAZIL_ROW, msgspec.structs.replace(IRELAND_ROW, signed_on=date(2002, 3, 1)), NIGER_ROW),
        [],
    ),
    "it loses a date that it told": (
        FIRST_TELLER,
        (msgspec.structs.replace(BRAZIL_ROW, in_force_on=None), IRELAND_ROW, NIGER_ROW),
        [("retracted", "BRA", Field.IN_FORCE_ON)],
    ),
    "it loses a date that the other one told": (
        SECOND_TELLER,
        (msgspec.structs.replace(BRAZIL_ROW, in_force_on=None), IRELAND_ROW, NIGER_ROW),
        [],
    ),
    "it loses the row that it told": (FIRST_TELLER, (IRELAND_ROW, NIGER_ROW), [("retracted", "BRA", Field.ROW)]),
    "it loses the row that the other one told": (SECOND_TELLER, (IRELAND_ROW, NIGER_ROW), []),
    "it loses a row that the authority shows": (FIRST_TELLER, (BRAZIL_ROW, NIGER_ROW), []),
    "it loses all rows": (FIRST_TELLER, (), [("retracted", "BRA", Field.ROW)]),
    "the other one loses all rows": (SECOND_TELLER, (), [("retracted", "NER", Field.ROW)]),
}


@pytest.mark.parametrize("what", TAKEN_BACK)
def test_a_source_takes_back_what_it_alone_told(what: str) -> None:
    """Each fact only by the source that told it; the rest is for `reconcile`."""
    source, rows, expected = TAKEN_BACK[what]
    treaty = Simulation(authority=SERVICE)
    for name in (SERVICE, FIRST_TELLER, SECOND_TELLER):
        treaty.read(name, TREATY, NOON)
    treaty.read(FIRST_TELLER, replace(TREATY, rows=(BRAZIL_ROW, IRELAND_ROW)), NOON)
    treaty.read(SECOND_TELLER, replace(TREATY, rows=SHOWN), NOON)
    treaty.read(FIRST_TELLER, replace(TREATY, rows=SHOWN), NOON)
    before = len(treaty.told)
    assert [(change.source, change.participant) for change in treaty.told] == [
        (FIRST_TELLER, "BRA"),
        (FIRST_TELLER, "BRA"),
        (SECOND_TELLER, "NER"),
    ]

    for days in (1, 2):
        treaty.read(source, replace(TREATY, rows=rows), NOON + timedelta(days=days))

    assert [(change.kind.value, change.participant, change.field) for change in treaty.told[before:]] == expected


# ---- another source's first chart ---------------------------------------------------------------

FIRST = {
    "dated before the last good read": ("2026-06-10", []),
    "dated on that day": ("2026-06-15", []),
    "dated after it": ("2026-06-18", [("acceded", "BRA")]),
}


@pytest.mark.parametrize("what", FIRST)
def test_the_first_chart_of_another_source(tmp_path: Path, what: str) -> None:
    """It tells only acts dated after the authority's last good read, which was on 15 June."""
    day, expected = FIRST[what]
    with world(tmp_path, sources=(SERVICE, CHART), blank_non_member="none") as w:
        w.show(ALBANIA, IRELAND)
        read(w, SERVICE)
        w.now = datetime(2026, 6, 20, 12, tzinfo=UTC)
        on_chart(w, ALBANIA, IRELAND, but(BRAZIL, consent=day), status=date(2026, 6, 20))

        entry = read(w, CHART)

        assert (entry.outcome, told(entry)) == ("baseline", expected)
        w.show(ALBANIA, IRELAND, but(BRAZIL, consent=day))
        told_then = [] if expected else [("acceded", "BRA")]
        assert told(read(w, SERVICE)) == told_then


def test_a_first_chart_with_less(tmp_path: Path) -> None:
    """What it lacks of the authority's chart is a finding: nothing ends, nothing is retracted, the invited stay."""
    with world(tmp_path, sources=(SERVICE, CHART)) as w:
        w.show(ALBANIA, IRELAND, NIGER)
        read(w, SERVICE)
        w.wait(days=2)
        on_chart(w, ALBANIA, status=date(2026, 6, 17))

        assert (told(read(w, CHART)), w.changes()) == ([], [])
        w.wait(days=1)
        assert told(read(w, CHART)) == []
        assert w.parties()["NER"]["standing"] == "invited"


def test_a_second_source_that_is_read_first(tmp_path: Path) -> None:
    """Its first chart is history, and so is the authority's: nothing was news."""
    with world(tmp_path, sources=(SERVICE, CHART), blank_non_member="none") as w:
        both(w, ALBANIA, IRELAND, BRAZIL)
        w.standin.faults = {"/WS_LFRConventions/api/signatures": Fault.BROKEN}
        assert [entry.outcome for entry in w.check_all()] == ["failed", "baseline"]
        assert w.parties()["BRA"]["standing"] == "contracting"
        w.standin.faults = {}

        assert [entry.outcome for entry in w.check_all()] == ["baseline", "unchanged"]
        assert w.changes() == []


# ---- the members' page --------------------------------------------------------------------------


def page(w: World, *invited: str, parties: tuple[str, ...] = ("Albania",)) -> None:
    """The members' page lists these as signatories and invited."""
    w.show_members(members_page(parties, invited))


def test_the_members_page_tells_an_invitation(listed: World) -> None:
    """New on its list, which the chart does not show yet; then told by nobody else."""
    page(listed, "Guatemala", "Ireland", "Niger")
    assert [told(entry) for entry in listed.check_all()] == [[], [("invited", "NER")]]
    assert listed.parties()["NER"]["standing"] == "invited"

    listed.show(ALBANIA, IRELAND, GUATEMALA, NIGER)
    assert [told(entry) for entry in listed.check_all()] == [[], []]


@pytest.mark.parametrize("order", [(SERVICE, MEMBERS), (MEMBERS, SERVICE)], ids=["authority first", "page first"])
def test_an_invitation_is_told_once(listed: World, order: tuple[str, str]) -> None:
    """In either order of reads."""
    listed.show(ALBANIA, IRELAND, GUATEMALA, NIGER)
    page(listed, "Guatemala", "Ireland", "Niger")

    assert [told(read(listed, source)) for source in order] == [[("invited", "NER")], []]


def test_signatories_are_not_invited(listed: World) -> None:
    """The page's list less the chart's signatories: a new signatory there is no invitation."""
    listed.show(ALBANIA, IRELAND, GUATEMALA, row("South Africa", "non_member", signed="2026-06-10"))
    page(listed, "Guatemala", "Ireland", "South Africa")

    assert [told(entry) for entry in listed.check_all()] == [[("signed", "ZAF")], []]
    assert listed.parties()["IRL"]["standing"] == "signatory"


def test_a_party_on_the_page_is_no_act(listed: World) -> None:
    """It prints no date: who moves among the Parties there has told nothing."""
    page(listed, "Ireland", parties=("Albania", "Guatemala"))

    assert told(read(listed, MEMBERS)) == []
    listed.wait(days=1)
    assert told(read(listed, MEMBERS)) == []
    assert listed.parties()["GTM"]["standing"] == "invited"


def drop(w: World, source: str) -> None:
    """Guatemala is gone from this source."""
    if source == SERVICE:
        w.show(ALBANIA, IRELAND)
    else:
        page(w, "Ireland")


@pytest.mark.parametrize(("first", "last"), [(SERVICE, MEMBERS), (MEMBERS, SERVICE)], ids=["chart first", "page first"])
def test_gone_from_one_is_not_gone(listed: World, first: str, last: str) -> None:
    """`invitation_ended` only when it is gone from all sources that listed it, confirmed; then once."""
    drop(listed, first)
    for _ in range(3):
        assert [told(entry) for entry in listed.check_all()] == [[], []]
        listed.wait(days=1)
    assert listed.parties()["GTM"]["standing"] == "invited"

    drop(listed, last)
    for _ in range(3):  # its first reads without it confirm nothing, however long the other one has waited
        assert [told(entry) for entry in listed.check_all()] == [[], []]
    assert listed.parties()["GTM"]["standing"] == "invited"

    listed.wait(hours=12)
    entries = [*listed.check_all(), *listed.check_all()]
    assert [told(entry) for entry in entries if entry.changes] == [[("invitation_ended", "GTM")]]
    assert "GTM" not in listed.parties()
    listed.wait(days=1)
    assert [told(entry) for entry in listed.check_all()] == [[], []]


def test_back_on_one_of_them(listed: World) -> None:
    """Gone from both for an hour, back on one: nothing ended."""
    drop(listed, SERVICE)
    drop(listed, MEMBERS)
    listed.check_all()
    listed.wait(hours=1)
    page(listed, "Guatemala", "Ireland")
    for _ in range(3):
        assert [told(entry) for entry in listed.check_all()] == [[], []]
        listed.wait(days=1)
    assert listed.parties()["GTM"]["standing"] == "invited"


def test_an_invited_one_that_accedes_leaves_the_list_quietly(listed: World) -> None:
    """The act, never `invitation_ended`, though the page drops it or moves it among the Parties."""
    listed.show(ALBANIA, IRELAND, but(GUATEMALA, consent="2026-06-12"))
    assert [told(entry) for entry in listed.check_all()] == [[("acceded", "GTM")], []]
    page(listed, "Ireland", parties=("Albania", "Guatemala"))
    for _ in range(3):
        listed.wait(days=1)
        assert [told(entry) for entry in listed.check_all()] == [[], []]


def test_the_page_drops_it_before_the_chart_shows_the_accession(listed: World) -> None:
    """In the other order: the page is ahead of the chart by days, and nothing has ended."""
    page(listed, "Ireland", parties=("Albania", "Guatemala"))
    for _ in range(3):
        listed.wait(days=1)
        assert [told(entry) for entry in listed.check_all()] == [[], []]
    listed.show(ALBANIA, IRELAND, but(GUATEMALA, consent="2026-06-16"))

    assert [told(entry) for entry in listed.check_all()] == [[("acceded", "GTM")], []]
    listed.wait(days=1)
    assert [told(entry) for entry in listed.check_all()] == [[], []]


def test_the_first_read_of_the_page_is_history(tmp_path: Path) -> None:
    """An invitation has no date: in the page's first chart it is not dated after the authority's last read."""
    with world(tmp_path, sources=(SERVICE, MEMBERS)) as w:
        w.show(ALBANIA, IRELAND, GUATEMALA)
        read(w, SERVICE)
        w.wait(days=3)
        page(w, "Ireland", "Niger")

        assert told(read(w, MEMBERS)) == []
        w.wait(days=1)
        assert [told(entry) for entry in w.check_all()] == [[], []]
        assert w.parties()["GTM"]["standing"] == "invited"
