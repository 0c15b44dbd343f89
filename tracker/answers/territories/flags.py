"""The letters of the chart that mark a statement which is not on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.answers.participation import age_of_statements, statements_of
from tracker.models import StatementKind
from tracker.wording.territories import chart_marks_unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.answers.participation import Part
    from tracker.answers.view import View
    from tracker.models.records import StoredStatement


#: The kinds that the Treaty Office counts under each letter of the chart (its legend: docs/sources.md#chart).
_CLASSES = {
    "R": (StatementKind.RESERVATION,),
    "D": (StatementKind.DECLARATION, StatementKind.DENUNCIATION, StatementKind.DEROGATION),
    "A": (StatementKind.AUTHORITY,),
    "T": (StatementKind.TERRITORIAL_APPLICATION,),
    "C": (StatementKind.COMMUNICATION,),
    "O": (StatementKind.OBJECTION,),
}


def unread_flags(view: View, part: Part) -> tuple[str, ...]:
    """The letters that the chart of the day marks for a participant, of which no statement is on record."""
    row = part.on_day
    if row is None or not row.flags_known:
        return ()
    held = {letter for stored in statements_of(view, part) for letter in _letters(stored)}
    return tuple(letter for letter in _CLASSES if letter in row.flags and letter not in held)


def unread_flags_in_words(view: View, part: Part, letters: Iterable[str]) -> str | None:
    """The same in words; None if there are none."""
    read_on = age_of_statements(view, part.answer).status_as_of
    return chart_marks_unread(letters, part.name, read_on) if letters else None


def _letters(stored: StoredStatement) -> Iterator[str]:
    yield from (letter for letter, kinds in _CLASSES.items() if stored.statement.kind in kinds)
