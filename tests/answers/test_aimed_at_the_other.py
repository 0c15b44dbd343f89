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


@pytest.mark.parametrize(("one", "other"), [("sweden", "peru"), ("peru", "sweden")])
@pytest.mark.parametrize(
    "form",
    [
        "Sweden states its opposition to the entry into force of the Convention as between Sweden and Peru.",
        "The Convention shall not enter into force between Sweden and Peru as long as the reservation stands.",
    ],
)
def test_an_objection_in_other_words_leaves_it_unknown(w: World, one: str, other: str, form: str) -> None:
    found = asked(objected(w, OBJECTION.replace(FORM, form)), one, other)

    assert (found.in_force, found.in_force_as_known, found.since) == (None, None, None)
    assert found.answer.startswith("Not known: Sweden's objection of 2019-09-01 [statement ")
    assert "may mean that it is not in force between them" in found.answer
    assert found.precluded_by == found.objections[0].id
    assert asked(w, "sweden", "ireland").in_force is True


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


# ---- dated too late ------------------------------------------------------------------------------

RESERVED = declaration("Peru", "Peru reserves a right.", article="9", effective="2018-10-01")


def late_world(w: World, *more: dict[str, Any], effective: str = "2026-03-01") -> World:
    w.show(*CHART)
    w.declare(RESERVED, declaration("Sweden", OBJECTION, nature="Objection", article="9", effective=effective), *more)
    w.check()
    return w


def lines(w: World, *arguments: str) -> list[str]:
    return CliRunner().invoke(cli, arguments, obj=Globals(config=w.path)).stdout.splitlines()


@pytest.mark.parametrize(("one", "other"), [("sweden", "peru"), ("peru", "sweden")])
def test_a_late_objection_that_precludes_decides_nothing(w: World, one: str, other: str) -> None:
    """Whether it has the effect that it claims is not judged here (VCLT art. 20(5))."""
    found = asked(late_world(w), one, other)

    assert (found.in_force, found.in_force_as_known, found.since) == (None, None, None)
    assert found.answer.startswith("Not known: Sweden's objection of 2026-03-01")
    assert "dated more than twelve months after the reservation of 2018-10-01" in found.answer
    assert found.answer.endswith("what follows from that is not judged here.")
    assert found.precluded_by == found.objections[0].id
    [finding] = found.statement_findings
    assert (finding.status, finding.statement, finding.participant) == ("late_objection", found.precluded_by, "SWE")


def test_before_it_was_made_and_between_others(w: World) -> None:
    late_world(w)

    assert asked(w, "sweden", "peru", "2026-02-28").in_force is True
    assert asked(w, "sweden", "ireland").in_force is True


def test_one_in_time_decides_beside_a_late_one(w: World) -> None:
    own = OBJECTION.replace("Sweden objects", "Peru objects").replace("by Peru", "by Sweden")
    reserved = declaration("Sweden", "Sweden reserves a right.", article="9", effective="2018-10-01")
    late_world(w, reserved, declaration("Peru", own, nature="Objection", article="9", effective="2019-02-01"))

    found = asked(w, "sweden", "peru")
    assert found.in_force is False
    assert found.answer.startswith("Not as between these two, according to Peru's objection of 2019-02-01")


def test_a_late_objection_that_does_not_preclude(w: World) -> None:
    w.show(*CHART)
    text = OBJECTION.replace("precludes", "does not preclude")
    w.declare(RESERVED, declaration("Sweden", text, nature="Objection", article="9", effective="2026-03-01"))
    w.check()

    found = asked(w, "sweden", "peru")
    assert (found.in_force, [one.status for one in found.statement_findings]) == (True, ["late_objection"])


def test_the_findings_stand_under_the_statements(w: World) -> None:
    late_world(w, declaration("Sweden", "Sweden reserves a right.", article="7", effective="2026-06-02"))

    for said in (lines(w, "between", "sweden", "peru", "--as-of", "2026-06-10"), lines(w, "state", "sweden")):
        at = next(at for at, line in enumerate(said) if "reservation under article 7" in line)
        assert said[at + 1].strip().startswith("late reservation: reservation of 2026-06-02, dated after")
        assert said[at + 2].strip().startswith("reservation not provided for: reservation printed with Article 7;")
        at = next(
            at for at, line in enumerate(said) if "objection under article 9" in line or "objection of Sw" in line
        )
        assert any(line.strip().startswith("late objection: ") for line in said[at + 1 :])
    listed = "".join(lines(w, "reconcile", "--json"))
    for status in ("late_objection", "late_reservation", "reservation_not_provided_for"):
        assert f'"{status}"' in listed
