"""What a treaty's sources no longer show of a participant, and since when; and what only some of them show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tracker.answers.participation import holder_of
from tracker.answers.sources import Unconfirmed, unconfirmed_by
from tracker.diff.ledger import facts_taken_back
from tracker.law.relations import Loss
from tracker.models import ChangeKind, Field, Nature
from tracker.wording.relations import no_longer_shown
from tracker.wording.words import date_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.answers.participation import Part
    from tracker.answers.standing import Answer
    from tracker.answers.view import View
    from tracker.models import Change, Row


def retractions_in(view: View, answer: Answer, participants: Iterable[str] = ()) -> dict[str, list[Change]]:
    """Of each participant (of all, if none is named), the retractions that touch the day of the answer and that no
    later read has made good. What the bundled list alone had was never shown: that is no retraction."""
    wanted = frozenset(participants)
    found: dict[str, list[Change]] = {}
    for change in view.changes(answer.known.treaty.id):
        if change.participant is None or (wanted and change.participant not in wanted) or not is_retraction(change):
            continue
        if still_gone(change, answer.known.chart.row(change.participant), answer.day):
            found.setdefault(change.participant, []).append(change)
    return found


def is_retraction(change: Change) -> bool:
    """True if a source took back what it had shown. What the bundled list alone had was never shown."""
    return (change.kind, change.nature) == (ChangeKind.RETRACTED, Nature.RETRACTION) and change.published_on is None


def turning_days_of(change: Change) -> set[date]:
    """The days on which `still_gone` may turn, of a retraction."""
    days = {date_of(value) for _, _, value in facts_taken_back(change)}
    return {change.detected_at.date(), *(day for day in days if day)}


def still_gone(change: Change, row: Row | None, day: date) -> bool:
    """True if it took back what answers of the day would else rest on, and the chart shows no other date for it."""
    facts = list(facts_taken_back(change))
    if not facts:
        return row is None or row.blank
    gone = [value for _, field, value in facts if row is None or getattr(row, field, None) is None]
    return any(value <= day.isoformat() for value in gone) or bool(gone and change.detected_at.date() <= day)


_BINDING = (Field.CONSENT_ON, Field.IN_FORCE_ON)


def lost_on(retractions: Iterable[Change], row: Row | None, day: date) -> date | None:
    """Since when the chart no longer shows what would bind a participant on a day; None if it lost no such thing.

    `retractions` are all of the participant, whatever day they touch. What it lost had not entered into force before
    the day that the chart had printed for that.
    """
    found: dict[Field, tuple[date, date]] = {}
    undated = None
    for change in retractions:
        told, facts = change.detected_at.date(), list(facts_taken_back(change))
        if not facts and (row is None or row.blank):
            undated = told
        for _, field, value in facts:
            if field in _BINDING and (row is None or getattr(row, field) is None):
                found[field] = (date.fromisoformat(value), told)
    entry = found.get(Field.IN_FORCE_ON)
    if entry and entry[0] > day:
        return None
    return max((told for when, told in found.values() if when <= day), default=undated)


def end_lost_on(retractions: Iterable[Change], row: Row | None, day: date) -> date | None:
    """Since when the chart no longer shows the end of a participation that had ended by a day; None if it lost no such
    thing. `retractions` as in `lost_on`.

    A denunciation can be revoked before it takes effect, and not afterwards (VCLT art. 68).
    """
    if row is None or row.left_on or row.former:
        return None
    gone = (
        change.detected_at.date()
        for change in retractions
        for _, field, value in facts_taken_back(change)
        if field is Field.LEFT_ON and value <= day.isoformat()
    )
    return max(gone, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retracted:
    """What the chart no longer shows of a participant, as the changes that recorded it."""

    changes: tuple[Change, ...] = ()

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids of the changes."""
        return tuple(change.id for change in self.changes)

    @property
    def words(self) -> str | None:
        """`the chart no longer shows …; it gives no reason (change 13)`; None if nothing is gone."""
        return no_longer_shown((change.id, change.summary) for change in self.changes) if self.changes else None


def retracted_of(view: View, part: Part) -> Retracted:
    """The same of one participant."""
    holder = holder_of(part)
    return Retracted(changes=tuple(retractions_in(view, part.answer, (holder,)).get(holder, ())))


def loss_of(view: View, part: Part) -> Loss:
    """Since when the chart no longer shows what would bind a participant on the day of the answer, as `lost_on`, or
    that it had left, as `end_lost_on`."""
    known, holder = part.answer.known, holder_of(part)
    told = view.changes(known.treaty.id)
    lost = [change for change in told if change.participant == holder and is_retraction(change)]
    return loss_on(lost, known.chart.row(holder), part.answer.day)


def loss_on(retractions: Sequence[Change], row: Row | None, day: date) -> Loss:
    """The same of its retractions and its row."""
    return Loss(binding=lost_on(retractions, row, day), end=end_lost_on(retractions, row, day))


def unconfirmed_of(part: Part) -> Unconfirmed:
    """What only other sources than the first show of a participant by the day of the answer."""
    known = part.answer.known
    return unconfirmed_by(known.elsewhere, known.treaty, holder_of(part), part.name, part.answer.day)
