"""Check the days of extensions to territories, and of their withdrawals, against the treaty's own text. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.law import entry_rule, rules_of
from tracker.models import STATEMENTS, Field
from tracker.reconcile.finding import Finding, Shown, Status
from tracker.reconcile.reasons import ExtensionByRule, ExtensionEnds
from tracker.reconcile.rules import RULE
from tracker.statements.extensions import extensions_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from tracker.law import EntryRule
    from tracker.models import Chart, Statement, Treaty
    from tracker.reconcile.reasons import Reason


def check_territories(treaty: Treaty, statements: Iterable[Statement], chart: Chart | None) -> Iterator[Finding]:
    """Find printed days that the rule does not give (ETS 185 art. 38(2), 38(3)). Those that fit are not listed.

    An extension that a State made with its own consent takes effect with that (art. 38(1)), and has no rule of its
    own. The day on which the notice of a withdrawal was received is not known: only that it must be a month's first.
    """
    rules, rule = rules_of(treaty), entry_rule(treaty)
    if rules is None or rules.articles.extension is None or rule is None:
        return
    for statement in statements:
        row = chart.row(statement.participant) if chart else None
        if statement.deposited_on:
            own = {row.in_force_on, row.entry_by_rule} if row else set()
            yield from _extended(treaty, statement, statement.deposited_on, rule, own)
        ended, article = statement.withdrawn_on, rules.articles.extension_ended
        if statement.territories and ended and ended.day != 1 and article:
            yield _finding(treaty, statement, ended, None, ExtensionEnds(article=article))


def _extended(
    treaty: Treaty, statement: Statement, received_on: date, rule: EntryRule, own: set[date | None]
) -> Iterator[Finding]:
    rules, expected = rules_of(treaty), rule.for_state(received_on)
    article = rules.articles.extension if rules else None
    for day, _ in extensions_of(statement):
        if day != expected and day not in own:
            reason = ExtensionByRule(rule=rule, article=article, received_on=received_on)
            yield _finding(treaty, statement, day, expected, reason)


def _finding(treaty: Treaty, statement: Statement, shown: date, expected: date | None, reason: Reason) -> Finding:
    return Finding(
        treaty=treaty.id,
        participant=statement.participant,
        name=statement.name,
        field=Field.STATEMENT,
        status=Status.RULE,
        values=(
            Shown(source=STATEMENTS, value=shown.isoformat()),
            Shown(source=RULE, value=expected.isoformat() if expected else None),
        ),
        reason=reason,
    )
