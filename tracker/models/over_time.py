"""What follows from the treaties' own rules, as spans of days: what the SQL views cannot work out for themselves.

A span holds from `from_on` until `until_on`; None: no end is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSpan:
    """What the rule adds to a participant's standing; the names are those of `StandingRow`.

    `period`: the number, from 0, of the period that makes it a Party by the rule alone; None: printed dates decide.
    """

    participant: str
    from_on: date
    until_on: date | None
    period: int | None = None
    by_rule_since: date | None = None
    left_by_rule_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundSpan:
    """Whether a treaty is in force for a participant, with its parent where the text asks for that.

    The names are those of `Relation` and `Side`; `in_force` None: not known. `undated`: it rests on a list without
    dates, so that nothing is known of days before the one that the list speaks of.
    """

    participant: str
    name: str
    from_on: date
    until_on: date | None
    in_force: bool | None = False
    since: date | None = None
    by_rule_since: date | None = None
    lost_on: date | None = None
    undated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Figures of a treaty from a day on; the names are those of `Figures`."""

    day: date
    in_force: int | None
    treaty_in_force: bool | None
    counted: int
    by_rule: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverTime:
    """One treaty: the spans of its participants, and the figures from the first day on which a rule may count."""

    rules: tuple[RuleSpan, ...] = ()
    bound: tuple[BoundSpan, ...] = ()
    counts: tuple[Counts, ...] = ()
