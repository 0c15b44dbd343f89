"""Whatever msgspec refuses is explained from the types: its own words never reach a person."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tracker.config.faults import Place, faults
from tracker.config.shapes import File
from tracker.config.values import read_text

INFO = msgspec.inspect.type_info(File)
leaves = st.one_of(
    st.sampled_from(["", "x", "12h", "20MB", "every 6h", "2001-11-23", "2001-02-30", "none", "ratified", "daily"]),
    st.sampled_from([-1, 0, 3, 10_000, 1.5, True, date(2001, 11, 23), datetime(2001, 11, 23, tzinfo=UTC), time(10)]),
)


def _tables(info: Any) -> st.SearchStrategy[Any]:
    """A value that often fits the type, and often does not."""
    if isinstance(info, msgspec.inspect.UnionType):
        info = info.types[0]
    if isinstance(info, msgspec.inspect.StructType):
        keys = {field.name: st.deferred(lambda t=field.type: _tables(t)) for field in info.fields}
        found = st.fixed_dictionaries({}, optional={**keys, "unknown": leaves})
    elif isinstance(info, msgspec.inspect.VarTupleType):
        found = st.lists(_tables(info.item_type), max_size=2)
    elif isinstance(info, msgspec.inspect.DictType):
        found = st.dictionaries(st.sampled_from(["x", "New Name"]), _tables(info.value_type), max_size=2)
    else:
        return leaves
    return st.one_of(found, found, found, leaves, st.lists(leaves, max_size=1))


def _is_right(found: Any) -> bool:
    try:
        msgspec.convert(found, File, dec_hook=read_text)
    except msgspec.ValidationError:
        return False
    return True


@given(st.fixed_dictionaries({}, optional={field.name: _tables(field.type) for field in INFO.fields}))
def test_a_fault_is_found_where_msgspec_refuses_and_only_there(found: dict[str, Any]) -> None:
    said = list(faults(found, INFO, Place()))
    assert bool(said) is not _is_right(found)
    assert not any("\n" in line or "`" in line for line in said)
