"""How a computed date follows from the treaty's text, in words, with the article. Pure. Days are ISO."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.law.rules import (
    MonthsAfter,
    denunciation_article,
    denunciation_rule,
    entry_article,
    entry_rule,
    treaty_article,
)

if TYPE_CHECKING:
    from datetime import date

    from tracker.models import ConsentKind, Treaty

# fmt: off
_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"
)
# fmt: on


def article_in_words(article: str) -> str:
    """`article 16, paragraph 3` of "16(3)", `article 2, paragraph 1.a` of "2(1)(a)"."""
    number, *parts = re.findall(r"\w+", article)
    return f"article {number}, paragraph {'.'.join(parts)}" if parts else f"article {number}"


def state_entry_in_words(treaty: Treaty, consent_on: date, kind: ConsentKind | None = None) -> str:
    """How the entry into force for a State follows from its consent; empty if the rule is not known."""
    match entry_rule(treaty):
        case None:
            return ""
        case MonthsAfter() as rule:
            said = _months(rule, consent_on)
        case rule:
            said = f"{rule.state_days} days after {consent_on}"
    return said + _under(entry_article(treaty, kind))


def treaty_entry_in_words(treaty: Treaty, reached_on: date) -> str:
    """How the treaty's own entry into force follows from the consent that reached the threshold; empty as above."""
    match entry_rule(treaty):
        case None:
            return ""
        case MonthsAfter() as rule:
            said = _months(rule, reached_on)
        case rule:
            said = f"{rule.treaty_days} days after {reached_on}"
    return said + _under(treaty_article(treaty))


def denunciation_in_words(treaty: Treaty, denounced_on: date) -> str:
    """How the effect of a denunciation follows from its notification; empty if the rule is not known."""
    match denunciation_rule(treaty):
        case None:
            return ""
        case MonthsAfter() as rule:
            said = _months(rule, denounced_on)
        case rule:
            said = f"{_number(rule.years)} year{'s' if rule.years > 1 else ''} after {denounced_on}"
    return said + _under(denunciation_article(treaty))


def _months(rule: MonthsAfter, day: date) -> str:
    months = f"{_number(rule.months)} month{'' if rule.months == 1 else 's'}"
    return f"the first day of the month following the expiration of {months} after {day}"


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _under(article: str | None) -> str:
    return f" ({article_in_words(article)})" if article else ""
