"""The counts of a treaty on a day, by the Council of Europe's way of counting (docs/sources.md#law). Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.law import (
    counted_by,
    counting_parent,
    current_period,
    reached,
    standing_on,
    threshold_reached,
    threshold_reached_on,
)
from tracker.law.doubt import contradiction_on
from tracker.law.lost import entry_with_lost
from tracker.law.standing import each_state_once, ended_by_rule
from tracker.models import Field, Standing
from tracker.participants import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from tracker.models import Chart, Row, Treaty


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdFigure:
    """The consents that a treaty needs to enter into force, and whether it has them."""

    needed: int
    of_which_members: int | None
    reached: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The counts of one treaty on one day; None means unknown.

    `consents` is what the Council of Europe calls Parties, even before entry into force. `signatures` counts all that
    ever signed. `in_force` is unknown if the source prints no entry into force for a participant that consented, if a
    date that the treaty's rule gives has come and no source prints it, or if printed dates contradict each other.
    `by_rule` is what `in_force` is if the rule's dates are believed; None if there are none. `treaty_in_force` is None
    if only the rule says that the treaty is in force.
    `entry_with_lost`: the day on which it would have entered into force with acts that sources no longer show, if that
    has come and it is not in force without them; then `treaty_in_force` and `in_force` are unknown.
    `counted` is how many consents count towards the threshold.
    `signatories` and `signatures` are unknown if the list is not complete; `consents` then counts those that are known.
    """

    consents: int
    in_force: int | None
    signatories: int | None
    invited: int | None
    total: int | None
    signatures: int | None
    treaty_in_force: bool | None
    threshold: ThresholdFigure | None
    counted: int
    by_rule: int | None
    entry_with_lost: date | None = None


def figures_on(chart: Chart, treaty: Treaty, day: date, *, invited_known: bool, parent: Chart | None = None) -> Figures:
    """Count a chart on a day. `invited_known`: an accepted chart of that day lists who is invited.

    The charts are complete (`tracker.law.complete`) if the rules of the treaties count. Rows of one State that has had
    successors since count once.
    """
    partial = any(row.unread for row in chart.rows)
    signatures = {table().acting_on(row.participant, day) for row in chart.rows if _signed(row, day)}
    chart = replace(chart, rows=each_state_once(chart.rows, day))
    standings = [(row, standing_on(row, day)) for row in chart.rows]
    counted = Counter([standing for _, standing in standings])
    consents = counted[Standing.PARTY] + counted[Standing.CONTRACTING]
    in_force = reached(chart.in_force_on, day)
    overdue = not in_force and reached(chart.entry_by_rule, day)
    perhaps = None if in_force or overdue else entry_with_lost(chart, None, day)
    unknown = overdue or perhaps is not None
    invited = _invited(counted[Standing.INVITED], treaty, known=invited_known)
    counting = counting_parent(treaty, parent)
    signatories = None if partial else counted[Standing.SIGNATORY]
    return Figures(
        consents=consents,
        in_force=None if unknown else _parties(standings, day) if in_force else 0,
        signatories=signatories,
        invited=invited,
        total=None if invited is None or signatories is None else consents + signatories + invited,
        signatures=None if partial else len(signatures),
        treaty_in_force=None if unknown else in_force,
        threshold=_threshold(chart, treaty, day, counting, in_force=in_force),
        counted=len(counted_by(chart.rows, treaty.threshold, day, counting)) if treaty.threshold else consents,
        by_rule=_by_rule(standings, day) if in_force or overdue else None,
        entry_with_lost=perhaps,
    )


def _parties(standings: Sequence[tuple[Row, Standing]], day: date) -> int | None:
    """The number of Parties of a treaty in force.

    None if a participant may or may not be one: it consented, and its source has no column for entry into force, or
    only the rule says that the treaty entered into force for it, or that its participation ended, or its dates
    contradict each other.
    """
    if any(_untold(row, standing, day) for row, standing in standings):
        return None
    return sum(1 for _, standing in standings if standing is Standing.PARTY)


def _untold(row: Row, standing: Standing, day: date) -> bool:
    if contradiction_on(row, day):
        return True
    if standing is Standing.CONTRACTING:
        ruled = row.rule_decides and row.entry_by_rule is not None
        return _since_by_rule(row, day) or ended_by_rule(row, day) or (Field.IN_FORCE_ON not in row.known and not ruled)
    return standing is Standing.PARTY and ended_by_rule(row, day)


def _by_rule(standings: Iterable[tuple[Row, Standing]], day: date) -> int | None:
    """The Parties if the rule's dates are believed; None if no such date has come."""
    held = [one for one in standings if one[1] in (Standing.PARTY, Standing.CONTRACTING)]
    if not any(_since_by_rule(row, day) or ended_by_rule(row, day) for row, _ in held):
        return None
    bound = (row for row, standing in held if standing is Standing.PARTY or _since_by_rule(row, day))
    return sum(1 for row in bound if not ended_by_rule(row, day))


def _since_by_rule(row: Row, day: date) -> bool:
    if not row.former and row.entry_by_rule is None:
        return False  # most rows
    current = current_period(row, day)
    return current is not None and not reached(current.in_force_on, day) and reached(current.entry_by_rule, day)


def _signed(row: Row, day: date) -> bool:
    return reached(row.signed_on, day) or any(reached(period.signed_on, day) for period in row.former)


def _invited(count: int, treaty: Treaty, *, known: bool) -> int | None:
    if not treaty.by_invitation:
        return 0
    return count if known else None


def _threshold(
    chart: Chart, treaty: Treaty, day: date, counting: Chart | None, *, in_force: bool
) -> ThresholdFigure | None:
    rule = treaty.threshold
    if rule is None:
        return None
    # it was reached once, even if some of those that count have left since
    once = in_force or reached(threshold_reached_on(chart.rows, rule, counting), day)
    return ThresholdFigure(
        needed=rule.needed,
        of_which_members=rule.members,
        reached=once or threshold_reached(chart.rows, rule, day, counting),
    )
