"""Plausibility checks of what a live read would tell: by the treaty's own rule, and by what was told before. Pure.

Copies from an archive are not judged so: years lie between two of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.errors import ErrorKind, excerpt
from tracker.guard.doubt import Doubt
from tracker.law import MonthsAfter, entry_rule
from tracker.models import ChangeKind, ConsentKind, Field, Nature

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tracker.diff import Comparison
    from tracker.law import EntryRule
    from tracker.models import Change, Chart, Difference, Row, Treaty

_MOST_EDITORIAL = 5  # names, headings and flags that change in one read; more suggest another page

#: A difference without its wording: participant, field, value before and after.
Turn = tuple[str | None, Field, str | None, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRead:
    """What is known of the source of a live read.

    `told`: the turns that it told in the past year. `bundled`: its baseline is the list bundled with the package.
    """

    treaty: Treaty
    told: frozenset[Turn]
    bundled: bool


def turn_of(change: Difference | Change) -> Turn:
    """The turn that a difference is, or a change that was told."""
    return (change.participant, change.field, change.before, change.after)


def live_doubts(comparison: Comparison, read: LiveRead) -> Iterator[Doubt]:
    """Every reason not to tell the differences of a live read."""
    editorial = Counter(found.kind for found in comparison.differences if found.nature is Nature.EDITORIAL)
    if not read.bundled and sum(editorial.values()) > _MOST_EDITORIAL:
        kinds = ", ".join(f"{count} {kind}" for kind, count in editorial.most_common())
        yield Doubt(
            kind=ErrorKind.CORRECTIONS, message=f"{kinds}: too many editorial changes (at most {_MOST_EDITORIAL} pass)"
        )
    turning = [found for found in comparison.differences if turn_of(found) in read.told]
    if turning:
        one, more = turning[0], f" and {len(turning) - 1} more" if len(turning) > 1 else ""
        values = f"{one.before or 'nothing'} and {one.after or 'nothing'}"
        message = f"{excerpt(one.name or 'the treaty', 60)}: {one.field} turns back and forth between {values}{more}"
        yield Doubt(kind=ErrorKind.CORRECTIONS, message=message)
    if broken := list(_against_the_rule(comparison, read.treaty)):
        more = f" and {len(broken) - 3} more" if len(broken) > 3 else ""
        yield Doubt(kind=ErrorKind.IMPOSSIBLE_DATE, message="; ".join(broken[:3]) + more)


def _against_the_rule(comparison: Comparison, treaty: Treaty) -> Iterator[str]:
    """First entries into force that the treaty's own rule does not give, in words."""
    rule, chart = entry_rule(treaty), comparison.state
    if rule is None:
        return
    for found in comparison.differences:
        row = chart.row(found.participant or "")
        first = found.kind is ChangeKind.ENTRY_INTO_FORCE_SET and not found.shown_again
        if row and first and row.in_force_on and row.consent_on:
            by_rule = _by_rule(row, row.consent_on, rule, chart)
            if by_rule and not _fits(row.in_force_on, by_rule, rule, chart, treaty):
                yield f"{excerpt(row.name, 60)}: in_force_on {row.in_force_on}, by the treaty's own rule {by_rule}"


def _by_rule(row: Row, consent_on: date, rule: EntryRule, chart: Chart) -> date | None:
    """The day that the rule gives; None for a succession, whose date may be later than its effect."""
    if row.consent_kind is ConsentKind.SUCCESSION:
        return None
    try:
        by_rule = rule.for_state(consent_on)
    except (ValueError, OverflowError):  # the last years of the calendar: doubted as such
        return None
    return max(by_rule, chart.in_force_on) if chart.in_force_on else by_rule


def _fits(day: date, by_rule: date, rule: EntryRule, chart: Chart, treaty: Treaty) -> bool:
    """True for the day by the rule, and for a later one where the day of the treaty itself may be the reason."""
    if day < by_rule or (isinstance(rule, MonthsAfter) and day.day != 1):
        return False
    if day == by_rule:
        return True
    earliest = min((row.in_force_on for row in chart.rows if row.in_force_on), default=None)
    return treaty.parent is not None or (chart.in_force_on is None and day == earliest)
