"""Statements of one side that are aimed at the other: they stand first, and an objection may decide the answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from world import World, declaration, row

from db.knowledge import Knowledge
from tracker.answers.between import Between, between
from tracker.cli import cli
from tracker.cli.kit.options import Globals

if TYPE_CHECKING:
    from collections.abc import Mapping

FORM = "This objection precludes the entry into force of the Convention between Sweden and Peru."
OBJECTION = f"Sweden objects to the reservation made by Peru. {FORM}"
RECOGNITION = (
    "Türkiye declares that its ratification neither amounts to any form of recognition of the Greek Cypriot"
    " Administration, nor implies any obligation to enter into any dealing with the so-called Republic of Cyprus."
)
CHART = tuple(
    row(
        name,
        "member" if name != "Peru" else "non_member",
        signed="2001-11-23",
        consent="2018-06-01",
        in_force="2018-10-01",
    )
    for name in ("Sweden", "Peru", "Türkiye", "Cyprus", "Ireland", "United Kingdom")
)


def asked(w: World, one: str, other: str, day: str = "2026-06-01") -> Between:
    with w.store() as store:
        return between(Knowledge(store), one, other, now=w.now, day=date.fromisoformat(day))[0]


def objected(w: World, text: str = OBJECTION, **keys: Any) -> World:
    w.show(*CHART)
    w.declare(declaration("Sweden", text, nature="Objection", article="9", **{"effective": "2019-09-01", **keys}))
    w.check()
    return w


@pytest.mark.parametrize(("one", "other"), [("sweden", "peru"), ("peru", "sweden")])
def test_an_objection_that_precludes_decides(w: World, one: str, other: str) -> None:
    found = asked(objected(w), one, other)

    assert found.answer.startswith("Not as between these two, according to Sweden's objection of 2019-09-01")
    assert (found.in_force, found.in_force_as_known, found.since) == (False, False, None)
    assert found.precluded_by == found.objections[0].id


def test_only_while_the_objection_lasts(w: World) -> None:
    objected(w, withdrawn="2024-01-01")

    answers: Mapping[str, bool | None] = {
        day: asked(w, "sweden", "peru", day).in_force
        for day in ("2019-08-31", "2019-09-01", "2023-12-31", "2024-01-01")
    }
    assert list(answers.values()) == [True, False, False, True]


def test_not_with_others(w: World) -> None:
    objected(w)

    assert asked(w, "sweden", "ireland").in_force is True
    assert asked(w, "sweden", "ireland").precluded_by is None


def test_an_objection_that_does_not_preclude(w: World) -> None:
    """It stands first, whole, and the treaty is in force."""
    found = asked(objected(w, OBJECTION.replace("precludes", "does not preclude")), "sweden", "peru")

    assert (found.in_force, found.precluded_by) == (True, None)
    assert [one.kind for one in found.objections] == ["objection"]


def test_where_it_is_not_in_force_anyway(w: World) -> None:
    found = asked(objected(w, effective="2002-01-01"), "sweden", "peru", "2017-01-01")

    assert (found.in_force, found.precluded_by) == (False, None)
    assert found.answer.startswith("No:")


def test_an_objection_that_left_the_list(w: World) -> None:
    """Whether it still stands is not known."""
    objected(w)
    w.declare(declaration("Ireland", "It declares."))
    w.read_statements()
    w.wait(days=1)
    w.read_statements()
    w.wait(days=2)

    found = asked(w, "sweden", "peru", "2026-06-16")
    assert found.in_force is None
    assert found.answer.startswith("Not known: Sweden's objection of 2019-09-01")
    assert asked(w, "sweden", "peru", "2020-01-01").in_force is False


def test_a_statement_that_names_the_other_stands_first(w: World) -> None:
    """Of any kind, whole."""
    w.show(*CHART)
    w.declare(
        declaration("Türkiye", "It designates an authority.", nature="Authorities", article="24"),
        declaration("Türkiye", f"{RECOGNITION} {'And so on. ' * 40}The end.", nature="Declaration"),
    )
    w.check()

    found = asked(w, "turkiye", "cyprus")
    assert [one.kind for one in found.naming_other] == ["declaration"]
    assert len(found.a.statements) == 2
    said = CliRunner().invoke(cli, ["between", "cyprus", "turkiye"], obj=Globals(config=w.path)).stdout.splitlines()
    assert said[1].startswith("  Türkiye has made a declaration that names Cyprus: read it: declaration")
    assert "The end." in said[1]
    assert sum("so-called" in line for line in said) == 1
    assert asked(w, "turkiye", "sweden").naming_other == ()


@pytest.mark.parametrize("text", ["It applies to Northern Ireland.", "It is an Irish matter."])
def test_what_names_nobody(w: World, text: str) -> None:
    w.show(*CHART)
    w.declare(declaration("United Kingdom", text, nature="Declaration"))
    w.check()

    assert asked(w, "united kingdom", "ireland").naming_other == ()
