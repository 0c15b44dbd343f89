"""The history of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.stores.codec import day
from tracker.errors import UsageError
from tracker.models import STATEMENTS, Change, ChangeKind, Field, Nature, moment, parse_moment
from tracker.models.records import Filter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from db.connection import Database


class Changes:
    """Changes, in the order in which they were recorded."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, change: Change, log: int) -> Change:
        """Store a change under the next id, and return it with that id."""
        stored = {
            "log": log,
            "detected_at": moment(change.detected_at),
            "treaty": change.treaty,
            "participant": change.participant,
            "name": change.name,
            "kind": change.kind,
            "nature": change.nature,
            "field": change.field,
            "before": change.before,
            "after": change.after,
            "effective_on": change.effective_on.isoformat() if change.effective_on else None,
            "source": change.source,
            "snapshot": change.snapshot,
            "previous_snapshot": change.previous_snapshot,
            "summary": change.summary,
            "rule": change.rule,
            "left_on": change.left_on.isoformat() if change.left_on else None,
            "published_on": change.published_on.isoformat() if change.published_on else None,
        }
        key = self._db.insert("change", stored)
        return self.get(key)

    def keep(self, change: Change) -> None:
        """Give a derived change the kind, nature, day and sentence under which it was told."""
        self._db.update(
            "change",
            change.id,
            {
                "kind": change.kind,
                "nature": change.nature,
                "effective_on": change.effective_on.isoformat() if change.effective_on else None,
                "summary": change.summary,
                "rule": change.rule,
            },
        )

    def get(self, key: int) -> Change:
        """The change with this id. Raises UsageError for an unknown id."""
        row = self._db.one("SELECT * FROM change WHERE id = ?", (key,))
        if row is None:
            raise UsageError(f"no change {key}: {self._db.nearest('change', key)}")
        return change_of(row)

    def find(self, wanted: Filter | None = None) -> list[Change]:
        """The changes that match a filter (None: all), oldest first."""
        wanted = wanted or Filter()
        conditions: list[str] = ["1"]
        values: list[str] = []
        for column, choices in (
            ("treaty", wanted.treaties),
            ("participant", wanted.participants),
            ("kind", wanted.kinds),
            ("nature", wanted.natures),
        ):
            if choices:
                conditions.append(f"{column} IN ({', '.join('?' * len(choices))})")
                values += choices
        for comparison, when in ((">=", wanted.since), ("<=", wanted.until)):
            if when:
                conditions.append(f"substr(detected_at, 1, 10) {comparison} ?")
                values.append(when.isoformat())
        rows = self._db.all(
            f"SELECT * FROM change WHERE {' AND '.join(conditions)} ORDER BY id",  # noqa: S608 - only slots vary
            values,
        )
        return [change_of(row) for row in rows]

    def told_by_other_sources(self, treaty: str, authority: str, known_at: datetime | None = None) -> list[Change]:
        """The changes that a Ledger needs: those of other sources than the authority, and retractions by any source.

        Changes found by back-fill are left out, because nobody was told of them; so are statements, which are not part
        of a chart.
        """
        takes_back = (
            ChangeKind.RETRACTED,
            ChangeKind.INVITATION_ENDED,
            ChangeKind.SUSPENSION_ENDED,
            ChangeKind.INVITED,
        )
        rows = self._db.all(
            """
            SELECT * FROM change
            WHERE treaty = ? AND source <> ? AND (source <> ? OR kind IN (?, ?, ?, ?)) AND detected_at <= ?
                AND published_on IS NULL
            ORDER BY id
            """,
            (treaty, STATEMENTS, authority, *takes_back, moment(known_at) if known_at else "9999"),
        )
        return [change_of(row) for row in rows]

    def told_under(self, key: int) -> str | None:
        """The version of the program that told a change; None if an older version did, which noted none."""
        row = self._db.one(
            """
            SELECT json_extract(configuration.body, '$.program') AS program FROM change
            JOIN log ON log.id = change.log JOIN configuration ON configuration.id = log.configuration
            WHERE change.id = ?
            """,
            (key,),
        )
        return None if row is None else row["program"]

    def last_told(
        self, treaty: str, kinds: Sequence[ChangeKind], fields: Sequence[Field]
    ) -> dict[str | None, datetime]:
        """When each participant last had a change of these kinds and fields (UTC). Back-fill's changes do not count."""
        rows = self._db.all(
            f"""
            SELECT participant, max(detected_at) AS at FROM change
            WHERE treaty = ? AND kind IN ({", ".join("?" * len(kinds))}) AND field IN ({", ".join("?" * len(fields))})
                AND published_on IS NULL
            GROUP BY participant
            """,  # noqa: S608 - only slots vary
            (treaty, *kinds, *fields),
        )
        return {row["participant"]: parse_moment(row["at"]) for row in rows}


def change_of(row: dict[str, Any]) -> Change:
    """The change that a row of `change` stores."""
    return Change(
        id=row["id"],
        detected_at=parse_moment(row["detected_at"]),
        treaty=row["treaty"],
        participant=row["participant"],
        name=row["name"],
        kind=ChangeKind(row["kind"]),
        nature=Nature(row["nature"]),
        field=Field(row["field"]),
        before=row["before"],
        after=row["after"],
        effective_on=day(row["effective_on"]),
        source=row["source"],
        snapshot=row["snapshot"],
        previous_snapshot=row["previous_snapshot"],
        summary=row["summary"],
        rule=row["rule"],
        left_on=day(row["left_on"]),
        published_on=day(row["published_on"]),
    )
