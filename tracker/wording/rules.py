"""A treaty's own rule for its entry into force, in words. Pure. Days are ISO."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language import N_, P_, counting, fill
from tracker.law import Accession, DaysAfter, MonthsAfter, NextAct, entry_article, entry_rule, rules_of
from tracker.models import ConsentKind
from tracker.wording.words import cardinal, number_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tracker.language import Plural
    from tracker.law import DenunciationRule, EntryRule
    from tracker.models import Treaty

_MONTHS_APPLIED = P_(
    "the first day of the month following the expiration of {periods} month after {day}",
    "the first day of the month following the expiration of {periods} months after {day}",
)
_DAYS_APPLIED = N_("{days} days after {day}")
_YEARS_APPLIED = P_("{periods} year after {day}", "{periods} years after {day}")
_UNDER = N_("{rule} ({article})")
_UNDER_BOTH = N_("{rule} ({article}; after accession {acceded})")
_ARTICLES = N_("articles {numbers}")
_ARTICLE, _PARAGRAPH = N_("article {number}"), N_("article {number}, paragraph {paragraph}")
_AFTER_A_MONTH = N_(
    "on the first day of the month after one month has passed since its consent, and not before the treaty itself"
)
_AFTER_MONTHS = N_(
    "on the first day of the month after {months} months have passed since its consent,"
    " and not before the treaty itself"
)
_AFTER_DAYS = N_("{days} days after its own instrument, and not before the treaty itself")


def applied_to_state(rule: EntryRule, consent_on: date, article: str | None) -> str:
    """The rule applied to a State's consent: `30 days after 2026-07-01 (article 65, paragraph 2)`."""
    if isinstance(rule, MonthsAfter):
        return _under(_months(rule, consent_on), article)
    return _under(fill(_DAYS_APPLIED, days=rule.state_days, day=consent_on), article)


def applied_to_treaty(rule: EntryRule, reached_on: date, article: str | None) -> str:
    """The rule applied to the consent that reached the threshold."""
    if isinstance(rule, MonthsAfter):
        return _under(_months(rule, reached_on), article)
    return _under(fill(_DAYS_APPLIED, days=rule.treaty_days, day=reached_on), article)


def applied_to_denunciation(rule: DenunciationRule, denounced_on: date, article: str | None) -> str:
    """The rule applied to the notification of a denunciation."""
    if isinstance(rule, MonthsAfter):
        return _under(_months(rule, denounced_on), article)
    return _under(_for_periods(_YEARS_APPLIED, rule.years, denounced_on), article)


def article_in_words(article: str) -> str:
    """`article 16, paragraph 3` of "16(3)", `article 2, paragraph 1.a` of "2(1)(a)"."""
    number, *parts = re.findall(r"\w+", article)
    return fill(_PARAGRAPH, number=number, paragraph=".".join(parts)) if parts else fill(_ARTICLE, number=number)


def parent_label(treaty: str) -> str:
    """The number of a treaty of which only the id is known: `ETS 185`."""
    return number_of(treaty)


def _months(rule: MonthsAfter, day: date) -> str:
    return _for_periods(_MONTHS_APPLIED, rule.months, day)


def _for_periods(phrase: Plural, count: int, day: date) -> str:
    return counting(phrase, count, periods=cardinal(count), day=day)


def _under(rule: str, article: str | None) -> str:
    return fill(_UNDER, rule=rule, article=article_in_words(article)) if article else rule


_ACCESSION = {
    Accession.BY_INVITATION: N_("by invitation"),
    Accession.AFTER_PARENT: N_("open to States that acceded to {parent}; nobody is invited to accede"),
    Accession.OPEN: N_("open to all States; nobody is invited to accede"),
    Accession.NONE: N_("nobody is invited to accede"),
}


def accession_in_words(treaty: Treaty) -> str | None:
    """Who may accede to a treaty, with the article; None where its text is not known here."""
    rules = rules_of(treaty)
    if rules is None:
        return None
    article = rules.articles.accession
    return _under(fill(_ACCESSION[rules.accession], parent=parent_label(treaty.parent or "")), article)


_OPEN = {
    NextAct.SIGN: {
        Accession.BY_INVITATION: N_(
            "open to {who} by signature, as a member State of the Council of Europe ({article})"
        ),
        Accession.AFTER_PARENT: N_("open to {who} by signature, as it signed {parent} ({article})"),
        Accession.NONE: N_("open to {who} by signature, as it is bound by {parent} ({article})"),
    },
    NextAct.ACCEDE: {
        Accession.BY_INVITATION: N_("open to {who} by accession, as it was invited ({article})"),
        Accession.AFTER_PARENT: N_("open to {who} by accession, as it acceded to {parent} ({article})"),
    },
    NextAct.BE_INVITED: {
        Accession.BY_INVITATION: N_("open to {who} by accession on invitation alone ({article})"),
    },
}
_STATES_ALONE = N_("open to States alone ({articles})")


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
            found.append(fill(template, who=who, parent=parent_label(treaty.parent or ""), article=said))
    return tuple(found)


def states_alone(treaty: Treaty) -> str | None:
    """That no organisation can join: `open to States alone (articles 36–37)`; None where one can."""
    rules = rules_of(treaty)
    articles = rules.articles.states_only if rules else None
    return fill(_STATES_ALONE, articles=fill(_ARTICLES, numbers=articles)) if articles else None


def rule_for_states(treaty: Treaty) -> str | None:
    """When a treaty enters into force for a State; None where its rule is not known here."""
    match entry_rule(treaty):
        case MonthsAfter(months=1):
            rule = _AFTER_A_MONTH
        case MonthsAfter(months=months):
            rule = fill(_AFTER_MONTHS, months=cardinal(months))
        case DaysAfter(state_days=days):
            rule = fill(_AFTER_DAYS, days=days)
        case _:
            return None
    return _under_articles(rule, treaty)


def _under_articles(rule: str, treaty: Treaty) -> str:
    """With the articles that it follows from: those of a State that acceded too, where they are others."""
    own, acceded = entry_article(treaty), entry_article(treaty, ConsentKind.ACCESSION)
    if own is None or acceded in (own, None):
        return _under(rule, own)
    return fill(_UNDER_BOTH, rule=rule, article=article_in_words(own), acceded=article_in_words(acceded))
