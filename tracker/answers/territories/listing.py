"""`tracker parties --territory`: what is on record of territories, treaty by treaty."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.answers.participation import bound_on_day, part_in
from tracker.answers.standing import answers_for, parent_of
from tracker.answers.territories.answer import TerritoryAnswer, territory_answer
from tracker.answers.to_json import flat
from tracker.errors import UsageError
from tracker.participants import table
from tracker.participants.territories import near_territories, territories, territory_named
from tracker.wording.territories import no_territory, unknown_territory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from tracker.answers.standing import Answer
    from tracker.answers.view import View
    from tracker.participants import Participants
    from tracker.participants.territories import KnownTerritory

#: What a person types for every territory.
ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritorialApplication:
    """Whether a treaty applies in one territory on a day. `participant` and `name` are of the State asked as.

    `code` is the territory's in ISO 3166, if it has one.
    """

    treaty: str
    participant: str
    name: str
    territory: str
    code: str | None
    answer: TerritoryAnswer = field(metadata=flat())
    as_of: date
    status_as_of: date | None
    not_known_after: date | None


def territorial_applications(
    view: View, *, now: datetime, treaties: Iterable[str] = (), day: date | None = None, names: Iterable[str] = (ALL,)
) -> tuple[list[TerritorialApplication], list[Answer]]:
    """Each territory asked for under each treaty, with the answers they come from.

    `ALL` stands for every territory of a State that has a row in the treaty's chart. Raises UsageError for a name that
    is no territory's.
    """
    participants, asked = table().with_spellings(view.spellings()), list(names)
    named = [_named(participants, name) for name in asked if name.casefold() != ALL]
    answers = answers_for(view, treaties, now, day)
    followed = {answer.known.treaty.id: answer for answer in answers}
    found = []
    for answer in answers:
        treaty = answer.known.treaty
        parent = followed.get(treaty.parent or "") or parent_of(view, treaty, now=now, day=day)
        wanted = [*named, *(_of_chart(answer, participants) if len(named) < len(asked) else ())]
        found += [_application(view, participants, answer, known, parent) for known in dict.fromkeys(wanted)]
    return found, answers


def _named(participants: Participants, name: str) -> KnownTerritory:
    if participant := participants.typed(name):
        raise UsageError(no_territory(name, participants.get(participant).name))
    if found := territory_named(name):
        return found
    raise UsageError(unknown_territory(name, near_territories(name)))


def _of_chart(answer: Answer, participants: Participants) -> Iterator[KnownTerritory]:
    """Those of the States in a chart; one that is a participant itself stands in the chart under its own name."""
    listed = {row.participant for row in answer.rows}
    for known in territories():
        over = known.ended is not None and known.ended <= answer.day
        if known.participant in listed and known.code not in participants.by_id and not over:
            yield known


def _application(
    view: View, participants: Participants, answer: Answer, known: KnownTerritory, parent: Answer | None
) -> TerritorialApplication:
    part = part_in(answer, known.participant, participants)
    bound, row = bound_on_day(part, participants), part.on_day
    return TerritorialApplication(
        treaty=answer.known.treaty.id,
        participant=part.participant,
        name=part.name,
        territory=known.name,
        code=known.code,
        answer=territory_answer(
            view,
            participants,
            part,
            known,
            in_force=bound,
            bound=bound,
            since=row.in_force_on if row else None,
            parent=parent,
        ),
        as_of=answer.day,
        status_as_of=answer.known.status_as_of,
        not_known_after=answer.not_known_after,
    )
