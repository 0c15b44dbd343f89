"""What follows from the treaties' own rules, as the SQL views join it: derived from charts, changes and treaties.

Triggers note each treaty of which one of these changes (`by_rule_due`); `db/deriving.py` works it out again.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from db.stores.codec import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.connection import Database
    from tracker.models.over_time import BoundSpan, Counts, OverTime, RuleSpan


class _Table:
    """One of the three tables: the statements with its columns besides the treaty, those of its key first. Their names
    are those of the values' fields."""

    def __init__(self, name: str, keys: tuple[str, ...], more: tuple[str, ...]) -> None:
        self.keys = keys
        columns = (*keys, *more)
        names = ", ".join(columns)
        self.values = attrgetter(*columns)
        self.select = f"SELECT {names} FROM {name} WHERE treaty = ?"  # noqa: S608 - ours
        self.delete = f"DELETE FROM {name} WHERE treaty = ?{''.join(f' AND {key} = ?' for key in keys)}"  # noqa: S608 - ours
        slots = ", ?" * len(columns)
        self.insert = f"INSERT INTO {name} (treaty, {names}) VALUES (?{slots})"  # noqa: S608 - ours


_STANDING = _Table(
    "by_rule_standing", ("participant", "from_on"), ("until_on", "period", "by_rule_since", "left_by_rule_on")
)
_BOUND = _Table(
    "by_rule_bound",
    ("participant", "from_on"),
    ("name", "until_on", "in_force", "since", "by_rule_since", "lost_on", "undated"),
)
_FIGURES = _Table("by_rule_figures", ("day",), ("in_force", "treaty_in_force", "counted", "by_rule"))


@lru_cache(maxsize=2048)  # nearly all spans of a treaty are those that were found before
def _record(table: _Table, span: RuleSpan | BoundSpan | Counts) -> tuple[object, ...]:
    values = table.values(span)
    return tuple([value.isoformat() if isinstance(value, date) else value for value in values])


class ByRule:
    """The spans and figures of each treaty."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def due(self) -> list[str]:
        """The treaties to be worked out again; with a treaty its protocols, on whose Parties it bears."""
        return [
            row["id"]
            for row in self._db.all(
                """
                SELECT id FROM treaty
                WHERE id IN (SELECT treaty FROM by_rule_due) OR parent IN (SELECT treaty FROM by_rule_due)
                ORDER BY position, id
                """
            )
        ]

    def is_due(self) -> bool:
        """True if anything is."""
        return self._db.conn.execute("SELECT 1 FROM by_rule_due LIMIT 1").fetchone() is not None

    def all_due(self) -> None:
        """Have every treaty worked out again."""
        self._db.conn.execute("INSERT OR IGNORE INTO by_rule_due SELECT id FROM treaty")

    def settle(self) -> None:
        """Note that nothing is due any more."""
        self._db.conn.execute("DELETE FROM by_rule_due")

    def put(self, treaty: str, found: OverTime) -> None:
        """Keep what is found of a treaty in place of what was; only what differs is written."""
        tables: tuple[tuple[_Table, Sequence[RuleSpan | BoundSpan | Counts]], ...] = (
            (_STANDING, found.rules),
            (_BOUND, found.bound),
            (_FIGURES, found.counts),
        )
        for table, spans in tables:
            new = {_record(table, span) for span in spans}
            kept = set(self._db.conn.execute(table.select, (treaty,)))
            gone = [(treaty, *row[: len(table.keys)]) for row in kept - new]
            self._db.conn.executemany(table.delete, gone)
            self._db.conn.executemany(table.insert, [(treaty, *row) for row in new - kept])

    def of(self, treaty: str) -> OverTime:
        """What is kept of a treaty."""
        from tracker.models.over_time import BoundSpan, Counts, OverTime, RuleSpan  # for few: every command loads this

        return OverTime(
            rules=tuple(
                RuleSpan(
                    participant=row["participant"],
                    from_on=_day(row["from_on"]),
                    until_on=day(row["until_on"]),
                    period=row["period"],
                    by_rule_since=day(row["by_rule_since"]),
                    left_by_rule_on=day(row["left_by_rule_on"]),
                )
                for row in self._kept("by_rule_standing", treaty)
            ),
            bound=tuple(
                BoundSpan(
                    participant=row["participant"],
                    name=row["name"],
                    from_on=_day(row["from_on"]),
                    until_on=day(row["until_on"]),
                    in_force=_truth(row["in_force"]),
                    since=day(row["since"]),
                    by_rule_since=day(row["by_rule_since"]),
                    lost_on=day(row["lost_on"]),
                    undated=bool(row["undated"]),
                )
                for row in self._kept("by_rule_bound", treaty)
            ),
            counts=tuple(
                Counts(
                    day=_day(row["day"]),
                    in_force=row["in_force"],
                    treaty_in_force=_truth(row["treaty_in_force"]),
                    counted=row["counted"],
                    by_rule=row["by_rule"],
                )
                for row in self._kept("by_rule_figures", treaty)
            ),
        )

    def _kept(self, table: str, treaty: str) -> list[dict[str, Any]]:
        keys = "day" if table == "by_rule_figures" else "participant, from_on"
        return self._db.all(f"SELECT * FROM {table} WHERE treaty = ? ORDER BY {keys}", (treaty,))  # noqa: S608 - ours


def _day(text: str) -> date:
    found = day(text)
    assert found is not None, text  # noqa: S101 - the column is never null
    return found


def _truth(value: int | None) -> bool | None:
    return None if value is None else bool(value)
