"""What dates mean: standing on a day, entry into force, what takes effect, who may act next, figures. Pure.

standing    a participant's standing on a day; its row as of that day
doubt       printed dates that contradict each other
sides       one of two participants on a day
relations   its acts and periods by a day (`acts_by`); is the treaty in force between two
entry       entry into force, printed or expected
lost        what would follow with acts that sources no longer show
place       the place of a consent among those that count
effects     dates that take effect when their day comes
acts        what it could do next
figures     the counts of a treaty on a day
rules       the rules of the three shipped treaties

The package exports what most modules need. Import `relations`, `place` and `figures` as modules of their own.
Here: rules of the treaties and of VCLT, each with its article.
Not here: pages, sources, storage, wording. Today is a parameter.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.law.acts import NextAct, next_acts
    from tracker.law.by_rule import (
        complete,
        counting_parent,
        expected_by,
        expected_entries,
        expected_then,
        expected_treaty_entry,
        threshold_reached_on,
    )
    from tracker.law.effects import Effects, TakingEffect, history, take_effect
    from tracker.law.entry import Countdown, countdown, entry_by_rule, expected_entry
    from tracker.law.rules import (
        SHIPPED_RULES,
        Accession,
        DaysAfter,
        DenunciationRule,
        EntryRule,
        MonthsAfter,
        ParentClauses,
        ReservationClause,
        Rules,
        YearsAfter,
        clauses_of,
        denunciation_article,
        denunciation_rule,
        entry_article,
        entry_rule,
        extension_effect,
        reservation_clause,
        rules_of,
        territory_article,
        treaty_article,
    )
    from tracker.law.standing import (
        as_of,
        consented_to,
        consents_by,
        counted_by,
        current_period,
        definitive,
        ended_before_entry,
        provisional_on,
        reached,
        standing_on,
        suspended_since,
        threshold_reached,
    )

__all__ = [
    "SHIPPED_RULES",
    "Accession",
    "Countdown",
    "DaysAfter",
    "DenunciationRule",
    "Effects",
    "EntryRule",
    "MonthsAfter",
    "NextAct",
    "ParentClauses",
    "ReservationClause",
    "Rules",
    "TakingEffect",
    "YearsAfter",
    "as_of",
    "clauses_of",
    "complete",
    "consented_to",
    "consents_by",
    "countdown",
    "counted_by",
    "counting_parent",
    "current_period",
    "definitive",
    "denunciation_article",
    "denunciation_rule",
    "ended_before_entry",
    "entry_article",
    "entry_by_rule",
    "entry_rule",
    "expected_by",
    "expected_entries",
    "expected_entry",
    "expected_then",
    "expected_treaty_entry",
    "extension_effect",
    "history",
    "next_acts",
    "provisional_on",
    "reached",
    "reservation_clause",
    "rules_of",
    "standing_on",
    "suspended_since",
    "take_effect",
    "territory_article",
    "threshold_reached",
    "threshold_reached_on",
    "treaty_article",
]

#: In the order of what they import: a name that an earlier one has costs none of the later ones.
_MODULES = ("rules", "standing", "by_rule", "entry", "effects", "acts")


def __getattr__(name: str) -> object:
    """What the package exports is imported when it is first asked for: the configuration needs the rules alone."""
    if name in __all__:
        for module in _MODULES:
            found = import_module(f"{__name__}.{module}")
            if hasattr(found, name):
                return globals().setdefault(name, getattr(found, name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
