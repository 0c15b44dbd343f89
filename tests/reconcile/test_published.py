"""Official figures beside ours: the nearest, what follows from it, who was invited, what moved a figure."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from world import world

import tracker.cli
from db.knowledge import Knowledge
from jobs.ingest.bundled import bundled_list, chart_of
from tracker.answers.figures import figures, series
from tracker.answers.movement import movement
from tracker.calendar.invitations import Invitation, invitations, read
from tracker.errors import UsageError
from tracker.law import SHIPPED_RULES
from tracker.models import Chart, ConsentKind, Field, Group, Listed, Row, Treaty
from tracker.reconcile import Claim, Counted, check_claim
from tracker.reconcile.invited import Bounds, bounds_of_invited, invited_then
from tracker.reconcile.movement import Then, moves
from tracker.reconcile.published import bounds_of_consents, judged, nearest, what_follows
from tracker.wording.published import (
    beside,
    change_in_words,
    instead_of_blank,
    move_in_words,
    of_year,
    official_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from world import World

    from tracker.reconcile.published import Judged

DAY = date(2024, 6, 1)
BUDAPEST = Treaty(id="ets-185", number="185", name="Budapest Convention", by_invitation=True, months_after_consent=3)
OTHERS = """
[[treaty]]
id = "ets-189"
number = "189"
name = "First Additional Protocol"
opened_on = 2003-01-28
sources = ["coe-service"]

[[treaty]]
id = "cets-224"
number = "224"
name = "Second Additional Protocol"
opened_on = 2022-05-12
sources = ["coe-service"]
"""


def day(text: str) -> date:
    return date.fromisoformat(text)


# ---- the nearest figure, and what follows --------------------------------------------------------


def claims(*given: tuple[str, int, str], ours: dict[str, int | None], official: bool = True) -> tuple[Judged, ...]:
    """Claims (figure, value, day), compared with our counts."""
    found = (
        Claim(treaty="x", figure=figure, value=value, as_of=day(on), source="somebody", official=official)
        for figure, value, on in given
    )
    counted = Counted(figures=ours, rows=(), source="coe-service", known_until=date(2026, 1, 1))
    return judged(check_claim(claim, counted) for claim in found)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param("2023-12-30", None, id="before-all"),
        pytest.param("2023-12-31", (91, "2023-12-31", None), id="that-day"),
        pytest.param("2024-12-30", (91, "2023-12-31", None), id="the-nearest-before"),
        pytest.param("2030-01-01", (96, "2024-12-31", None), id="long-after"),
    ],
)
def test_the_official_figure_of_a_day_or_the_nearest_before_it(asked: str, found: Any) -> None:
    """Never a later one; whether ours agrees is not known while ours is not."""
    published = claims(("total", 91, "2023-12-31"), ("total", 96, "2024-12-31"), ours={"total": None})
    one = nearest(published, "total", day(asked))
    assert (one and (one.value, one.as_of.isoformat(), one.agrees)) == found


def test_of_two_figures_of_a_day_the_one_that_counts_the_same_thing() -> None:
    """44 were signatures without consent, 46 all signatures; a figure of the press is no official one."""
    published = claims(
        ("signatures", 44, "2024-06-20"), ("signatures", 46, "2024-06-20"), ours={"signatures": 46, "signatories": 44}
    )
    one = nearest(published, "signatures", day("2024-07-01"))
    assert one is not None
    assert (one.value, one.agrees) == (46, True)
    assert claims(("consents", 77, "2024-06-20"), ours={"consents": 76}, official=False) == ()


def test_what_follows_from_an_official_total_or_number_of_invited() -> None:
    """The newer of the two gives the other, with our counts of its own day; nothing where those are not known."""
    ours = {"consents": 77, "signatories": 2, "total": None, "invited": None}
    total = claims(("total", 96, "2024-05-31"), ("invited", 18, "2024-01-01"), ours=ours)
    [one] = what_follows(total, DAY, lambda _: ours)
    assert (one.figure, one.value, one.as_of, one.official) == ("invited", 17, day("2024-05-31"), 96)

    newer = claims(("total", 96, "2024-01-01"), ("invited", 18, "2024-05-31"), ours=ours)
    [one] = what_follows(newer, DAY, lambda _: ours)
    assert (one.figure, one.value) == ("total", 97)

    both = claims(("total", 97, "2024-05-31"), ("invited", 18, "2024-05-31"), ours=ours)
    assert list(what_follows(both, DAY, lambda _: ours)) == []
    assert list(what_follows(total, DAY, lambda _: {})) == []


# ---- who was invited -----------------------------------------------------------------------------


def decision(line: str) -> Invitation:
    """A line of the table, without the participant and the treaty."""
    [found] = read(f"KEN\tets-185\t{line}")
    return found


def kenya(**values: Any) -> Chart:
    """A chart whose one row is Kenya's."""
    row = Row(participant="KEN", name="Kenya", group=Group.NON_MEMBER, **values)
    return Chart(rows=(row,), in_force_on=day("2004-07-01"), status_as_of=day("2026-04-25"))


@pytest.mark.parametrize(
    ("line", "row", "asked", "certain"),
    [
        pytest.param("2024-10-09\t", {}, "2024-10-08", None, id="the-day-before-the-decision"),
        pytest.param("2024-10-09\t", {}, "2024-10-09", True, id="the-day-of-the-decision"),
        pytest.param("2018-10-09\t", {}, "2023-10-08", True, id="within-five-years"),
        pytest.param("2018-10-09\t", {}, "2023-10-09", None, id="lapsed"),
        pytest.param("2018-10-09\t", {"invited": True}, "2023-10-09", True, id="still-listed-later"),
        pytest.param("2018\t", {"consent_on": day("2024-03-01")}, "2024-02-29", True, id="acceded-later"),
        pytest.param("2018\t", {"consent_on": day("2024-03-01")}, "2024-03-01", None, id="acceded"),
        pytest.param("\t\t2021-06\t2021-11-20\tmedium", {"invited": True}, "2021-11-19", False, id="inside-the-window"),
        pytest.param("\t\t2021-06\t2021-11-20\tmedium", {"invited": True}, "2021-05-31", None, id="before-the-window"),
        pytest.param("\t\t\t2021-06\thigh", {}, "2024-12-31", False, id="may-have-lapsed"),
        pytest.param("\t\t\t2021-06\thigh", {}, "2026-06-30", None, id="has-lapsed-for-sure"),
        pytest.param("\tnever\t\t2012\thigh", {}, "2025-01-01", True, id="without-a-term"),
    ],
)
def test_who_was_invited_on_a_past_day(line: str, row: dict[str, Any], asked: str, certain: bool | None) -> None:
    """By the days between which the decision fell, the five years, and what the State did later."""
    found = invited_then(kenya(**row), BUDAPEST, day(asked), [decision(line)])
    assert [one.certain for one in found] == ([] if certain is None else [certain])


def test_an_accession_proves_an_invitation_of_an_unknown_day() -> None:
    """Not before the treaty was in force, and not for a treaty without invitations, nor for one that signed."""
    acceded = kenya(consent_on=DAY, consent_kind=ConsentKind.ACCESSION)
    [one] = invited_then(acceded, BUDAPEST, day("2024-05-31"), [])
    assert (one.certain, one.earliest, one.latest) == (False, day("2004-07-01"), DAY)
    assert invited_then(acceded, BUDAPEST, day("2004-06-30"), []) == ()
    closed = Treaty(id="cets-224", number="224", name="Protocol", by_invitation=False)
    assert invited_then(acceded, closed, day("2024-05-31"), []) == ()
    signed = kenya(signed_on=day("2001-11-23"), consent_on=DAY, consent_kind=ConsentKind.ACCESSION)
    assert invited_then(signed, BUDAPEST, day("2024-05-31"), []) == ()


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [
        ("2023-12-31", 15, 20),  # officially 91, less 69 and 2
        ("2024-02-07", 17, 22),  # officially 22
        ("2024-10-09", 15, 18),  # officially 18
        ("2024-12-31", 15, 17),  # officially 96, less 77 and 2
    ],
)
def test_the_shipped_decisions_against_the_official_figures(asked: str, least: int, most: int) -> None:
    """Each official number of the invited is the most that the names allow."""
    found = invited_then(chart_of(bundled_list("ets-185") or b""), BUDAPEST, day(asked), invitations())
    assert bounds_of_invited(found) == Bounds(least=least, most=most)


def test_the_bounds_of_consents_without_a_day() -> None:
    """A Party without a date may have consented later; one with an entry into force to come may have before."""
    listed = Row(participant="AND", name="Andorra", listed=Listed.PARTY)
    entered = Row(participant="POL", name="Poland", in_force_on=day("2015-06-01"), known=frozenset({Field.IN_FORCE_ON}))
    chart = Chart(rows=(listed, entered), in_force_on=day("2006-03-01"), status_as_of=day("2025-06-05"))
    found = [bounds_of_consents(chart, BUDAPEST, day(on), 1) for on in ("2015-01-31", "2015-02-01", "2015-06-01")]
    assert found == [Bounds(least=0, most=1), Bounds(least=0, most=2), Bounds(least=0, most=1)]
    assert bounds_of_consents(chart, BUDAPEST, day("2025-06-05"), 2) is None


# ---- what moves a figure -------------------------------------------------------------------------


def test_an_invited_state_that_accedes_moves_the_consents_and_not_the_total() -> None:
    chart = kenya(consent_on=DAY, consent_kind=ConsentKind.ACCESSION)
    given = decision("2023-01-10\t")
    first = Then(chart=chart, day=day("2023-12-31"), invited={"KEN": True})
    last = Then(chart=chart, day=day("2024-12-31"), invited={})
    assert [move.change for move in moves("consents", first, last, [given])] == [1]
    assert [move.change for move in moves("invited", first, last, [given])] == [-1]
    assert moves("total", first, last, [given]) == ()

    earlier = Then(chart=chart, day=day("2022-12-31"), invited={})
    [move] = moves("total", earlier, last, [given])
    assert move_in_words(move) == "+1 Kenya: invited 2023-01-10, acceded 2024-06-01"
    unsure = Then(chart=chart, day=day("2023-12-31"), invited={"KEN": None})
    assert [move.change for move in moves("total", unsure, last, [given])] == [None]


def test_a_change_in_words() -> None:
    said = [
        change_in_words(change=5, official=True, explained=5, unexplained=0),
        change_in_words(change=4, official=True, explained=5, unexplained=-1),
        change_in_words(change=None, official=False, explained=0, unexplained=None),
    ]
    assert said == [
        "+5 officially; the acts on record make +5; all of it explained",
        "+4 officially; the acts on record make +5; -1 unexplained",
        "the acts on record make +0; whether that is all is not known",
    ]


# ---- the whole, through the bundled lists --------------------------------------------------------


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    """The bundled lists of the three treaties."""
    with world(tmp_path, more=OTHERS) as made:
        made.init()
        yield made


def test_how_91_became_96_and_43_became_47(w: World) -> None:
    """The total moved by five new invitations. One more signature is on record than the official figure has."""
    with w.store() as store:
        found = movement(Knowledge(store), now=w.now, first=day("2023-12-31"), last=day("2024-12-31")).treaties
    total = found["ets-185"].figures["total"]
    assert (total.change, total.change_is_official, total.explained, total.unexplained) == (5, True, 5, 0)
    assert [move.participant for move in total.moves if move.change] == ["GRD", "MOZ", "KEN", "MWI", "PNG"]
    assert {move.participant for move in total.moves if move.change is None} == {"ECU", "KIR", "SLE"}
    assert (total.first.counted, total.last.counted) == (None, None)

    signed = found["cets-224"].figures["signatures"]
    assert (signed.change, signed.explained, signed.unexplained) == (4, 5, -1)
    assert [move.participant for move in signed.moves] == ["GEO", "CZE", "SLE", "PRY", "PER"]
    consents = found["ets-185"].figures["consents"]
    assert (consents.change, consents.change_is_official, consents.unexplained, len(consents.moves)) == (8, False, 0, 8)


def test_a_day_of_which_the_invited_are_not_counted(w: World) -> None:
    """The count stays null; the official figure, what follows, the names and the bounds stand beside it."""
    with w.store() as store:
        view = Knowledge(store)
        found = figures(view, now=w.now, day=day("2024-12-31")).treaties["ets-185"]
        over_time = series(view, now=w.now, day=day("2025-01-10"), treaties=["ets-185"]).treaties["ets-185"].series
    counts, said = found.counts, found.published
    assert (counts.consents, counts.invited, counts.total) == (77, None, None)
    total = said.official["total"]
    assert total is not None
    assert (total.value, total.as_of, total.agrees) == (96, day("2024-12-31"), None)
    assert said.bounds == {"invited": Bounds(least=15, most=17), "total": Bounds(least=94, most=96)}
    told = list(beside(said.official, said.follows, said.invited_by_name, said.bounds, invited=counts.invited))
    assert (
        "96 in all on 2024-12-31 (Council of Europe), of which 77 consents and 2 signatories on record here,"
        " so 17 invited by subtraction."
    ) in told
    trinidad = "Trinidad and Tobago (decided between 2021-06-01 and 2021-11-20; confidence: medium)"
    assert any(trinidad in one for one in told)
    assert of_year(said.official, said.follows, 2024, said.bounds)[-1] == (
        "At the end of 2024: at least 15 invited and, if nobody else was, at most 17."
    )
    assert of_year(said.official, said.follows, 2025, said.bounds) == ()
    assert over_time[-1].official["total"] == total
    assert over_time[0].official["total"] is None


def test_where_the_chart_lists_the_invited_nothing_is_inferred(w: World) -> None:
    """On the chart's own day: counted, and the same as the official figure."""
    with w.store() as store:
        found = figures(Knowledge(store), now=w.now, day=day("2026-04-25")).treaties["ets-185"]
    said = found.published
    assert (found.counts.invited, said.invited_by_name, said.follows, said.bounds) == (14, (), (), {})
    assert {figure: one and (one.value, one.agrees) for figure, one in said.official.items()} == {
        "consents": (81, True),
        "in_force": (81, True),
        "signatories": (2, True),
        "invited": (14, True),
        "total": (97, True),
        "signatures": None,
    }


def test_official_figures_of_one_day_are_told_together() -> None:
    """With their day, their source and how ours compares; nothing where there is none."""
    published = claims(("consents", 77, "2024-05-31"), ("total", 96, "2024-05-31"), ours={"consents": 77, "total": 96})
    official = {figure: nearest(published, figure, DAY) for figure in ("consents", "total", "invited")}
    assert official_in_words(official) == (
        "Official: 77 consents and 96 in all on 2024-05-31 (somebody; as counted here)"
    )
    assert official_in_words({"consents": None}) == ""


def test_a_blank_cell_has_what_is_published_instead() -> None:
    """As official or as inferred, and with its day if that is another one; never as a count."""
    ours: dict[str, int | None] = {"consents": 77, "signatories": 2, "total": None}
    published = claims(("total", 96, "2024-05-31"), ours=ours)
    official = {"total": nearest(published, "total", DAY), "invited": None}
    follows = tuple(what_follows(published, DAY, lambda _: ours))
    cells = [instead_of_blank(figure, DAY, official, follows) for figure in ("total", "invited", "in_force")]
    assert cells == ["official 96 (2024-05-31)", "17 by subtraction (2024-05-31)", None]
    assert instead_of_blank("total", day("2024-05-31"), official, ()) == "official 96"


def test_the_command(w: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`figures --between`: acts State by State; its own days only; the days in their order."""
    monkeypatch.chdir(w.folder)

    def ask(*words: str) -> tuple[int, str, str]:
        code = tracker.cli.run(["figures", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    _, said, _ = ask("--between", "2023-12-31", "2024-12-31")
    assert "ets-185, in all, 2023-12-31 to 2024-12-31: not counted here, official 91 (2023-12-31) ->" in said
    assert "  +1 Grenada: invited 2024-02-07, acceded 2024-04-22" in said
    assert "43 counted here, official 43 (2023-12-31) -> 48 counted here, official 47 (2024-12-31)" in said
    _, said, _ = ask("--between", "2023-12-31", "2024-12-31", "--treaty", "ets-185", "--json")
    found = json.loads(said)
    assert (found["from"], found["to"], set(found["treaties"])) == ("2023-12-31", "2024-12-31", {"ets-185"})
    assert found["treaties"]["ets-185"]["figures"]["total"]["to"]["official"]["value"] == 96
    assert ask("--between", "2024-12-31", "2023-12-31")[0] == 2
    assert ask("--between", "2023-12-31", "2024-12-31", "--series")[0] == 2
    _, said, beside_it = ask("--as-of", "2024-12-31", "--treaty", "ets-185")
    assert "17 by subtraction\tofficial 96" in said
    assert "At least 15 invited and, if nobody else was, at most 17." in beside_it


def test_days_in_the_wrong_order_are_refused(w: World) -> None:
    with w.store() as store, pytest.raises(UsageError, match="name the earlier day first"):
        movement(Knowledge(store), now=w.now, first=day("2024-12-31"), last=day("2023-12-31"))


def test_the_rules_that_ship_say_where_states_are_invited() -> None:
    """Only for ETS 185 can anybody be invited, so only its windows are in the table."""
    assert {one.treaty for one in invitations()} == {key for key, rules in SHIPPED_RULES.items() if rules.by_invitation}
