"""Statements of two participants side by side, by the places of the treaty's text that they are about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.answers.between.model import SideBySide
from tracker.answers.route import read_statement
from tracker.answers.standing import treaty_id
from tracker.answers.statements import SlotRow, ask, matrix_of
from tracker.law.articles import slots_of
from tracker.statements import article_numbers
from tracker.statements.matrix import natural
from tracker.wording.statements import beside

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tracker.answers.between import Between, BetweenSide
    from tracker.answers.route import Stated
    from tracker.answers.statements import MatrixAnswer
    from tracker.answers.view import View


def side_by_side(view: View, held: Between) -> Between:
    """The answer with its `side_by_side`: every slot of the treaty, filled or not, and what else is stated."""
    stated_a, stated_b = (_stated(view, held.treaty, side) for side in (held.a, held.b))
    listed = held.statement_list
    read_on = listed.status_as_of if listed and listed.known else None
    slots = slots_of(held.treaty).all
    rows = []
    for place in places_in_order(held.treaty, (*stated_a, *stated_b)):
        of_a, of_b = (tuple(one for one in own if place in places_of(one)) for own in (stated_a, stated_b))
        rows.append(
            SideBySide(
                place=place,
                slot=place in slots,
                a=tuple(one.id for one in of_a),
                b=tuple(one.id for one in of_b),
                words_a=beside([one.statement for one in of_a], read_on),
                words_b=beside([one.statement for one in of_b], read_on),
            )
        )
    return replace(held, side_by_side=tuple(rows))


def _stated(view: View, treaty: str, side: BetweenSide) -> tuple[Stated, ...]:
    return tuple(read_statement(view, treaty, one) for one in side.statements)


def places_of(one: Stated) -> tuple[str | None, ...]:
    """The slots that a statement fills, else the articles printed with it; None if there are none."""
    return tuple(sorted(one.slots)) or article_numbers(one.statement.article) or (None,)


def places_in_order(treaty: str, stated: Iterable[Stated]) -> list[str | None]:
    """Every slot of a treaty, and the places of statements, in the order of the text."""
    return sorted({*slots_of(treaty).all, *(place for one in stated for place in places_of(one))}, key=natural)


def matrix_with_slots(view: View, treaty: str, *, day: date | None = None) -> MatrixAnswer:
    """The same as `matrix_of`, with the slots of the rule table, filled or not."""
    treaty = treaty_id(view, treaty)
    stated = [read_statement(view, treaty, one) for one in ask(view, treaties=[treaty], day=day)]
    rows = []
    for slot in sorted(slots_of(treaty).all, key=natural):
        filled: dict[str, tuple[int, ...]] = {}
        for one in stated:
            if slot in one.slots:
                who = one.statement.participant
                filled[who] = (*filled.get(who, ()), one.id)
        rows.append(SlotRow(slot=slot, statements=filled))
    return replace(matrix_of(view, treaty, day=day), slots=tuple(rows))
