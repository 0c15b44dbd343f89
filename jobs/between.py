"""`tracker between`: was a treaty in force between two participants on a day, and under which statements."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jobs.answers import SEAT, answers_for, choose, find_participant
from jobs.dossier import nothing_read, standing_of
from jobs.objects import iso
from jobs.parts import acts_of, age_object, age_of_statements, effective, part_in, references_of, statements_of
from jobs.run import day_at
from jobs.statements import statement_object
from tracker.errors import UsageError
from tracker.models import StatementKind, moment
from tracker.participants import fold
from tracker.participation import relation_on
from tracker.report.relations import PARTIES_IS_NOT_ALL, PartyWords, relation_in_words
from tracker.report.words import number_label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from db.records import StoredStatement
    from db.store import Store
    from jobs.answers import Answer
    from jobs.objects import Object
    from jobs.parts import Part
    from jobs.statements import Age
    from tracker.models import Treaty
    from tracker.participants import Participant, Participants
    from tracker.participation import Relation


def between(
    store: Store,
    one: str,
    other: str,
    *,
    now: datetime,
    treaties: Iterable[str] = (),
    day: date | None = None,
    known_at: datetime | None = None,
) -> list[Object]:
    """Of each treaty asked for, or of all. Raises UsageError for an unknown treaty or name, and for the same twice."""
    participants, a = find_participant(store, one)
    _, b = find_participant(store, other)
    if a == b:
        raise UsageError(f"{one!r} and {other!r} are both {participants.get(a).name} ({a}): name two participants")
    wanted = list(treaties)
    answers = {found.known.treaty.id: found for found in answers_for(store, wanted, now, day, known_at)}
    found = []
    for treaty in choose(store, wanted):
        answer = answers.get(treaty.id)
        if answer:
            pair = _Pair(store, participants, answer, a, b, known_at, day_at(now, treaty.seat))
            held = pair.as_object()
        else:
            held = _unread(treaty, participants.get(a), participants.get(b), day or day_at(now, SEAT), known_at)
        found.append({"treaty": treaty.id, **held, "known_at": moment(known_at) if known_at else None})
    return found


def _unread(treaty: Treaty, a: Participant, b: Participant, day: date, known_at: datetime | None) -> Object:
    """A treaty of which nothing had been read: nothing is known, not even that a list is empty."""
    unknown = ("in_force", "since", "suspended", "treaty_in_force", "standing_a", "standing_b", "statement_list")
    lists = ("statements", "territories", "authorities", "references")
    return {
        "as_of": iso(day),
        **dict.fromkeys((*unknown, "status_as_of", "not_known_after", "last_good")),
        "participant_a": a.id,
        "name_a": a.name,
        "participant_b": b.id,
        "name_b": b.name,
        **{f"{key}_{letter}": [] for letter in "ab" for key in lists},
        "objections": [],
        "evidence": [],
        "answer": f"Not known: {nothing_read(known_at)} of {number_label(treaty)}.",
        "note": PARTIES_IS_NOT_ALL,
    }


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two participants in one answer."""

    store: Store
    participants: Participants
    answer: Answer
    a: str
    b: str
    known_at: datetime | None
    today: date

    @property
    def listed(self) -> Age:
        """How old the knowledge of the statements is."""
        return age_of_statements(self.store, self.answer, self.known_at)

    def as_object(self) -> Object:
        """Under the keys of DESIGN 5, and more."""
        known, day = self.answer.known, self.answer.day
        a, b = (part_in(self.answer, key, self.participants) for key in (self.a, self.b))
        relation = relation_on(a.row, b.row, replace(known.chart, status_as_of=known.status_as_of), day)
        stood = [statements_of(self.store, part, self.known_at) for part in (a, b)]
        applying = [effective(statements, day) for statements in stood]
        return {
            "as_of": iso(day),
            "in_force": relation.in_force,
            "since": iso(relation.since),
            "suspended": relation.suspended,
            "treaty_in_force": relation.treaty_in_force,
            **self._side("a", a, applying[0]),
            **self._side("b", b, applying[1]),
            "objections": [
                *self._objects(self._objections(applying[0], self.b)),
                *self._objects(self._objections(applying[1], self.a)),
            ],
            "statement_list": age_object(self.listed),
            "evidence": self._evidence((a, b), applying),
            **self.answer.age,
            "answer": self._sentence(relation, a, b),
            "note": PARTIES_IS_NOT_ALL,
        }

    def _side(self, letter: str, part: Part, statements: list[StoredStatement]) -> Object:
        row = part.on_day
        found = {
            "participant": part.participant,
            "name": part.name,
            "standing": standing_of(part),
            "suspended_on": iso(row.suspended_on) if row else None,
            "statements": self._objects(statements),
            "territories": [
                {
                    "name": territory.name,
                    "reach": territory.reach,
                    "from_on": iso(territory.from_on),
                    "until_on": iso(territory.until_on),
                    "statement": stored.id,
                }
                for stored in statements
                for territory in stored.statement.territories
                if (territory.from_on is None or territory.from_on <= self.answer.day)
                and (territory.until_on is None or self.answer.day < territory.until_on)
            ],
            "authorities": self._objects(
                [stored for stored in statements if stored.statement.kind is StatementKind.AUTHORITY]
            ),
            "references": references_of(self.store, part, self.known_at),
        }
        return {f"{key}_{letter}": value for key, value in found.items()}

    def _objects(self, statements: Iterable[StoredStatement]) -> list[Object]:
        return [statement_object(stored, status_as_of=self.listed.status_as_of) for stored in statements]

    def _objections(self, statements: Iterable[StoredStatement], about: str) -> list[StoredStatement]:
        """Objections whose text names the other."""
        spellings = [key for key, owner in self.participants.by_spelling.items() if owner == about]
        named = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, spellings))})(?!\w)") if spellings else None
        return [
            stored
            for stored in statements
            if stored.statement.kind is StatementKind.OBJECTION and named and named.search(fold(stored.statement.text))
        ]

    def _evidence(self, parts: Iterable[Part], statements: Iterable[Iterable[StoredStatement]]) -> list[int]:
        """The chart it stands on, what first showed each side's acts, and the statements' own."""
        found = {self.answer.known.snapshot.evidence}
        for part in parts:
            found |= {act["evidence"] for act in acts_of(self.store, part, self.participants, self.known_at)}
        found |= {stored.evidence for stood in statements for stored in stood}
        return sorted(key for key in found if key is not None)

    def _sentence(self, relation: Relation, a: Part, b: Part) -> str:
        known = self.answer.known
        one, other = (
            PartyWords(
                name=part.name,
                side=side,
                row=part.on_day,
                invited_known=self.answer.invited_known or not known.treaty.by_invitation,
            )
            for part, side in ((a, relation.a), (b, relation.b))
        )
        return relation_in_words(
            relation,
            one,
            other,
            treaty=known.treaty,
            day=self.answer.day,
            today=self.today,
            not_known_after=self.answer.not_known_after,
        )
