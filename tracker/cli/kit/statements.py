"""Statements as lines of a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tracker.answers.statements import StatementAnswer


_UNREAD_LIST = "reservations and declarations: their list was never read"


_TEXT = 160  # characters of a statement that a dossier shows


def unread_list(*shown: object) -> str:
    """The note after statements of which the list was never read: the bundled list is incomplete."""
    return f"{_UNREAD_LIST}, so there may be {'others' if any(shown) else 'some'}"


def statement_line(statement: StatementAnswer, day: date, *, applies: bool = True, awaits: bool = False) -> str:
    """A statement on one line, with the days from and until which it is in effect. `awaits` entry into force."""
    from tracker.wording.statements import under_article

    line = under_article(statement)
    days = list(_days_of(statement, day, applies=applies))
    if awaits:
        days.append("made, takes effect with entry into force")
    if days:
        line += f" ({'; '.join(days)})"
    text = " ".join(statement.said.split())
    return f"{line}: {text if len(text) <= _TEXT else text[:_TEXT].rstrip() + '…'} [statement {statement.id}]"


def _days_of(statement: StatementAnswer, day: date, *, applies: bool) -> Iterator[str]:
    """When a statement takes effect or is withdrawn, unless it is simply in effect on the day."""
    withdrawn, effective = statement.withdrawn_on, statement.effective_on
    if withdrawn:
        yield f"{'withdrawn' if withdrawn <= day else 'to be withdrawn'} {withdrawn}"
    elif (effective or day) > day:
        yield f"from {effective}"
    if effective is None:
        yield "day of effect not given"
        if not applies and not withdrawn:
            yield f"nothing signed or consented by {day}"
