"""Find the differences between two lists of statements, and apply them to a list. Pure.

The kinds are those of docs/rules-of-change.md#kinds: statement_made, statement_amended, statement_withdrawn,
territory_extended, territory_excluded, territory_effect.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from tracker.models import ChangeKind, Difference, Field, Nature, Reach
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
    ChangeKind.TERRITORY_EXTENDED: "a statement appears in the list that extends the treaty to a territory",
    ChangeKind.TERRITORY_EXCLUDED: "a statement appears in the list that excludes a territory",
    ChangeKind.TERRITORY_EFFECT: "the day of an extension is reached (no page change needed)",
}
_VANISHED = "the list no longer shows a statement; it gives no reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDifference:
    """One difference between two lists.

    `before` is None if the statement is new. `after` is None if it is no longer listed; the list gives no reason then.
    """

    kind: ChangeKind
    before: Statement | None = None
    after: Statement | None = None

    @property
    def statement(self) -> Statement:
        """The statement, as last shown."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a difference without a statement")
        return found

    @property
    def vanished(self) -> bool:
        """True if the list no longer shows the statement. Nothing more is known then."""
        return self.after is None

    @property
    def key(self) -> str:
        """A digest that is equal for the same difference in a later read, whatever the list's order and markup."""
        parts = [self.kind.value, self.statement.participant]
        for side in (self.before, self.after):
            parts += [] if side is None else [*label(side), text_key(side.text), *_days(side)]
            parts.append("/")
        return sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def compare(old: Iterable[Statement], new: Iterable[Statement]) -> tuple[StatementDifference, ...]:
    """The differences between two lists, at most one for each statement, by participant, kind and article.

    A statement that was printed with its day of withdrawal may leave the list; that is not a difference.
    """
    acts = (_act(before, after) for before, after in pairs(old, new))
    return tuple(act for act in acts if act is not None)


def apply(old: Iterable[Statement], differences: Iterable[StatementDifference]) -> tuple[Statement, ...]:
    """The list after some differences, ordered by participant, kind and article, with `order` counted anew.

    apply(old, compare(old, new)) equals `new`, except for markup, and for withdrawn statements that left the list,
    which it keeps. Raises ValueError for a difference of a statement that is not in the list.
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


def places_of(statement: Statement) -> str:
    """The names of the territories of a statement, as a change has them."""
    return ", ".join(territory.name for territory in statement.territories)


def as_difference(found: StatementDifference, *, particulars: Callable[[Statement], str]) -> Difference:
    """The difference in the form of all other differences of a treaty.

    `before` and `after` are the plain texts, or what `particulars` makes of the label and dates if an amendment
    did not change the text.
    `effective_on` depends on the kind; it is None if the source gives no date:

    * made: the day of deposit, else of effect
    * amended: the new one of these two
    * withdrawn: the day on which the withdrawal takes effect
    * an extension that takes effect: that day; `after` names the territories

    One that is made and speaks of territories has a kind that says so.
    """
    statement, kind = found.statement, _told_as(found)
    before, after = _sides(found, particulars)
    return Difference(
        kind=kind,
        nature=Nature.EVENT,
        rule=_VANISHED if found.vanished else _RULES[kind],
        field=Field.STATEMENT,
        participant=statement.participant,
        name=statement.name,
        before=before,
        after=after,
        effective_on=_day(found),
    )


def _told_as(found: StatementDifference) -> ChangeKind:
    if found.kind is not ChangeKind.STATEMENT_MADE:
        return found.kind
    reaches = {territory.reach for territory in found.statement.territories}
    if Reach.INCLUDED in reaches:
        return ChangeKind.TERRITORY_EXTENDED
    return ChangeKind.TERRITORY_EXCLUDED if Reach.EXCLUDED in reaches else found.kind


def _act(before: Statement | None, after: Statement | None) -> StatementDifference | None:
    """The difference of one statement, if any. A withdrawal also changes the text (by a notice), but is not amended."""
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
    if found.kind is ChangeKind.TERRITORY_EFFECT and after:
        return None, places_of(after)
    if found.kind is ChangeKind.STATEMENT_WITHDRAWN or before is None or after is None:
        return before.text if before else None, after.text if before is None and after else None
    if text_key(before.text) != text_key(after.text):
        return before.text, after.text
    return particulars(before), particulars(after)


def _day(found: StatementDifference) -> date | None:
    before, after = found.before, found.after
    if found.kind is ChangeKind.STATEMENT_WITHDRAWN or after is None:
        return after.withdrawn_on if after else None
    if found.kind is ChangeKind.TERRITORY_EFFECT:
        return after.territories[0].from_on
    days = (after.deposited_on, after.effective_on)
    known = (before.deposited_on, before.effective_on) if before else ()
    return next((day for day in days if day and day not in known), None)
