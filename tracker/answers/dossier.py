"""`tracker state`: one participant over all treaties, on any day and as it had been read by any moment."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tracker.answers.calendar import CalendarItem, expected_of
from tracker.answers.losses import retracted_of, unconfirmed_of
from tracker.answers.membership import group_on, invited_known
from tracker.answers.participation import (
    ActAnswer,
    ListAge,
    ReferenceAnswer,
    acts_of,
    age_of_statements,
    applies,
    bound_on_day,
    list_age,
    part_in,
    references_of,
    statements_of,
    with_stated_kinds,
)
from tracker.answers.reconciliation import StatementFinding, findings_on, of_one_statement
from tracker.answers.standing import (
    SEAT,
    KnowledgeAge,
    answers_for,
    by_rule_since,
    choose,
    find_named,
    flags_of,
    left_by_rule_on,
)
from tracker.answers.statements import StatementAnswer, known_statement
from tracker.answers.territories import TerritoryAnswer, territory_answer, unread_flags, unread_flags_in_words
from tracker.answers.to_json import flat
from tracker.law import NextAct, next_acts, provisional_on, standing_on
from tracker.law.periods import periods_on
from tracker.law.standing import ended_by_rule
from tracker.models import Group, Listed, Standing
from tracker.models.times import day_at
from tracker.wording.notices import nothing_read
from tracker.wording.rules import open_to, states_alone
from tracker.wording.words import with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from tracker.answers.participation import Part
    from tracker.answers.standing import Answer, Named
    from tracker.answers.statements import Age
    from tracker.answers.view import View
    from tracker.models import ConsentKind, Failover, Period, Provenance, Treaty
    from tracker.models.records import StoredStatement
    from tracker.participants import Participant, Participants


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementInDossier:
    """A statement, and whether it is in effect on the day.

    It modifies relations between Parties (VCLT art. 21(1)). `awaits_entry`: it was made and stands, and takes effect
    when the treaty enters into force for the participant. `in_effect` is None for one that left the list before the
    day: no withdrawal is on record.
    """

    statement: StatementAnswer = field(metadata=flat())
    in_effect: bool | None
    awaits_entry: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyDossier:
    """What a dossier says of one treaty. The defaults mean that nothing is known, not even `none`.

    `bundled_basis`: what the bundled list says of the row (where it is from, how sure that is, what was computed or is
    not loaded), while the row is from there. `retracted`: the changes that told what the chart no longer shows of the
    participant, `retracted_note` in words; `unconfirmed`, `unconfirmed_note`: the same of what only another source than
    the first shows. `expected`: what the treaty's calendar holds for it. `open_to`: how the
    treaty is open to it, in words, by its articles. `note` says that nothing was read. `territory_answer`: whether the
    treaty applies in the territory asked about. `unread_flags`: the letters that the chart marks for it, without a
    statement on record, and `unread_note` the same in words. `statement_findings`: as in Between.
    """

    treaty: str
    title: str
    as_of: date
    participant: str
    name: str | None = None
    standing: Standing | None = None
    signed_on: date | None = None
    consent_on: date | None = None
    consent_kind: ConsentKind | None = None
    in_force_on: date | None = None
    denounced_on: date | None = None
    left_on: date | None = None
    suspended_on: date | None = None
    provisional_on: date | None = None
    by_rule_since: date | None = None
    left_by_rule_on: date | None = None
    group: Group | None = None
    flags: tuple[str, ...] | None = None
    invited_known: bool | None = None
    successor: str | None = None
    bundled_basis: Mapping[str, str] | None = None
    periods: tuple[Period, ...] = ()
    acts: tuple[ActAnswer, ...] = ()
    retracted: tuple[int, ...] = ()
    retracted_note: str | None = None
    unconfirmed: tuple[int, ...] = ()
    unconfirmed_note: str | None = None
    statements: tuple[StatementInDossier, ...] = ()
    statement_findings: tuple[StatementFinding, ...] = ()
    statement_list: ListAge | None = None
    expected: tuple[CalendarItem, ...] = ()
    could_do_next: tuple[NextAct, ...] = ()
    open_to: tuple[str, ...] = ()
    references: tuple[ReferenceAnswer, ...] = ()
    territory_answer: TerritoryAnswer | None = None
    unread_flags: tuple[str, ...] = ()
    unread_note: str | None = None
    evidence: int | None = None
    status_as_of: date | None = None
    not_known_after: date | None = None
    last_good: datetime | None = None
    provenance: Provenance | None = None
    failover: Failover | None = None
    note: str | None = None

    @property
    def age(self) -> KnowledgeAge:
        """How old the knowledge is."""
        return KnowledgeAge(
            status_as_of=self.status_as_of,
            not_known_after=self.not_known_after,
            last_good=self.last_good,
            provenance=self.provenance,
            failover=self.failover,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that is known of one participant on a day. `territory`: the one asked about as a part of it."""

    participant: str
    name: str
    names: tuple[str, ...]
    alpha_2: str | None
    group: Group
    council_member: bool
    predecessor: str | None
    name_then: str | None
    successors: tuple[str, ...]
    as_of: date
    known_at: datetime | None
    treaties: tuple[TreatyDossier, ...]
    territory: str | None = None


def dossier(view: View, given: str, *, now: datetime, day: date | None) -> Dossier:
    """All that is known of a participant. Raises UsageError for a name that nobody knows."""
    named = find_named(view, given)
    participants, key = named.participants, named.id
    participant = participants.get(key)
    answers = {a.known.treaty.id: a for a in answers_for(view, (), now, day)}
    asked = day or day_at(now, SEAT)
    treaties = tuple(
        _held(view, named, answers, answers[treaty.id])
        if treaty.id in answers
        else _unread(view, treaty, participant, asked)
        for treaty in choose(view, ())
    )
    group = group_on(view, participant, asked)
    printed = (held.name for held in treaties if held.standing and held.name)
    return Dossier(
        participant=key,
        name=participant.name,
        names=tuple(sorted({*_names(participant), *printed})),
        alpha_2=participant.alpha_2,
        group=group,
        council_member=group is Group.MEMBER,
        predecessor=_name_of(participants.predecessor_on(key, asked)),
        name_then=participants.name_then(key, asked, participant.name),
        successors=tuple(participant.successors),
        as_of=asked,
        known_at=view.known_at,
        treaties=treaties,
        territory=named.territory_name,
    )


def _names(participant: Participant) -> Iterator[str]:
    yield participant.name
    if participant.name_fr:
        yield participant.name_fr


def _name_of(participant: Participant | None) -> str | None:
    return participant.name if participant else None


def _unread(view: View, treaty: Treaty, participant: Participant, day: date) -> TreatyDossier:
    """A treaty of which nothing had been read."""
    note = nothing_read(view.known_at, "this treaty")
    return TreatyDossier(treaty=treaty.id, title=treaty.name, as_of=day, participant=participant.id, note=note)


def _held(view: View, named: Named, answers: Mapping[str, Answer], answer: Answer) -> TreatyDossier:
    participants, treaty = named.participants, answer.known.treaty
    part = part_in(answer, named.id, participants)
    parent = answers.get(treaty.parent) if treaty.parent else None
    stored, listed = statements_of(view, part), age_of_statements(view, answer)
    gone, alone, marked = retracted_of(view, part), unconfirmed_of(part), unread_flags(view, part)
    upcoming = () if gone.changes else could_do_next(view, part, parent, participants)
    return replace(
        _in_chart(part, participants),
        acts=with_stated_kinds(acts_of(view, part, participants), stored),
        retracted=gone.ids,
        retracted_note=gone.words,
        unconfirmed=alone.ids,
        unconfirmed_note=alone.words,
        statements=_statements(view, stored, part, listed, participants),
        statement_findings=of_one_statement(findings_on(view, answer.known, stored)),
        statement_list=list_age(listed),
        expected=expected_of(view, part, parent, stored),
        could_do_next=upcoming,
        open_to=_open_to(part, upcoming, participants),
        references=references_of(view, part),
        territory_answer=_in_territory(view, named, part, parent),
        unread_flags=marked,
        unread_note=unread_flags_in_words(view, part, marked),
        evidence=answer.known.snapshot.evidence,
        status_as_of=answer.known.status_as_of,
        not_known_after=answer.not_known_after,
        last_good=answer.known.last_good_at,
        provenance=answer.known.provenance,
        failover=answer.known.failover,
    )


def _in_chart(part: Part, participants: Participants) -> TreatyDossier:
    """What the chart says of it, as the law saw that on the day."""
    answer, row = part.answer, part.on_day
    return TreatyDossier(
        treaty=answer.known.treaty.id,
        title=answer.known.treaty.name,
        as_of=answer.day,
        participant=part.participant,
        name=part.name,
        standing=standing_of(part),
        signed_on=row.signed_on if row else None,
        consent_on=row.consent_on if row else None,
        consent_kind=row.consent_kind if row else None,
        in_force_on=row.in_force_on if row else None,
        denounced_on=row.denounced_on if row else None,
        left_on=row.left_on if row else None,
        suspended_on=row.suspended_on if row else None,
        provisional_on=provisional_on(row, answer.day),
        by_rule_since=by_rule_since(row, answer.day) if row else None,
        left_by_rule_on=left_by_rule_on(row, answer.day) if row else None,
        group=row.group if row else None,
        flags=flags_of(row) if row else None,
        invited_known=invited_known(part, participants),
        successor=part.successor,
        bundled_basis=dict(part.row.extra) or None if part.row and answer.known.snapshot.bundled else None,
        periods=periods_on(part.row, answer.day) if part.row else (),
    )


def _in_territory(view: View, named: Named, part: Part, parent: Answer | None) -> TerritoryAnswer | None:
    if named.territory is None:
        return None
    bound, row = bound_on_day(part, named.participants), part.on_day
    return territory_answer(
        view,
        named.participants,
        part,
        named.territory,
        in_force=bound,
        bound=bound,
        since=row.in_force_on if row else None,
        parent=parent,
    )


def standing_of(part: Part) -> Standing:
    """The standing on the day of the answer."""
    row = part.on_day
    return standing_on(row, part.answer.day) if row else Standing.NONE


#: One that left, or did nothing, has no entry into force ahead of it.
_BEFORE_ENTRY = (Standing.SIGNATORY, Standing.CONTRACTING, Standing.PARTY)


def _statements(
    view: View, statements: Sequence[StoredStatement], part: Part, listed: Age, participants: Participants
) -> tuple[StatementInDossier, ...]:
    """All of them, also those that are not in effect on the day."""
    if not statements:
        return ()
    bound, awaiting = bound_on_day(part, participants), standing_of(part) in _BEFORE_ENTRY
    return tuple(
        StatementInDossier(
            statement=known_statement(view, stored, status_as_of=listed.status_as_of),
            in_effect=_in_effect(part, stored, bound),
            awaits_entry=applies(part, stored) and bound is False and awaiting,
        )
        for stored in statements
    )


def _in_effect(part: Part, stored: StoredStatement, bound: bool | None) -> bool | None:
    if not applies(part, stored) or bound is False:
        return False
    return None if stored.statement.unlisted_on(part.answer.day) else True


# ---- what may come next -------------------------------------------------------------------------


def could_do_next(view: View, part: Part, parent: Answer | None, participants: Participants) -> tuple[NextAct, ...]:
    """Acts that are open to the participant on the day; a former State can do nothing any more.

    An invitation is named only for one that has a row in the chart: who else may be invited is not judged here.
    """
    answer, participant = part.answer, participants.get(part.participant)
    if not participant.existed_on(answer.day):
        return ()
    in_parent = part_in(parent, part.participant, participants) if parent else None
    if any(_unclear(found) or _ended_by_rule(found) for found in (part, in_parent)):
        return ()
    found = next_acts(
        answer.known.treaty,
        standing=standing_of(part),
        parent_standing=standing_of(in_parent) if in_parent else None,
        group=group_on(view, participant, answer.day),
        parent_signed=_has_signed(in_parent) if in_parent else None,
        ever_member=participant.ever_member,
    )
    return tuple(act for act in found if part.row or act is not NextAct.BE_INVITED)


def _open_to(part: Part, acts: Iterable[NextAct], participants: Participants) -> tuple[str, ...]:
    treaty = part.answer.known.treaty
    if participants.get(part.participant).organisation and standing_of(part) is Standing.NONE:
        alone = states_alone(treaty)
        return (alone,) if alone else ()
    return open_to(treaty, with_article(part.name), acts)


def _unclear(part: Part | None) -> bool:
    """Listed among "signatories and invited", and nothing shows which of the two (docs/sources.md#members). Or a list
    that is not complete says nothing of it."""
    row = part.row if part else None
    if row is None or row.unread:
        return row is not None
    return row.listed is Listed.SIGNATORY_OR_INVITED and not row.invited and not row.dates


def _ended_by_rule(part: Part | None) -> bool:
    """Only the rule says that it is no longer bound: whether it may still act as one that is, is not known."""
    return part is not None and part.row is not None and ended_by_rule(part.row, part.answer.day)


def _has_signed(part: Part) -> bool | None:
    """None where its source lists it without dates."""
    if part.row is None:
        return False
    if part.row.listed and not part.row.dates:
        return None
    return any(period.signed_on for period in periods_on(part.row, part.answer.day))
