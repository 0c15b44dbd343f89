"""Error messages for the person who wrote the file.

msgspec validates the file. Its messages name Python types and JSON paths, so this module derives a better message
from the types and the value. It does not parse msgspec's messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import inspect

from tracker.config.values import read_text
from tracker.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_WORDS: dict[type, str] = {
    str: "text",
    int: "a whole number",
    float: "a number with a fraction",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    date: "a day like 2001-11-23",
    datetime: "a moment",
    time: "a time",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the file: a key of a table. Without a key it is the table, without a table the complete file."""

    table: str = ""
    key: str = ""

    def __str__(self) -> str:
        return f"{self.table} {self.key}".strip()

    def value(self) -> str:
        """The form before a value: `tracker.down_after = 0`."""
        name = self.table[1:-1]
        return f"{name}.{self.key}" if name.isidentifier() else str(self)

    def at(self, key: str) -> Place:
        """The place of a key of this table, or of the table at this key."""
        if not self.table:
            return Place(f"[{key}]")
        return Place(self.table, f"{self.key}.{key}" if self.key else key)


def faults(found: Any, info: inspect.Type, place: Place) -> Iterator[str]:
    """Yield everything that is wrong with the value at a place."""
    if isinstance(info, inspect.UnionType):  # with None, which TOML cannot express, or of a text with a table
        of_tables = (one for one in info.types if isinstance(one, inspect.StructType) and isinstance(found, dict))
        info = next(of_tables, info.types[0])
    if isinstance(info, inspect.AnyType):
        return
    wanted, look_into = _KINDS.get(type(info), (str, _of_text))
    if type(found) is wanted or (isinstance(found, str) and wanted is date):
        yield from look_into(found, info, place)
    elif wanted is list and not place.key:
        yield f"{place}: write [{place}], because there may be several"
    else:
        yield f"{place}: expected {_WORDS[wanted]}, got {_WORDS[type(found)]}"


def _of_table(found: dict[str, Any], info: inspect.StructType, place: Place) -> Iterator[str]:
    fields = {field.name: field for field in info.fields}
    for name in found:
        if name not in fields:
            yield f"{place}: unknown key {name!r}{nearest(name, list(fields))}".removeprefix(": ")
    for name, field in fields.items():
        if name in found:
            yield from faults(found[name], field.type, place.at(name))
        elif field.required:
            yield f"{place.table}: {place.at(name).key} is missing"


def _of_list(found: list[Any], info: inspect.VarTupleType, place: Place) -> Iterator[str]:
    for number, one in enumerate(found):
        inner = Place(place.table, f"{place.key}[{number}]") if place.key else Place(_titled(place.table, one))
        yield from faults(one, info.item_type, inner)


def _titled(table: str, one: object) -> str:
    """The name of one of several tables by its id or name: `[[treaty]] ets-185`."""
    title = one.get("id", one.get("name")) if isinstance(one, dict) else None
    return f"[{table}] {title}" if isinstance(title, str) else f"[{table}]"


def _of_dict(found: dict[str, Any], info: inspect.DictType, place: Place) -> Iterator[str]:
    for name, one in found.items():
        inner = Place(place.table, f"{place.key} {name!r}".strip())
        if isinstance(info.value_type, inspect.DictType):
            inner = Place(f"{place.table[:-1]}.{name}]")
        yield from faults(one, info.value_type, inner)


def _of_number(found: int, info: inspect.IntType, place: Place) -> Iterator[str]:
    low, high = info.ge or 0, info.le
    if found < low or (high is not None and found > high):
        yield f"{place.value()} = {found}: expected {low} {'or more' if high is None else f'to {high}'}"


def _of_word(found: str, info: inspect.EnumType | inspect.LiteralType, place: Place) -> Iterator[str]:
    known = [str(word) for word in (info.cls if isinstance(info, inspect.EnumType) else info.values)]
    if found not in known:
        yield f"{place.table}: {place.key.partition('[')[0]}: {found!r} is not known{nearest(found, known)}"


def _of_text(found: str, info: inspect.Type, place: Place) -> Iterator[str]:
    """Check a text that represents another type: a duration, a size, a cadence, a date."""
    try:
        if isinstance(info, inspect.CustomType):
            read_text(info.cls, found)
        elif isinstance(info, inspect.DateType):
            msgspec.convert(found, date)
    except msgspec.ValidationError:
        yield f"{place}: expected {_WORDS[date]}"
    except ValueError as error:
        yield f"{place.value()} = {found!r}: {error}"


#: The TOML type of each msgspec type, and the function that checks its content. All others are text.
_KINDS: dict[type[inspect.Type], tuple[type, Callable[[Any, Any, Place], Iterator[str]]]] = {
    inspect.IntType: (int, _of_number),
    inspect.BoolType: (bool, lambda *_: iter(())),
    inspect.DateType: (date, _of_text),
    inspect.EnumType: (str, _of_word),
    inspect.LiteralType: (str, _of_word),
    inspect.VarTupleType: (list, _of_list),
    inspect.DictType: (dict, _of_dict),
    inspect.StructType: (dict, _of_table),
}
