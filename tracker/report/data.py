"""A report for programs: JSON and CSV. Every change is in it, also those that people read as one line. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tracker.answers.history.records import CHANGE_KEYS, change_object
from tracker.export.tables import csv_of
from tracker.models.outward import escaped_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.models.reports import Report


#: Of the object of an act, in the order of a table.
_ACT_KEYS = (
    *("on", "treaty", "participant", "name", "kind", "consent_kind", "in_name_of", "sentence", "observed"),
    *("noticed_at", "basis", "change", "evidence", "status_as_of", "provenance"),
)


def to_json(report: Report) -> str:
    """The list of change objects, or of acts, each with the head of the history at the time of the report."""
    head = {"history_head": str(report.history_head) if report.history_head else None}
    if report.acts is not None:
        return _json([{**act.record, **head} for act in report.acts])
    changes = [{**change_object(entry.change), **head} for entry in report.entries]
    return _json(changes)


def _json(found: Sequence[Mapping[str, object]]) -> str:
    return escaped_json(json.dumps(found, ensure_ascii=False, indent=2)) + "\n"


def to_csv(report: Report) -> str:
    """A line for each change, with the keys of the change object as columns; of acts those that are no lists."""
    if report.acts is not None:
        return csv_of(_ACT_KEYS, (act.record for act in report.acts))
    return csv_of(CHANGE_KEYS, (change_object(entry.change) for entry in report.entries))
