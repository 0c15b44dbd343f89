"""One side of an answer about two participants, as its sentence names it; what only one source shows of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language import N_, fill
from tracker.models import Field, Provenance
from tracker.wording.sources import source_in_words
from tracker.wording.terms import DATED_FACTS
from tracker.wording.words import clauses, listed, with_article

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tracker.law.sides import Side
    from tracker.models import Change, Row
    from tracker.participants import Participants
    from tracker.wording.grammar import Noun

_THEN = N_("{name} (then {then})")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyWords:
    """One side as the sentence needs it. `name` may be a mark for a name (`Noun`). `row` as the law saw it on the day;
    None: it has none.

    `then` is the former State that it belonged to on the day, or its own name of that day; `signed_by` and
    `consented_by` those whose acts the row's were (None: its own). `retracted`: what the chart no longer shows of it,
    and `unconfirmed`: what only another source than the treaty's first shows of it, in words.
    """

    name: str
    side: Side
    row: Row | None
    invited_known: bool
    then: str | None = None
    signed_by: str | None = None
    consented_by: str | None = None
    existed: bool = True  # on the day, or a former State stood for it
    part: bool = False  # of a former State on the day
    retracted: str | None = None
    unconfirmed: str | None = None

    @property
    def title(self) -> str:
        """As the question names it: `Serbia (then Serbia and Montenegro)`."""
        name = with_article(self.name)
        return fill(_THEN, name=name, then=with_article(self.then)) if self.then else name

    @property
    def who(self) -> Noun:
        """Who it was on the day."""
        return with_article(self.then or self.name)


def party_words(
    participants: Participants,
    participant: str,
    name: str,
    *,
    side: Side,
    row: Row | None,
    day: date,
    invited_known: bool,
    retracted: str | None = None,
    unconfirmed: str | None = None,
) -> PartyWords:
    """One side on a day, with the former States whose acts its row holds (docs/rules-of-change.md#sequences). `row` as
    in PartyWords."""

    def former(when: date | None) -> str | None:
        found = participants.predecessor_on(participant, when) if when else None
        return found.name if found else None

    predecessor = former(day)
    then = predecessor or participants.name_then(participant, day, row.name if row else name)
    return PartyWords(
        name=name,
        side=side,
        row=row,
        invited_known=invited_known,
        then=then,
        signed_by=former(row.signed_on) if row else None,
        consented_by=former(row.consent_on) if row else None,
        part=bool(predecessor),
        existed=bool(predecessor) or participants.get(participant).existed_on(day),
        retracted=retracted,
        unconfirmed=unconfirmed,
    )


_ALONE = N_("only {source} shows, of {who}: {facts}; not confirmed by {authority}")
CHANGE = N_("{said} (change {id})")


def shown_alone(name: str, changes: Iterable[Change], authority: str) -> str:
    """What only another source shows of a participant, from the changes that told it; a clause. Days are ISO."""
    by_source: dict[str, list[Change]] = {}
    for change in changes:
        by_source.setdefault(change.source, []).append(change)
    return clauses(
        fill(
            _ALONE,
            source=source_in_words(source, Provenance.SOURCE),
            who=with_article(name),
            facts=listed(map(_fact, told)),
            authority=source_in_words(authority, Provenance.SOURCE),
        )
        for source, told in by_source.items()
    )


def _fact(change: Change) -> str:
    dates = {change.field: change.effective_on, Field.LEFT_ON: change.left_on}
    said = listed(fill(DATED_FACTS[name], day=str(day)) for name, day in dates.items() if day)
    return fill(CHANGE, said=said, id=change.id)
