"""Reads of a whole treaty in one statement each, for answers that go through every participant or every change."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from db.database import Base
from db.stores.codec import evidence_of, row_of
from tracker.models import Field, parse_moment
from tracker.models.records import Reference

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.models import Row
    from tracker.models.records import Evidence

_SHOWN_BY = """
    SELECT change.id AS change, coalesce(log.evidence, snapshot.evidence) AS evidence
    FROM change JOIN log ON log.id = change.log LEFT JOIN snapshot ON snapshot.id = change.snapshot
    WHERE change.treaty = ? AND coalesce(log.evidence, snapshot.evidence) IS NOT NULL
"""


class RowVersions:
    """Every version of every row of a treaty. A row is decoded when its participant is asked for."""

    def __init__(self, stored: Mapping[str, Sequence[dict[str, Any]]]) -> None:
        self._stored = stored

    def of(self, participant: str) -> list[tuple[int, Row]]:
        """The versions of one participant's row, each with the snapshot that first showed it."""
        return [(row["from_snapshot"], row_of(row)) for row in self._stored.get(participant, ())]


class WholeTreaty(Base):
    """What is kept of one treaty."""

    def row_versions(self, treaty: str) -> RowVersions:
        """Every version of every row, in the order in which they were observed."""
        found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in self._all(
            """
            SELECT row_version.* FROM row_version
            JOIN snapshot ON snapshot.id = row_version.from_snapshot JOIN feed ON feed.id = snapshot.feed
            WHERE feed.treaty = ? ORDER BY snapshot.observed_at, snapshot.id
            """,
            (treaty,),
        ):
            found[row["participant"]].append(row)
        return RowVersions(found)

    def evidence_of_changes(self, treaty: str) -> dict[int, Evidence]:
        """The evidence that shows each change: that of the read which told it, else of the chart it stands on."""
        shown = {row["change"]: row["evidence"] for row in self._all(_SHOWN_BY, (treaty,))}
        items = {
            row["id"]: evidence_of(row)
            for row in self._all(
                f"""
                SELECT evidence_item.*, feed.treaty, feed.source, body.size
                FROM evidence_item JOIN feed ON feed.id = evidence_item.feed JOIN body USING (sha256)
                WHERE evidence_item.id IN (SELECT evidence FROM ({_SHOWN_BY}))
                """,  # noqa: S608 - the inner statement is ours
                (treaty,),
            )
        }
        return {change: items[key] for change, key in shown.items()}

    def references(self, treaty: str, known_at: str) -> list[Reference]:
        """The references that stood at a moment, in order of participant and note."""
        rows = self._all(
            """
            SELECT participant, field, text, noted_at, max(id) AS id FROM depositary_reference
            WHERE treaty = ? AND noted_at <= ? GROUP BY participant, field ORDER BY participant, max(id)
            """,
            (treaty, known_at),
        )
        return [
            Reference(
                treaty=treaty,
                participant=row["participant"],
                field=Field(row["field"]),
                text=row["text"],
                noted_at=parse_moment(row["noted_at"]),
            )
            for row in rows
            if row["text"]
        ]
