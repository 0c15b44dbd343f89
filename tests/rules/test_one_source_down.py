"""One of two sources fails or is alone in what it shows: the other goes on, and answers say which is which."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from states import ALBANIA, IRELAND
from two_sources import BRAZIL, CHART, SERVICE, both, on_chart, read, two_sources
from world import Row, World, but, row, told

from db.knowledge import Knowledge
from jobs.demo.standin import Fault
from tracker.answers.knowledge import known
from tracker.answers.standing import answers_for
from tracker.cli.kit.age import age_of
from tracker.wording.sources import failed_over

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.models import Failover


@pytest.fixture
def two(open_world: Callable[..., World]) -> World:
    """Both sources, read once."""
    return two_sources(open_world)


def test_one_is_down_and_the_others_go_on(two: World) -> None:
    """The authority fails; the chart tells; when the authority is back it tells only what nobody told."""
    two.standin.faults = {"/WS_LFRConventions/api/signatures": Fault.BROKEN}
    two.wait(days=3)
    both(two, ALBANIA, IRELAND, BRAZIL)
    entries = two.check_all()
    assert [(entry.outcome, told(entry)) for entry in entries] == [("failed", []), ("changed", [("acceded", "BRA")])]

    two.standin.faults = {}
    two.show(ALBANIA, IRELAND, BRAZIL, row("Chile", "non_member", consent="2026-06-14"))
    assert [told(entry) for entry in two.check_all()] == [[("acceded", "CHL")], []]


def test_one_is_in_quarantine_and_its_last_chart_stands(two: World) -> None:
    """The others go on; answers are those of the last accepted charts."""
    two.show(ALBANIA, IRELAND, but(BRAZIL, consent="2030-01-01"))
    on_chart(two, ALBANIA, IRELAND, BRAZIL)

    entries = two.check_all()

    assert [(entry.outcome, told(entry)) for entry in entries] == [
        ("quarantined", []),
        ("changed", [("acceded", "BRA")]),
    ]
    assert two.parties()["BRA"]["consent_on"] == "2026-06-10"
    assert two.parties()["IRL"]["standing"] == "signatory"


def test_what_takes_effect_is_told_in_the_first_entry(two: World) -> None:
    """Roll-over is of the treaty: in its first entry, whatever that one's outcome."""
    later = but(BRAZIL, in_force="2026-10-01")
    both(two, ALBANIA, IRELAND, later)
    two.check_all()
    two.now = datetime(2026, 10, 1, 12, tzinfo=UTC)
    two.standin.faults = {"/WS_LFRConventions/api/signatures": Fault.BROKEN}

    assert [(entry.outcome, told(entry)) for entry in two.check_all()] == [
        ("failed", [("entered_into_force", "BRA")]),
        ("unchanged", []),
    ]


def test_a_check_of_the_other_source_alone_rolls_over(two: World) -> None:
    """`--source`: the first entry there is."""
    both(two, ALBANIA, IRELAND, but(BRAZIL, in_force="2026-10-01"))
    two.check_all()
    two.now = datetime(2026, 10, 1, 12, tzinfo=UTC)

    assert told(read(two, CHART)) == [("entered_into_force", "BRA")]


def test_what_another_source_alone_shows_is_told_as_not_confirmed(two: World) -> None:
    """Who says so, and who does not; the authority's own acts are told without."""
    on_chart(two, ALBANIA, IRELAND, BRAZIL)
    [told_by_chart] = read(two, CHART).changes
    assert told_by_chart.summary == (
        "Brazil acceded to the Budapest Convention, depositing its instrument on 10 June 2026 (according to the Treaty"
        " Office's chart; not confirmed by the Treaty Office's data service)."
    )

    two.wait(hours=1)
    two.show(ALBANIA, but(IRELAND, consent="2026-06-12"), BRAZIL)
    [told_by_service] = read(two, SERVICE).changes
    assert "according to" not in told_by_service.summary


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        pytest.param((ALBANIA, IRELAND), "shows the same", id="agrees"),
        pytest.param(
            (ALBANIA, but(IRELAND, signed="2002-03-28")), "differs in 1 value (`tracker reconcile`)", id="differs"
        ),
    ],
)
def test_while_the_first_source_is_down_answers_name_the_other(two: World, shown: tuple[Row, ...], said: str) -> None:
    """Which other source was read, when, and whether the two agree; not while all is well."""
    assert failover(two) is None
    two.standin.faults = {"/WS_LFRConventions/api/signatures": Fault.BROKEN}
    for _ in range(6):
        two.wait(hours=2)
        two.check_all(sources=[SERVICE])
    assert failover(two) is None, "no other source was read since"
    on_chart(two, *shown)
    read(two, CHART)

    found = failover(two)
    assert found is not None
    assert (found.down, found.source, found.last_good) == (SERVICE, CHART, datetime(2026, 6, 15, 12, 0, 1, tzinfo=UTC))
    assert failed_over(found).endswith(said)
    with two.store() as store:
        [answer] = answers_for(Knowledge(store), ["ets-185"], two.now, None)
    assert "; the Treaty Office's data service has not been read since 15 June 2026" in age_of(answer.age)


def failover(w: World) -> Failover | None:
    with w.store() as store:
        stands = known(Knowledge(store), next(iter(w.config.treaties)))
    assert stands is not None
    return stands.failover
