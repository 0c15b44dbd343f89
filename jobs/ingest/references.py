"""`tracker reference`: note the depositary's reference (a JJ number) to one act of a participant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.knowledge import Knowledge
from db.store import Store
from jobs.locks import turn
from tracker.answers.participation import part_in
from tracker.answers.standing import answer, choose, find_participant
from tracker.errors import UsageError, nearest
from tracker.law.periods import periods_of
from tracker.models import DATE_FIELDS, Field
from tracker.models.records import Reference

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.answers.participation import Part
    from tracker.answers.standing import Answer
    from tracker.answers.view import View
    from tracker.config import Config
    from tracker.participants import Participants

#: The acts that can have a reference.
FIELDS = (*DATE_FIELDS, Field.INVITED)

_LONGEST = 200  # characters


def note_reference(config: Config, treaty: str, given: str, field: str, text: str, *, now: datetime) -> Reference:
    """Store a reference; an empty text removes it. Earlier references stay known with their time.

    Raises UsageError for an unknown treaty or participant, for an act that the participant has not done, for the
    removal of a reference that does not exist, and for a text that is too long or not one line.
    """
    if field not in FIELDS:
        raise UsageError(f"no act {field!r}{nearest(field, [each.value for each in FIELDS])}")
    if len(text) > _LONGEST or not text.isprintable():
        raise UsageError(f"a reference is one line of at most {_LONGEST} printable characters")
    with turn(config), Store.open(config.database) as store:
        view = Knowledge(store)
        [followed] = choose(view, [treaty])
        participants, participant = find_participant(view, given)
        reference = Reference(
            treaty=followed.id, participant=participant, field=Field(field), text=text.strip(), noted_at=now
        )
        if reference.text:
            _check_act(answer(view, followed, now=now, day=None), reference, participants)
        else:  # also for an act that the chart no longer shows
            _check_noted(view, reference)
        with store.transaction():
            store.log.write(now, "reference", about={"depositary_reference": [store.references.note(reference)]})
        return reference


def _check_act(found: Answer | None, reference: Reference, participants: Participants) -> None:
    """Raise UsageError if the participant is not known to have done the act."""
    if found is None:
        raise UsageError(f"nothing has been read yet of {reference.treaty}: run `tracker check`")
    part = part_in(found, reference.participant, participants)
    acts = _acts(part)
    if reference.field not in acts:
        known = f"known: {', '.join(acts)}" if acts else "no act of it is known"
        raise UsageError(f"{reference.treaty} shows no {reference.field} of {part.name} ({known})")


def _check_noted(view: View, reference: Reference) -> None:
    """Raise UsageError if there is no reference to remove."""
    noted = view.references(reference.treaty, reference.participant)
    if all(one.field is not reference.field for one in noted):
        raise UsageError(
            f"{reference.treaty} {reference.participant} {reference.field}: there is no reference to remove"
        )


def _acts(part: Part) -> list[Field]:
    """The known acts of a participant, including future ones."""
    if part.row is None:
        return []
    dated = [f for f in DATE_FIELDS if any(getattr(period, f, None) for period in periods_of(part.row))]
    return [*dated, Field.INVITED] if part.row.invited else dated
