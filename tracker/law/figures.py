"""The counts of a treaty on a day, by the Council of Europe's way of counting (docs/sources.md#law). Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.law import reached, standing_on, threshold_reached
from tracker.models import Field, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tracker.models import Chart, Period, Row, Treaty


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
    ever signed. `in_force` is unknown if the source prints no entry into force for a participant that consented.
    `signatories` and `signatures` are unknown if the list is not complete; `consents` then counts those that are known.
    """

    consents: int
    in_force: int | None
    signatories: int | None
    invited: int | None
    total: int | None
    signatures: int | None
    treaty_in_force: bool
    threshold: ThresholdFigure | None


def figures_on(chart: Chart, treaty: Treaty, day: date, *, invited_known: bool) -> Figures:
    """Count a chart on a day. `invited_known`: an accepted chart of that day lists who is invited."""
    standings = [(row, standing_on(row, day)) for row in chart.rows]
    counted = Counter(standing for _, standing in standings)
    consents = counted[Standing.PARTY] + counted[Standing.CONTRACTING]
    in_force = reached(chart.in_force_on, day)
    invited = _invited(counted[Standing.INVITED], treaty, known=invited_known)
    partial = any(row.unread for row in chart.rows)
    signatories = None if partial else counted[Standing.SIGNATORY]
    return Figures(
        consents=consents,
        in_force=_parties(standings) if in_force else 0,
        signatories=signatories,
        invited=invited,
        total=None if invited is None or signatories is None else consents + signatories + invited,
        signatures=None if partial else sum(1 for row in chart.rows if _signed(row, day)),
        treaty_in_force=in_force,
        threshold=_threshold(chart, treaty, day, in_force=in_force),
    )


def _parties(standings: Iterable[tuple[Row, Standing]]) -> int | None:
    """The number of Parties of a treaty in force.

    None if a participant may or may not be one: it consented, and its source has no column for entry into force.
    """
    found = list(standings)
    if any(standing is Standing.CONTRACTING and Field.IN_FORCE_ON not in row.known for row, standing in found):
        return None
    return sum(1 for _, standing in found if standing is Standing.PARTY)


def _signed(row: Row, day: date) -> bool:
    periods: tuple[Period | Row, ...] = (*row.former, row)
    return any(reached(period.signed_on, day) for period in periods)


def _invited(count: int, treaty: Treaty, *, known: bool) -> int | None:
    if not treaty.by_invitation:
        return 0
    return count if known else None


def _threshold(chart: Chart, treaty: Treaty, day: date, *, in_force: bool) -> ThresholdFigure | None:
    rule = treaty.threshold
    if rule is None:
        return None
    return ThresholdFigure(
        needed=rule.needed,
        of_which_members=rule.members,
        # a treaty in force reached its threshold once, even if some of those Parties have left since
        reached=in_force or threshold_reached(chart.rows, rule, day),
    )
