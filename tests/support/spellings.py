"""The table of participants as a person wrote it, and facts beside the repository to hold against it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

TABLE = Path(__file__).parents[2] / "tracker" / "data" / "participants.tsv"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def printed() -> list[tuple[str, str]]:
    """Every (spelling, id) that a person wrote into the table."""
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    return [(s, row[0]) for row in rows for s in [row[3], row[4], *row[10].split(" | ")] if s]


KNOWN = printed()


def shared(name: str) -> list[dict[str, str]]:
    """The rows of a file of facts beside the repository."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is not there")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table_line(*cells: str) -> str:
    """A line of the table: id, alpha-2, kind, name, then what is given, then empty cells."""
    return "\t".join([*cells, *[""] * (11 - len(cells))])
