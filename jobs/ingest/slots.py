"""`tracker statement slot`: a person reads in a statement which place of the treaty's text it invokes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.knowledge import Knowledge
from db.store import Store
from jobs.locks import turn
from tracker.answers.route import noted_slots
from tracker.answers.statements import ask
from tracker.errors import UsageError, nearest
from tracker.law.articles import slots_of
from tracker.models.records import SlotNote
from tracker.statements.slots import digest_of

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.config import Config


def note_slot(config: Config, key: int, slot: str, *, now: datetime) -> SlotNote:
    """Note a slot of a statement's current version; an empty one takes back what was noted for its text.

    Raises UsageError for a statement that is not current, a slot that the rule table does not name, and if there is
    nothing to take back.
    """
    with turn(config), Store.open(config.database) as store:
        view = Knowledge(store)
        found = next((one for one in ask(view) if one.id == key), None)
        if found is None:
            raise UsageError(f"no current statement {key}: `tracker statements` lists them")
        known = sorted(slots_of(found.treaty).all)
        if slot and slot not in known:
            raise UsageError(f"{found.treaty} has no slot {slot!r} in the rule table{nearest(slot, known)}")
        if not slot and not noted_slots(view, found):
            raise UsageError(f"nothing is noted for statement {key}")
        note = SlotNote(
            treaty=found.treaty,
            participant=found.participant,
            text_sha256=digest_of(found.shown),
            slot=slot,
            noted_at=now,
        )
        with store.transaction():
            store.log.write(now, "slot", about={"statement_slot": [store.slots.note(note)]})
        return note
