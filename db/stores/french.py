"""The texts of the list of statements in French, with their versions. Which is whose is found when it is asked for."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from db.stores.codec import columns_of_statement, statement_of
from tracker.models import STATEMENTS_IN_FRENCH, moment, parse_moment
from tracker.models.records import FrenchText

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from db.connection import Database
    from tracker.models import Statement


class FrenchTexts:
    """Rows of the list in French as read."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def standing(self, treaty: str, known_at: datetime | None = None) -> list[FrenchText]:
        """The rows current at `known_at` (None: now), by participant, kind and article."""
        known, values = "known_until IS NULL", []
        if known_at is not None:
            known, values = "known_from <= ? AND (known_until IS NULL OR known_until > ?)", [moment(known_at)] * 2
        rows = self._db.all(
            "SELECT french.* FROM statement_french AS french JOIN feed ON feed.id = french.feed"  # noqa: S608 - ours
            f" WHERE feed.treaty = ? AND feed.source = ? AND {known} ORDER BY participant, kind, article, french.id",
            (treaty, STATEMENTS_IN_FRENCH, *values),
        )
        return [_french_text_of(row) for row in rows]

    def replace(self, feed: int, read: Iterable[Statement], *, at: datetime, evidence: int) -> None:
        """Store a list that is believed since `at`. A row that is the same keeps its version. Call it inside a
        transaction."""
        kept: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
        for row in self._db.all(
            "SELECT * FROM statement_french WHERE feed = ? AND known_until IS NULL ORDER BY id DESC", (feed,)
        ):
            kept[tuple(columns_of_statement(_french_text_of(row).statement).values())].append(row["id"])
        new = []
        for statement in read:
            record = columns_of_statement(statement)
            if same := kept[tuple(record.values())]:
                same.pop()
            else:
                new.append(record)
        for key in sorted(key for left in kept.values() for key in left):
            self._db.update("statement_french", key, {"known_until": moment(at)})
        for record in new:
            self._db.insert(
                "statement_french", {"feed": feed, "evidence": evidence, "known_from": moment(at), **record}
            )

    def amended(self, treaty: str, known_at: datetime | None = None) -> dict[int, datetime]:
        """When the text of a statement on record was last amended, by the statement's key."""
        known, values = "", []
        if known_at is not None:
            known, values = "AND coalesce(accepted_at, observed_at) <= ?", [moment(known_at)]
        versions = f"""
            SELECT key, statement.id, text, coalesce(accepted_at, observed_at) AS at
            FROM statement JOIN feed ON feed.id = statement.feed WHERE feed.treaty = ? {known}
        """  # noqa: S608 - ours
        rows = self._db.all(
            f"WITH version AS ({versions}) SELECT * FROM version"  # noqa: S608 - ours
            " WHERE key IN (SELECT key FROM version GROUP BY key HAVING count(DISTINCT text) > 1) ORDER BY key, id",
            (treaty, *values),
        )
        return {
            row["key"]: parse_moment(row["at"])
            for before, row in pairwise(rows)
            if before["key"] == row["key"] and before["text"] != row["text"]
        }


def _french_text_of(row: dict[str, Any]) -> FrenchText:
    return FrenchText(
        id=row["id"],
        statement=statement_of(row, 1),
        evidence=row["evidence"],
        known_from=parse_moment(row["known_from"]),
    )
