"""Statements under a protocol's parent that the protocol's own text makes applicable to it too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.answers.participation import age_of_statements, applies, part_in, statements_of
from tracker.answers.statements import StatementAnswer, known_statement
from tracker.answers.to_json import flat
from tracker.law import clauses_of
from tracker.models import StatementKind
from tracker.statements.territories import ABOUT_TERRITORIES

if TYPE_CHECKING:
    from tracker.answers.standing import Answer
    from tracker.answers.view import View
    from tracker.law import ParentClauses
    from tracker.models import Statement, Treaty
    from tracker.participants import Participants

_DECLARED = (StatementKind.RESERVATION, StatementKind.DECLARATION, StatementKind.TERRITORIAL_APPLICATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class InheritedStatement:
    """A statement under the parent treaty, and the article of the protocol by which it applies there too, unless the
    Party declared otherwise."""

    statement: StatementAnswer = field(metadata=flat())
    inherited_from: str
    by_article: str


def inherited_statements(
    view: View, treaty: Treaty, participant: str, participants: Participants, parent: Answer | None
) -> tuple[InheritedStatement, ...]:
    """Those of a participant that applied on the day; none where the protocol's text takes over none."""
    if parent is None:
        return ()
    part, clauses = part_in(parent, participant, participants), clauses_of(treaty)
    status = age_of_statements(view, parent).status_as_of
    return tuple(
        InheritedStatement(
            statement=known_statement(view, stored, status_as_of=status),
            inherited_from=parent.known.treaty.id,
            by_article=article,
        )
        for stored in statements_of(view, part)
        if applies(part, stored) and (article := _taken_over_by(clauses, stored.statement))
    )


def _taken_over_by(clauses: ParentClauses, statement: Statement) -> str | None:
    if clauses.statements and statement.kind in _DECLARED:
        return clauses.statements
    territorial = statement.kind is StatementKind.TERRITORIAL_APPLICATION or bool(statement.territories)
    return clauses.territories if territorial and statement.kind in ABOUT_TERRITORIES else None
