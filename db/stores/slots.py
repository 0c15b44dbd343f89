"""Which slots people read in statements (`tracker statement slot`). All notes are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.models import moment, parse_moment
from tracker.models.records import SlotNote

if TYPE_CHECKING:
    from datetime import datetime

    from db.connection import Database


class Slots:
    """Notes of slots. A note belongs to a text, by its hash: it lapses when the text changes."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def note(self, note: SlotNote) -> tuple[object, ...]:
        """Add a note, and return its row, which the log must name; earlier ones stay in the table.

        One without a slot takes back those before it.
        """
        record = {
            "treaty": note.treaty,
            "participant": note.participant,
            "text_sha256": note.text_sha256,
            "slot": note.slot,
            "noted_at": moment(note.noted_at),
        }
        return (self._db.insert("statement_slot", record), *record.values())

    def standing(self, treaty: str, known_at: datetime | None = None) -> list[SlotNote]:
        """The notes under a treaty that stood at a moment (None: now), oldest first."""
        rows = self._db.all(
            """
            SELECT treaty, participant, text_sha256, slot, min(noted_at) AS noted_at FROM statement_slot AS note
            WHERE treaty = :treaty AND noted_at <= :at AND slot <> '' AND NOT EXISTS (
                SELECT 1 FROM statement_slot AS taken_back
                WHERE taken_back.slot = '' AND taken_back.id > note.id AND taken_back.noted_at <= :at
                    AND (taken_back.treaty, taken_back.participant, taken_back.text_sha256)
                        = (note.treaty, note.participant, note.text_sha256)
            )
            GROUP BY participant, text_sha256, slot ORDER BY min(id)
            """,
            {"treaty": treaty, "at": moment(known_at) if known_at else "9999"},
        )
        return [
            SlotNote(
                treaty=row["treaty"],
                participant=row["participant"],
                text_sha256=row["text_sha256"],
                slot=row["slot"],
                noted_at=parse_moment(row["noted_at"]),
            )
            for row in rows
        ]
