"""A treaty's own rule for its entry into force, in words. Pure. Days are ISO."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.law import Accession, DaysAfter, MonthsAfter, NextAct, entry_rule, rules_of
from tracker.wording.words import cardinal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tracker.law import DenunciationRule, EntryRule
    from tracker.models import Treaty

_MONTHS_APPLIED = "the first day of the month following the expiration of {months} after {day}"
_DAYS_APPLIED = "{days} days after {day}"
_YEARS_APPLIED = "{years} after {day}"
_UNDER = "{rule} ({article})"
_ARTICLES = "articles {numbers}"
_ARTICLE, _PARAGRAPH = "article {number}", "article {number}, paragraph {paragraph}"
_AFTER_A_MONTH = (
    "on the first day of the month after one month has passed since its consent, and not before the treaty itself"
)
_AFTER_MONTHS = (
    "on the first day of the month after {months} months have passed since its consent,"
    " and not before the treaty itself"
)
_AFTER_DAYS = "{days} days after its own instrument, and not before the treaty itself"


def applied_to_state(rule: EntryRule, consent_on: date, article: str | None) -> str:
    """The rule applied to a State's consent: `30 days after 2026-07-01 (article 65, paragraph 2)`."""
    if isinstance(rule, MonthsAfter):
        return _under(_months(rule, consent_on), article)
    return _under(_DAYS_APPLIED.format(days=rule.state_days, day=consent_on), article)


def applied_to_treaty(rule: EntryRule, reached_on: date, article: str | None) -> str:
    """The rule applied to the consent that reached the threshold."""
    if isinstance(rule, MonthsAfter):
        return _under(_months(rule, reached_on), article)
    return _under(_DAYS_APPLIED.format(days=rule.treaty_days, day=reached_on), article)


def applied_to_denunciation(rule: DenunciationRule, denounced_on: date, article: str | None) -> str:
    """The rule applied to the notification of a denunciation."""
    if isinstance(rule, MonthsAfter):
        return _under(_months(rule, denounced_on), article)
    return _under(_YEARS_APPLIED.format(years=_number(rule.years, "year"), day=denounced_on), article)


def article_in_words(article: str) -> str:
    """`article 16, paragraph 3` of "16(3)", `article 2, paragraph 1.a` of "2(1)(a)"."""
    number, *parts = re.findall(r"\w+", article)
    return _PARAGRAPH.format(number=number, paragraph=".".join(parts)) if parts else _ARTICLE.format(number=number)


def parent_label(treaty: str) -> str:
    """The number of a treaty of which only the id is known: `ETS 185`."""
    kind, _, number = treaty.partition("-")
    return f"{kind} {number}".upper()


def _months(rule: MonthsAfter, day: date) -> str:
    return _MONTHS_APPLIED.format(months=_number(rule.months, "month"), day=day)


def _number(count: int, noun: str) -> str:
    return f"{cardinal(count)} {noun}" if count == 1 else f"{cardinal(count)} {noun}s"


def _under(rule: str, article: str | None) -> str:
    return _UNDER.format(rule=rule, article=article_in_words(article)) if article else rule


_ACCESSION = {
    Accession.BY_INVITATION: "by invitation",
    Accession.AFTER_PARENT: "open to States that acceded to {parent}; nobody is invited to accede",
    Accession.OPEN: "open to all States; nobody is invited to accede",
    Accession.NONE: "nobody is invited to accede",
}


def accession_in_words(treaty: Treaty) -> str | None:
    """Who may accede to a treaty, with the article; None where its text is not known here."""
    rules = rules_of(treaty)
    if rules is None:
        return None
    article = rules.articles.accession
    return _under(_ACCESSION[rules.accession].format(parent=parent_label(treaty.parent or "")), article)


_OPEN = {
    NextAct.SIGN: {
        Accession.BY_INVITATION: "open to {who} by signature, as a member State of the Council of Europe ({article})",
        Accession.AFTER_PARENT: "open to {who} by signature, as it signed {parent} ({article})",
        Accession.NONE: "open to {who} by signature, as it is bound by {parent} ({article})",
    },
    NextAct.ACCEDE: {
        Accession.BY_INVITATION: "open to {who} by accession, as it was invited ({article})",
        Accession.AFTER_PARENT: "open to {who} by accession, as it acceded to {parent} ({article})",
    },
    NextAct.BE_INVITED: {
        Accession.BY_INVITATION: "open to {who} by accession on invitation alone ({article})",
    },
}
_STATES_ALONE = "open to States alone ({articles})"


def open_to(treaty: Treaty, who: str, acts: Iterable[NextAct]) -> tuple[str, ...]:
    """How a treaty is open to a participant that could act next: `open to France by signature, as it signed ETS 185
    (article 9, paragraph 1)`. Nothing where the text is not known here."""
    rules = rules_of(treaty)
    if rules is None:
        return ()
    found = []
    for act in acts:
        article = rules.articles.signature if act is NextAct.SIGN else rules.articles.accession
        if (template := _OPEN.get(act, {}).get(rules.accession)) and article:
            said = article_in_words(article)
            found.append(template.format(who=who, parent=parent_label(treaty.parent or ""), article=said))
    return tuple(found)


def states_alone(treaty: Treaty) -> str | None:
    """That no organisation can join: `open to States alone (articles 36–37)`; None where one can."""
    rules = rules_of(treaty)
    articles = rules.articles.states_only if rules else None
    return _STATES_ALONE.format(articles=_ARTICLES.format(numbers=articles)) if articles else None


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
