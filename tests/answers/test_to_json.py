"""Typed answers as JSON: the names of the fields are the keys, in their order, but where a field says otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from types import MappingProxyType
from typing import ClassVar

import msgspec
import pytest

from tracker.answers.to_json import UNPRINTED, flat, keys_of, named, to_json, to_object
from tracker.models import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    name: str
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    a: _Side = field(metadata=flat("_a"))
    where: str = field(metadata=named("in"))
    source: str = field(metadata=UNPRINTED)
    b: _Side = field(metadata=flat("_b"))
    age: _Side = field(metadata=flat())


def test_a_field_may_have_another_key_stand_flat_or_not_be_printed() -> None:
    found = _Answer(
        a=_Side(name="Albania", since=date(2004, 7, 1)),
        where="both",
        source="coe-service",
        b=_Side(name="Brazil"),
        age=_Side(name="old"),
    )
    assert list(to_object(found).items()) == [
        ("name_a", "Albania"),
        ("since_a", "2004-07-01"),
        ("in", "both"),
        ("name_b", "Brazil"),
        ("since_b", None),
        ("name", "old"),
        ("since", None),
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Standing.PARTY, "party"),
        (True, True),
        (date(2026, 2, 5), "2026-02-05"),
        (datetime(2026, 2, 5, 12, tzinfo=UTC), "2026-02-05T12:00:00.000Z"),
        (datetime(2026, 2, 5, 12, tzinfo=timezone(timedelta(hours=1))), "2026-02-05T11:00:00.000Z"),
        ((1, (2, None)), [1, [2, None]]),
        (frozenset({"b", "a"}), ["a", "b"]),
        (MappingProxyType({Standing.PARTY: _Side(name="x")}), {"party": {"name": "x", "since": None}}),
    ],
)
def test_values_in_the_types_of_json(value: object, expected: object) -> None:
    assert to_json(value) == expected
    assert type(to_json(value)) is type(expected)


def test_what_has_no_json_is_refused() -> None:
    """Nothing is printed as the text that Python has for it."""
    with pytest.raises(TypeError, match="no JSON for a timedelta"):
        to_json({"grace": timedelta(days=1)})


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    side: _Side
    source: str

    unprinted: ClassVar[frozenset[str]] = frozenset({"source"})


def test_a_struct_names_what_is_not_printed() -> None:
    found = _Record(name="Albania", side=_Side(name="x"), source="coe-service")
    assert to_json([found]) == [{"name": "Albania", "side": {"name": "x", "since": None}}]
    assert keys_of(_Record) == ("name", "side")
    with pytest.raises(AttributeError):
        found.name = "Andorra"  # type: ignore[misc]  # that is the test


def test_the_keys_of_a_table() -> None:
    assert keys_of(_Side) == ("name", "since")
