"""Days that the treaty's own rule gives and no source prints, and printed ends that the rule does not give. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.law import (
    clauses_of,
    current_period,
    denunciation_article,
    denunciation_rule,
    entry_article,
    reached,
    treaty_article,
)
from tracker.models import Field
from tracker.reconcile.finding import Finding, Shown, Status
from tracker.reconcile.reasons import EndByRule, Overdue
from tracker.reconcile.rules import RULE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from tracker.models import Row, Treaty
    from tracker.reconcile.sources import Side


def check_ends(treaty: Treaty, sides: Sequence[Side]) -> Iterator[Finding]:
    """Find printed effects of denunciations that the treaty's rule does not give. Those that fit are not listed."""
    rule = denunciation_rule(treaty)
    for side in sides if rule else ():
        for row in side.chart.rows:
            if rule and row.denounced_on and row.left_on and row.left_on != (end := rule.after(row.denounced_on)):
                yield Finding(
                    treaty=treaty.id,
                    participant=row.participant,
                    name=row.name,
                    field=Field.LEFT_ON,
                    status=Status.RULE,
                    values=(_shown(side, row.left_on), Shown(source=RULE, value=end.isoformat())),
                    reason=EndByRule(rule=rule, article=denunciation_article(treaty), denounced_on=row.denounced_on),
                )


def check_overdue(treaty: Treaty, side: Side, today: date) -> Iterator[Finding]:
    """Find days that the rule gives and no source prints, from the day itself on. The side's chart is complete."""
    chart = side.chart
    if chart.entry_by_rule and reached(chart.entry_by_rule, today):
        yield _overdue(treaty, side, None, Field.TREATY_IN_FORCE_ON, chart.entry_by_rule, treaty_article(treaty))
    for row in chart.rows:
        period = current_period(row, today)
        if period is None:
            continue
        if period.entry_by_rule and reached(period.entry_by_rule, today) and not row.rule_decides:
            with_treaty = period.entry_by_rule == chart.entry_by_rule
            article = treaty_article(treaty) if with_treaty else entry_article(treaty, period.consent_kind)
            yield _overdue(treaty, side, row, Field.IN_FORCE_ON, period.entry_by_rule, article)
        if period.left_by_rule and reached(period.left_by_rule, today):
            own = period.denounced_on is not None
            article = denunciation_article(treaty) if own else clauses_of(treaty).denounced
            yield _overdue(treaty, side, row, Field.LEFT_ON, period.left_by_rule, article)


def _overdue(treaty: Treaty, side: Side, row: Row | None, field: Field, day: date, article: str | None) -> Finding:
    return Finding(
        treaty=treaty.id,
        participant=row.participant if row else None,
        name=row.name if row else treaty.name,
        field=field,
        status=Status.OVERDUE,
        values=(_shown(side, None), Shown(source=RULE, value=day.isoformat())),
        reason=Overdue(ends=field is Field.LEFT_ON, day=day, article=article, source=side.source, seen_on=side.seen_on),
    )


def _shown(side: Side, day: date | None) -> Shown:
    return Shown(source=side.source, value=day.isoformat() if day else None, evidence=side.evidence)
