"""`datapackage.json`: what the published tables hold, for programs (Frictionless Data Package, version 1). Pure.

The profile: https://specs.frictionlessdata.io/data-package/ and https://specs.frictionlessdata.io/table-schema/.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.models.outward import escaped_json
from tracker.wording.datasets.columns import COLUMNS, NO_LICENCE, TABLES
from tracker.wording.exports import TITLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.export.tables import Object
    from tracker.models.head import Head

DATAPACKAGE = "datapackage.json"
_NAME = "treaty-participation"

#: The columns that together name a line, of a table that has such.
_KEYS = {
    "data.csv": ("treaty", "participant"),
    "participants.csv": ("treaty", "participant"),
    "treaties.csv": ("id",),
    "changes.csv": ("id",),
    "statements.jsonl": ("id",),
}
_MEDIA = {"csv": "text/csv", "json": "application/json", "jsonl": "application/jsonl"}
_NUMBERED = ("changes.csv", "statements.jsonl")
_NUMBERS = frozenset({"evidence", "id", "key", "previous_snapshot", "snapshot"})
_LISTS = frozenset({"articles", "sources", "territories"})
_TRUTHS = frozenset({"bundled", "by_invitation"})
_DAYS = frozenset({"as_of", "not_known_after", "status_as_of", "since"})
_MOMENTS = frozenset({"last_good"})


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a package says of itself. `head`: that of the history, its version. `licence`: an id of
    SPDX, or None. `sources`: title → address of the page, or None. `notes`: what must be said
    with the data. `homepage`: of the site."""

    head: Head | None
    licence: str | None
    sources: Mapping[str, str | None]
    notes: Sequence[str]
    homepage: str | None = None


def datapackage(about: About, tables: Mapping[str, Sequence[str]], others: Iterable[str] = ()) -> bytes:
    """The descriptor of tables (path → columns), in CSV or JSON Lines, and of other files."""
    notes = about.notes if about.licence else (*about.notes, NO_LICENCE)
    found: dict[str, object] = {
        "profile": "data-package",
        "name": _NAME,
        "title": TITLE,
        "description": " ".join(notes),
    }
    if about.homepage:
        found["homepage"] = about.homepage
    if about.head:
        found["version"] = str(about.head)
    if about.licence:
        found["licenses"] = [{"name": about.licence, "path": f"https://spdx.org/licenses/{about.licence}"}]
    found["sources"] = [
        {"title": title, "path": path} if path else {"title": title} for title, path in about.sources.items()
    ]
    found["resources"] = [
        *(_table(path, columns, of_treaties="treaties.csv" in tables) for path, columns in tables.items()),
        *(_file(path) for path in others),
    ]
    return (escaped_json(json.dumps(found, ensure_ascii=False, indent=1)) + "\n").encode()


def _file(path: str) -> Object:
    name, _, kind = path.partition(".")
    return {
        "name": name,
        "path": path,
        "profile": "data-resource",
        "description": TABLES[path],
        "format": kind,
        "mediatype": _MEDIA[kind],
        "encoding": "utf-8",
    }


def _table(path: str, columns: Sequence[str], *, of_treaties: bool) -> Object:
    schema: dict[str, object] = {"fields": [_field(path, name) for name in columns], "missingValues": [""]}
    if path in _KEYS:
        schema["primaryKey"] = list(_KEYS[path])
    if of_treaties and "treaty" in columns:
        schema["foreignKeys"] = [{"fields": "treaty", "reference": {"resource": "treaties", "fields": "id"}}]
    return {**_file(path), "profile": "tabular-data-resource", "schema": schema}


def _field(path: str, name: str) -> Object:
    said = COLUMNS.get(f"{path}:{name}") or COLUMNS[name]
    return {"name": name, "type": _type(path, name), "description": said}


def _type(path: str, name: str) -> str:
    if path in _NUMBERED and name in _NUMBERS:
        return "integer"
    if path == "statements.jsonl" and name in _LISTS:
        return "array"
    if name in _TRUTHS:
        return "boolean"
    if name.endswith("_at") or name in _MOMENTS:
        return "datetime"
    return "date" if name.endswith(("_on", "_since")) or name in _DAYS else "string"
