"""What is said beside a table that does not fit the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOTHING_IN = "nothing in: {columns}"
_LEFT_OUT = "left out to fit: {columns} (a wider terminal or --json has them)"


def nothing_in(columns: Iterable[str]) -> str:
    """Columns that are empty in each row."""
    return _NOTHING_IN.format(columns=", ".join(columns))


def left_out(columns: Iterable[str]) -> str:
    """Columns that were left out."""
    return _LEFT_OUT.format(columns=", ".join(columns))
