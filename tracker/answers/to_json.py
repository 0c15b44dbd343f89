"""Typed answers as the JSON that `--json` prints (docs/json.md). The names of the fields are the keys, in their order.

A field of a dataclass says by its metadata where the JSON differs: `named`, `flat` and `UNPRINTED`. A struct of msgspec
names the fields that JSON does not print in `unprinted`, a constant of its class.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, TypeAlias, cast

import msgspec

from tracker.models import moment

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Object: TypeAlias = dict[str, Json]
Record: TypeAlias = "DataclassInstance | msgspec.Struct"

_KEY, _SUFFIX, _UNPRINTED = "json_key", "json_suffix", "json_unprinted"

#: Metadata of a field that answers hold and JSON does not print.
UNPRINTED: Mapping[str, object] = {_UNPRINTED: True}


def named(key: str) -> Mapping[str, object]:
    """Metadata of a field whose key is not its name: `in` is a word of Python."""
    return {_KEY: key}


def flat(suffix: str = "") -> Mapping[str, object]:
    """Metadata of a field whose keys are merged into the parent object, each with the suffix."""
    return {_SUFFIX: suffix}


def to_json(value: object) -> Json:
    """A value in JSON's own types: days are ISO, moments UTC with `Z`, a set is a sorted list."""
    if isinstance(value, Enum):
        return to_json(value.value)
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(to_json(key)): to_json(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(held) for held in value]
    if isinstance(value, Set):
        return [to_json(held) for held in sorted(value)]
    if isinstance(value, msgspec.Struct) or (is_dataclass(value) and not isinstance(value, type)):
        return to_object(value)
    raise TypeError(f"no JSON for a {type(value).__name__}")


def to_object(value: Record) -> Object:
    """A dataclass or a struct as an object."""
    found: Object = {}
    for name, key, suffix in _plan(type(value)):
        held = cast("object", getattr(value, name))
        if suffix is None:
            found[key] = to_json(held)
        else:
            inner = to_object(cast("Record", held))
            found |= {f"{each}{suffix}": one for each, one in inner.items()}
    return found


def keys_of(kind: type[Record]) -> tuple[str, ...]:
    """The keys of the objects of one type, none of whose fields is flat."""
    return tuple(key for _, key, _ in _plan(kind))


@cache
def _plan(kind: type[Record]) -> tuple[tuple[str, str, str | None], ...]:
    """Of each field that is printed: its name, its key, and the suffix of its value's keys (None: it is not flat)."""
    if issubclass(kind, msgspec.Struct):
        unprinted: frozenset[str] = getattr(kind, "unprinted", frozenset())
        return tuple((name, name, None) for name in kind.__struct_fields__ if name not in unprinted)
    return tuple(
        (each.name, str(each.metadata.get(_KEY, each.name)), each.metadata.get(_SUFFIX))
        for each in fields(kind)
        if not each.metadata.get(_UNPRINTED)
    )
