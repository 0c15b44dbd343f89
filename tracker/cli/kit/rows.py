"""Rows of a table from typed answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.cli.kit.messages import print_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.answers.history.snapshots import ChartRow

_ROW = ("participant", "name", "group", "standing", "signed_on", "consent_on", "in_force_on", "flags", "invited")


def cells(answers: Iterable[object], columns: Sequence[str]) -> list[list[object]]:
    """For each answer, the fields named by the columns."""
    return [[getattr(answer, column) for column in columns] for answer in answers]


def print_rows(rows: Iterable[ChartRow]) -> None:
    """Print the rows of a chart."""
    print_table(_ROW, cells(rows, _ROW), wide=("name",), spare=("participant", "group", "invited"))
