"""Whether a treaty applies in a territory on a day, by the record and by the State's own standing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.answers.territories.record import begins_on, record_of
from tracker.errors import UsageError
from tracker.models import TerritoryResult
from tracker.wording.territories import own_territory, state_not_bound, state_not_known, territory_in_words
from tracker.wording.words import number_label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tracker.answers.participation import Part
    from tracker.answers.standing import Answer
    from tracker.answers.view import View
    from tracker.models import Reach, Territory
    from tracker.models.records import StoredStatement
    from tracker.participants import Participants
    from tracker.participants.territories import KnownTerritory


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryAnswer:
    """Whether a treaty applies in a territory, in one word and in a sentence.

    `rule`: the article or the practice behind it. `statements`: the ids of those that it rests on. `since`: from which
    day on it applies there. `inherited_from`: the parent treaty under which they were made.
    """

    result: TerritoryResult
    words: str
    rule: str | None
    statements: tuple[int, ...]
    since: date | None
    inherited_from: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendedTerritory:
    """A territory that a statement speaks of, and the statement's id."""

    name: str
    reach: Reach
    from_on: date | None
    until_on: date | None
    statement: int


def refuse_own_territory(state: str, territories: Iterable[KnownTerritory | None]) -> None:
    """Raises UsageError if a question is about a State and its own territory, or about two territories of one."""
    named = [territory for territory in territories if territory]
    if named:
        raise UsageError(own_territory(named[0].name, state))


def territories_on(statements: Iterable[StoredStatement], day: date) -> tuple[ExtendedTerritory, ...]:
    """The territories of which statements say something on a day; of one that several name, what the latest says."""
    found: dict[str, tuple[StoredStatement, Territory]] = {}
    for stored in statements:
        for territory in stored.statement.territories_on(day):
            before = found.get(territory.name)
            if before is None or begins_on(*before) <= begins_on(stored, territory):
                found[territory.name] = (stored, territory)
    return tuple(
        ExtendedTerritory(
            name=territory.name,
            reach=territory.reach,
            from_on=territory.from_on,
            until_on=territory.until_on,
            statement=stored.id,
        )
        for stored, territory in found.values()
    )


def territory_on_record(
    view: View, participants: Participants, part: Part, territory: KnownTerritory, parent: Answer | None
) -> TerritoryAnswer:
    """What the record of the day says of a territory, whether or not the treaty is in force for the State.

    `parent` is the answer on the parent treaty, if that is followed.
    """
    record = record_of(view, participants, part, territory, parent)
    return TerritoryAnswer(
        result=record.result,
        words=territory_in_words(record.facts),
        rule=record.rule,
        statements=tuple(stored.id for stored in record.statements),
        since=record.facts.since,
        inherited_from=record.facts.inherited_from,
    )


def territory_answer(
    view: View,
    participants: Participants,
    part: Part,
    territory: KnownTerritory,
    *,
    in_force: bool | None,
    bound: bool | None,
    since: date | None,
    parent: Answer | None = None,
) -> TerritoryAnswer:
    """Whether a treaty applies in a territory of the participant.

    `in_force`: whether it is, by what is known, as the question goes: for the State, or between it and another; `bound`
    is of the State alone. `parent` is the answer on the parent treaty, if that is followed.
    """
    record = record_of(view, participants, part, territory, parent)
    facts = replace(record.facts, not_known_after=part.answer.not_known_after)
    label = number_label(part.answer.known.treaty)
    result, rule, statements = record.result, record.rule, record.statements
    if in_force is False:
        result, rule, statements = TerritoryResult.STATE_NOT_BOUND, None, ()
        facts = replace(facts, result=result, reason=state_not_bound(label, between=bool(bound)), others=())
    elif in_force is None and result is not TerritoryResult.EXCLUDED:
        result, rule = TerritoryResult.NOT_KNOWN, None
        facts = replace(facts, result=result, reason=state_not_known(label))
    applies_since = None
    if result in (TerritoryResult.EXTENDED, TerritoryResult.PART_OF_STATE):
        applies_since = max(filter(None, (facts.since, since)), default=None)
        facts = replace(facts, since=applies_since)
    return TerritoryAnswer(
        result=result,
        words=territory_in_words(facts),
        rule=rule,
        statements=tuple(stored.id for stored in statements),
        since=applies_since,
        inherited_from=facts.inherited_from,
    )
