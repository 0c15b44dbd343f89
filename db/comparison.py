"""Derived tables on record beside those that a replay gave: every row that is not the same in both, all columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from db.connection import Database
    from db.registry import Derived

#: A table's rows as they are compared, where that is not as they are stored. Territories have no number: those of one
#: statement are compared as one text, in their order.
_AS_COMPARED = {
    "territory": """
        SELECT statement, group_concat(
            name || ' ' || reach || coalesce(' ' || from_on, '') || coalesce(' – ' || until_on, ''), '; '
        ) AS territories
        FROM (SELECT * FROM {schema}.territory ORDER BY statement, rowid) GROUP BY statement
    """
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A row that differs: as it is on record, and as the replay gives it. None: it is missing there."""

    table: str
    stored: Mapping[str, Any] | None
    given: Mapping[str, Any] | None

    @property
    def row(self) -> Mapping[str, Any]:
        """What there is of it: on record, else as given."""
        found = self.stored if self.stored is not None else self.given
        assert found is not None  # noqa: S101 - one of the two is there
        return found

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that differ in a row that both have."""
        if self.stored is None or self.given is None:
            return ()
        return tuple(name for name, value in self.stored.items() if not _same(value, self.given[name]))


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


class Comparison:
    """The tables of a database in which the log was replayed, and of another, attached under a name."""

    def __init__(self, replayed: Database, record: str) -> None:
        self._db = replayed
        self._record = record

    def differences(self, derived: Derived) -> Iterator[Difference]:
        """The rows of a table that differ, in the order of their keys. SQLite finds them: of equal rows nothing is
        read."""
        columns = [name for name in self._columns(derived) if name not in derived.kept]
        names = ", ".join(columns)
        stored, given = (
            f"SELECT {names} FROM ({self._rows(derived.table, schema)})"  # noqa: S608 - ours
            for schema in (self._record, "main")
        )
        waits: Mapping[str, Any] | None = None  # a row on record whose counterpart may be the next
        for row in self._db.each(
            f"SELECT 1 AS on_record, * FROM ({stored} EXCEPT {given})"  # noqa: S608 - ours
            f" UNION ALL SELECT 0, * FROM ({given} EXCEPT {stored})"
            f" ORDER BY {', '.join(derived.key)}, on_record DESC"
        ):
            is_stored = row.pop("on_record")
            if waits is not None:
                pair = not is_stored and all(waits[name] == row[name] for name in derived.key)
                yield Difference(table=derived.table, stored=waits, given=row if pair else None)
                waits = None
                if pair:
                    continue
            if is_stored:
                waits = row
            else:
                yield Difference(table=derived.table, stored=None, given=row)
        if waits is not None:
            yield Difference(table=derived.table, stored=waits, given=None)

    def _columns(self, derived: Derived) -> list[str]:
        return ["statement", "territories"] if derived.table in _AS_COMPARED else self._db.columns(derived.table)

    @staticmethod
    def _rows(table: str, schema: str) -> str:
        as_stored = f"SELECT * FROM {schema}.{table}"  # noqa: S608 - ours
        return _AS_COMPARED[table].format(schema=schema) if table in _AS_COMPARED else as_stored
