"""What dates mean: standing on a day, entry into force, what takes effect, who may act next, figures. Pure.

Here: rules of the treaties and of VCLT, each with its article.
Not here: pages, sources, storage, wording. Today is a parameter.
"""

from tracker.law.acts import NextAct, next_acts
from tracker.law.effects import Effects, TakingEffect, history, take_effect
from tracker.law.entry import (
    Countdown,
    DaysAfter,
    EntryRule,
    MonthsAfter,
    countdown,
    entry_by_rule,
    entry_rule,
    expected_by,
    expected_entries,
    expected_entry,
    expected_then,
    expected_treaty_entry,
    threshold_reached_on,
)
from tracker.law.rules import SHIPPED_RULES, Rules
from tracker.law.standing import (
    as_of,
    consents_by,
    counted_by,
    definitive,
    ended_before_entry,
    reached,
    standing_on,
    suspended_since,
    threshold_reached,
)

__all__ = [
    "SHIPPED_RULES",
    "Countdown",
    "DaysAfter",
    "Effects",
    "EntryRule",
    "MonthsAfter",
    "NextAct",
    "Rules",
    "TakingEffect",
    "as_of",
    "consents_by",
    "countdown",
    "counted_by",
    "definitive",
    "ended_before_entry",
    "entry_by_rule",
    "entry_rule",
    "expected_by",
    "expected_entries",
    "expected_entry",
    "expected_then",
    "expected_treaty_entry",
    "history",
    "next_acts",
    "reached",
    "standing_on",
    "suspended_since",
    "take_effect",
    "threshold_reached",
    "threshold_reached_on",
]
