"""`tracker compare`: two treaties side by side, and who could act next for the second."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.answers.dossier import could_do_next, standing_of
from tracker.answers.losses import retractions_in
from tracker.answers.participation import part_in
from tracker.answers.standing import SEAT, KnowledgeAge, answer, choose, treaty_id
from tracker.answers.to_json import flat, named
from tracker.errors import UsageError
from tracker.models import Standing
from tracker.models.times import day_at
from tracker.participants import place_in_alphabet, table

if TYPE_CHECKING:
    from datetime import date, datetime

    from tracker.answers.participation import Part
    from tracker.answers.standing import Answer
    from tracker.answers.view import View
    from tracker.law import NextAct
    from tracker.participants import Participants

#: Who signed or consented takes part; who is only invited does not, and who left no longer does.
_TAKES_PART = (Standing.PARTY, Standing.CONTRACTING, Standing.SIGNATORY)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """One participant under two treaties. `takes_part_in`: both, first, second or neither; None: not known."""

    treaty_a: str
    treaty_b: str
    as_of: date
    participant: str
    name: str
    standing_a: Standing | None
    standing_b: Standing | None
    takes_part_in: str | None = field(metadata=named("in"))
    could_act_next: tuple[NextAct, ...]
    age_a: KnowledgeAge = field(metadata=flat("_a"))
    age_b: KnowledgeAge = field(metadata=flat("_b"))


def compare(view: View, one: str, other: str, *, now: datetime, day: date | None) -> list[ComparisonRow]:
    """Everybody with a standing in either, by name.

    `takes_part_in` says who has signed or consented: `both`, `first`, `second`, or `neither` (invited, or left); None
    where nothing had been read of one of the treaties: its standings are None too. Raises UsageError for an unknown
    treaty, and for the same twice.
    """
    given, one, other = (one, other), treaty_id(view, one), treaty_id(view, other)
    if one == other:
        raise UsageError(f"{' and '.join(map(repr, dict.fromkeys(given)))} twice: name two treaties")
    followed = {treaty.id: treaty for treaty in choose(view, ())}
    wanted = [one, other, *(key for key in (followed[other].parent,) if key in followed)]
    answers = {key: answer(view, followed[key], now=now, day=day) for key in wanted}
    second = answers[other]
    pair = _Pair(
        view=view,
        participants=table().with_spellings(view.spellings()),
        treaties=(one, other),
        day=day or day_at(now, SEAT),
        first=answers[one],
        second=second,
        parent=answers.get(followed[other].parent or ""),
        retracted=frozenset(retractions_in(view, second) if second else ()),
    )
    read = [a for a in (pair.first, pair.second) if a]
    rows = [pair.row(key) for key in {row.participant for a in read for row in a.rows}]
    found = [row for row in rows if {row.standing_a, row.standing_b} - {Standing.NONE, None}]
    return sorted(found, key=lambda row: (place_in_alphabet(row.name), row.participant))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """Two treaties on a day, and the parent of the second; None: nothing had been read of it.

    `retracted`: of whom the chart of the second no longer shows something: no next act is named for them.
    """

    view: View
    participants: Participants
    treaties: tuple[str, str]
    day: date
    first: Answer | None
    second: Answer | None
    parent: Answer | None
    retracted: frozenset[str]

    def row(self, key: str) -> ComparisonRow:
        """One participant's line."""
        parts = [part_in(a, key, self.participants) if a else None for a in (self.first, self.second)]
        one, other = (standing_of(part) if part else None for part in parts)
        return ComparisonRow(
            treaty_a=self.treaties[0],
            treaty_b=self.treaties[1],
            as_of=self.day,
            participant=key,
            name=next((part.name for part in parts if part and part.row), key),
            standing_a=one,
            standing_b=other,
            takes_part_in=_where(one, other),
            could_act_next=self._next_acts(parts[1]),
            age_a=self.first.age if self.first else KnowledgeAge(),
            age_b=self.second.age if self.second else KnowledgeAge(),
        )

    def _next_acts(self, part: Part | None) -> tuple[NextAct, ...]:
        if part is None or part.participant in self.retracted:
            return ()
        return could_do_next(self.view, part, self.parent, self.participants)


def _where(one: Standing | None, other: Standing | None) -> str | None:
    if one is None or other is None:
        return None
    match (one in _TAKES_PART, other in _TAKES_PART):
        case (True, True):
            return "both"
        case (True, False):
            return "first"
        case (False, True):
            return "second"
        case _:
            return "neither"
