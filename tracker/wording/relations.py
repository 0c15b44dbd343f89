"""One sentence on whether a treaty is in force between two participants on a day, and why not. Pure. Days are ISO."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language import N_, P_, _, counting, fill
from tracker.law import provisional_on
from tracker.models import Standing
from tracker.statements import in_set_form
from tracker.wording.by_rule import (
    article_of,
    by_article,
    contradiction_clause,
    depositary_silent,
    entry_clause,
    inherited_clause,
    left_clause,
    lost_clause,
    parent_reason,
    warnings,
    with_lost_clause,
)
from tracker.wording.findings import explanation
from tracker.wording.parties import CHANGE
from tracker.wording.reasons import of_side, of_treaty
from tracker.wording.statements import listed_kind, no_longer_listed
from tracker.wording.words import clauses, listed, number_label, with_article

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
    Standing.PARTY: N_("Party"),
    Standing.CONTRACTING: N_("had consented"),
    Standing.SIGNATORY: N_("had signed, but not consented"),
    Standing.INVITED: N_("was invited to accede"),
    Standing.FORMER: N_("had left the treaty"),
    Standing.NONE: N_("no act known"),
}

#: What an answer about two Parties does not say.
PARTIES_IS_NOT_ALL = N_(
    "That both are Parties does not settle whether a given request is covered: that depends on its subject, the time, "
    "the territory, reservations and declarations, and domestic law."
)

_PROVISIONALLY = N_(
    "{who} {who:applies|apply} it provisionally since {day}, which is not being a Party (VCLT article 25)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tense:
    """Of a day in the past, or of today and later: verbs in the language that is spoken."""

    was: str
    had: str
    had_many: str  # with a name in the plural


_WAS, _IS = N_("was"), N_("is")
_HAD, _HAS = P_("had", "had"), P_("has", "have")


def past() -> Tense:
    """Of a day in the past."""
    return Tense(was=_(_WAS), had=counting(_HAD, 1), had_many=counting(_HAD, 2))


def present() -> Tense:
    """Of today and later."""
    return Tense(was=_(_IS), had=counting(_HAS, 1), had_many=counting(_HAS, 2))


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
    unconfirmed: str | None = None  # what only another source than the treaty's first shows of it


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
    tense, known_until = past() if day < today else present(), str(not_known_after) if not_known_after else None
    status = str(status_as_of) if status_as_of else None
    when = When(day=day, named=str(day), tense=tense, not_known_after=known_until, status_as_of=status)
    if objection:
        return objection_in_words(objection, one.title, other.title, treaty=treaty, when=when, late=late)
    sides = (said_of(party, tense, treaty, day) for party in (one, other))
    return said_together(relation, *sides, treaty=treaty, when=when)


_PART_OF_ONE = N_(
    "No: on {day} {part} was part of one State, {state}, between whose parts {treaty} cannot be in force."
)
_ONE_STATE = N_("No: on {day} {parts} were one State, {state}, between whose parts {treaty} cannot be in force.")


def one_state_in_words(one: PartyWords, other: PartyWords, state: str, *, treaty: Treaty, named: str) -> str:
    """The answer for two that were one and the same State on the day that is `named`."""
    parts = [with_article(party.name) for party in (one, other) if party.part]
    words = {"day": named, "state": with_article(state), "treaty": number_label(treaty)}
    if len(parts) == 1:
        return fill(_PART_OF_ONE, part=parts[0], **words)
    return fill(_ONE_STATE, parts=listed(parts), **words)


_OBJECTED = N_("{who:'s} {what} of {day} [statement {id}]")
_OBJECTED_UNDATED = N_("{who:'s} {what}, whose day is not given [statement {id}]")
_OF_TWO = N_("{treaty} between {one} and {other} on {day}")
_PRECLUDES = N_("precludes the entry into force between them")
_MAY_PRECLUDE = N_("may mean that it is not in force between them, in words that are not judged here")
_BY_UNLISTED = N_("Not known: {by}, which {effect}, {gone} ({asked}).")
_BY_LATE = N_("Not known: {by}, which {effect} ({asked}): {why}.")
_BY_UNCLEAR = N_("Not known: {by} {effect}: read it ({asked}).")
_PRECLUDED_AS_KNOWN = N_(
    "As known on {known}, not as between these two, according to {by}, which {effect} (VCLT art. 20(4)(b)): {asked}."
)
_PRECLUDED = N_("Not as between these two, according to {by}, which {effect} (VCLT art. 20(4)(b)): {asked}.")


def objection_in_words(
    objection: StoredStatement, one: str, other: str, *, treaty: Treaty, when: When, late: Finding | None = None
) -> str:
    """The answer for two between which an objection precludes the entry into force (VCLT art. 20(4)(b)), or may do so.

    `late`: the finding that the record dates it too late; then the answer is not known.
    """
    found = objection.statement
    made_on = found.deposited_on or found.effective_on
    set_form = in_set_form(found)
    words = {
        "by": fill(
            _OBJECTED if made_on else _OBJECTED_UNDATED,
            who=with_article(found.name),
            what=listed_kind(found.kind),
            day=made_on,
            id=objection.id,
        ),
        "effect": _(_PRECLUDES if set_form else _MAY_PRECLUDE),
        "asked": fill(_OF_TWO, treaty=number_label(treaty), one=one, other=other, day=when.named),
    }
    if found.unlisted_on(when.day):
        said = fill(_BY_UNLISTED, gone=no_longer_listed(str(found.last_shown_on)), **words)
    elif late:
        said = fill(_BY_LATE, why=explanation(late), **words)
    elif not set_form:
        said = fill(_BY_UNCLEAR, **words)
    elif when.not_known_after:
        said = fill(_PRECLUDED_AS_KNOWN, known=when.not_known_after, **words)
    else:
        said = fill(_PRECLUDED, **words)
    return f"{said}{_limit(when)}"


_FOR_SINCE = N_("for {who} since {day}")


def said_of(party: PartyWords, tense: Tense, treaty: Treaty, day: date) -> PartySaid:
    """One side's part of the sentence."""
    suspended = party.side.suspended_on
    by_parent = parent_reason(party, treaty)
    return PartySaid(
        title=party.title,
        suspended=fill(_FOR_SINCE, who=with_article(party.name), day=suspended) if suspended else None,
        why_not=(by_parent or _why(party, tense, treaty)) if party.side.bound is False else None,
        lacks_nothing=party.side.standing is Standing.CONTRACTING and not party.retracted and not by_parent,
        article=article_of(party.side, party.row, treaty),
        lost=lost_clause(party, treaty),
        left=left_clause(party, treaty, day),
        contradiction=contradiction_clause(party, treaty),
        inherited=inherited_clause(party),
        with_lost=party.side.entry_with_lost,
        warnings=tuple(warnings(party, treaty)),
        gone=party.retracted if party.side.bound else None,
        provisional=_provisional(party, day),
        unconfirmed=party.unconfirmed,
    )


_NOT_FOR_IT = N_("the treaty was not in force for it")
_BY_RULE_SINCE, _SUSPENDED_SINCE = N_("by the treaty's rule since {day}"), N_("suspended since {day}")


def side_in_words(side: Side) -> str:
    """What one side of an answer was: `Party; suspended since 2026-03-01`."""
    waits = side.standing is Standing.CONTRACTING and side.bound is False
    return clauses(
        (
            _(STANDING[side.standing]),
            _(_NOT_FOR_IT) if waits else "",
            fill(_BY_RULE_SINCE, day=side.by_rule_since) if side.by_rule_since else "",
            fill(_SUSPENDED_SINCE, day=side.suspended_on) if side.suspended_on else "",
        )
    )


_IN_FORCE = N_("{headline}: {treaty} {was} in force between {one} and {other} on {day}, {since}")
_NOT_IN_FORCE = N_("No: {treaty} {was} not in force between {one} and {other} on {day}, because {reasons}")
_NOT_IN_FORCE_AS_KNOWN = N_(
    "As known on {known}, {treaty} {was} not in force between {one} and {other} on {day}, because {reasons}"
)
_WHETHER = N_("whether {treaty} {was} in force between {one} and {other} on {day}")
_SENTENCE = N_("{said}.")


def said_together(relation: Relation, one: PartySaid, other: PartySaid, *, treaty: Treaty, when: When) -> str:
    """The sentence; the relation is that of the two sides on the same day."""
    tense, sides = when.tense, (one, other)
    warned: tuple[PartySaid, ...] = sides
    gone: tuple[str, ...] = ()
    words = {"treaty": number_label(treaty), "was": tense.was, "one": one.title, "other": other.title}
    if relation.in_force:
        since = _since(relation, sides, treaty)
        said = fill(_IN_FORCE, headline=_headline(sides, when), day=when.named, since=since, **words)
        gone = tuple(side.gone for side in sides if side.gone)
    elif relation.in_force is None:
        said = _not_known(relation, sides, treaty, fill(_WHETHER, day=when.named, **words), when)
        return f"{said}{_alone(sides)}{_limit(when)}"
    else:
        why = [*_why_treaty(relation, treaty, tense), *_why_sides(relation, sides)]
        no = {"day": when.named, "reasons": _reasons(why), **words}
        until = None if relation.final else when.not_known_after
        said = fill(_NOT_IN_FORCE_AS_KNOWN, known=until, **no) if until else fill(_NOT_IN_FORCE, **no)
        warned = tuple(side for side in sides if side.lacks_nothing)
    told = clauses((said, *_warned(warned), *gone, *(side.provisional or "" for side in sides)))
    return f"{fill(_SENTENCE, said=told)}{_alone(sides)}{_limit(when)}"


_BUT_ALONE = N_(" But {said}.")


def _alone(sides: tuple[PartySaid, ...]) -> str:
    """What the answer rests on, and only another source than the treaty's first shows."""
    return "".join(fill(_BUT_ALONE, said=side.unconfirmed) for side in sides if side.unconfirmed)


def no_longer_shown(told: Iterable[tuple[int, str]]) -> str:
    """Retractions inside a sentence, from the id and the summary of each: `the chart no longer shows …; it gives no
    reason (change 13)`."""
    within = ((key, f"{summary[:1].lower()}{summary[1:].removesuffix('.')}") for key, summary in told)
    return clauses(fill(CHANGE, said=said, id=key) for key, said in within)


_NOT_AFTER = N_("Not known after {day}: what happened later is not counted.")


def _limit(when: When) -> str:
    return f" {fill(_NOT_AFTER, day=when.not_known_after)}" if when.not_known_after else ""


_ASK_DEPOSITARY = N_("Not known: {asked}; {why}: ask the depositary.")
_NOT_KNOWN = N_("Not known: {asked}; {why}.")
_UNDATED = N_("Not known: {asked} cannot be told from a source that prints no dates for it.")
_UNDATED_EXPECTED = N_(
    "Not known: {asked} cannot be told from a source that prints no dates for it; expected {day} by the treaty's rule."
)


def _not_known(relation: Relation, sides: tuple[PartySaid, PartySaid], treaty: Treaty, asked: str, when: When) -> str:
    if lost := clauses(side.lost or "" for side in sides):
        return fill(_ASK_DEPOSITARY, asked=asked, why=lost)
    if contradiction := clauses(side.contradiction or "" for side in sides):
        return fill(_ASK_DEPOSITARY, asked=asked, why=contradiction)
    if left := clauses(side.left or "" for side in sides):
        return fill(_NOT_KNOWN, asked=asked, why=left)
    if inherited := clauses(dict.fromkeys(side.inherited or "" for side in sides)):
        return fill(_ASK_DEPOSITARY, asked=asked, why=inherited)
    perhaps = relation.entry_with_lost or next((side.with_lost for side in sides if side.with_lost), None)
    if perhaps:
        return fill(_ASK_DEPOSITARY, asked=asked, why=with_lost_clause(perhaps, treaty))
    if ruled := entry_clause(relation, [side.article for side in sides], treaty):
        return fill(_NOT_KNOWN, asked=asked, why=clauses((ruled, depositary_silent(when.status_as_of))))
    return fill(_UNDATED_EXPECTED if relation.expected_on else _UNDATED, asked=asked, day=relation.expected_on)


_SINCE, _SINCE_UNPRINTED = N_("since {day}"), N_("since a day that the source does not print")
_SINCE_BY_RULE = N_("since {day} {how}: the register of {treaty} prints no day per State")


def _since(relation: Relation, sides: tuple[PartySaid, PartySaid], treaty: Treaty) -> str:
    if relation.since:
        return fill(_SINCE, day=relation.since)
    if relation.by_rule_since:
        named = listed(dict.fromkeys(side.article for side in sides if side.article))
        return fill(
            _SINCE_BY_RULE, day=relation.by_rule_since, how=by_article(named or None), treaty=number_label(treaty)
        )
    return _(_SINCE_UNPRINTED)


def _warned(sides: tuple[PartySaid, ...]) -> Iterator[str]:
    return (warning for side in sides for warning in side.warnings)


_YES, _NOTHING_ENDS_IT = N_("Yes"), N_("As known on {day}, nothing ends it")
_SUSPENDED = N_("In force, its operation suspended {suspended}")
_SUSPENDED_AS_KNOWN = N_("As known on {day}, nothing ends it, its operation suspended {suspended}")


def _headline(sides: tuple[PartySaid, ...], when: When) -> str:
    """`Yes`, unless something must be known first: a suspended relation is in force, and cannot be relied on."""
    suspended = [side.suspended for side in sides if side.suspended]
    known = when.not_known_after
    if suspended:
        return fill(_SUSPENDED_AS_KNOWN if known else _SUSPENDED, day=known, suspended=listed(suspended))
    return fill(_NOTHING_ENDS_IT, day=known) if known else _(_YES)


def _provisional(party: PartyWords, day: date) -> str | None:
    since = provisional_on(party.row, day)
    return fill(_PROVISIONALLY, who=party.who, day=since) if since else None


# ---- why not --------------------------------------------------------------------------------------

_AND_LAST = N_("{reasons}; and {last}")


def _reasons(why: list[str]) -> str:
    """Reasons hold commas of their own."""
    *most, last = why
    return fill(_AND_LAST, reasons=clauses(most), last=last) if most else last


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
    return of_side(party, treaty).clause(was=tense.was, had=tense.had_many if party.who.plural else tense.had)
