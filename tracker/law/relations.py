"""Whether a treaty is in force between two participants on a day. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.law import (
    ParentClauses,
    clauses_of,
    expected_by,
    reached,
)
from tracker.law.lost import entry_with_lost
from tracker.law.sides import Side, side_on
from tracker.models import Field, Row, Standing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tracker.law.succession import Inheritance
    from tracker.models import Chart, Treaty


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Whether a treaty is in force between two participants on a day; `in_force` is None if that is not known.

    `since` is the later of the two entries into force; None if the treaty is not in force between them, or if a source
    prints no date. `by_rule_since` is the same, if one of the two follows only from the treaty's rule. `due_on` is the
    treaty's own future entry into force as printed; `treaty_expected_on` is the one that its rule gives if none is
    printed. `opens_on`: the day on which it is opened for signature, if that is later than the day. `entry_with_lost`
    is the day on which the treaty itself would have entered into force with acts that sources no longer show, if that
    has come and the treaty is not in force without them. `final`: that it is not in force is a No that no later page
    can change, because a State was no more, or the treaty not yet open for signature.
    """

    in_force: bool | None
    since: date | None
    treaty_in_force: bool | None  # the treaty itself
    a: Side
    b: Side
    by_rule_since: date | None = None
    due_on: date | None = None
    treaty_expected_on: date | None = None
    opens_on: date | None = None
    entry_with_lost: date | None = None
    final: bool = False

    @property
    def expected_on(self) -> date | None:
        """The expected entry into force between the two; None unless the rule gives the date for one of them."""
        sides = (self.a, self.b)
        if not (self.a.expected_on or self.b.expected_on):
            return None
        entries = [side.expected_on or side.due_on or side.since for side in sides]
        complete = all(when or side.standing is Standing.PARTY for when, side in zip(entries, sides, strict=True))
        return max(when for when in entries if when) if complete else None

    @property
    def suspended(self) -> bool:
        """True if the operation of the treaty is suspended for one of them (VCLT art. 57)."""
        return bool(self.a.suspended_on or self.b.suspended_on)


def relation_on(
    a: Row | None, b: Row | None, chart: Chart, day: date, treaty: Treaty | None = None, parent: Chart | None = None
) -> Relation:
    """Compare the rows of two participants on a day (None: the participant has no row).

    The rows, the chart and the parent's chart are complete (`tracker.law.complete`) if the rules of the treaties count.
    An entry without dates is only true from the chart's status day on. From the day that only the rule gives, the
    answer is "not known" on every day: a blank cell does not say that the treaty is not in force.
    """
    expected = expected_by(chart, treaty, day, parent) if treaty else {}
    clauses = clauses_of(treaty) if treaty else ParentClauses()
    own = (with_lost(side_on(row, day, chart.status_as_of, expected), row, chart, day) for row in (a, b))
    above = (parent_side(row, parent, day) for row in (a, b))
    one, other = (under_parent(*both, clauses) for both in zip(own, above, strict=True))
    return relation_of(one, other, itself_on(chart, day, expected, treaty.opened_on if treaty else None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Itself:
    """The treaty itself on a day; the names are those of Relation. `overdue`: only the rule says that it is."""

    in_force: bool | None
    overdue: bool = False
    due_on: date | None = None
    expected_on: date | None = None
    opens_on: date | None = None
    entry_with_lost: date | None = None


def itself_on(chart: Chart, day: date, expected: Mapping[str | None, date], opened_on: date | None = None) -> Itself:
    """Whether a treaty is in force at all on a day. `expected` as `expected_by` gives it for that day; `opened_on` is
    the day on which it was opened for signature."""
    in_force = _treaty_in_force(chart, day)
    overdue = not in_force and reached(expected.get(None), day)
    due_on = None if reached(chart.in_force_on, day) else chart.in_force_on
    perhaps = None if in_force or overdue else entry_with_lost(chart, None, day)
    return Itself(
        in_force=None if overdue or perhaps else in_force,
        overdue=overdue,
        due_on=due_on,
        expected_on=expected.get(None),
        opens_on=None if reached(opened_on, day) else opened_on,
        entry_with_lost=perhaps,
    )


def parent_side(row: Row | None, parent: Chart | None, day: date) -> Side | None:
    """What a participant is to the parent treaty on a day; None if the parent's chart is not known."""
    if row is None or parent is None:
        return None
    own = parent.row(row.participant)
    return with_lost(side_on(own, day, parent.status_as_of, {}), row, parent, day)


def under_parent(side: Side, parent: Side | None, clauses: ParentClauses) -> Side:
    """A side of a protocol, with its part in the parent; it is bound only as far as the parent binds it, if asked."""
    if parent is None:
        return side
    return replace(side, bound=_both(side.bound, parent.bound) if clauses.between else side.bound, parent=parent)


_NEVER_BOUND = (Standing.NONE, Standing.INVITED, Standing.SIGNATORY, Standing.CONTRACTING)


def with_lost(side: Side, row: Row | None, chart: Chart, day: date) -> Side:
    """A side that acts which sources no longer show would bind, its own or those of others: whether it is bound is not
    known. `row` names the participant."""
    when = entry_with_lost(chart, row.participant, day) if row else None
    if when is None or side.bound is not False or side.standing not in _NEVER_BOUND:
        return side
    return replace(side, bound=None, entry_with_lost=when)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Since when a source no longer shows what would bind a participant, and that its participation had ended."""

    binding: date | None = None
    end: date | None = None


def having_lost(side: Side, loss: Loss) -> Side:
    """A side of which the source no longer shows what would bind it, or that it had left: whether it was bound is not
    known.

    A chart that shows less undoes no act. An error is corrected by a notification to the Parties (VCLT art. 79).
    """
    unbound = side.bound is False or side.entry_with_lost is not None
    if loss.binding and unbound and side.standing in _NEVER_BOUND:
        return replace(side, bound=None, lost_on=loss.binding)
    if loss.end and side.standing in (Standing.PARTY, Standing.CONTRACTING):
        return replace(side, bound=side.bound and None, end_lost_on=loss.end)
    return side


def inheriting(side: Side, inherits: Inheritance | None) -> Side:
    """A side of a State of which no act is shown, and whose predecessor was bound: whether it is bound is not known."""
    if inherits is None or side.bound is not False or side.standing is not Standing.NONE:
        return side
    return replace(side, bound=None, inherits=inherits)


def relation_of(one: Side, other: Side, itself: Itself) -> Relation:
    """What two sides and the treaty itself, all three on one day, give together."""
    in_force = False if itself.in_force is False else _both(one.bound, other.bound)
    if in_force and (itself.overdue or itself.entry_with_lost):
        in_force = None
    since = max(one.since, other.since) if in_force and one.since and other.since else None
    return Relation(
        in_force=in_force,
        since=since,
        treaty_in_force=itself.in_force,
        a=one,
        b=other,
        by_rule_since=None if in_force is False else _by_rule_since(one, other, itself),
        due_on=itself.due_on,
        treaty_expected_on=itself.expected_on,
        opens_on=itself.opens_on,
        entry_with_lost=itself.entry_with_lost,
        final=in_force is False and itself.opens_on is not None,
    )


def after_losses(relation: Relation, one: Loss, other: Loss) -> Relation:
    """The relation of two sides, of which the source lost this (`having_lost`)."""
    return _again(relation, having_lost(relation.a, one), having_lost(relation.b, other))


def after_successions(relation: Relation, one: Inheritance | None, other: Inheritance | None) -> Relation:
    """The relation of two sides, which may have inherited this (`inheriting`)."""
    return _again(relation, inheriting(relation.a, one), inheriting(relation.b, other))


def _again(relation: Relation, one: Side, other: Side) -> Relation:
    itself = Itself(
        in_force=relation.treaty_in_force,
        overdue=relation.treaty_in_force is None
        and not relation.entry_with_lost
        and relation.treaty_expected_on is not None,
        due_on=relation.due_on,
        expected_on=relation.treaty_expected_on,
        opens_on=relation.opens_on,
        entry_with_lost=relation.entry_with_lost,
    )
    return relation_of(one, other, itself)


def _by_rule_since(one: Side, other: Side, itself: Itself) -> date | None:
    """The latest entry into force of the two and of the treaty itself, if at least one follows only from the rule.

    None once one of the two is out by the rule.
    """
    by_rule = one.by_rule_since or other.by_rule_since or itself.overdue
    if not by_rule or one.begins is None or other.begins is None or one.is_out or other.is_out:
        return None
    return max(one.begins, other.begins, *([itself.expected_on] if itself.overdue and itself.expected_on else []))


def within_one_state(relation: Relation) -> Relation:
    """The same between two that belonged to one and the same State: no treaty is in force between its parts."""
    return replace(relation, in_force=False, since=None, by_rule_since=None, final=True)


def of_state_no_more(relation: Relation) -> Relation:
    """The same if the State of one side was no more on the day."""
    return replace(relation, final=relation.in_force is False)


def known_after(relation: Relation) -> bool | None:
    """Whether it is in force on a day after the last that is known: a later page may change all but a final No."""
    return False if relation.in_force is False and relation.final else None


def precluded(relation: Relation, *, certain: bool = True) -> Relation:
    """The same if an objection of one side precludes the entry into force between the two (VCLT art. 20(4)(b)).

    `certain` is false if it is not known whether the objection still stands, or has that effect.
    """
    in_force = False if certain or relation.in_force is False else None
    return replace(relation, in_force=in_force, since=None, by_rule_since=None)


def _treaty_in_force(chart: Chart, day: date) -> bool | None:
    """True if the treaty itself is in force on a day; None if not known.

    If the chart prints no date for the treaty, the baseline has the earliest of its participants'
    (docs/rules-of-change.md#kinds). Without
    any date the treaty is not in force, unless the source shows no such dates at all.
    """
    if chart.in_force_on:
        return chart.in_force_on <= day
    return False if shows_entries(chart) else None


def shows_entries(chart: Chart) -> bool:
    """True if the source has a place for entries into force: of the treaty, or of a participant."""
    return chart.shows_in_force_on or any(Field.IN_FORCE_ON in row.known for row in chart.rows)


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True
