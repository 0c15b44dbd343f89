"""Two lists of statements → the acts between them, and back. Pure. docs/rules-of-change.md#kinds"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from tracker.models import ChangeKind, Difference, Field, Nature
from tracker.statements.identity import identity, label, pairs, same, text_key
from tracker.statements.listing import numbered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from tracker.models import Statement

_RULES = {
    ChangeKind.STATEMENT_MADE: "a statement appears in the list",
    ChangeKind.STATEMENT_AMENDED: (
        "the text, label or dates of a statement differ; whether that is a partial withdrawal or a new reservation"
        " is not judged"
    ),
    ChangeKind.STATEMENT_WITHDRAWN: "the list gives a date of withdrawal",
}
_VANISHED = "the list no longer shows a statement; it gives no reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDifference:
    """One act between two lists.

    `before` is None where a statement was made, `after` where it is no longer listed (withdrawn, no reason given).
    """

    kind: ChangeKind
    before: Statement | None = None
    after: Statement | None = None

    @property
    def statement(self) -> Statement:
        """The statement it is about, as last shown."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a difference without a statement")
        return found

    @property
    def vanished(self) -> bool:
        """True if the list no longer shows it, which is all that is known."""
        return self.after is None

    @property
    def key(self) -> str:
        """The same for the same difference in a later read of the list, whatever its order and markup."""
        parts = [self.kind.value, self.statement.participant]
        for side in (self.before, self.after):
            parts += [] if side is None else [*label(side), text_key(side.text), *_days(side)]
            parts.append("/")
        return sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def compare(old: Iterable[Statement], new: Iterable[Statement]) -> tuple[StatementDifference, ...]:
    """What happened between two lists: at most one act for each statement, by participant, kind and article.

    A statement that was printed with its day of withdrawal and then leaves the list is no difference.
    """
    acts = (_act(before, after) for before, after in pairs(old, new))
    return tuple(act for act in acts if act is not None)


def apply(old: Iterable[Statement], differences: Iterable[StatementDifference]) -> tuple[Statement, ...]:
    """The list after some acts, in order of participant, kind, article; `order` counted anew.

    apply(old, compare(old, new)) is `new`, but for markup and for withdrawn statements that left the list, which
    stay. Raises ValueError for an act on a statement that is not in the list.
    """
    standing: dict[object, list[Statement]] = defaultdict(list)
    for statement in old:
        standing[identity(statement)].append(statement)
    for difference in differences:
        if difference.before is not None:
            _take_out(standing, difference.before)
        if difference.after is not None:
            standing[identity(difference.after)].append(difference.after)
    return numbered(sorted((one for many in standing.values() for one in many), key=_listed))


def as_difference(found: StatementDifference, *, particulars: Callable[[Statement], str]) -> Difference:
    """The act as every other difference of a treaty is told.

    `before` and `after` are the plain texts; where an amendment left the text alone, what `particulars` makes of the
    label and the dates.
    `effective_on` is the day of the act named: made, deposit, else effect; amended, whichever of the two is new;
    withdrawn, the withdrawal's. None where the source gives none.
    """
    statement = found.statement
    before, after = _sides(found, particulars)
    return Difference(
        kind=found.kind,
        nature=Nature.EVENT,
        rule=_VANISHED if found.vanished else _RULES[found.kind],
        field=Field.STATEMENT,
        participant=statement.participant,
        name=statement.name,
        before=before,
        after=after,
        effective_on=_day(found),
    )


def _act(before: Statement | None, after: Statement | None) -> StatementDifference | None:
    """What happened to one statement: one act, the weightiest. A withdrawal's notice often stands in the text."""
    if after is None:
        gone = before is not None and before.withdrawn_on is None
        return StatementDifference(kind=ChangeKind.STATEMENT_WITHDRAWN, before=before) if gone else None
    if before is None:
        return StatementDifference(kind=ChangeKind.STATEMENT_MADE, after=after)
    if after.withdrawn_on and not before.withdrawn_on:
        return StatementDifference(kind=ChangeKind.STATEMENT_WITHDRAWN, before=before, after=after)
    if same(before, after):
        return None
    return StatementDifference(kind=ChangeKind.STATEMENT_AMENDED, before=before, after=after)


def _take_out(standing: dict[object, list[Statement]], wanted: Statement) -> None:
    found = standing[identity(wanted)]
    if not found:
        raise ValueError(f"no such statement of {wanted.participant} in the list")
    found.pop()


def _listed(statement: Statement) -> tuple[str, str, str, int]:
    return statement.participant, statement.kind.value, statement.article or "", statement.order


def _days(statement: Statement) -> tuple[str, str]:
    return str(statement.effective_on), str(statement.withdrawn_on)


def _sides(found: StatementDifference, particulars: Callable[[Statement], str]) -> tuple[str | None, str | None]:
    before, after = found.before, found.after
    if found.kind is ChangeKind.STATEMENT_WITHDRAWN or before is None or after is None:
        return before.text if before else None, after.text if before is None and after else None
    if text_key(before.text) != text_key(after.text):
        return before.text, after.text
    return particulars(before), particulars(after)


def _day(found: StatementDifference) -> date | None:
    before, after = found.before, found.after
    if found.kind is ChangeKind.STATEMENT_WITHDRAWN or after is None:
        return after.withdrawn_on if after else None
    days = (after.deposited_on, after.effective_on)
    known = (before.deposited_on, before.effective_on) if before else ()
    return next((day for day in days if day and day not in known), None)
