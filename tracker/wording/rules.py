"""A treaty's own rule for its entry into force, in words. Pure. Days are ISO."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.law import DaysAfter, MonthsAfter, entry_rule
from tracker.wording.words import cardinal

if TYPE_CHECKING:
    from datetime import date

    from tracker.law import EntryRule
    from tracker.models import Treaty

_MONTHS_APPLIED = "{months} months after {day}, then the next first day"
_DAYS_APPLIED = "{days} days after {day}"
_AFTER_A_MONTH = (
    "on the first day of the month after one month has passed since its consent, and not before the treaty itself"
)
_AFTER_MONTHS = (
    "on the first day of the month after {months} months have passed since its consent,"
    " and not before the treaty itself"
)
_AFTER_DAYS = "{days} days after its own instrument, and not before the treaty itself"


def applied_to_state(rule: EntryRule, consent_on: date) -> str:
    """The rule applied to a State's consent: `30 days after 2026-07-01`."""
    if isinstance(rule, MonthsAfter):
        return _MONTHS_APPLIED.format(months=rule.months, day=consent_on)
    return _DAYS_APPLIED.format(days=rule.state_days, day=consent_on)


def applied_to_treaty(rule: EntryRule, reached_on: date) -> str:
    """The rule applied to the consent that reached the threshold."""
    if isinstance(rule, MonthsAfter):
        return _MONTHS_APPLIED.format(months=rule.months, day=reached_on)
    return _DAYS_APPLIED.format(days=rule.treaty_days, day=reached_on)


def rule_for_states(treaty: Treaty) -> str | None:
    """When a treaty enters into force for a State; None where its rule is not known here."""
    match entry_rule(treaty):
        case MonthsAfter(months=1):
            return _AFTER_A_MONTH
        case MonthsAfter(months=months):
            return _AFTER_MONTHS.format(months=cardinal(months))
        case DaysAfter(state_days=days):
            return _AFTER_DAYS.format(days=days)
        case _:
            return None
