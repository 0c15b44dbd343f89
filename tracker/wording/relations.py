"""One sentence on whether a treaty is in force between two participants on a day, and why not. Pure. Days are ISO."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.law import clauses_of, provisional_on
from tracker.models import Standing
from tracker.statements import in_set_form
from tracker.wording.by_rule import (
    article_of,
    by_article,
    contradiction_clause,
    depositary_silent,
    entry_clause,
    left_clause,
    lost_under_parent,
    parent_reason,
    warnings,
    with_lost_clause,
)
from tracker.wording.findings import explanation
from tracker.wording.reasons import of_side, of_treaty
from tracker.wording.statements import no_longer_listed
from tracker.wording.words import listed, number_label, with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from tracker.law.relations import Relation
    from tracker.law.sides import Side
    from tracker.models import Treaty
    from tracker.models.records import StoredStatement
    from tracker.reconcile import Finding
    from tracker.wording.parties import PartyWords

#: What a participant was to a treaty on a day, of one side of an answer.
STANDING = {
    Standing.PARTY: "Party",
    Standing.CONTRACTING: "had consented",
    Standing.SIGNATORY: "had signed, but not consented",
    Standing.INVITED: "was invited to accede",
    Standing.FORMER: "had left the treaty",
    Standing.NONE: "no act known",
}

#: What an answer about two Parties does not say.
PARTIES_IS_NOT_ALL = (
    "That both are Parties does not settle whether a given request is covered: that depends on its subject, the time, "
    "the territory, reservations and declarations, and domestic law."
)


#: By whether the name takes the plural.
_PROVISIONALLY = (
    "{who} applies it provisionally since {day}, which is not being a Party (VCLT article 25)",
    "{who} apply it provisionally since {day}, which is not being a Party (VCLT article 25)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tense:
    """Of a day in the past, or of today and later."""

    was: str
    had: str
    had_many: str  # with a name in the plural


PAST = Tense(was="was", had="had", had_many="had")
PRESENT = Tense(was="is", had="has", had_many="have")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The day that a sentence is about, how it names it, and the last day that is known if that is earlier."""

    day: date
    named: str
    tense: Tense
    not_known_after: str | None = None
    status_as_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartySaid:
    """What the sentence says of one side. Two sides of which it says the same are equal."""

    title: str
    suspended: str | None  # for whom, since when
    why_not: str | None  # why the treaty is not in force for it; None: it is, or that is not known
    lacks_nothing: bool  # once the treaty itself is in force
    article: str | None = None  # behind its entry into force, if only the treaty's rule gives that
    lost: str | None = None  # that the source no longer shows what would bind it
    left: str | None = None  # that only the rule ended its participation
    contradiction: str | None = None  # that its dates contradict each other
    inherited: str | None = None  # that a succession may have made it a Party, on a day that no source prints
    with_lost: date | None = None  # since when it would be in force for it with acts of others that are not shown now
    warnings: tuple[str, ...] = ()  # what has been denounced
    gone: str | None = None  # what the source no longer shows of one that is bound
    provisional: str | None = None  # that it applies the treaty provisionally


def relation_in_words(
    relation: Relation,
    one: PartyWords,
    other: PartyWords,
    *,
    treaty: Treaty,
    day: date,
    today: date,
    not_known_after: date | None,
    status_as_of: date | None = None,
    one_state: str | None = None,
    objection: StoredStatement | None = None,
    late: Finding | None = None,
) -> str:
    """`Yes: ETS 185 was in force between Brazil and Tonga on 2024-01-01, since 2023-03-01.`

    `one_state` is the State that both belonged to on the day, if it is one and the same. `objection` is the one of one
    side that precludes the entry into force between the two, and `late` the finding that the record dates it too late.
    """
    if one_state:
        return one_state_in_words(one, other, one_state, treaty=treaty, named=str(day))
    tense, known_until = PAST if day < today else PRESENT, str(not_known_after) if not_known_after else None
    status = str(status_as_of) if status_as_of else None
    when = When(day=day, named=str(day), tense=tense, not_known_after=known_until, status_as_of=status)
    if objection:
        return objection_in_words(objection, one.title, other.title, treaty=treaty, when=when, late=late)
    sides = (said_of(party, tense, treaty, day) for party in (one, other))
    return said_together(relation, *sides, treaty=treaty, when=when)


def one_state_in_words(one: PartyWords, other: PartyWords, state: str, *, treaty: Treaty, named: str) -> str:
    """The answer for two that were one and the same State on the day that is `named`."""
    label = number_label(treaty)
    return f"No: on {named} {_one_state(one, other, state)}, between whose parts {label} cannot be in force."


def objection_in_words(
    objection: StoredStatement, one: str, other: str, *, treaty: Treaty, when: When, late: Finding | None = None
) -> str:
    """The answer for two between which an objection precludes the entry into force (VCLT art. 20(4)(b)), or may do so.

    `late`: the finding that the record dates it too late; then the answer is not known.
    """
    found = objection.statement
    made_on = found.deposited_on or found.effective_on
    kind = found.kind.value.replace("_", " ")
    dated = f"{kind} of {made_on}" if made_on else f"{kind}, whose day is not given"
    asked = f"{number_label(treaty)} between {one} and {other} on {when.named}"
    by = f"{with_article(found.name):'s} {dated} [statement {objection.id}]"
    set_form = in_set_form(found)
    effect = "precludes the entry into force between them"
    if not set_form:
        effect = "may mean that it is not in force between them, in words that are not judged here"
    if found.unlisted_on(when.day):
        gone = no_longer_listed(str(found.last_shown_on))
        return f"Not known: {by}, which {effect}, {gone} ({asked}).{_limit(when)}"
    if late:
        return f"Not known: {by}, which {effect} ({asked}): {explanation(late)}.{_limit(when)}"
    if not set_form:
        return f"Not known: {by} {effect}: read it ({asked}).{_limit(when)}"
    no = f"As known on {when.not_known_after}, not" if when.not_known_after else "Not"
    said = f"{no} as between these two, according to {by}, which {effect} (VCLT art. 20(4)(b)): {asked}"
    return f"{said}.{_limit(when)}"


def said_of(party: PartyWords, tense: Tense, treaty: Treaty, day: date) -> PartySaid:
    """One side's part of the sentence."""
    suspended = party.side.suspended_on
    by_parent = parent_reason(party, treaty)
    return PartySaid(
        title=party.title,
        suspended=f"for {with_article(party.name)} since {suspended}" if suspended else None,
        why_not=(by_parent or _why(party, tense, treaty)) if party.side.bound is False else None,
        lacks_nothing=party.side.standing is Standing.CONTRACTING and not party.retracted and not by_parent,
        article=article_of(party.side, party.row, treaty),
        lost=_lost(party, treaty),
        left=left_clause(party, treaty, day),
        contradiction=contradiction_clause(party, treaty),
        inherited=_inherited(party),
        with_lost=party.side.entry_with_lost,
        warnings=tuple(warnings(party, treaty)),
        gone=party.retracted if party.side.bound else None,
        provisional=_provisional(party, day),
    )


def side_in_words(side: Side) -> str:
    """What one side of an answer was: `Party; suspended since 2026-03-01`."""
    waits = side.standing is Standing.CONTRACTING and side.bound is False
    found = (
        STANDING[side.standing],
        "the treaty was not in force for it" if waits else None,
        f"by the treaty's rule since {side.by_rule_since}" if side.by_rule_since else None,
        f"suspended since {side.suspended_on}" if side.suspended_on else None,
    )
    return "; ".join(said for said in found if said)


def said_together(relation: Relation, one: PartySaid, other: PartySaid, *, treaty: Treaty, when: When) -> str:
    """The sentence; the relation is that of the two sides on the same day."""
    label, tense, sides = number_label(treaty), when.tense, (one, other)
    parties = f"in force between {one.title} and {other.title} on {when.named}"
    if relation.in_force:
        since = _since(relation, sides, treaty)
        gone = "".join(f"; {side.gone}" for side in sides if side.gone)
        said = f"{_headline(sides, when)}: {label} {tense.was} {parties}, {since}{_warned(sides)}{gone}"
    elif relation.in_force is None:
        return _not_known(relation, sides, treaty, f"whether {label} {tense.was} {parties}", when)
    else:
        why = [*_why_treaty(relation, treaty, tense), *_why_sides(relation, sides)]
        consented = tuple(side for side in sides if side.lacks_nothing)
        no = f"{label} {tense.was} not {parties}, because {_reasons(why)}{_warned(consented)}"
        until = None if relation.final else when.not_known_after
        said = f"As known on {until}, {no}" if until else f"No: {no}"
    applied = "".join(f"; {side.provisional}" for side in sides if side.provisional)
    return f"{said}{applied}.{_limit(when)}"


def no_longer_shown(told: Iterable[tuple[int, str]]) -> str:
    """Retractions inside a sentence, from the id and the summary of each: `the chart no longer shows …; it gives no
    reason (change 13)`."""
    return "; ".join(f"{summary[:1].lower()}{summary[1:].removesuffix('.')} (change {key})" for key, summary in told)


def _one_state(one: PartyWords, other: PartyWords, state: str) -> str:
    parts = [with_article(party.name) for party in (one, other) if party.part]
    if len(parts) == 1:
        return f"{parts[0]} was part of one State, {with_article(state)}"
    return f"{' and '.join(parts)} were one State, {with_article(state)}"


def _limit(when: When) -> str:
    return (
        f" Not known after {when.not_known_after}: what happened later is not counted." if when.not_known_after else ""
    )


def _not_known(relation: Relation, sides: tuple[PartySaid, PartySaid], treaty: Treaty, asked: str, when: When) -> str:
    lost = "; ".join(side.lost for side in sides if side.lost)
    if lost:
        return f"Not known: {asked}; {lost}: ask the depositary.{_limit(when)}"
    contradiction = "; ".join(side.contradiction for side in sides if side.contradiction)
    if contradiction:
        return f"Not known: {asked}; {contradiction}: ask the depositary.{_limit(when)}"
    left = "; ".join(side.left for side in sides if side.left)
    if left:
        return f"Not known: {asked}; {left}.{_limit(when)}"
    inherited = "; ".join(dict.fromkeys(side.inherited for side in sides if side.inherited))
    if inherited:
        return f"Not known: {asked}; {inherited}: ask the depositary.{_limit(when)}"
    perhaps = relation.entry_with_lost or next((side.with_lost for side in sides if side.with_lost), None)
    if perhaps:
        return f"Not known: {asked}; {with_lost_clause(perhaps, treaty)}: ask the depositary.{_limit(when)}"
    ruled = entry_clause(relation, [side.article for side in sides], treaty)
    if ruled:
        return f"Not known: {asked}; {ruled}; {depositary_silent(when.status_as_of)}.{_limit(when)}"
    expected = f"; expected {relation.expected_on} by the treaty's rule" if relation.expected_on else ""
    untold = "cannot be told from a source that prints no dates for it"
    return f"Not known: {asked} {untold}{expected}.{_limit(when)}"


def _since(relation: Relation, sides: tuple[PartySaid, PartySaid], treaty: Treaty) -> str:
    if relation.since:
        return f"since {relation.since}"
    if relation.by_rule_since:
        named = listed(dict.fromkeys(side.article for side in sides if side.article))
        how = by_article(named or None)
        return f"since {relation.by_rule_since} {how}: the register of {number_label(treaty)} prints no day per State"
    return "since a day that the source does not print"


def _warned(sides: tuple[PartySaid, ...]) -> str:
    return "".join(f"; {warning}" for side in sides for warning in side.warnings)


def _headline(sides: tuple[PartySaid, ...], when: When) -> str:
    """`Yes`, unless something must be known first: a suspended relation is in force, and cannot be relied on."""
    suspended = [side.suspended for side in sides if side.suspended]
    found = f"its operation suspended {listed(suspended)}" if suspended else None
    if when.not_known_after:
        known = f"As known on {when.not_known_after}, nothing ends it"
        return f"{known}, {found}" if found else known
    return f"In force, {found}" if found else "Yes"


def _provisional(party: PartyWords, day: date) -> str | None:
    since = provisional_on(party.row, day)
    return _PROVISIONALLY[party.plural].format(who=party.who, day=since) if since else None


def _lost(party: PartyWords, treaty: Treaty) -> str | None:
    """`it was shown for Tonga until 2026-07-02, no longer shown since: the chart no longer shows …`."""
    above = party.side.parent
    if above and above.entry_with_lost and clauses_of(treaty).between:
        return lost_under_parent(above.entry_with_lost, party.who, treaty)
    if party.side.end_lost_on and party.side.bound is None:
        until = f"until {party.side.end_lost_on}, no longer shown since"
        return f"{party.who} {'were' if party.plural else 'was'} shown as having left {until} ({party.retracted})"
    if party.side.lost_on is None:
        return None
    return f"it was shown for {party.who} until {party.side.lost_on}, no longer shown since ({party.retracted})"


def _inherited(party: PartyWords) -> str | None:
    """Why it is not known whether a successor was bound."""
    who, inherits, later = party.who, party.side.inherits, party.side.succeeds_on
    if inherits:
        part = f"{with_article(inherits.former)}, of which {who} {'were' if party.plural else 'was'} part"
        return f"{part} until {inherits.until}, was bound or had consented, and no act of {who} is shown since then"
    if later:
        return f"{who} succeeded by a notification of {later}, and no source prints from which day that has effect"
    return None


# ---- why not --------------------------------------------------------------------------------------


def _reasons(why: list[str]) -> str:
    """Reasons hold commas of their own."""
    return why[0] if len(why) == 1 else f"{'; '.join(why[:-1])}; and {why[-1]}"


def _why_treaty(relation: Relation, treaty: Treaty, tense: Tense) -> Iterator[str]:
    if reason := of_treaty(relation, treaty):
        yield reason.clause(was=tense.was, had=tense.had)


def _why_sides(relation: Relation, sides: tuple[PartySaid, ...]) -> Iterator[str]:
    """Who has consented to a treaty that is not in force itself lacks nothing."""
    for side in sides:
        if side.why_not and not (relation.treaty_in_force is False and side.lacks_nothing):
            yield side.why_not


def _why(party: PartyWords, tense: Tense, treaty: Treaty) -> str:
    """Why a side was not bound."""
    return of_side(party, treaty).clause(was=tense.was, had=tense.had_many if party.plural else tense.had)
