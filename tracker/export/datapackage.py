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
}
_NUMBERS = frozenset({"snapshot", "previous_snapshot"})
_DAYS = frozenset({"as_of", "not_known_after", "status_as_of", "since"})
_MOMENTS = frozenset({"last_good"})


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a package says of itself. `head`: that of the history, its version. `licence`: an id of
    opendefinition.org/licenses, or None. `sources`: title → address of the page, or None. `notes`: what must be said
    with the data. `homepage`: of the site."""

    head: Head | None
    licence: str | None
    sources: Mapping[str, str | None]
    notes: Sequence[str]
    homepage: str | None = None


def datapackage(about: About, tables: Mapping[str, Sequence[str]], others: Iterable[str] = ()) -> bytes:
    """The descriptor of tables in CSV (path → columns) and of other files."""
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
        found["licenses"] = [{"name": about.licence}]
    found["sources"] = [
        {"title": title, "path": path} if path else {"title": title} for title, path in about.sources.items()
    ]
    found["resources"] = [
        *(_table(path, columns, of_treaties="treaties.csv" in tables) for path, columns in tables.items()),
        *(_other(path) for path in others),
    ]
    return (escaped_json(json.dumps(found, ensure_ascii=False, indent=1)) + "\n").encode()


def _table(path: str, columns: Sequence[str], *, of_treaties: bool) -> Object:
    schema: dict[str, object] = {
        "fields": [_field(path, name) for name in columns],
        "missingValues": [""],
    }
    if path in _KEYS:
        schema["primaryKey"] = list(_KEYS[path])
    if of_treaties and "treaty" in columns:
        schema["foreignKeys"] = [{"fields": "treaty", "reference": {"resource": "treaties", "fields": "id"}}]
    return {
        "name": path.partition(".")[0],
        "path": path,
        "profile": "tabular-data-resource",
        "description": TABLES[path],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(path: str, name: str) -> Object:
    return {"name": name, "type": _type(path, name), "description": COLUMNS[name]}


def _type(path: str, name: str) -> str:
    if name in _NUMBERS or (name == "id" and path == "changes.csv"):
        return "integer"
    if name == "by_invitation":
        return "boolean"
    if name.endswith("_at") or name in _MOMENTS:
        return "datetime"
    return "date" if name.endswith(("_on", "_since")) or name in _DAYS else "string"


def _other(path: str) -> Object:
    name, _, kind = path.partition(".")
    return {
        "name": name,
        "path": path,
        "profile": "data-resource",
        "description": TABLES[path],
        "format": kind,
        "mediatype": "application/json" if kind == "json" else "application/jsonl",
        "encoding": "utf-8",
    }
