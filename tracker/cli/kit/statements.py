"""Statements as lines of a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.models import OnRecordFrom
from tracker.wording.terminal import statements as words
from tracker.wording.words import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from tracker.answers.reconciliation import StatementFinding
    from tracker.answers.statements import StatementAnswer
    from tracker.answers.territories import InheritedStatement, TerritoryAnswer


def territory_line(territory: str, found: TerritoryAnswer) -> str:
    """Whether a treaty applies in a territory, with the statements on which that rests."""
    return words.in_territory(territory, found.words, found.statements)


def inherited_line(inherited: InheritedStatement, treaty: str, day: date) -> str:
    """A statement under the parent treaty, and by which article of a treaty it applies under that too."""
    line = statement_line(inherited.statement, day)
    return words.inherited(number_of(inherited.inherited_from), number_of(treaty), inherited.by_article, line)


def statement_line(statement: StatementAnswer, day: date, *, applies: bool = True, awaits: bool = False) -> str:
    """A statement on one line, with the days from and until which it is in effect. `awaits` entry into force.

    The State's own words are whole; what the depositary's formula says of them comes last.
    """
    from tracker.wording.statements import under_article

    days = [words.SECONDARY] if statement.on_record_from is OnRecordFrom.SECONDARY else []
    days += words.days_of(
        day,
        effective=statement.effective_on,
        withdrawn=statement.withdrawn_on,
        last_shown_on=statement.last_shown_on,
        unlisted=statement.unlisted_on(day),
        applies=applies,
    )
    if awaits:
        days.append(words.AWAITS_ENTRY)
    text = " ".join(statement.shown.split())
    return words.line(under_article(statement), days, text, statement.id, formula_of(statement))


def found_on(statement: int, findings: Iterable[StatementFinding]) -> Iterator[str]:
    """The lines under a statement with what `tracker reconcile` finds on it."""
    for finding in findings:
        if finding.statement == statement:
            yield words.finding(finding.status, finding.explanation)


def formula_of(statement: StatementAnswer) -> Iterator[str]:
    """What the depositary's formula says of a statement."""
    return words.formula(statement.contained_in, statement.registered_on, statement.original_language)
