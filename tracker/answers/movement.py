"""Which acts make the difference between the figures of two days."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.answers.counting import counts_on
from tracker.answers.invited import InvitedLists
from tracker.answers.official import OfficialFigures
from tracker.answers.standing import KnowledgeAge, answers_for
from tracker.answers.to_json import flat, named
from tracker.errors import UsageError
from tracker.reconcile.movement import moves
from tracker.reconcile.published import PUBLISHED_COUNTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from tracker.answers.standing import Answer
    from tracker.answers.view import View
    from tracker.reconcile.movement import Move
    from tracker.reconcile.published import Official


@dataclass(frozen=True, slots=True, kw_only=True)
class OnOneDay:
    """A figure on one of the two days: our count, and the official figure of that day or the nearest before it."""

    counted: int | None
    official: Official | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One figure between two days. `explained` is what the moves add up to; those that are not certain add nothing.

    `change` is the official one if both days have an official figure, else that of our counts; None if neither is
    known. `unexplained` is what is left of it.
    """

    first: OnOneDay = field(metadata=named("from"))
    last: OnOneDay = field(metadata=named("to"))
    change: int | None
    change_is_official: bool
    explained: int
    unexplained: int | None
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyMovement:
    """The figures of one treaty between two days."""

    figures: Mapping[str, Movement]
    age: KnowledgeAge = field(metadata=flat())


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementAnswer:
    """The figures of each treaty between two days."""

    first: date = field(metadata=named("from"))
    last: date = field(metadata=named("to"))
    treaties: Mapping[str, TreatyMovement]


def movement(view: View, *, now: datetime, first: date, last: date, treaties: Iterable[str] = ()) -> MovementAnswer:
    """What made the figures of one day those of a later one. Raises UsageError if the days are in the wrong order."""
    if last < first:
        raise UsageError(f"{last} is before {first}: name the earlier day first")
    found = answers_for(view, treaties, now, last)
    return MovementAnswer(
        first=first, last=last, treaties={a.known.treaty.id: _of_treaty(view, a, first, last) for a in found}
    )


def _of_treaty(view: View, a: Answer, first: date, last: date) -> TreatyMovement:
    lists = InvitedLists(view, a.known)
    beside = OfficialFigures(a.known, lists)
    counts = [counts_on(a.known, lists, day) for day in (first, last)]
    official = [beside.nearest(day) for day in (first, last)]
    ends = [beside.then(day) for day in (first, last)]
    figures = {}
    for figure in PUBLISHED_COUNTS:
        found = moves(figure, ends[0], ends[1], beside.decisions)
        before, after = (
            OnOneDay(counted=getattr(count, figure), official=published[figure])
            for count, published in zip(counts, official, strict=True)
        )
        figures[figure] = _movement(before, after, found, first, last)
    return TreatyMovement(figures=figures, age=a.age)


def _movement(before: OnOneDay, after: OnOneDay, found: tuple[Move, ...], first: date, last: date) -> Movement:
    published = _difference(_of_the_day(before, first), _of_the_day(after, last))
    change = _difference(before.counted, after.counted) if published is None else published
    explained = sum(move.change or 0 for move in found)
    return Movement(
        first=before,
        last=after,
        change=change,
        change_is_official=published is not None,
        explained=explained,
        unexplained=None if change is None else change - explained,
        moves=found,
    )


def _of_the_day(end: OnOneDay, day: date) -> int | None:
    return end.official.value if end.official and end.official.as_of == day else None


def _difference(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else after - before
