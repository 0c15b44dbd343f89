"""The depositary's reference numbers of single acts (JJ numbers), noted by a person. All notes are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.models import Field, moment, parse_moment
from tracker.models.records import Reference

if TYPE_CHECKING:
    from datetime import datetime

    from db.connection import Database


class References:
    """Notes of references. The last note of an act counts; an empty one removes the reference."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def note(self, reference: Reference) -> tuple[object, ...]:
        """Add a note, and return its row, which the log must name; earlier ones stay in the table."""
        record = {
            "treaty": reference.treaty,
            "participant": reference.participant,
            "field": reference.field,
            "text": reference.text,
            "noted_at": moment(reference.noted_at),
        }
        return (self._db.insert("depositary_reference", record), *record.values())

    def standing(self, treaty: str, known_at: datetime | None = None) -> list[Reference]:
        """The references under a treaty that stood at a moment (None: now), in order of participant and note."""
        rows = self._db.all(
            """
            SELECT treaty, participant, field, text, noted_at, max(id) AS id FROM depositary_reference
            WHERE treaty = ? AND noted_at <= ? GROUP BY participant, field ORDER BY participant, max(id)
            """,
            (treaty, moment(known_at) if known_at else "9999"),
        )
        return [
            Reference(
                treaty=row["treaty"],
                participant=row["participant"],
                field=Field(row["field"]),
                text=row["text"],
                noted_at=parse_moment(row["noted_at"]),
            )
            for row in rows
            if row["text"]
        ]
