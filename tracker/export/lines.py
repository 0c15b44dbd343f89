"""The files of a publication in git: sorted, one item a line, and nothing in them that a mere read changes. Pure.

So a difference between two commits is what became known between them. The columns are those of `tracker.export.tables`
without the days and times that move with each read.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from tracker.answers.history.records import CHANGE_KEYS
from tracker.answers.statements import StatementAnswer
from tracker.answers.to_json import keys_of
from tracker.export.tables import PARTY_COLUMNS, TERRITORY_COLUMNS, safe_cell
from tracker.models.outward import escaped_json, seen
from tracker.wording.words import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.export.tables import Object, Tables

CHANGES, PARTICIPANTS, STATEMENTS, TERRITORIES, TREATIES = FILES = (
    "changes.csv",
    "participants.csv",
    "statements.jsonl",
    "territories.csv",
    "treaties.csv",
)

_MOVE = frozenset({"as_of", "last_good", "not_known_after", "status_as_of"})

#: Of each table its columns.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    CHANGES: CHANGE_KEYS,
    PARTICIPANTS: tuple(column for column in PARTY_COLUMNS if column not in _MOVE),
    TERRITORIES: tuple(column for column in TERRITORY_COLUMNS if column not in _MOVE),
    STATEMENTS: tuple(key for key in keys_of(StatementAnswer) if key not in _MOVE),
    TREATIES: ("id", "number", "name", "title", "opened_on", "in_force_on", "by_invitation", "parent"),
}


def in_lines(tables: Tables) -> dict[str, bytes]:
    """Path → content of each file. A treaty of which nothing was read yet has no line."""
    read = {source["treaty"] for source in tables.sources if source["answers_stand_on_it"]}
    rows = {
        CHANGES: sorted(tables.changes, key=lambda row: row["id"]),
        PARTICIPANTS: sorted(tables.parties, key=lambda row: (row["treaty"], row["participant"])),
        TERRITORIES: sorted(
            tables.territories, key=lambda row: (row["treaty"], row["participant"], row["territory"], row["code"] or "")
        ),
        TREATIES: sorted((row for row in tables.treaties if row["id"] in read), key=lambda row: row["id"]),
    }
    found = {path: _csv(COLUMNS[path], own) for path, own in rows.items()}
    return {**found, STATEMENTS: _json_lines(tables.statements)}


def ids_in(table: bytes) -> frozenset[str]:
    """The ids in a table that `in_lines` wrote. Raises ValueError for another table."""
    lines = csv.reader(io.StringIO(table.decode()))
    if next(lines, [""])[0] != "id":
        raise ValueError("no ids")
    return frozenset(line[0] for line in lines if line)


def treaties_in(lines: bytes) -> frozenset[str]:
    """The treaties of the statements that `in_lines` wrote. Raises ValueError for other lines."""
    rows = [json.loads(line) for line in lines.splitlines()]
    if not all(isinstance(row, dict) and "treaty" in row for row in rows):
        raise ValueError("no statements")
    return frozenset(str(row["treaty"]) for row in rows)


def _csv(columns: Sequence[str], rows: Iterable[Object]) -> bytes:
    """One line a row: a cell holds no end of line, so that `\\n` can end it."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(columns)
    for row in rows:
        table.writerow([_cell(row.get(column)) for column in columns])
    return seen(out.getvalue()).encode("utf-8", "backslashreplace")


def _cell(value: object) -> object:
    found = safe_cell(value)
    return one_line(found) if isinstance(found, str) else found


def _json_lines(rows: Iterable[Object]) -> bytes:
    kept = [{key: value for key, value in row.items() if key not in _MOVE} for row in rows]
    kept.sort(key=lambda row: (row["treaty"], row["participant"], row["id"]))
    return "".join(escaped_json(json.dumps(row, ensure_ascii=False)) + "\n" for row in kept).encode()
