"""One sentence on whether a treaty is in force between two participants on a day, and why not. Pure. Days are ISO."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.models import Standing
from tracker.wording.reasons import of_side, of_treaty
from tracker.wording.words import listed, number_label, with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from tracker.law.relations import Relation, Side
    from tracker.models import Row, Treaty
    from tracker.participants import Participants

#: What an answer about two Parties does not say.
PARTIES_IS_NOT_ALL = (
    "That both are Parties does not settle whether a given request is covered: that depends on its subject, the time, "
    "the territory, reservations and declarations, and domestic law."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyWords:
    """One side as the sentence needs it. `row` as the law saw it on the day; None: it has none.

    `then` is the former State that it belonged to on the day; `signed_by` and `consented_by` those whose acts the
    row's were (None: its own). `retracted`: what the chart no longer shows of it, in words.
    """

    name: str
    side: Side
    row: Row | None
    invited_known: bool
    then: str | None = None
    signed_by: str | None = None
    consented_by: str | None = None
    existed: bool = True  # on the day, or a former State stood for it
    retracted: str | None = None

    @property
    def title(self) -> str:
        """As the question names it: `Serbia (then Serbia and Montenegro)`."""
        return with_article(self.name) + (f" (then {with_article(self.then)})" if self.then else "")

    @property
    def who(self) -> str:
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
) -> PartyWords:
    """One side on a day, with the former States whose acts its row holds (docs/rules-of-change.md#sequences). `row` as
    in PartyWords."""

    def former(when: date | None) -> str | None:
        found = participants.predecessor_on(participant, when) if when else None
        return found.name if found else None

    then = former(day)
    return PartyWords(
        name=name,
        side=side,
        row=row,
        invited_known=invited_known,
        then=then,
        signed_by=former(row.signed_on) if row else None,
        consented_by=former(row.consent_on) if row else None,
        existed=bool(then) or participants.get(participant).existed_on(day),
        retracted=retracted,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tense:
    """Of a day in the past, or of today and later."""

    was: str
    had: str


_PAST, _PRESENT = _Tense(was="was", had="had"), _Tense(was="is", had="has")


def relation_in_words(
    relation: Relation,
    one: PartyWords,
    other: PartyWords,
    *,
    treaty: Treaty,
    day: date,
    today: date,
    not_known_after: date | None,
    one_state: str | None = None,
) -> str:
    """`Yes: ETS 185 was in force between Brazil and Tonga on 2024-01-01, since 2023-03-01.`

    `one_state` is the State that both belonged to on the day, if it is one and the same.
    """
    tense = _PAST if day < today else _PRESENT
    label, parties = number_label(treaty), f"in force between {one.title} and {other.title} on {day}"
    if one_state:
        return f"No: on {day} {_one_state(one, other, one_state)}, between whose parts {label} cannot be in force."
    if relation.in_force:
        said = f"Yes: {label} {tense.was} {parties}, {_since(relation)}{_suspended((one, other))}"
    elif relation.in_force is None:
        return _not_known(relation, f"whether {label} {tense.was} {parties}", day, not_known_after)
    else:
        why = [*_why_treaty(relation, treaty, tense), *_why_sides(relation, (one, other), tense)]
        said = f"No: {label} {tense.was} not {parties}, because {_reasons(why)}"
    return f"{said}.{_limit(not_known_after)}"


def why_not_bound(party: PartyWords) -> str:
    """Why a treaty was not in force for one side, as of a day in the past: `Ireland had signed but not consented`."""
    return _why(party, _PAST)


def no_longer_shown(told: Iterable[tuple[int, str]]) -> str:
    """Retractions inside a sentence, from the id and the summary of each: `the chart no longer shows …; it gives no
    reason (change 13)`."""
    return "; ".join(f"{summary[:1].lower()}{summary[1:].removesuffix('.')} (change {key})" for key, summary in told)


def _one_state(one: PartyWords, other: PartyWords, state: str) -> str:
    parts = [with_article(party.name) for party in (one, other) if party.name != state]
    if len(parts) == 1:
        return f"{parts[0]} was part of one State, {with_article(state)}"
    return f"{' and '.join(parts)} were one State, {with_article(state)}"


def why_not_itself(relation: Relation, treaty: Treaty) -> str:
    """The same of the treaty itself; empty where it was in force, or nobody can tell."""
    return "".join(_why_treaty(relation, treaty, _PAST))


def _limit(not_known_after: date | None) -> str:
    return f" Not known after {not_known_after}: what happened later is not counted." if not_known_after else ""


def _not_known(relation: Relation, asked: str, day: date, not_known_after: date | None) -> str:
    expected = f"; expected {relation.expected_on} by the treaty's rule" if relation.expected_on else ""
    if relation.expected_on and relation.expected_on <= day:
        limit = f"; not known after {not_known_after}" if not_known_after else ""
        return f"Not known: {asked}{expected}, not printed by a source{limit}."
    untold = "cannot be told from a source that prints no dates for it"
    return f"Not known: {asked} {untold}{expected}.{_limit(not_known_after)}"


def _since(relation: Relation) -> str:
    return f"since {relation.since}" if relation.since else "since a day that the source does not print"


def _suspended(sides: tuple[PartyWords, ...]) -> str:
    found = [f"for {with_article(s.name)} since {s.side.suspended_on}" for s in sides if s.side.suspended_on]
    return f"; but its operation is suspended {listed(found)}" if found else ""


# ---- why not --------------------------------------------------------------------------------------


def _reasons(why: list[str]) -> str:
    """Reasons hold commas of their own."""
    return why[0] if len(why) == 1 else f"{'; '.join(why[:-1])}; and {why[-1]}"


def _why_treaty(relation: Relation, treaty: Treaty, tense: _Tense) -> Iterator[str]:
    if reason := of_treaty(relation, treaty):
        yield reason.clause(was=tense.was, had=tense.had)


def _why_sides(relation: Relation, sides: tuple[PartyWords, ...], tense: _Tense) -> Iterator[str]:
    """Who has consented to a treaty that is not in force itself lacks nothing."""
    for party in sides:
        consented = party.side.standing is Standing.CONTRACTING and not party.retracted
        if party.side.bound is False and not (relation.treaty_in_force is False and consented):
            yield _why(party, tense)


def _why(party: PartyWords, tense: _Tense) -> str:
    """Why a side was not bound."""
    return of_side(party).clause(was=tense.was, had=tense.had)
