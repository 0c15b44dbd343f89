"""What the law and the sentences say of one side over the years, and of the treaty itself. Pure.

Every function of the law that `tracker between` asks on one day is asked here on each day on which its answer may
turn; in between it holds.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from tracker.answers.losses import Retracted, loss_on, still_gone, turning_days_of
from tracker.answers.membership import could_be_invited
from tracker.answers.participation import acting_name, with_invitation
from tracker.answers.sources import unconfirmed_by
from tracker.answers.standing import rows_on
from tracker.law import as_of, clauses_of, expected_then
from tracker.law.lost import days_with_lost
from tracker.law.relations import having_lost, inheriting, itself_on, parent_side, under_parent, with_lost
from tracker.law.sides import side_on
from tracker.law.succession import acting_row, inheritance_of
from tracker.models import Chart
from tracker.participants import table
from tracker.site.intervals import BEGINNING, days_of, label, turning_days
from tracker.wording.grammar import mark_of
from tracker.wording.parties import party_words
from tracker.wording.relations import said_of
from tracker.wording.words import with_article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from tracker.law.relations import Itself
    from tracker.law.sides import Side
    from tracker.models import Row, Treaty
    from tracker.site.intervals import Day
    from tracker.site.model import Ground
    from tracker.wording.parties import PartyWords
    from tracker.wording.relations import PartySaid, Tense

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One side: what the law says, the State that it belonged to, whether its own had ended, and its part of a sentence
    as the first and as the second of two (as `{a}` and as `{b}`)."""

    side: Side
    state: str
    ended: bool
    said: tuple[PartySaid, PartySaid]
    words: PartyWords = field(compare=False)


@dataclass(frozen=True, slots=True)
class Turn(Generic[_T]):
    """What holds from a day on, and the day as a page says it."""

    day: date
    label: Day
    holds: _T


class Histories:
    """The histories of one treaty."""

    def __init__(self, treaty: Treaty, ground: Ground, tense: Tense) -> None:
        self._treaty = treaty
        self._ground = ground
        self._tense = tense
        self._rows = {row.participant: row for row in ground.chart.rows}
        self._expected: dict[int, Mapping[str | None, date]] = {}
        self._said: dict[PartySaid, PartySaid] = {}

    @property
    def dated(self) -> bool:
        """True if the last day that is known is known."""
        return self._ground.status_as_of is not None

    def name(self, participant: str) -> str:
        """The name that `{a}` and `{b}` represent."""
        return acting_name(participant, self._rows.get(participant), table(), self._treaty.id)

    def of(self, participant: str) -> tuple[Turn[Situation], ...]:
        """One side over the years."""
        return self._turns(self._days(participant), lambda day: self._situation(participant, day))

    @cached_property
    def itself(self) -> tuple[Turn[Itself], ...]:
        """The treaty itself over the years."""
        own = self._days_of_expected(None)
        chart, opened_on = self._ground.chart, self._treaty.opened_on
        own |= {day for day in (chart.in_force_on, chart.entry_by_rule, opened_on) if day}
        own |= days_with_lost(chart, (None,))
        return self._turns(own, lambda day: itself_on(chart, day, self._expected_on(day), opened_on))

    def row(self, participant: str, day: date) -> Row | None:
        """The row with the acts of a participant on a day, with every date."""
        return acting_row(participant, day, table(), lambda key: self._full(key, day))[0]

    def days_of_row(self, participant: str) -> Iterator[date]:
        """The days on which something of the rows that may hold acts of a participant begins or ends."""
        parent = self._ground.parent
        for key in table().rows_of(participant):
            listed = [held[key] for _, held in self._ground.invited if held and key in held]
            for row in (self._rows.get(key), *listed, parent.row(key) if parent else None):
                yield from days_of(row) if row else ()

    def _turns(self, own: set[date], found: Callable[[date], _T]) -> tuple[Turn[_T], ...]:
        status, speaks = self._ground.status_as_of, self._ground.chart.status_as_of
        turns: list[Turn[_T]] = []
        for day in sorted({*turning_days(own, status), *([speaks] if speaks else [])}):
            holds = found(day)
            if not turns or turns[-1].holds != holds:
                turns.append(Turn(day, label(day, own, status), holds))
        return tuple(turns)

    # ---- on a day -------------------------------------------------------------------------------

    def _situation(self, participant: str, day: date) -> Situation:
        ground, holders = self._ground, table()
        row, _ = acting_row(participant, day, holders, lambda key: self._full(key, day))
        holder, name = row.participant if row else participant, acting_name(participant, row, holders, self._treaty.id)
        gone = tuple(c for c in ground.retractions.get(holder, ()) if still_gone(c, self._rows.get(holder), day))
        side = side_on(row, day, ground.chart.status_as_of, self._expected_on(day))
        side = with_lost(side, row, ground.chart, day)
        side = under_parent(side, parent_side(row, ground.parent, day), clauses_of(self._treaty))
        side = having_lost(side, loss_on(ground.retractions.get(holder, ()), self._rows.get(holder), day))
        side = inheriting(side, inheritance_of(participant, day, holders, self._rows.get))
        words = party_words(
            holders,
            participant,
            name,
            side=side,
            row=self._on(holder, day) if row else None,
            day=day,
            invited_known=self._listed(day) is not None or not self._invitable(participant, day),
            retracted=Retracted(changes=gone).words,
            unconfirmed=unconfirmed_by(ground.elsewhere, self._treaty, holder, name, day).words,
        )
        one, other = (
            replace(words, name=mark_of(mark, with_article(name))) if name == self.name(participant) else words
            for mark in ("a", "b")
        )
        first, second = (self._once(said_of(words, self._tense, self._treaty, day)) for words in (one, other))
        return Situation(
            side=side,
            state=holders.state_on(participant, day).id,
            ended=holders.get(participant).ended_by(day),
            said=(first, second),
            words=words,
        )

    def _invitable(self, participant: str, day: date) -> bool:
        in_force_on = self._ground.chart.in_force_on
        return could_be_invited(table().get(participant), self._treaty, in_force_on, day)

    def _once(self, said: PartySaid) -> PartySaid:
        """The same object for all of which the same is said, so that it is known again at once."""
        return self._said.setdefault(said, said)

    def _on(self, participant: str, day: date) -> Row | None:
        """The row as the law saw it on a day, as an answer of that day has it."""
        row, listed = self._rows.get(participant), self._listed(day) or {}
        own = {participant: listed[participant]} if participant in listed else {}
        return next(rows_on(Chart(rows=(row,) if row else ()), day, own), None)

    def _full(self, participant: str, day: date) -> Row | None:
        return with_invitation(self._rows.get(participant), self._on(participant, day))

    def _listed(self, day: date) -> Mapping[str, Row] | None:
        """The list of the invited that counts on a day."""
        status = self._ground.status_as_of
        if status and day >= status:
            return self._ground.invited_now
        place = bisect_right(self._ground.invited, day, key=lambda one: one[0])
        return self._ground.invited[place - 1][1] if place else None

    def _expected_on(self, day: date) -> Mapping[str | None, date]:
        """What the consents that stood on a day let expect: computed once between two days on which a row turns."""
        place = bisect_right(self._every_day, day)
        if place not in self._expected:
            then = tuple(self._cut(row.participant, day) for row in self._ground.chart.rows)
            self._expected[place] = expected_then(
                replace(self._ground.chart, rows=then), self._treaty, self._ground.parent
            )
        return self._expected[place]

    def _cut(self, participant: str, day: date) -> Row:
        days, cuts = self._cuts[participant]
        return cuts[bisect_right(days, day)]

    @cached_property
    def _cuts(self) -> dict[str, tuple[list[date], list[Row]]]:
        """Each row as the law saw it before its first day, and from each of its days on."""
        found = {}
        for row in self._ground.chart.rows:
            days = sorted(set(days_of(row)))
            found[row.participant] = (days, [as_of(row, day) for day in (BEGINNING, *days)])
        return found

    # ---- on which days ---------------------------------------------------------------------------

    def _days(self, participant: str) -> set[date]:
        """The days on which a side may turn."""
        return {
            *self.days_of_row(participant),
            *_successions(participant),
            *self._days_of_lists(participant),
            *self._days_of_retractions(participant),
            *self._days_with_lost(participant),
            *self._days_of_expected(participant),
            *([self._ground.chart.in_force_on] if self._ground.chart.in_force_on else []),  # nobody is invited before
        }

    @cached_property
    def _every_day(self) -> list[date]:
        charts = (self._ground.chart, *([self._ground.parent] if self._ground.parent else []))
        return sorted({day for chart in charts for row in chart.rows for day in days_of(row)})

    def _days_of_lists(self, participant: str) -> Iterator[date]:
        keys, before = table().rows_of(participant), None
        for day, listed in self._ground.invited:
            said = None if listed is None else [listed.get(key) for key in keys]
            if said != before:
                yield day
            before = said

    def _days_of_retractions(self, participant: str) -> Iterator[date]:
        for key in table().rows_of(participant):
            for change in self._ground.retractions.get(key, ()):
                yield from turning_days_of(change)

    def _days_with_lost(self, participant: str) -> set[date]:
        keys = table().rows_of(participant)
        return days_with_lost(self._ground.chart, keys) | days_with_lost(self._ground.parent, keys)

    def _days_of_expected(self, key: str | None) -> set[date]:
        """Where something is expected, it may turn with anybody's consent, and when its day comes: then only the rule
        speaks."""
        keys = table().rows_of(key) if key else (None,)
        found = {held[one] for day in self._every_day for one in keys if one in (held := self._expected_on(day))}
        if not found:
            return set()
        return {*self._every_day, *found}


def _successions(participant: str) -> Iterator[date]:
    """The days on which a State, or one that it was part of, began or ceased to act for itself, or changed its name."""
    former = (one for one in table().by_id.values() if participant in one.successors)
    for one in (table().get(participant), *former):
        yield from (until for _, until in one.former_names)
        yield from (day for day in one.existed or () if day)
