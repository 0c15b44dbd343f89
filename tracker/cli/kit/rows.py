"""The rows of a chart as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.cli.kit.messages import print_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


_ROW = ("participant", "name", "group", "standing", "signed_on", "consent_on", "in_force_on", "flags", "invited")


def print_rows(rows: Iterable[Mapping[str, Any]]) -> None:
    cells = [[row[column] for column in _ROW] for row in rows]
    print_table(_ROW, cells, wide=("name",), spare=("participant", "group", "invited"))
