"""Entries of a list that withdraw a statement: "Withdrawal of reservation contained in …". Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.statements.formula import Withdraws, parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from tracker.models import Statement

_Label = tuple[str, str, str]


def withdraws(statement: Statement) -> Withdraws | None:
    """What a statement withdraws by its formula; None for one that is no withdrawal."""
    return parts(statement.text).withdraws


def _label(statement: Statement) -> _Label:
    return statement.participant, statement.kind.value, "".join((statement.article or "").casefold().split())


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """The withdrawals that a list shows, by participant, kind and article, and how many statements each could mean."""

    days: Mapping[_Label, tuple[date, ...]]
    candidates: Mapping[_Label, int]

    @classmethod
    def of(cls, old: Iterable[Statement], new: Iterable[Statement]) -> Withdrawals:
        """The withdrawals of a new list. The candidates are the statements of the old one that were not withdrawn."""
        days: dict[_Label, tuple[date, ...]] = {}
        for one in new:
            if withdraws(one) is Withdraws.WHOLE and (day := _received(one)):
                label = _label(one)
                days[label] = (*days.get(label, ()), day)
        standing = (one for one in old if one.withdrawn_on is None and withdraws(one) is None) if days else ()
        return cls(days, Counter(map(_label, standing)))

    def day_of(self, statement: Statement) -> date | None:
        """The day on which the withdrawal of a statement takes effect (VCLT art. 22(3)(a); ETS 185 art. 43(1)).

        None if no withdrawal is listed, or if it is not certain that it means this statement: it must be the only one
        under the label, and older than the withdrawal.
        """
        label = _label(statement)
        if self.candidates.get(label) != 1 or withdraws(statement):
            return None
        made = max((day for day in (statement.effective_on, statement.deposited_on) if day), default=None)
        later = [day for day in self.days.get(label, ()) if made is None or day > made]
        return later[0] if len(later) == 1 else None


def _received(withdrawal: Statement) -> date | None:
    """Its day of effect if the source gives one, else the day on which it was received."""
    return withdrawal.effective_on or parts(withdrawal.text).registered_on or withdrawal.deposited_on
