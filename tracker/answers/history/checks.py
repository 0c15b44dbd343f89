"""The result of a check, as answers show it. A check imports no other answer, unless something changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.answers.history.records import ChangeAnswer
    from tracker.errors import ErrorKind
    from tracker.models import Field, Outcome, Pending
    from tracker.models.records import SourceResult


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingAnswer:
    """A value that waits to be confirmed as gone."""

    participant: str | None
    field: Field
    before: str
    since: datetime

    @classmethod
    def of(cls, pending: Pending) -> PendingAnswer:
        """A value as it waits."""
        return cls(participant=pending.participant, field=pending.field, before=pending.before, since=pending.since)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a check failed."""

    kind: ErrorKind
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAnswer:
    """What one check of one source came to."""

    treaty: str
    source: str
    outcome: Outcome
    changes: tuple[ChangeAnswer, ...]
    pending: tuple[PendingAnswer, ...]
    error: Problem | None

    @classmethod
    def of(cls, entry: SourceResult) -> CheckAnswer:
        """The result of a check."""
        return cls(
            treaty=entry.treaty,
            source=entry.source,
            outcome=entry.outcome,
            changes=_changes(entry) if entry.changes else (),
            pending=tuple(PendingAnswer.of(pending) for pending in entry.pending),
            error=Problem(kind=entry.error[0], message=entry.error[1]) if entry.error else None,
        )


def _changes(entry: SourceResult) -> tuple[ChangeAnswer, ...]:
    from tracker.answers.history.records import ChangeAnswer

    return tuple(ChangeAnswer.of(change) for change in entry.changes)
