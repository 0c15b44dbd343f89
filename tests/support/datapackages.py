"""A folder read by its `datapackage.json`: what in it is not as that says (Frictionless Data Package, version 1).

What this project's packages use of the standard, and no more: a member that is not known here is told as well.
https://specs.frictionlessdata.io/data-package/, https://specs.frictionlessdata.io/table-schema/
"""

from __future__ import annotations

import csv
import json
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Row = dict[str, Any]

_NAME = re.compile(r"[a-z0-9._-]+")  # "lower case, alphanumeric, with . _ or -", of packages and resources
_PACKAGE = {
    *("profile", "name", "title", "description", "homepage", "version", "licenses", "sources", "resources"),
}
_RESOURCE = {"name", "path", "profile", "description", "format", "mediatype", "encoding", "schema"}
_SCHEMA = {"fields", "missingValues", "primaryKey", "foreignKeys"}
_FIELD = {"name", "type", "description"}


def _is_moment(text: Any) -> bool:
    """The default format of `datetime`: ISO 8601 with the letter Z.

    Version 2 of the standard allows fractions of seconds, and its library takes them in version 1 too.
    """
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", text) and datetime.fromisoformat(text))


def _is_day(text: Any) -> bool:
    """The default format of `date`."""
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text) and date.fromisoformat(text))


#: What a value is: in a table of CSV a text, in one of JSON Lines possibly of its own type.
_TYPES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: type(value) is int or (isinstance(value, str) and bool(re.fullmatch(r"[+-]?\d+", value))),
    "boolean": lambda value: value in (True, False, "true", "True", "TRUE", "1", "false", "False", "FALSE", "0"),
    "date": _is_day,
    "datetime": _is_moment,
    "array": lambda value: isinstance(value, list) or (value.startswith("[") and isinstance(json.loads(value), list)),
}


def wrong(folder: Path) -> list[str]:
    """What is not as `datapackage.json` says, one line each."""
    return list(_wrong(folder))


def tables(folder: Path) -> dict[str, list[Row]]:
    """Name → lines of each table, as they are written; an empty cell of a CSV is left out, as a null of JSON."""
    described = json.loads((folder / "datapackage.json").read_bytes())
    return {one["name"]: _lines(folder / one["path"])[1] for one in described["resources"] if "schema" in one}


def _wrong(folder: Path) -> Iterator[str]:
    described = json.loads((folder / "datapackage.json").read_bytes())
    yield from _unknown("the package", described, _PACKAGE)
    if described["profile"] != "data-package" or not _NAME.fullmatch(described["name"]):
        yield "the package: profile or name"
    for licence in described.get("licenses", ()):
        if not licence.keys() & {"name", "path"}:
            yield "a licence without name and path"
    for source in described["sources"]:
        if not source["title"]:
            yield "a source without a title"
    names = [one["name"] for one in described["resources"]]
    if not names or len(set(names)) != len(names):
        yield "the resources: none, or a name twice"
    held = tables(folder)
    for one in described["resources"]:
        yield from _of_resource(folder, one, held)


def _unknown(what: str, found: Row, known: set[str]) -> Iterator[str]:
    yield from (f"{what}: {name} is not known here" for name in sorted(found.keys() - known))


def _of_resource(folder: Path, one: Row, held: dict[str, list[Row]]) -> Iterator[str]:
    name, path = one["name"], folder / one["path"]
    yield from _unknown(name, one, _RESOURCE)
    if not _NAME.fullmatch(name) or path.suffix != f".{one['format']}" or one["encoding"] != "utf-8":
        yield f"{name}: name, format or encoding"
    if one["profile"] != ("tabular-data-resource" if "schema" in one else "data-resource"):
        yield f"{name}: profile"
    if not path.read_text(encoding="utf-8"):
        yield f"{name}: empty"
    if "schema" in one:
        yield from _unknown(f"{name}: schema", one["schema"], _SCHEMA)
        yield from _of_table(name, one["schema"], _lines(path)[0], held)


def _lines(path: Path) -> tuple[list[str] | None, list[Row]]:
    """The header, if the format has one, and the lines."""
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".csv":
            reader = csv.reader(file, strict=True)
            header = next(reader)
            return header, [_full(dict(zip(header, cells, strict=True)), "") for cells in reader]
        return None, [_full(json.loads(line), None) for line in file]


def _full(line: Row, missing: object) -> Row:
    return {name: value for name, value in line.items() if value != missing}


def _of_table(name: str, schema: Row, header: list[str] | None, held: dict[str, list[Row]]) -> Iterator[str]:
    fields = {field["name"]: field["type"] for field in schema["fields"]}
    if schema["missingValues"] != [""] or len(fields) != len(schema["fields"]):
        yield f"{name}: missingValues, or a field twice"
    for field in schema["fields"]:
        yield from _unknown(f"{name}: field", field, _FIELD)
    if header is not None and header != list(fields):
        yield f"{name}: its columns are {header}"
    for number, line in enumerate(held[name], start=1):
        yield from _unknown(f"{name}, line {number}", line, set(fields))
        for column, value in line.items():
            if column in fields and not _is(fields[column], value):
                yield f"{name}, line {number}: {column} is no {fields[column]}: {value}"
    yield from _of_keys(name, schema, set(fields), held)


def _of_keys(name: str, schema: Row, fields: set[str], held: dict[str, list[Row]]) -> Iterator[str]:
    if key := schema.get("primaryKey"):
        keys = [tuple(line.get(column) for column in key) for line in held[name]]
        if not set(key) <= fields or len(set(keys)) != len(keys) or any(None in one for one in keys):
            yield f"{name}: its primary key is doubtful"
    for foreign in schema.get("foreignKeys", ()):
        column, there = foreign["fields"], foreign["reference"]
        known = {line[there["fields"]] for line in held[there["resource"]]}
        if lost := {line[column] for line in held[name] if column in line} - known:
            yield f"{name}: {column} leads nowhere: {lost}"


def _is(kind: str, value: Any) -> bool:
    try:
        return _TYPES[kind](value)
    except (ValueError, TypeError, AttributeError):
        return False
