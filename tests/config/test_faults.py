"""Whatever msgspec refuses is explained from the types, and nothing else is: its own words never reach a person."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import msgspec
import pytest

from tracker.config import shapes
from tracker.config.faults import Place, faults
from tracker.config.values import read_text
from tracker.sources.registry import settings_types

TABLES = [kind for kind in vars(shapes).values() if isinstance(kind, type) and issubclass(kind, shapes.Section)]
FIELDS = [
    pytest.param(field, id=f"{kind.__name__}.{field.name}")
    for kind in [*TABLES, *settings_types().values()]
    for field in msgspec.structs.fields(kind)
]
TREATY = {"id": "ets-185", "number": "185", "name": "Budapest Convention", "sources": []}
VALUES: list[Any] = [
    *("", "x", "0s", "12h", "2d", "20MB", "0MB", "every 6h", "every 0s", "cron: 0 6 * * mon", "cron: 0 6 * * 1"),
    *("2001-11-23", "2001-02-30", "20011123", "invited", "none", "daily", "html", "event", "ratified", "fr"),
    *(-1, 0, 1, 20, 21, 120, 121, 3660, 3661, 3.0, 1.5, True, False),
    *(date(2001, 11, 23), datetime(2001, 11, 23, tzinfo=UTC), time(10)),
    *([], ["x"], ["ratified"], ["event", "x"], [5], [[]], [{}], [TREATY], [TREATY, 5], [{**TREATY, "unknown": 5}]),
    *([{"name": "x", "url": "x"}], [{"name": "x", "url": 5}], [{"name": "x"}]),
    *({}, {"x": "y"}, {"x": 5}, {"x": {}}, {"x": {"y": 5}}, {"needed": 5}, {"needed": 0}, {"members": 5}),
    *({"needed": 5, "members": 0, "organisations": False}, {"needed": 5, "member": 0}),
]


def _is_right(found: object, kind: Any) -> bool:
    try:
        msgspec.convert(found, kind, dec_hook=read_text)
    except msgspec.ValidationError:
        return False
    return True


@pytest.mark.parametrize("field", FIELDS)
def test_a_fault_is_found_where_msgspec_refuses_and_only_there(field: msgspec.structs.FieldInfo) -> None:
    """For every key of every table, with values that fit and values that do not."""
    info = msgspec.inspect.type_info(field.type)
    for value in VALUES:
        said = list(faults(value, info, Place("[table]", field.name)))
        assert bool(said) is not _is_right(value, field.type), (value, said)


def test_every_key_has_a_value_that_fits() -> None:
    """Else the test above would say nothing of it."""
    assert [field.id for field in FIELDS if not any(_is_right(value, field.values[0].type) for value in VALUES)] == []
