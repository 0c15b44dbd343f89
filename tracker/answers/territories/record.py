"""What the record says of a territory under a treaty on a day, whether or not the treaty is in force for the State."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from tracker.answers.participation import age_of_statements, applies, part_in, statements_of
from tracker.law import clauses_of, extension_effect, territory_article
from tracker.models import Practice, Reach, StatementKind, TerritoryResult
from tracker.participants.territories import parts_of
from tracker.statements.territories import ABOUT_TERRITORIES, UNNAMED_TERRITORIES, names_territory, takes_back
from tracker.wording import territories as words
from tracker.wording.words import number_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.answers.participation import Part
    from tracker.answers.standing import Answer
    from tracker.answers.view import View
    from tracker.models import Period, Row, Territory
    from tracker.models.records import StoredStatement
    from tracker.participants import Participants
    from tracker.participants.territories import KnownTerritory


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What it says, the rule behind that, the statements it rests on, and what a sentence needs."""

    result: TerritoryResult
    rule: str | None = None
    statements: tuple[StoredStatement, ...] = ()
    facts: words.TerritoryFacts


def record_of(
    view: View, participants: Participants, part: Part, territory: KnownTerritory, parent: Answer | None
) -> Record:
    """The record of a participant's territory; `parent` is the answer on the parent treaty, if that is followed."""
    return _Reader(view, participants, part, territory, parent).record()


_BY_REACH = {
    Reach.INCLUDED: TerritoryResult.EXTENDED,
    Reach.EXCLUDED: TerritoryResult.EXCLUDED,
    Reach.NOT_CONTROLLED: TerritoryResult.NOT_CONTROLLED,
}


def begins_on(stored: StoredStatement, territory: Territory) -> date:
    """From when on a statement says something of a territory."""
    found = stored.statement
    return territory.from_on or found.effective_on or found.deposited_on or date.min


@dataclass(frozen=True, slots=True)
class _Reader:
    """One territory under one treaty."""

    view: View
    participants: Participants
    part: Part
    territory: KnownTerritory
    parent: Answer | None

    def record(self) -> Record:
        """The first of these that says something."""
        ways = (self._ended, self._stated, self._of_parts, self._unread, self._inherited, self._unmarked)
        found = next((record for way in ways if (record := way())), None)
        return found or self._by_practice()

    @property
    def day(self) -> date:
        """The day asked about."""
        return self.part.answer.day

    @property
    def own(self) -> list[StoredStatement]:
        """The State's statements that may speak of territories."""
        return [stored for stored in statements_of(self.view, self.part) if stored.statement.kind in ABOUT_TERRITORIES]

    @property
    def read_on(self) -> date | None:
        """When the list of statements was read; None: never."""
        return age_of_statements(self.view, self.part.answer).status_as_of

    def _says(
        self,
        result: TerritoryResult,
        *,
        rule: str | None = None,
        statements: Iterable[StoredStatement] = (),
        since: date | None = None,
        from_on: date | None = None,
        accepted_for: str | None = None,
        reason: str | None = None,
        article: str | None = None,
    ) -> Record:
        others = self._of_others()
        facts = words.TerritoryFacts(
            territory=self.territory.name,
            state=self.part.name,
            treaty=self.part.answer.known.treaty.id,
            result=result,
            practice=self.territory.practice,
            since=since,
            from_on=from_on,
            accepted_for=accepted_for,
            reason=reason,
            article=article,
            nothing=self._nothing(),
            others=tuple(dict.fromkeys(stored.statement.name for stored in others)),
        )
        rule = rule or (f"article {article} of {number_label(self.part.answer.known.treaty)}" if article else None)
        return Record(result=result, rule=rule, statements=(*statements, *others), facts=facts)

    def _nothing(self) -> str:
        held = [stored for stored in self.own if stored.statement.kind is StatementKind.TERRITORIAL_APPLICATION]
        return words.nothing_on_record(
            self.part.name, others_named=bool(held), flags_known=self._flags is not None, read_on=self.read_on
        )

    def _of_others(self) -> list[StoredStatement]:
        """Statements of other participants that name the territory."""
        state, name = self.territory.participant, self.territory.name
        return [
            stored
            for stored in self.view.statements(self.part.answer.known.treaty.id)
            if stored.statement.participant != self.part.participant
            and names_territory(state, name, stored.statement.text)
        ]

    @property
    def _flags(self) -> frozenset[str] | None:
        """The letters that the latest chart has for the State; None if not known."""
        row = self.part.row
        return row.flags if row and row.flags_known else None

    # ---- what the State itself says -----------------------------------------------------------

    def _ended(self) -> Record | None:
        ended = self.territory.ended
        if ended is None or self.day < ended:
            return None
        return self._says(TerritoryResult.NOT_KNOWN, reason=words.no_such_territory(ended))

    def _readings(self) -> list[tuple[StoredStatement, Territory]]:
        names = (self.territory.name, self.territory.within)
        return [(stored, said) for stored in self.own for said in stored.statement.territories if said.name in names]

    def _stated(self) -> Record | None:
        """By the State's latest statement on the territory, or on one that it lies in."""
        readings = self._readings()
        begins = {stored.id: self._effect(stored, said) for stored, said in readings}
        standing = [
            (s, said)
            for s, said in readings
            if applies(self.part, s) and said.covers(self.day) and (begins[s.id] or date.min) <= self.day
        ]
        undated = [s for s, _ in standing if begins[s.id] is None]
        if undated:
            reason = words.no_day_of_effect(self.part.name, self.territory.name)
            return self._says(TerritoryResult.NOT_KNOWN, statements=undated, reason=reason)
        ahead = [
            begin
            for s, said in readings
            if said.reach is Reach.INCLUDED and (begin := begins[s.id]) and begin > self.day
        ]
        if standing:
            if later := self._taken_back(standing):
                reason = words.not_understood(self.part.name, names_it=True)
                return self._says(TerritoryResult.NOT_KNOWN, statements=later, reason=reason)
            latest = max(begins[s.id] or date.min for s, _ in standing)
            found = [one for one in standing if (begins[one[0].id] or date.min) == latest]
            exact = [one for one in found if one[1].name == self.territory.name] or found
            return self._by_reach(exact, min(ahead, default=None))
        if ahead:
            return self._not_yet(readings, min(ahead))
        over = [(s, said) for s, said in readings if said.reach is Reach.INCLUDED and _over(s, said, self.day)]
        return self._no_longer(over) if over else None

    def _effect(self, stored: StoredStatement, said: Territory) -> date | None:
        """From when on a statement says something of the territory; `date.min`: always. None: it is not known.

        An extension that a State declares after its consent takes effect by the treaty's rule, if no day is printed.
        """
        statement = stored.statement
        if said.reach is not Reach.INCLUDED or said.from_on or statement.effective_on or stored.bundled:
            return begins_on(stored, said)
        row = self.part.row
        periods: tuple[Period | Row, ...] = (*row.former, row) if row else ()
        consents = [one.consent_on for one in periods if one.consent_on]
        if statement.deposited_on is None:
            return None
        if not consents or statement.deposited_on <= min(consents):
            return statement.deposited_on
        return extension_effect(self.part.answer.known.treaty, statement.deposited_on)

    def _taken_back(self, standing: list[tuple[StoredStatement, Territory]]) -> list[StoredStatement]:
        """Statements that name the territory and may take an extension back, in words that are not understood."""
        if all(said.reach is not Reach.INCLUDED for _, said in standing):
            return []
        understood = {stored.id for stored, _ in self._readings()}
        state, name = self.territory.participant, self.territory.name
        since = max(begins_on(*one) for one in standing)
        return [
            stored
            for stored in self.own
            if stored.id not in understood
            and applies(self.part, stored)
            and takes_back(stored.statement.text)
            and names_territory(state, name, stored.statement.text)
            and (stored.statement.effective_on or stored.statement.deposited_on or date.max) >= since
        ]

    def _by_reach(self, found: list[tuple[StoredStatement, Territory]], ahead: date | None) -> Record:
        statements = [stored for stored, _ in found]
        if all(stored.statement.unlisted_on(self.day) for stored in statements):
            return self._unlisted(statements)
        reaches = {said.reach for _, said in found}
        if len(reaches) > 1:
            return self._says(TerritoryResult.NOT_KNOWN, statements=statements, reason=words.same_day())
        stored, said = found[0]
        begins = self._effect(stored, said) or date.min
        return self._says(
            _BY_REACH[said.reach],
            article=self._article(stored),
            statements=statements,
            since=begins if begins != date.min else None,
            from_on=ahead if said.reach is Reach.EXCLUDED else None,
            accepted_for=self._accepted_for(stored),
        )

    def _article(self, stored: StoredStatement) -> str | None:
        """The article of a statement, or the treaty's own on territories."""
        return stored.statement.article or territory_article(self.part.answer.known.treaty)

    def _accepted_for(self, stored: StoredStatement) -> str | None:
        """The part of the State that the statement accepts the treaty for, if that is how it leaves the territory
        out."""
        text = stored.statement.text.casefold()
        return next((part for part in self.territory.outside_of if part.casefold() in text), None)

    def _not_yet(self, readings: list[tuple[StoredStatement, Territory]], from_on: date) -> Record:
        stored = next(s for s, said in readings if self._effect(s, said) == from_on)
        if stored.statement.unlisted_on(self.day):
            return self._unlisted([stored])
        article = self._article(stored)
        return self._says(TerritoryResult.EXCLUDED, article=article, statements=[stored], from_on=from_on)

    def _unlisted(self, statements: list[StoredStatement]) -> Record:
        """By statements that left the list: neither what they say nor its contrary is known to apply."""
        shown_on = max(stored.statement.last_shown_on or date.min for stored in statements)
        reason = words.unlisted_statement(self.part.name, self.territory.name, shown_on)
        return self._says(TerritoryResult.NOT_KNOWN, statements=statements, reason=reason)

    def _no_longer(self, over: list[tuple[StoredStatement, Territory]]) -> Record:
        stored, said = max(over, key=lambda one: begins_on(*one))
        ended = said.until_on or stored.statement.withdrawn_on
        reason = words.extension_withdrawn(ended) if ended else None
        article = self._article(stored)
        return self._says(TerritoryResult.EXCLUDED, article=article, statements=[stored], reason=reason)

    def _of_parts(self) -> Record | None:
        """By what is said of all the territories that lie within it."""
        parts = [replace(self, territory=part) for part in parts_of(self.territory)]
        records = [part._stated() for part in parts]
        said = [record for record in records if record]
        if not said:
            return None
        if len(said) < len(parts) or len({record.result for record in said}) > 1:
            reason = words.parts_differ(part.territory.name for part in parts)
            return self._says(TerritoryResult.NOT_KNOWN, statements=said[0].statements, reason=reason)
        return replace(said[0], facts=replace(said[0].facts, territory=self.territory.name))

    # ---- what was not read --------------------------------------------------------------------

    def _unread(self) -> Record | None:
        """What is on record of the State's territories, and says nothing of this one that is understood here."""
        standing = [stored for stored in self.own if applies(self.part, stored)]
        state, name = self.territory.participant, self.territory.name
        naming = [stored for stored in standing if names_territory(state, name, stored.statement.text)]
        blank = [
            stored
            for stored in standing
            if stored.statement.kind is StatementKind.TERRITORIAL_APPLICATION and not stored.statement.territories
        ]
        if naming or blank:
            reason = words.not_understood(self.part.name, names_it=bool(naming))
            return self._says(TerritoryResult.NOT_KNOWN, statements=naming or blank, reason=reason)
        if self.territory.practice is Practice.REGION:
            return self._uncontrolled(standing)
        return None

    def _uncontrolled(self, standing: list[StoredStatement]) -> Record | None:
        """An area that the State may say it does not control, where what it says was not read or names none."""
        unnamed = [s for s in standing if any(t.name in UNNAMED_TERRITORIES for t in s.statement.territories)]
        if unnamed:
            reason = words.unnamed_part(self.part.name)
            return self._says(TerritoryResult.NOT_KNOWN, statements=unnamed, reason=reason)
        sent = [s for s in standing if s.statement.kind is StatementKind.COMMUNICATION]
        if "C" in (self._flags or ()) and all(s.bundled for s in sent):
            reason = words.communication_unread(self.part.name)
            return self._says(TerritoryResult.NOT_KNOWN, statements=sent, reason=reason)
        return None

    def _unmarked(self) -> Record | None:
        """The chart marks a territorial declaration that is not on record, or nothing is known of any."""
        held = any(stored.statement.kind is StatementKind.TERRITORIAL_APPLICATION for stored in self.own)
        if "T" in (self._flags or ()) and not held:
            return self._says(
                TerritoryResult.NOT_KNOWN, reason=words.chart_marks_unread("T", self.part.name, self.read_on)
            )
        if (
            self._flags is None
            and self.read_on is None
            and not held
            and self.territory.practice is not Practice.EXPRESS
        ):
            return self._says(TerritoryResult.NOT_KNOWN, reason=self._nothing())
        return None

    # ---- what follows from the parent, and from practice --------------------------------------

    def _inherited(self) -> Record | None:
        """By the State's statements under the parent treaty, where the protocol's text makes them apply."""
        treaty = self.part.answer.known.treaty
        article = clauses_of(treaty).territories
        if self.parent is None or article is None:
            return None
        part = part_in(self.parent, self.part.participant, self.participants)
        found = record_of(self.view, self.participants, part, self.territory, None)
        if found.result in (TerritoryResult.PART_OF_STATE, TerritoryResult.NOT_ON_RECORD):
            return None
        facts = replace(found.facts, treaty=treaty.id, article=article, inherited_from=self.parent.known.treaty.id)
        return replace(found, rule=f"article {article} of {number_label(treaty)}", facts=facts)

    def _by_practice(self) -> Record:
        if self.territory.practice in (Practice.WHOLE, Practice.REGION):
            return self._says(TerritoryResult.PART_OF_STATE, rule="VCLT article 29")
        return self._says(TerritoryResult.NOT_ON_RECORD, rule=self.territory.source)


def _over(stored: StoredStatement, said: Territory, day: date) -> bool:
    """True if what a statement said of a territory had ended by a day."""
    ended = said.until_on or stored.statement.withdrawn_on
    return ended is not None and ended <= day
