"""Find the differences between two lists of statements, and apply them to a list. Pure.

The kinds are those of docs/rules-of-change.md#kinds: statement_made, statement_amended, statement_withdrawn,
territory_extended, territory_excluded, territory_effect, statement_no_longer_shown.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from tracker.models import ChangeKind, Difference, Field, Nature, Reach
from tracker.statements.identity import identity, label, pairs, same, text_key
from tracker.statements.listing import numbered
from tracker.statements.withdrawals import Withdrawals

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
    ChangeKind.STATEMENT_WITHDRAWN: "the list gives a date of withdrawal, or an entry that withdraws the statement",
    ChangeKind.STATEMENT_NO_LONGER_SHOWN: "the list no longer shows a statement; it gives no reason",
    ChangeKind.TERRITORY_EXTENDED: "a statement appears in the list that extends the treaty to a territory",
    ChangeKind.TERRITORY_EXCLUDED: "a statement appears in the list that excludes a territory",
    ChangeKind.TERRITORY_EFFECT: "the day of an extension is reached (no page change needed)",
}
_SHOWN_AGAIN = "the list shows a statement again that it no longer showed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDifference:
    """One difference between two lists.

    `before` is None if the statement is new. `after` is None if it is no longer listed and the list gives no reason;
    once the last day on which it was shown is known, `after` says that day.
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
        return self.kind is ChangeKind.STATEMENT_NO_LONGER_SHOWN

    @property
    def shown_again(self) -> bool:
        """True if the list had lost the statement, and shows it again."""
        return self.kind is ChangeKind.STATEMENT_MADE and self.before is not None

    def last_shown_on(self, day: date) -> StatementDifference:
        """The same difference of a statement that vanished, with the last day on which the list showed it."""
        assert self.before is not None  # noqa: S101 - what vanished was there
        return replace(self, after=replace(self.before, last_shown_on=day))

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

    A statement that was printed with its day of withdrawal, or that had left the list before, may be missing from it;
    that is not a difference.
    """
    before, after = tuple(old), tuple(new)
    withdrawals = Withdrawals.of(before, after)
    acts = (_act(one, other, withdrawals) for one, other in pairs(before, after))
    return tuple(act for act in acts if act is not None)


def apply(old: Iterable[Statement], differences: Iterable[StatementDifference]) -> tuple[Statement, ...]:
    """The list after some differences, ordered by participant, kind and article, with `order` counted anew.

    apply(old, compare(old, new)) equals `new`, except for markup, and for statements that left the list once withdrawn
    or before, which it keeps. Raises ValueError for a difference of a statement that is not in the list.
    """
    standing: dict[object, list[Statement]] = defaultdict(list)
    for statement in old:
        standing[_place(statement)].append(statement)
    for difference in differences:
        if difference.before is not None:
            _take_out(standing, difference.before)
        if difference.after is not None:
            standing[_place(difference.after)].append(difference.after)
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
    * no longer shown: None
    * an extension that takes effect: that day; `after` names the territories

    One that is made and speaks of territories has a kind that says so.
    """
    statement, kind = found.statement, _told_as(found)
    before, after = _sides(found, particulars)
    return Difference(
        kind=kind,
        nature=_nature(found),
        rule=_SHOWN_AGAIN if found.shown_again else _RULES[kind],
        field=Field.STATEMENT,
        participant=statement.participant,
        name=statement.name,
        before=before,
        after=after,
        effective_on=_day(found),
        shown_again=found.shown_again,
    )


def _told_as(found: StatementDifference) -> ChangeKind:
    if found.kind is not ChangeKind.STATEMENT_MADE or found.shown_again:
        return found.kind
    reaches = {territory.reach for territory in found.statement.territories}
    if Reach.INCLUDED in reaches:
        return ChangeKind.TERRITORY_EXTENDED
    return ChangeKind.TERRITORY_EXCLUDED if Reach.EXCLUDED in reaches else found.kind


def _nature(found: StatementDifference) -> Nature:
    if found.vanished:
        return Nature.RETRACTION
    return Nature.CORRECTION if found.shown_again else Nature.EVENT


def _act(before: Statement | None, after: Statement | None, withdrawals: Withdrawals) -> StatementDifference | None:
    """The difference of one statement, if any. A withdrawal also changes the text (by a notice), but is not amended."""
    if after is None:
        return _gone(before, withdrawals) if before and before.withdrawn_on is None else None
    if before is None:
        return StatementDifference(kind=ChangeKind.STATEMENT_MADE, after=after)
    if after.withdrawn_on and not before.withdrawn_on:
        return StatementDifference(kind=ChangeKind.STATEMENT_WITHDRAWN, before=before, after=after)
    if before.last_shown_on:
        return StatementDifference(kind=ChangeKind.STATEMENT_MADE, before=before, after=after)
    if same(before, after):
        return None
    return StatementDifference(kind=ChangeKind.STATEMENT_AMENDED, before=before, after=after)


def _gone(before: Statement, withdrawals: Withdrawals) -> StatementDifference | None:
    """A statement that is missing from the list: withdrawn, or no longer shown, if it was shown before."""
    if day := withdrawals.day_of(before):
        return StatementDifference(
            kind=ChangeKind.STATEMENT_WITHDRAWN, before=before, after=replace(before, withdrawn_on=day)
        )
    if before.last_shown_on:
        return None
    return StatementDifference(kind=ChangeKind.STATEMENT_NO_LONGER_SHOWN, before=before)


def _place(statement: Statement) -> tuple[object, ...]:
    return identity(statement), statement.last_shown_on


def _take_out(standing: dict[object, list[Statement]], wanted: Statement) -> None:
    found = standing[_place(wanted)]
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
    if found.shown_again or before is None:
        return None, after.text if after else None
    if found.kind is not ChangeKind.STATEMENT_AMENDED or after is None:
        return before.text, None
    if text_key(before.text) != text_key(after.text):
        return before.text, after.text
    return particulars(before), particulars(after)


def _day(found: StatementDifference) -> date | None:
    before, after = found.before, found.after
    if after is None or found.vanished:
        return None
    if found.kind is ChangeKind.STATEMENT_WITHDRAWN:
        return after.withdrawn_on
    if found.kind is ChangeKind.TERRITORY_EFFECT:
        return after.territories[0].from_on
    days = (after.deposited_on, after.effective_on)
    known = (before.deposited_on, before.effective_on) if before and not found.shown_again else ()
    return next((day for day in days if day and day not in known), None)
