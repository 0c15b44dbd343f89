"""What is known, as one value that every format is written from; and as CSV, JSON and JSON Lines. Pure.

The rows are the objects of `--json` (docs/json.md), so that all formats say the same.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.models.outward import escaped_json, seen
from tracker.wording.notices import disclaimer, notes_on
from tracker.wording.sources import banner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from tracker.models import Provenance

    Object = Mapping[str, Any]

#: The columns of a table of participants: the keys of `parties --json`, and the source.
PARTY_COLUMNS = (
    "treaty",
    "participant",
    "name",
    "standing",
    "signed_on",
    "consent_on",
    "consent_kind",
    "in_force_on",
    "denounced_on",
    "left_on",
    "suspended_on",
    "group",
    "flags",
    "status_as_of",
    "predecessor",
    "as_of",
    "not_known_after",
    "last_good",
    "source",
    "by_rule_since",
    "left_by_rule_on",
    "name_then",
    "marks",
    "provisional_on",
    "provenance",
)

#: The columns of a table of territories: the keys of `parties --territory --json`.
TERRITORY_COLUMNS = (
    "treaty",
    "participant",
    "name",
    "territory",
    "code",
    "result",
    "words",
    "rule",
    "statements",
    "since",
    "inherited_from",
    "as_of",
    "status_as_of",
    "not_known_after",
)

# A spreadsheet takes a cell that starts so for a formula (OWASP, "CSV injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """All that an export holds. `newest` is the latest moment in it: its files are dated by it, so that the same data
    give the same bytes."""

    about: Object
    treaties: Sequence[Object]
    sources: Sequence[Object]
    parties: Sequence[Object]
    figures: Sequence[Object]
    changes: Sequence[Object]
    statements: Sequence[Object]
    territories: Sequence[Object]
    snapshots: Sequence[Object]
    evidence: Sequence[Object]
    newest: datetime | None


def notes(
    treaties: Iterable[str] = (), named: Iterable[Object] = (), *, provenances: Iterable[Provenance] = ()
) -> tuple[str, ...]:
    """What must be said with the data (docs/glossary.md#notices): first, if a stand-in gave any of it. `named` are the
    rows that may name somebody."""
    first = banner(provenances)
    said = (str(row.get(key)) for row in named for key in ("name", "summary", "text"))
    return (*([first] if first else []), *disclaimer(treaties), *notes_on(" ".join(said)))


# ---- CSV ----------------------------------------------------------------------------------------


def to_csv(tables: Tables) -> str:
    """The standing of every participant towards every treaty, a line each (RFC 4180).

    UTF-8 without a byte order mark: programs would take it for part of the first name. Excel, which needs it, has a
    format of its own (`xlsx`).
    """
    return csv_of(PARTY_COLUMNS, tables.parties)


def territories_csv(tables: Tables) -> str:
    """Whether each treaty applies in each territory, a line each, as `to_csv`."""
    return csv_of(TERRITORY_COLUMNS, tables.territories)


def csv_of(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """A table with a line of column names; no cell is a formula."""
    out = io.StringIO()
    table = csv.writer(out)  # RFC 4180 line ends: with "\n" alone a bare "\r" stays unquoted
    table.writerow(columns)
    for row in rows:
        table.writerow([safe_cell(row.get(column)) for column in columns])
    return seen(out.getvalue())


def safe_cell(value: Any) -> Any:
    """A value as a cell that no spreadsheet takes for a formula: such text begins with an apostrophe."""
    text = as_text(value)
    return f"'{text}" if isinstance(text, str) and text.startswith(FORMULA_STARTS) else text


def as_text(value: Any) -> Any:
    """A list in one cell."""
    return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else value


# ---- JSON ---------------------------------------------------------------------------------------


def to_json(tables: Tables) -> str:
    """One document."""
    held = {"about": tables.about} | {name: list(getattr(tables, name)) for name, _ in _LINES}
    return escaped_json(json.dumps(held, ensure_ascii=False, indent=2)) + "\n"


_LINES = (
    ("treaties", "treaty"),
    ("sources", "source"),
    ("parties", "party"),
    ("figures", "figures"),
    ("changes", "change"),
    ("statements", "statement"),
    ("territories", "territory"),
    ("snapshots", "snapshot"),
    ("evidence", "evidence"),
)


def to_jsonl(tables: Tables) -> str:
    """One object a line, with its `type` first; the first line says what it is all about."""
    return "".join(escaped_json(json.dumps(line, ensure_ascii=False)) + "\n" for line in _lines(tables))


def _lines(tables: Tables) -> Iterator[Object]:
    yield {"type": "about", **tables.about}
    for name, kind in _LINES:
        yield from ({"type": kind, **row} for row in getattr(tables, name))
