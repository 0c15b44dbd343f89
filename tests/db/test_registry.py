"""Every table of the schema is known as derived, as evidence or as state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.registry import BY_RULE, REFILLED, ROLES, UPDATED, Role
from db.store import Store

if TYPE_CHECKING:
    from pathlib import Path

#: Lists that a step of the schema wrote and nothing changes: `verify` compares them with this program's.
FIXED = {"existence", "succession"}


def test_no_table_is_missing(tmp_path: Path) -> None:
    """A table that a new step adds must be classified: else `verify` would not look at it."""
    with Store.open(tmp_path / "tracker.db", create=True) as store:
        tables = store.database.all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        columns = {derived.table: store.database.columns(derived.table) for derived in (*REFILLED, *UPDATED, *BY_RULE)}

    assert {row["name"] for row in tables} == ROLES.keys() | FIXED
    derived = {table for table, role in ROLES.items() if role is Role.DERIVED and "_search" not in table}
    assert derived == columns.keys()
    for each in (*REFILLED, *UPDATED, *BY_RULE):
        assert {*each.key, *each.kept} <= set(columns[each.table])
