"""`tracker between`: was a treaty in force between two participants on a day, and under which statements."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tracker.answers.dossier import nothing_read, standing_of
from tracker.answers.membership import invited_known
from tracker.answers.participation import (
    ListAge,
    ReferenceAnswer,
    acts_of,
    age_of_statements,
    applies,
    list_age,
    loss_of,
    part_in,
    references_of,
    retracted_of,
    statements_of,
)
from tracker.answers.reconciliation import StatementFinding, findings_on, of_one_statement
from tracker.answers.standing import SEAT, KnowledgeAge, answers_for, choose, find_named, parent_of
from tracker.answers.statements import StatementAnswer, statement_answer
from tracker.answers.territories import (
    ExtendedTerritory,
    InheritedStatement,
    TerritoryAnswer,
    inherited_statements,
    refuse_own_territory,
    territories_on,
    territory_answer,
    unread_flags,
    unread_flags_in_words,
)
from tracker.answers.to_json import flat
from tracker.errors import UsageError
from tracker.law import provisional_on
from tracker.law.relations import after_losses, precluded, relation_on, within_one_state
from tracker.models import StatementKind
from tracker.models.times import day_at
from tracker.reconcile import late_objections
from tracker.statements import decides, foremost, precluded_by
from tracker.wording.parties import party_words
from tracker.wording.relations import PARTIES_IS_NOT_ALL, relation_in_words
from tracker.wording.words import number_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from tracker.answers.participation import Part, Retracted
    from tracker.answers.side_by_side import SideBySide
    from tracker.answers.standing import Answer, Named
    from tracker.answers.statements import Age
    from tracker.answers.view import View
    from tracker.law.relations import Relation, Side
    from tracker.models import Provenance, Standing, Treaty
    from tracker.models.records import StoredStatement
    from tracker.participants import Participant, Participants
    from tracker.reconcile import Finding
    from tracker.wording.parties import PartyWords


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenSide:
    """What an answer says of one side. The defaults mean that nothing is known.

    `expected_on`: when the treaty's rule has it enter into force for this one, where no source has printed it.
    `by_rule_since`: since when it is, by that rule. `denounced_on`: by the day; `leaves_on` is the end as printed, and
    `left_by_rule_on` the one that the rule gives where none is printed.
    `lost_on`: since when the source no longer shows what would bind it, so that nobody knows whether it was bound.
    `retracted`: the changes that told what the chart no longer shows of it. `predecessor`: the former State that it
    belonged to on the day; `name_then`: its own name of that day, if it was another than today's. `provisional_on`:
    since when it applies the treaty provisionally (VCLT art. 25). `territory`: the one asked about as a part of it, and
    `territory_answer` whether the treaty applies there. `unread_flags`: the letters that the chart marks for it,
    without a statement on record, and `unread_note` the same in words. `inherited`: its statements under the
    parent treaty that apply here too.
    """

    participant: str
    name: str
    predecessor: str | None = None
    name_then: str | None = None
    provisional_on: date | None = None
    standing: Standing | None = None
    suspended_on: date | None = None
    expected_on: date | None = None
    by_rule_since: date | None = None
    denounced_on: date | None = None
    leaves_on: date | None = None
    left_by_rule_on: date | None = None
    lost_on: date | None = None
    retracted: tuple[int, ...] = ()
    statements: tuple[StatementAnswer, ...] = ()
    territories: tuple[ExtendedTerritory, ...] = ()
    authorities: tuple[StatementAnswer, ...] = ()
    references: tuple[ReferenceAnswer, ...] = ()
    territory: str | None = None
    territory_answer: TerritoryAnswer | None = None
    unread_flags: tuple[str, ...] = ()
    unread_note: str | None = None
    inherited: tuple[InheritedStatement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """One treaty between two participants. The defaults mean that nothing is known, not even that a list is empty.

    `in_force` None: not known. `in_force_as_known` is the same by what is known, on a day that is later than that too.
    `by_rule_since`: since when it is in force by the treaty's rule, where no source prints it. `expected_on`: when the
    treaty is expected to enter into force between the two by its own rule, `treaty_expected_on`: when it is at all;
    each None where a source prints the day, or nothing is expected. `precluded_by` is the id of the objection of one to
    a reservation of the other that precludes the entry into force between them. `naming_other` are statements of any
    kind by which one names the other. `statement_findings`: what `tracker reconcile` finds on statements of the two.
    `note`: what a Yes does not settle. `side_by_side`: the statements of both by place of the text, if they were asked
    for.
    """

    treaty: str
    as_of: date
    known_at: datetime | None
    answer: str
    in_force: bool | None = None
    in_force_as_known: bool | None = None
    since: date | None = None
    by_rule_since: date | None = None
    suspended: bool | None = None
    expected_on: date | None = None
    treaty_in_force: bool | None = None
    treaty_expected_on: date | None = None
    precluded_by: int | None = None
    naming_other: tuple[StatementAnswer, ...] = ()
    objections: tuple[StatementAnswer, ...] = ()
    statement_findings: tuple[StatementFinding, ...] = ()
    statement_list: ListAge | None = None
    evidence: tuple[int, ...] = ()
    status_as_of: date | None = None
    not_known_after: date | None = None
    last_good: datetime | None = None
    provenance: Provenance | None = None
    note: str | None = None
    side_by_side: tuple[SideBySide, ...] | None = None
    a: BetweenSide = field(metadata=flat("_a"))
    b: BetweenSide = field(metadata=flat("_b"))

    @property
    def age(self) -> KnowledgeAge:
        """How old the knowledge is."""
        return KnowledgeAge(
            status_as_of=self.status_as_of,
            not_known_after=self.not_known_after,
            last_good=self.last_good,
            provenance=self.provenance,
        )


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
        answer=f"Not known: {nothing_read(view.known_at)} of {number_label(treaty)}.",
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
        relation = relation_on(
            a.row, b.row, replace(known.chart, status_as_of=known.day), day, known.treaty, known.parent
        )
        gone = [retracted_of(self.view, part) for part in (a, b)]
        relation = after_losses(relation, *(loss_of(self.view, part) for part in (a, b)))
        applying = [self._applying(part) for part in (a, b)]
        if state:
            relation = within_one_state(relation)
        findings = findings_on(self.view, known, [*applying[0], *applying[1]])
        late = late_objections(findings)
        relation, objection = self._precluded(relation, applying, late)
        naming = [*self._naming(applying[0], self.other.id), *self._naming(applying[1], self.one.id)]
        return Between(
            treaty=known.treaty.id,
            as_of=day,
            known_at=self.view.known_at,
            in_force=None if relation.in_force and self.answer.not_known_after else relation.in_force,
            in_force_as_known=relation.in_force,
            since=relation.since,
            by_rule_since=relation.by_rule_since,
            suspended=relation.suspended,
            expected_on=None if state else relation.expected_on,
            treaty_in_force=relation.treaty_in_force,
            treaty_expected_on=relation.treaty_expected_on,
            note=PARTIES_IS_NOT_ALL if relation.in_force else None,
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
            answer=self._sentence(
                relation,
                self._words(a, relation.a, gone[0]),
                self._words(b, relation.b, gone[1]),
                state,
                objection,
                late.get(objection.id) if objection else None,
            ),
        )

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
            lost_on=side.lost_on,
            retracted=gone.ids,
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
        return tuple(statement_answer(stored, status_as_of=self.listed.status_as_of) for stored in statements)

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
            if other in precluded_by(stored.statement, self.participants)
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
