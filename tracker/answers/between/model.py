"""The answer, and what it says of each side."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.answers.standing import KnowledgeAge
from tracker.answers.to_json import flat

if TYPE_CHECKING:
    from datetime import date, datetime

    from tracker.answers.participation import ListAge, ReferenceAnswer
    from tracker.answers.reconciliation import StatementFinding
    from tracker.answers.statements import StatementAnswer
    from tracker.answers.territories import ExtendedTerritory, InheritedStatement, TerritoryAnswer
    from tracker.models import Failover, Provenance, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """What two participants stated under one place of the text: ids of statements, and the same in words.

    `place` is a slot of the rule table (`29(4)`, with `slot` true), else an article; None: no article is printed.
    """

    place: str | None
    slot: bool
    a: tuple[int, ...]
    b: tuple[int, ...]
    words_a: str
    words_b: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenSide:
    """What an answer says of one side. The defaults mean that nothing is known.

    `expected_on`: when the treaty's rule has it enter into force for this one, where no source has printed it.
    `by_rule_since`: since when it is, by that rule. `denounced_on`: by the day; `leaves_on` is the end as printed, and
    `left_by_rule_on` the one that the rule gives where none is printed.
    `lost_on`: since when the source no longer shows what would bind it, or that it had left, so that nobody knows
    whether it was bound.
    `retracted`: the changes that told what the chart no longer shows of it; `unconfirmed`: those that told what only
    another source than the first shows of it. `predecessor`: the former State that it
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
    unconfirmed: tuple[int, ...] = ()
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

    `in_force` None: not known. `in_force_as_known` is the same by what is known, on a day that is later than that too;
    there `in_force` is None but for a No that no later page can change.
    `by_rule_since`: since when it is in force by the treaty's rule, where no source prints it. `expected_on`: when the
    treaty is expected to enter into force between the two by its own rule, `treaty_expected_on`: when it is at all;
    each None where a source prints the day, or nothing is expected. `treaty_entry_with_lost`: when it would have
    entered into force at all with acts that sources no longer show; then nobody knows whether it did. `precluded_by` is
    the id of the objection or other statement of one that precludes the entry into force between them, or may do so.
    `naming_other` are statements of any kind by which one names the other. `statement_findings`: what `tracker
    reconcile` finds on statements of the two. `note`: what a Yes does not settle. `side_by_side`: the statements of
    both by place of the text, if they were asked for.
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
    treaty_entry_with_lost: date | None = None
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
    failover: Failover | None = None
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
            failover=self.failover,
        )
