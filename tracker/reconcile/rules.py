"""Check printed dates against the treaty's own text: entry into force, and consent to a protocol's parent. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.law import SHIPPED_RULES, entry_article, entry_rule, expected_entry, standing_on
from tracker.models import ConsentKind, Field, Standing
from tracker.reconcile.finding import Finding, Shown, Status
from tracker.reconcile.reasons import ByRule, NoParent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from tracker.law import EntryRule
    from tracker.models import Row, Treaty
    from tracker.reconcile.sources import Side

RULE = "the treaty's rule"


def check_entries(treaty: Treaty, sides: Sequence[Side]) -> Iterator[Finding]:
    """Compare each printed entry into force with the treaty's rule (docs/sources.md#law), source by source.

    There is nothing to compare if the treaty's rule or its own entry into force is not known. A succession is skipped,
    because its date may be later than its effect.
    """
    treaty_in_force_on = next((side.chart.in_force_on for side in sides if side.chart.in_force_on), None)
    rule = entry_rule(treaty)
    if rule is None or treaty_in_force_on is None:
        return
    for side in sides:
        for row in side.chart.rows:
            if row.consent_on and row.in_force_on and row.consent_kind is not ConsentKind.SUCCESSION:
                yield _check_entry(treaty, side, row, rule, treaty_in_force_on)


def _check_entry(treaty: Treaty, side: Side, row: Row, rule: EntryRule, floor: date) -> Finding:
    assert row.consent_on  # noqa: S101 - asked only where there is one
    by_rule, expected = rule.for_state(row.consent_on), expected_entry(row.consent_on, rule, floor)
    status = Status.RULE
    if row.in_force_on == expected:
        status = Status.RULE_FITS if by_rule == expected else Status.RULE_FLOOR
    return Finding(
        treaty=treaty.id,
        participant=row.participant,
        name=row.name,
        field=Field.IN_FORCE_ON,
        status=status,
        values=(_shown(side, row.in_force_on), Shown(source=RULE, value=_iso(expected))),
        reason=ByRule(
            rule=rule,
            article=entry_article(treaty, row.consent_kind),
            consent_on=row.consent_on,
            floor=floor if by_rule != expected else None,
        ),
    )


# ---- a protocol's parent ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """The parent treaty's id, and the chart of its source."""

    treaty: str
    side: Side


def check_parent(treaty: Treaty, side: Side, parent: Parent) -> Iterator[Finding]:
    """Find consents to a protocol without consent to its parent before or at the same time (docs/sources.md#law).

    If only States bound by the parent may sign the protocol, signatures are checked too. Acts that agree are not
    listed.
    """
    rules = SHIPPED_RULES.get(treaty.id)
    acts = [Field.SIGNED_ON, Field.CONSENT_ON] if rules and rules.signed_by_parents else [Field.CONSENT_ON]
    for row in side.chart.rows:
        for field in acts:
            day: date | None = getattr(row, field)
            if day and not _bound(parent, row.participant, day):
                yield _without_parent(treaty, side, parent, row, field, day)


def _bound(parent: Parent, participant: str, day: date) -> bool:
    row = parent.side.chart.row(participant)
    return row is not None and standing_on(row, day) in (Standing.PARTY, Standing.CONTRACTING)


def _without_parent(treaty: Treaty, side: Side, parent: Parent, row: Row, field: Field, day: date) -> Finding:
    of_parent = parent.side.chart.row(row.participant)
    consent_on = of_parent.consent_on if of_parent else None
    seen_on = parent.side.seen_on
    stale = seen_on is not None and day > seen_on
    return Finding(
        treaty=treaty.id,
        participant=row.participant,
        name=row.name,
        field=field,
        status=Status.LAGGING if stale else Status.PARENT_MISSING,
        values=(_shown(side, day), _shown(parent.side, consent_on)),
        reason=NoParent(
            treaty=treaty.id,
            parent=parent.treaty,
            day=day,
            source=parent.side.source,
            consent_on=consent_on,
            seen_on=seen_on if stale else None,
        ),
    )


def _shown(side: Side, day: date | None) -> Shown:
    return Shown(source=side.source, value=_iso(day), evidence=side.evidence)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
