"""`tracker reference`: a person notes the depositary's reference (a JJ number) to one act of a participant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.references import Reference
from db.store import Store
from jobs.answers import choose, find_participants
from jobs.check import turn
from tracker.errors import UsageError, nearest
from tracker.models import DATE_FIELDS, Field

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.config import Config

#: The acts that can have one.
FIELDS = (*DATE_FIELDS, Field.INVITED)

_LONGEST = 200  # characters


def note_reference(config: Config, treaty: str, given: str, field: str, text: str, *, now: datetime) -> Reference:
    """Keep a reference; an empty text takes it away. What was noted before stays known with its time.

    Raises UsageError for an unknown treaty, participant or act, and for a text that is too long or not one line.
    """
    if field not in FIELDS:
        known = [each.value for each in FIELDS]
        raise UsageError(f"no act {field!r}{nearest(field, known)} (known: {', '.join(known)})")
    if len(text) > _LONGEST or not text.isprintable():
        raise UsageError(f"a reference is one line of at most {_LONGEST} printable characters")
    with turn(config), Store.open(config.database) as store:
        choose(store, [treaty])
        [participant] = find_participants(store, [given])
        reference = Reference(
            treaty=treaty, participant=participant, field=Field(field), text=text.strip(), noted_at=now
        )
        with store.transaction():
            store.note_reference(reference)
        return reference
