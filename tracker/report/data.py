"""A report for programs: JSON and CSV. Every change is in it, also those that people read as one line. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tracker.answers.history.records import CHANGE_KEYS, change_object
from tracker.export.tables import csv_of
from tracker.models.outward import escaped_json

if TYPE_CHECKING:
    from tracker.models.reports import Report


def to_json(report: Report) -> str:
    """The list of change objects, each with the head of the history at the time of the report."""
    head = {"history_head": str(report.history_head) if report.history_head else None}
    changes = [{**change_object(entry.change), **head} for entry in report.entries]
    return escaped_json(json.dumps(changes, ensure_ascii=False, indent=2)) + "\n"


def to_csv(report: Report) -> str:
    """A line for each change, with the keys of the change object as columns."""
    return csv_of(CHANGE_KEYS, (change_object(entry.change) for entry in report.entries))
