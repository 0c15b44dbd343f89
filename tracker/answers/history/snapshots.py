"""Stored charts, and what differs between two of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.answers.history.records import ChangeAnswer, SnapshotHead
from tracker.answers.standing import choose, flags_of
from tracker.calendar.invitations import invited_on
from tracker.diff import ComparisonRules, compare
from tracker.errors import UsageError
from tracker.law import standing_on
from tracker.models.times import day_at
from tracker.participants import table
from tracker.wording.sentences import SentenceContext, summarise

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from tracker.answers.view import View
    from tracker.models import ConsentKind, Group, Row, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRow:
    """One row of a stored chart, with its standing on the day that the chart speaks of."""

    treaty: str | None
    participant: str
    name: str
    standing: Standing | None
    signed_on: date | None
    consent_on: date | None
    consent_kind: ConsentKind | None
    in_force_on: date | None
    denounced_on: date | None
    left_on: date | None
    suspended_on: date | None
    group: Group | None
    flags: tuple[str, ...] | None
    status_as_of: date | None
    invited: bool | None

    @classmethod
    def of(cls, row: Row, *, treaty: str | None, standing: Standing | None, status_as_of: date | None) -> ChartRow:
        """A row as a chart holds it."""
        return cls(
            treaty=treaty,
            participant=row.participant,
            name=row.name,
            standing=standing,
            signed_on=row.signed_on,
            consent_on=row.consent_on,
            consent_kind=row.consent_kind,
            in_force_on=row.in_force_on,
            denounced_on=row.denounced_on,
            left_on=row.left_on,
            suspended_on=row.suspended_on,
            group=row.group,
            flags=flags_of(row),
            status_as_of=status_as_of,
            invited=row.invited,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotAnswer:
    """A stored chart with its rows."""

    id: int
    treaty: str
    source: str
    observed_at: datetime
    published_on: date | None
    evidence: int | None
    rows: tuple[ChartRow, ...]
    status_as_of: date | None
    number: str | None
    title: str | None
    opened_on: date | None
    in_force_on: date | None


def snapshots(view: View, treaties: Iterable[str] = ()) -> list[SnapshotHead]:
    """The stored charts of the treaties asked for, or of all, oldest first. Raises UsageError."""
    found = [SnapshotHead.of(one) for treaty in choose(view, treaties) for one in view.snapshots(treaty.id)]
    return sorted(found, key=lambda one: one.id)


def snapshot(view: View, key: int) -> SnapshotAnswer:
    """A stored chart with its rows; standing on the day it speaks of. Raises UsageError for an unknown id."""
    head = view.snapshot(key)
    chart = view.chart(key)
    day = chart.status_as_of or head.observed_at.date()
    return SnapshotAnswer(
        id=head.id,
        treaty=head.treaty,
        source=head.source,
        observed_at=head.observed_at,
        published_on=head.published_on,
        evidence=head.evidence,
        rows=tuple(
            ChartRow.of(row, treaty=head.treaty, standing=standing_on(row, day), status_as_of=chart.status_as_of)
            for row in chart.rows
        ),
        status_as_of=chart.status_as_of,
        number=chart.number,
        title=chart.title,
        opened_on=chart.opened_on,
        in_force_on=chart.in_force_on,
    )


def difference(view: View, before: int, after: int, *, now: datetime) -> list[ChangeAnswer]:
    """What differs between any two stored charts of one treaty, as changes without an id."""
    one, two = view.snapshot(before), view.snapshot(after)
    if one.treaty != two.treaty:
        raise UsageError(f"snapshot {before} is of {one.treaty}, {after} of {two.treaty}: compare two of one treaty")
    treaty = choose(view, [one.treaty])[0]
    chart = view.chart(after)
    successors = table().former_states()
    rules = ComparisonRules(today=day_at(now, treaty.seat), successors=successors)
    context = SentenceContext(in_force=chart.in_force_on is not None, threshold=treaty.threshold)
    found = [
        (one, invited_on(one, treaty.id, rules.today)) for one in compare(view.chart(before), chart, rules).differences
    ]
    return [
        ChangeAnswer(
            id=None,
            detected_at=None,
            treaty=treaty.id,
            participant=one.participant,
            name=one.name,
            kind=one.kind,
            nature=one.nature,
            field=one.field,
            before=one.before,
            after=one.after,
            effective_on=one.effective_on or invited,
            source=two.source,
            snapshot=after,
            previous_snapshot=before,
            summary=summarise(one, treaty=treaty, context=replace(context, invited_on=invited)),
        )
        for one, invited in found
    ]
