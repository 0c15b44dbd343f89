"""What the record says of each territory over time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tracker.answers.participation import part_in
from tracker.answers.standing import answers_for, parent_of
from tracker.answers.territories.answer import territory_on_record
from tracker.law import extension_effect
from tracker.participants import table
from tracker.participants.territories import territories

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from tracker.answers.standing import Answer
    from tracker.answers.territories.answer import TerritoryAnswer
    from tracker.answers.view import View
    from tracker.models import Period, Row, Treaty
    from tracker.participants import Participants
    from tracker.participants.territories import KnownTerritory

#: Of one territory: from which day on the record says what; `date.min` is the beginning.
TerritoryTurns = tuple[tuple[date, "TerritoryAnswer"], ...]


def territory_histories(view: View, treaty: Treaty, *, now: datetime) -> Mapping[KnownTerritory, TerritoryTurns]:
    """Each territory of the table, with what the record of a treaty says of it on each day on which that may turn."""
    return _Histories(view, treaty, now).all()


class _Histories:
    """One treaty."""

    def __init__(self, view: View, treaty: Treaty, now: datetime) -> None:
        self._view = view
        self._treaty = treaty
        self._now = now
        self._participants: Participants = table().with_spellings(view.spellings())
        self._held: dict[date, tuple[Answer | None, Answer | None]] = {}

    def all(self) -> dict[KnownTerritory, TerritoryTurns]:
        """The histories."""
        return {known: tuple(self._turns(known)) for known in territories()}

    def _turns(self, known: KnownTerritory) -> Iterator[tuple[date, TerritoryAnswer]]:
        before = None
        for day in sorted({date.min, *self._days(known)}):
            answer, parent = self._on(day)
            if answer is None:
                continue
            part = part_in(answer, known.participant, self._participants)
            found = territory_on_record(self._view, self._participants, part, known, parent)
            if found != before:
                yield day, found
            before = found

    def _on(self, day: date) -> tuple[Answer | None, Answer | None]:
        """What is known of the treaty and of its parent on a day."""
        if day not in self._held:
            own = next(iter(answers_for(self._view, [self._treaty.id], self._now, day)), None)
            self._held[day] = own, parent_of(self._view, self._treaty, now=self._now, day=day)
        return self._held[day]

    def _days(self, known: KnownTerritory) -> Iterator[date]:
        """The days on which the territory ended, on which its State acted, and on which a statement begins or ends."""
        if known.ended:
            yield known.ended
        for answer in self._on(date.max):
            if answer is None:
                continue
            row = part_in(answer, known.participant, self._participants).row
            periods: tuple[Period | Row, ...] = (*row.former, row) if row else ()
            yield from (day for held in periods for day in (held.signed_on, held.consent_on) if day)
            for stored in self._view.statements(answer.known.treaty.id):
                if stored.statement.participant == known.participant:
                    said = stored.statement
                    unlisted = said.last_shown_on + timedelta(days=1) if said.last_shown_on else None
                    ruled = extension_effect(self._treaty, said.deposited_on) if said.deposited_on else None
                    dated = [said.effective_on, said.deposited_on, ruled, said.withdrawn_on, unlisted]
                    dated += [day for one in said.territories for day in (one.from_on, one.until_on)]
                    yield from (day for day in dated if day)
