"""One of two participants on a day: whether a treaty is in force for it, and since when. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.law.doubt import contradiction_on
from tracker.law.standing import as_of, current_period, reached, standing_on, suspended_since
from tracker.law.unknown import succeeds_on, unknown
from tracker.models import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tracker.law.doubt import Contradiction
    from tracker.law.succession import Inheritance
    from tracker.models import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two participants on a day.

    `bound` is None if not known: only the treaty's rule says that it is, or that it no longer is, or the source prints
    no dates of entry into force and the rule gives none. `since` is the printed entry into force of the period that
    covers the day; `by_rule_since` is the one that the treaty's rule gives where none is printed. For a contracting
    State, `due_on` is the future entry into force that a source prints, and `expected_on` the one that the rule gives.
    For one that has denounced the treaty, `leaves_on` is the printed end, and `left_by_rule` the one that the rule
    gives where none is printed; `is_out` if that one has come. `succeeds_on`: the later day of a succession that may
    have effect on this one; `inherits`: what it may have inherited, with no act of its own. `lost_on` is the day from
    which the source no longer showed what would bind it, `end_lost_on` that from which it no longer showed that it had
    left. `entry_with_lost` is the day from which it would be bound with acts that sources no longer show, if that has
    come.
    `contradiction`: what the dates of its row contradict of the standing that they give.
    `parent` is the same participant under the treaty's parent, if that is known.
    """

    standing: Standing
    bound: bool | None
    since: date | None = None
    by_rule_since: date | None = None
    suspended_on: date | None = None
    due_on: date | None = None
    expected_on: date | None = None
    denounced_on: date | None = None
    leaves_on: date | None = None
    left_by_rule: date | None = None
    is_out: bool = False
    succeeds_on: date | None = None
    inherits: Inheritance | None = None
    lost_on: date | None = None
    end_lost_on: date | None = None
    entry_with_lost: date | None = None
    contradiction: Contradiction | None = None
    parent: Side | None = None

    @property
    def begins(self) -> date | None:
        """The entry into force, printed or by the rule."""
        return self.since or self.by_rule_since

    @property
    def unshown_since(self) -> date | None:
        """Since when the source no longer shows what would bind it, or an end without which it is not known."""
        return self.lost_on or (self.end_lost_on if self.bound is None else None)


def side_on(row: Row | None, day: date, status_as_of: date | None, expected: Mapping[str | None, date]) -> Side:
    """One side on a day, of its row with every date. `expected` as `expected_by` gives it for that day."""
    if row is None:
        return Side(standing=Standing.NONE, bound=False)
    standing = standing_on(row, day)
    current = current_period(row, day)
    party, contracting = standing is Standing.PARTY, standing is Standing.CONTRACTING
    since = current.in_force_on if party and current and reached(current.in_force_on, day) else None
    rule = current.entry_by_rule if current and not since and reached(current.entry_by_rule, day) else None
    denounced = bool(current and reached(current.denounced_on, day))
    end = current.left_by_rule if current and (denounced or reached(current.left_by_rule, day)) else None
    side = Side(
        standing=standing,
        bound=party,
        since=since,
        by_rule_since=rule,
        suspended_on=suspended_since(row, day) if since else None,
        due_on=as_of(row, day).in_force_on if contracting else None,
        expected_on=expected.get(row.participant) if contracting else None,
        denounced_on=current.denounced_on if current and denounced else None,
        leaves_on=current.left_on if current and denounced else None,
        left_by_rule=end,
        is_out=reached(end, day),
        succeeds_on=None if standing in (Standing.PARTY, Standing.FORMER) else succeeds_on(row, day),
        contradiction=contradiction_on(row, day),
    )
    return side if not unknown(row, side, day, status_as_of) else replace(side, bound=None)
