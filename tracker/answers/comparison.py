"""`tracker compare`: two treaties side by side, and who could act next for the second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.answers.dossier import could_do_next, standing_of
from tracker.answers.participation import part_in, retractions_in
from tracker.answers.standing import SEAT, answer, choose
from tracker.errors import UsageError
from tracker.models import Standing
from tracker.models.times import day_at, iso
from tracker.participants import table

if TYPE_CHECKING:
    from datetime import date, datetime

    from tracker.answers.participation import Part
    from tracker.answers.standing import Answer
    from tracker.answers.to_json import Object
    from tracker.answers.view import View
    from tracker.participants import Participants

#: Who signed or consented takes part; who is only invited does not, and who left no longer does.
_TAKES_PART = (Standing.PARTY, Standing.CONTRACTING, Standing.SIGNATORY)


def compare(view: View, one: str, other: str, *, now: datetime, day: date | None) -> tuple[list[Object], list[Answer]]:
    """Everybody with a standing in either, by name, with the answers they come from.

    `in` says who has signed or consented: `both`, `first`, `second`, or `neither` (invited, or left); null where
    nothing had been read of one of the treaties: its standings are null too. Raises UsageError for an unknown treaty,
    and for the same twice.
    """
    if one == other:
        raise UsageError(f"{one!r} twice: name two treaties")
    choose(view, (one, other))
    followed = {treaty.id: treaty for treaty in choose(view, ())}
    wanted = [one, other, *(key for key in (followed[other].parent,) if key in followed)]
    answers = {key: answer(view, followed[key], now=now, day=day) for key in wanted}
    second = answers[other]
    pair = _Pair(
        participants=table().with_spellings(view.spellings()),
        first=answers[one],
        second=second,
        parent=answers.get(followed[other].parent or ""),
        retracted=frozenset(retractions_in(view, second) if second else ()),
    )
    read = [a for a in (pair.first, pair.second) if a]
    as_of = iso(day or day_at(now, SEAT))
    rows = [
        {"treaty_a": one, "treaty_b": other, "as_of": as_of, **pair.row(key)}
        for key in {row.participant for a in read for row in a.rows}
    ]
    found = [row for row in rows if {row["standing_a"], row["standing_b"]} - {Standing.NONE, None}]
    return sorted(found, key=lambda row: (row["name"], row["participant"])), read


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """Two treaties on a day, and the parent of the second; None: nothing had been read of it.

    `retracted`: of whom the chart of the second no longer shows something: no next act is named for them.
    """

    participants: Participants
    first: Answer | None
    second: Answer | None
    parent: Answer | None
    retracted: frozenset[str]

    def row(self, key: str) -> Object:
        """One participant's line."""
        parts = [part_in(a, key, self.participants) if a else None for a in (self.first, self.second)]
        one, other = (standing_of(part) if part else None for part in parts)
        return {
            "participant": key,
            "name": next((part.name for part in parts if part and part.row), key),
            "standing_a": one,
            "standing_b": other,
            "in": _where(one, other),
            "could_act_next": self._next_acts(parts[1]),
            **_age("a", self.first),
            **_age("b", self.second),
        }

    def _next_acts(self, part: Part | None) -> list[str]:
        if part is None or part.participant in self.retracted:
            return []
        return could_do_next(part, self.parent, self.participants)


def _age(letter: str, found: Answer | None) -> Object:
    """How old the knowledge of one treaty is."""
    keys = ("status_as_of", "not_known_after", "last_good")
    return {f"{key}_{letter}": found.age[key] if found else None for key in keys}


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
