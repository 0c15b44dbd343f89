"""The question itself, asked of a view."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.answers.between.model import Between, BetweenSide
from tracker.answers.dossier import standing_of
from tracker.answers.losses import loss_of, retracted_of, unconfirmed_of
from tracker.answers.membership import invited_known
from tracker.answers.participation import (
    acts_of,
    age_of_statements,
    applies,
    inherited,
    list_age,
    part_in,
    references_of,
    statements_of,
)
from tracker.answers.reconciliation import findings_on, of_one_statement
from tracker.answers.standing import SEAT, answers_for, choose, find_named, parent_of
from tracker.answers.statements import StatementAnswer, known_statement
from tracker.answers.territories import (
    TerritoryAnswer,
    inherited_statements,
    refuse_own_territory,
    territories_on,
    territory_answer,
    unread_flags,
    unread_flags_in_words,
)
from tracker.errors import UsageError
from tracker.language import _
from tracker.law import provisional_on
from tracker.law.relations import (
    after_losses,
    after_successions,
    known_after,
    of_state_no_more,
    precluded,
    relation_on,
    within_one_state,
)
from tracker.models import StatementKind
from tracker.models.times import day_at
from tracker.reconcile import late_objections
from tracker.statements import decides, foremost, opposed_by
from tracker.wording.notices import not_known_yet
from tracker.wording.parties import party_words
from tracker.wording.relations import PARTIES_IS_NOT_ALL, relation_in_words
from tracker.wording.words import number_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from tracker.answers.losses import Retracted
    from tracker.answers.participation import Part
    from tracker.answers.standing import Answer, Named
    from tracker.answers.statements import Age
    from tracker.answers.view import View
    from tracker.law.relations import Relation
    from tracker.law.sides import Side
    from tracker.models import Treaty
    from tracker.models.records import StoredStatement
    from tracker.participants import Participant, Participants
    from tracker.reconcile import Finding
    from tracker.wording.parties import PartyWords


def between(
    view: View,
    one: str,
    other: str,
    *,
    now: datetime,
    treaties: Iterable[str] = (),
    day: date | None = None,
) -> list[Between]:
    """Of each treaty asked for, or of all. Raises UsageError for an unknown treaty or name, for the same twice, and for
    a State with its own territory."""
    asked = (find_named(view, one), find_named(view, other))
    participants, a, b = asked[0].participants, asked[0].id, asked[1].id
    if a == b:
        refuse_own_territory(participants.get(a).name, (named.territory for named in asked))
        raise UsageError(f"{one!r} and {other!r} are both {participants.get(a).name} ({a}): name two participants")
    wanted = list(treaties)
    answers = {found.known.treaty.id: found for found in answers_for(view, wanted, now, day)}
    found = []
    for treaty in choose(view, wanted):
        answer = answers.get(treaty.id)
        if answer:
            parent = answers.get(treaty.parent or "") or parent_of(view, treaty, now=now, day=day)
            found.append(_Pair(view, answer, *asked, day_at(now, treaty.seat), parent).found())
        else:
            found.append(_unread(view, treaty, *asked, day or day_at(now, SEAT)))
    return found


def _unread(view: View, treaty: Treaty, one: Named, other: Named, day: date) -> Between:
    """A treaty of which nothing had been read."""
    a, b = (named.participants.get(named.id) for named in (one, other))
    return Between(
        treaty=treaty.id,
        as_of=day,
        known_at=view.known_at,
        answer=not_known_yet(view.known_at, number_label(treaty)),
        a=BetweenSide(participant=a.id, name=a.name_under(treaty.id), territory=one.territory_name),
        b=BetweenSide(participant=b.id, name=b.name_under(treaty.id), territory=other.territory_name),
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two participants in one answer."""

    view: View
    answer: Answer
    one: Named
    other: Named
    today: date
    parent: Answer | None

    @property
    def participants(self) -> Participants:
        """The table in which both were found."""
        return self.one.participants

    @property
    def listed(self) -> Age:
        """How old the knowledge of the statements is."""
        return age_of_statements(self.view, self.answer)

    def found(self) -> Between:
        """The answer."""
        known, day = self.answer.known, self.answer.day
        a, b = (part_in(self.answer, key, self.participants) for key in (self.one.id, self.other.id))
        state = self.participants.one_state_on(self.one.id, self.other.id, day)
        relation = self._relation(a, b, one_state=state is not None)
        gone = [retracted_of(self.view, part) for part in (a, b)]
        applying = [self._applying(part) for part in (a, b)]
        findings = findings_on(self.view, known, [*applying[0], *applying[1]])
        late = late_objections(findings)
        relation, objection = self._precluded(relation, applying, late)
        naming = [*self._naming(applying[0], self.other.id), *self._naming(applying[1], self.one.id)]
        return Between(
            treaty=known.treaty.id,
            as_of=day,
            known_at=self.view.known_at,
            in_force=known_after(relation) if self.answer.not_known_after else relation.in_force,
            in_force_as_known=relation.in_force,
            since=relation.since,
            by_rule_since=relation.by_rule_since,
            suspended=relation.suspended,
            expected_on=None if state else relation.expected_on,
            treaty_in_force=relation.treaty_in_force,
            treaty_expected_on=relation.treaty_expected_on,
            treaty_entry_with_lost=relation.entry_with_lost,
            note=_(PARTIES_IS_NOT_ALL) if relation.in_force else None,
            a=self._side(self.one, a, relation, relation.a, applying[0], gone[0]),
            b=self._side(self.other, b, relation, relation.b, applying[1], gone[1]),
            precluded_by=objection.id if objection else None,
            naming_other=self._answers(naming),
            objections=self._answers(one for one in naming if one.statement.kind is StatementKind.OBJECTION),
            statement_findings=of_one_statement(findings),
            statement_list=list_age(self.listed),
            evidence=self._evidence((a, b), applying),
            status_as_of=known.status_as_of,
            not_known_after=self.answer.not_known_after,
            last_good=known.last_good_at,
            provenance=known.provenance,
            failover=known.failover,
            answer=self._sentence(
                relation,
                self._words(a, relation.a, gone[0]),
                self._words(b, relation.b, gone[1]),
                state,
                objection,
                late.get(objection.id) if objection else None,
            ),
        )

    def _relation(self, a: Part, b: Part, *, one_state: bool) -> Relation:
        """The relation by the rows of both, by what their chart no longer shows, and by which States there were."""
        known = self.answer.known
        relation = relation_on(
            a.row, b.row, replace(known.chart, status_as_of=known.day), self.answer.day, known.treaty, known.parent
        )
        relation = after_losses(relation, *(loss_of(self.view, part) for part in (a, b)))
        relation = after_successions(relation, *(inherited(part, self.participants) for part in (a, b)))
        if one_state:
            return within_one_state(relation)
        ended = any(self.participants.get(named.id).ended_by(self.answer.day) for named in (self.one, self.other))
        return of_state_no_more(relation) if ended else relation

    def _then(self, participant: str) -> Participant | None:
        """The former State that it belonged to on the day, if any."""
        return self.participants.predecessor_on(participant, self.answer.day)

    def _applying(self, part: Part) -> list[StoredStatement]:
        return [stored for stored in statements_of(self.view, part) if applies(part, stored)]

    def _side(
        self,
        asked: Named,
        part: Part,
        relation: Relation,
        side: Side,
        statements: list[StoredStatement],
        gone: Retracted,
    ) -> BetweenSide:
        row, then = part.on_day, self._then(part.participant)
        marked = unread_flags(self.view, part)
        return BetweenSide(
            participant=part.participant,
            name=part.name,
            predecessor=then.name if then else None,
            name_then=self.participants.name_then(part.participant, self.answer.day, part.name),
            provisional_on=provisional_on(row, self.answer.day),
            standing=standing_of(part),
            suspended_on=row.suspended_on if row else None,
            expected_on=side.expected_on,
            by_rule_since=side.by_rule_since,
            denounced_on=side.denounced_on,
            leaves_on=side.leaves_on,
            left_by_rule_on=side.left_by_rule,
            lost_on=side.unshown_since,
            retracted=gone.ids,
            unconfirmed=unconfirmed_of(part).ids,
            statements=self._answers(statements),
            territories=territories_on(statements, self.answer.day),
            authorities=self._answers(
                [stored for stored in statements if stored.statement.kind is StatementKind.AUTHORITY]
            ),
            references=references_of(self.view, part),
            territory=asked.territory_name,
            territory_answer=self._in_territory(asked, part, relation, side),
            unread_flags=marked,
            unread_note=unread_flags_in_words(self.view, part, marked),
            inherited=inherited_statements(
                self.view, self.answer.known.treaty, part.participant, self.participants, self.parent
            ),
        )

    def _in_territory(self, asked: Named, part: Part, relation: Relation, side: Side) -> TerritoryAnswer | None:
        if asked.territory is None:
            return None
        return territory_answer(
            self.view,
            self.participants,
            part,
            asked.territory,
            in_force=relation.in_force,
            bound=side.bound,
            since=relation.since,
            parent=self.parent,
        )

    def _answers(self, statements: Iterable[StoredStatement]) -> tuple[StatementAnswer, ...]:
        status = self.listed.status_as_of
        return tuple(known_statement(self.view, stored, status_as_of=status) for stored in statements)

    def _naming(self, statements: Iterable[StoredStatement], other: str) -> list[StoredStatement]:
        """Statements whose text names the other."""
        return [stored for stored in statements if other in self.participants.named_in(stored.statement.text)]

    def _precluded(
        self, relation: Relation, applying: Iterable[Iterable[StoredStatement]], late: Mapping[int, Finding]
    ) -> tuple[Relation, StoredStatement | None]:
        """The relation under the objection of one that precludes the entry into force between the two, if any."""
        found = [
            stored
            for statements, other in zip(applying, (self.other.id, self.one.id), strict=True)
            for stored in statements
            if other in opposed_by(stored.statement, self.participants)
        ]
        objection = foremost(found, self.answer.day, late) if relation.in_force is not False else None
        if objection is None:
            return relation, None
        return precluded(relation, certain=decides(objection, self.answer.day, late)), objection

    def _evidence(self, parts: Iterable[Part], statements: Iterable[Iterable[StoredStatement]]) -> tuple[int, ...]:
        """Ids of evidence: of the chart used, of the first read of each side's acts, and of the statements."""
        found = {self.answer.known.snapshot.evidence}
        for part in parts:
            found |= {act.evidence for act in acts_of(self.view, part, self.participants)}
        found |= {stored.evidence for stood in statements for stored in stood}
        return tuple(sorted(key for key in found if key is not None))

    def _words(self, part: Part, side: Side, gone: Retracted) -> PartyWords:
        return party_words(
            self.participants,
            part.participant,
            part.name,
            side=side,
            row=part.on_day,
            day=self.answer.day,
            invited_known=invited_known(part, self.participants),
            retracted=gone.words,
            unconfirmed=unconfirmed_of(part).words,
        )

    def _sentence(
        self,
        relation: Relation,
        one: PartyWords,
        other: PartyWords,
        state: Participant | None,
        objection: StoredStatement | None,
        late: Finding | None,
    ) -> str:
        return relation_in_words(
            relation,
            one,
            other,
            treaty=self.answer.known.treaty,
            day=self.answer.day,
            today=self.today,
            not_known_after=self.answer.not_known_after,
            status_as_of=self.answer.known.status_as_of,
            one_state=state.name if state else None,
            objection=objection,
            late=late,
        )
