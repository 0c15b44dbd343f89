"""A report for programs: JSON and CSV. Every change is in it, also those that people read as one line. Pure."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from tracker.report.objects import CHANGE_KEYS, change_object

if TYPE_CHECKING:
    from tracker.report.document import Report

# A spreadsheet takes a cell that starts so for a formula (OWASP, "CSV injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def to_json(report: Report) -> str:
    """The list of change objects."""
    changes = [change_object(entry.change) for entry in report.entries]
    return json.dumps(changes, ensure_ascii=False, indent=2) + "\n"


def to_csv(report: Report) -> str:
    """A line for each change, with the keys of the change object as columns."""
    out = io.StringIO()
    table = csv.DictWriter(out, CHANGE_KEYS)  # RFC 4180 line ends: with "\n" alone a bare "\r" stays unquoted
    table.writeheader()
    for entry in report.entries:
        table.writerow({key: _cell(value) for key, value in change_object(entry.change).items()})
    return out.getvalue()


def _cell(value: str | int | None) -> str | int | None:
    dangerous = isinstance(value, str) and value.startswith(_FORMULA_STARTS)
    return f"'{value}" if dangerous else value
