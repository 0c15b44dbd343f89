"""What a treaty says between one participant and each other on any day: the verdict and its sentence. Pure.

A sentence is whole, but for what a reader chooses or what the day of reading decides: `{a}` and `{b}` stand for the
two names, `{day}` for the day, `{was}`, `{had}` and `{had_many}` for the tense, `{status}` for the last known day.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from tracker.answers.route import Way
from tracker.answers.route.checks import way_between
from tracker.law.relations import known_after, of_state_no_more, relation_of
from tracker.models.times import iso
from tracker.participants import table
from tracker.site.intervals import BEGINNING
from tracker.statements import decides
from tracker.wording.relations import Tense, When, objection_in_words, one_state_in_words, said_together
from tracker.wording.words import dated_in_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from tracker.law.relations import Itself, Relation
    from tracker.models import Treaty
    from tracker.models.records import StoredStatement
    from tracker.reconcile import Finding
    from tracker.site.effects import Objections
    from tracker.site.histories import Histories, Situation, Turn
    from tracker.site.intervals import Day
    from tracker.wording.relations import PartySaid

MARKED = Tense(was="{was}", had="{had}", had_many="{had_many}")

#: In force (None: not known), since when, the sentence, the one for a day after the last that is known, what that opens
#: (`tracker route`), and whether it is in force on such a day.
Verdict = tuple[bool | None, str | None, str, str, str, bool | None]
#: From which day on which verdict holds, by its number.
Answers = tuple[tuple["Day", int], ...]


class Pairs:
    """The verdicts of one treaty, each once, and where they hold."""

    def __init__(
        self,
        treaty: Treaty,
        histories: Histories,
        people: Iterable[str],
        objections: Objections | None = None,
        late: Mapping[int, Finding] | None = None,
    ) -> None:
        self.verdicts: list[Verdict] = []
        self.sides = {participant: histories.of(participant) for participant in people}
        self._treaty = treaty
        self._itself = histories.itself
        self._objections = objections or {}
        self._late = late or {}
        self._dated = histories.dated
        self._numbers: dict[Verdict, int] = {}
        self._known: dict[tuple[object, ...], int] = {}

    def all(self) -> Mapping[str, Mapping[str, Answers]]:
        """Of each participant as the first of two: the other → the answers."""
        found: dict[str, dict[str, Answers]] = {participant: {} for participant in self.sides}
        for a, b in combinations(self.sides, 2):
            found[a][b], found[b][a] = self._both_ways(a, b)
        return found

    def _both_ways(self, a: str, b: str) -> tuple[Answers, Answers]:
        """The answers of two, with one named first and with the other."""
        forth: list[tuple[Day, int]] = []
        back: list[tuple[Day, int]] = []
        decides = self._objections.get(frozenset((a, b)), [])
        lines = (self.sides[a], self.sides[b], self._itself)
        for day, label, (one, other, itself) in _together(*lines, {day for day, _ in decides}):
            objection = next((found for since, found in reversed(decides) if since <= day), None)
            relation = _relation(one, other, itself)  # the same both ways, but for who is named first
            facts = _facts(relation, day)
            for answers, first, second in ((forth, one, other), (back, other, one)):
                if objection and relation.in_force is not False and one.state != other.state:
                    number = self._placed(self._of_objection(objection, first, second, day))
                else:
                    number = self._number(facts, first, second, itself, day)
                if not answers or answers[-1][1] != number:
                    answers.append((label, number))
        return tuple(forth), tuple(back)

    def _number(self, facts: tuple[object, ...], one: Situation, other: Situation, itself: Itself, day: date) -> int:
        if one.state == other.state:
            return self._placed(self._of_one_state(one, other))
        said = (one.said[0], other.said[1])
        key = (facts, id(said[0]), id(said[1]))
        number = self._known.get(key)
        if number is None:
            relation = _relation(one, other, itself)
            number = self._known[key] = self._placed(self._verdict(relation, *said, day))
        return number

    def _placed(self, verdict: Verdict) -> int:
        number = self._numbers.setdefault(verdict, len(self.verdicts))
        if number == len(self.verdicts):
            self.verdicts.append(verdict)
        return number

    def _verdict(self, relation: Relation, one: PartySaid, other: PartySaid, day: date) -> Verdict:
        known, late = (
            said_together(relation, one, other, treaty=self._treaty, when=self._when(day, until))
            for until in (None, "{status}")
        )
        way = way_between(relation.in_force, suspended=relation.suspended)
        words = dated_in_words(known), dated_in_words(late)
        return relation.in_force, iso(relation.since), *words, way.value, known_after(relation)

    def _of_objection(self, objection: StoredStatement, one: Situation, other: Situation, day: date) -> Verdict:
        known, late = (
            objection_in_words(
                objection,
                one.said[0].title,
                other.said[1].title,
                treaty=self._treaty,
                when=self._when(day, until),
                late=self._late.get(objection.id),
            )
            for until in (None, "{status}")
        )
        in_force = False if decides(objection, day, self._late) else None
        way = way_between(in_force, suspended=False)
        return in_force, None, dated_in_words(known), dated_in_words(late), way.value, None

    def _when(self, day: date, not_known_after: str | None) -> When:
        status = "{status}" if self._dated else None
        return When(day=day, named="{day}", tense=MARKED, not_known_after=not_known_after, status_as_of=status)

    def _of_one_state(self, one: Situation, other: Situation) -> Verdict:
        parts = (party.then for party in (one.words, other.words) if party.part)
        state = next(filter(None, parts), table().get(one.state).name)  # by its name of the day
        said = one_state_in_words(one.words, other.words, state, treaty=self._treaty, named="{day}")
        return False, None, dated_in_words(said), dated_in_words(said), Way.CLOSED.value, False


def _relation(one: Situation, other: Situation, itself: Itself) -> Relation:
    relation = relation_of(one.side, other.side, itself)
    return of_state_no_more(relation) if one.ended or other.ended else relation


def _facts(relation: Relation, day: date) -> tuple[object, ...]:
    """What a sentence on two sides depends on, beside what is said of each: the same whoever is named first."""
    expected = relation.expected_on
    return (
        *(relation.in_force, relation.since, relation.by_rule_since, expected),
        expected is not None and expected <= day,
        *(relation.treaty_in_force, relation.due_on, relation.treaty_expected_on, relation.opens_on),
        relation.entry_with_lost,
        relation.final,
    )


def _together(
    one: Sequence[Turn[Situation]],
    other: Sequence[Turn[Situation]],
    itself: Sequence[Turn[Itself]],
    also: Collection[date],
) -> Iterator[tuple[date, Day, tuple[Situation, Situation, Itself]]]:
    """What holds of all three, from each day on which one of them turns, and from other days; a day that one of them
    names is named."""
    lines = ({turn.day: turn for turn in one}, {turn.day: turn for turn in other}, {turn.day: turn for turn in itself})
    first, second, third = one[0].holds, other[0].holds, itself[0].holds
    for day in sorted({*(day for line in lines for day in line), *also}):
        turns = (lines[0].get(day), lines[1].get(day), lines[2].get(day))
        first = turns[0].holds if turns[0] else first
        second = turns[1].holds if turns[1] else second
        third = turns[2].holds if turns[2] else third
        named = next((turn.label for turn in turns if turn and turn.label is not None), None)
        own = day.isoformat() if day in also and day != BEGINNING else None
        yield day, named if named is not None else own, (first, second, third)
