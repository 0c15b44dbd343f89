"""Stored charts, and what differs between two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.answers.to_json import row_object, snapshot_object
from tracker.diff import ComparisonRules, compare
from tracker.errors import UsageError
from tracker.law import standing_on
from tracker.models.times import day_at, iso
from tracker.participants import table
from tracker.wording.sentences import SentenceContext, summarise

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.answers.to_json import Object
    from tracker.answers.view import View
    from tracker.models.records import Snapshot
from tracker.answers.standing import choose


def snapshots(view: View, treaties: Iterable[str] = ()) -> list[Snapshot]:
    """The stored charts of the treaties asked for, or of all, oldest first. Raises UsageError."""
    found = [one for treaty in choose(view, treaties) for one in view.snapshots(treaty.id)]
    return sorted(found, key=lambda one: one.id)


def snapshot(view: View, key: int) -> Object:
    """A stored chart with its rows; standing on the day it speaks of."""
    head = view.snapshot(key)
    chart = view.chart(key)
    day = chart.status_as_of or head.observed_at.date()
    return {
        **snapshot_object(head),
        "status_as_of": iso(chart.status_as_of),
        "number": chart.number,
        "title": chart.title,
        "opened_on": iso(chart.opened_on),
        "in_force_on": iso(chart.in_force_on),
        "rows": [
            {
                **row_object(row, treaty=head.treaty, standing=standing_on(row, day), status_as_of=chart.status_as_of),
                "invited": row.invited,
            }
            for row in chart.rows
        ],
    }


def difference(view: View, before: int, after: int, *, now: datetime) -> list[Object]:
    """What differs between any two stored charts of one treaty, as changes without an id."""
    one, two = view.snapshot(before), view.snapshot(after)
    if one.treaty != two.treaty:
        raise UsageError(f"snapshot {before} is of {one.treaty}, {after} of {two.treaty}: compare two of one treaty")
    treaty = choose(view, [one.treaty])[0]
    chart = view.chart(after)
    successors = table().former_states()
    rules = ComparisonRules(today=day_at(now, treaty.seat), successors=successors)
    context = SentenceContext(in_force=chart.in_force_on is not None, threshold=treaty.threshold)
    return [
        {
            "id": None,
            "detected_at": None,
            "treaty": treaty.id,
            "participant": found.participant,
            "name": found.name,
            "kind": found.kind,
            "nature": found.nature,
            "field": found.field,
            "before": found.before,
            "after": found.after,
            "effective_on": iso(found.effective_on),
            "source": two.source,
            "snapshot": after,
            "previous_snapshot": before,
            "summary": summarise(found, treaty=treaty, context=context),
        }
        for found in compare(view.chart(before), chart, rules).differences
    ]
