"""Statements as lines of a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.models import OnRecordFrom
from tracker.wording.statements import no_longer_listed
from tracker.wording.words import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from tracker.answers.reconciliation import StatementFinding
    from tracker.answers.statements import StatementAnswer
    from tracker.answers.territories import InheritedStatement, TerritoryAnswer


_UNREAD_LIST = "reservations and declarations: their list was never read"


#: Said of a statement whose text the depositary's list has not given yet.
SECONDARY = "secondary sources, text not read"


def unread_list(*shown: object) -> str:
    """The note after statements of which the list was never read: the bundled list is incomplete."""
    return f"{_UNREAD_LIST}, so there may be {'others' if any(shown) else 'some'}"


def territory_line(territory: str, found: TerritoryAnswer) -> str:
    """Whether a treaty applies in a territory, with the statements on which that rests."""
    proofs = ", ".join(map(str, found.statements))
    noun = "statement" if len(found.statements) == 1 else "statements"
    return f"{territory}: {found.words}{f' [{noun} {proofs}]' if proofs else ''}"


def inherited_line(inherited: InheritedStatement, treaty: str, day: date) -> str:
    """A statement under the parent treaty, and by which article of a treaty it applies under that too."""
    parent, label = number_of(inherited.inherited_from), number_of(treaty)
    by = f"under {parent}, and here by article {inherited.by_article} of {label} unless it declared otherwise"
    return f"{by}: {statement_line(inherited.statement, day)}"


def list_faults(unread_rows: int, last_error: str | None) -> Iterator[str]:
    """What may be missing from a list of statements: rows that could not be read, and why its last read failed."""
    if unread_rows:
        rows = f"{unread_rows} row{'s' if unread_rows > 1 else ''}"
        yield f"{rows} of the list of statements could not be read: see `tracker statements`"
    if last_error:
        yield f"the last read of the list of statements failed: {last_error}"


def statement_line(statement: StatementAnswer, day: date, *, applies: bool = True, awaits: bool = False) -> str:
    """A statement on one line, with the days from and until which it is in effect. `awaits` entry into force.

    The State's own words are whole; what the depositary's formula says of them comes last.
    """
    from tracker.wording.statements import under_article

    line = under_article(statement)
    days = [SECONDARY] if statement.on_record_from is OnRecordFrom.SECONDARY else []
    days += _days_of(statement, day, applies=applies)
    if awaits:
        days.append("made, takes effect with entry into force")
    if days:
        line += f" ({'; '.join(days)})"
    text = " ".join(statement.shown.split())
    return f"{line}: {text} [{'; '.join((f'statement {statement.id}', *formula_of(statement)))}]"


def found_on(statement: int, findings: Iterable[StatementFinding]) -> Iterator[str]:
    """The lines under a statement with what `tracker reconcile` finds on it."""
    for finding in findings:
        if finding.statement == statement:
            yield f"  {finding.status.replace('_', ' ')}: {finding.explanation}"


def formula_of(statement: StatementAnswer) -> Iterator[str]:
    """What the depositary's formula says: in which document it came, when that was registered, its language."""
    if statement.contained_in:
        yield f"contained in {statement.contained_in}"
    if statement.registered_on:
        yield f"registered at the Secretariat General on {statement.registered_on}"
    if statement.original_language:
        yield f"original: {statement.original_language}"


def _days_of(statement: StatementAnswer, day: date, *, applies: bool) -> Iterator[str]:
    """When a statement takes effect or is withdrawn, unless it is simply in effect on the day."""
    withdrawn, effective = statement.withdrawn_on, statement.effective_on
    if withdrawn:
        yield f"{'withdrawn' if withdrawn <= day else 'to be withdrawn'} {withdrawn}"
    elif statement.unlisted_on(day):
        yield no_longer_listed(str(statement.last_shown_on))
    elif (effective or day) > day:
        yield f"from {effective}"
    if effective is None:
        yield "day of effect not given"
        if not applies and not withdrawn:
            yield f"nothing signed or consented by {day}"
