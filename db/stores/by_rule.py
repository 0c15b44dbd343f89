"""What follows from the treaties' own rules, as the SQL views join it: derived from charts, changes and treaties.

Triggers note each treaty of which one of these changes (`by_rule_due`); `db/deriving.py` works it out again.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from db.stores.codec import day
from tracker.models.over_time import BoundSpan, Counts, OverTime, RuleSpan

if TYPE_CHECKING:
    from db.connection import Database


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
        """Replace what is kept of a treaty."""
        tables: dict[str, tuple[RuleSpan | BoundSpan | Counts, ...]] = {
            "by_rule_standing": found.rules,
            "by_rule_bound": found.bound,
            "by_rule_figures": found.counts,
        }
        for table, spans in tables.items():
            self._db.conn.execute(f"DELETE FROM {table} WHERE treaty = ?", (treaty,))  # noqa: S608 - tables are ours
            for span in spans:
                values = ((each.name, getattr(span, each.name)) for each in fields(span))
                record = {name: value.isoformat() if isinstance(value, date) else value for name, value in values}
                self._db.insert(table, {"treaty": treaty, **record})

    def of(self, treaty: str) -> OverTime:
        """What is kept of a treaty."""
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
