"""The counts of a treaty in words: never "three Parties" for a treaty that is not in force. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.language import N_, P_, _, counting, fill
from tracker.wording.words import clauses, how_many

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.language import Plural


class FigureWords(NamedTuple):
    """How far the treaty is, and the counts of signatories and invited (may be empty)."""

    headline: str
    rest: str


def figures_in_words(figures: Mapping[str, object] | None) -> FigureWords:
    """The figures of docs/glossary.md as a reader needs them; a count that is not known is not mentioned."""
    if figures is None:
        return FigureWords(_(_NOT_KNOWN), _(_NO_CHART))
    itself = figures.get("treaty_in_force", False)
    not_told = _with_lost if figures.get("entry_with_lost") else _overdue
    towards = not_told(figures) if itself is None else _in_force(figures) if itself else _not_in_force(figures)
    around = [
        _have(_count(figures, "signatories"), _HAVE_SIGNED),
        _have(_count(figures, "invited"), _ARE_INVITED),
    ]
    return FigureWords(towards[0], clauses((*towards[1:], *around)))


_NOT_KNOWN, _NO_CHART = N_("Not known"), N_("no chart has been read yet")
_HAVE_SIGNED = P_("{count} has signed without consent", "{count} have signed without consent")
_ARE_INVITED = P_("{count} is invited to accede", "{count} are invited to accede")
_CONSENTS, _NO_CONSENTS = P_("{count} consent", "{count} consents"), N_("no consents")
_PARTIES, _NO_PARTIES = P_("{count} Party", "{count} Parties"), N_("no Parties")


def _have(number: int | None, phrase: Plural) -> str:
    return counting(phrase, number) if number else ""


def number_of_consents(number: int) -> str:
    """`5 consents`."""
    return how_many(number, _CONSENTS, _NO_CONSENTS)


_BY_RULE = N_("{consents}; by its own rule in force, and no source prints it")
_BY_RULE_FOR = N_("by that rule for {count}")
_OF_WHICH = N_("for {count} by the treaty's own rule, not all of them printed")


def _overdue(figures: Mapping[str, object]) -> list[str]:
    by_rule = _count(figures, "by_rule")
    consents = number_of_consents(_count(figures, "consents") or 0)
    return [fill(_BY_RULE, consents=consents), "" if by_rule is None else fill(_BY_RULE_FOR, count=by_rule)]


NOT_TOLD_WITH_LOST = N_("whether it is in force is not known, because a consent is no longer shown")
_WITH_LOST = N_("{consents}; {said}")


def _with_lost(figures: Mapping[str, object]) -> list[str]:
    consents = number_of_consents(_count(figures, "consents") or 0)
    return [fill(_WITH_LOST, consents=consents, said=_(NOT_TOLD_WITH_LOST)), ""]


_IN_FORCE_FOR_SOME = N_("In force; {consents}")
_NOT_TOLD = N_("for how many of them it is in force is not known")
_WAITING = N_("not yet in force for {count} more that consented")


def _in_force(figures: Mapping[str, object]) -> list[str]:
    parties, consents = _count(figures, "in_force"), _count(figures, "consents") or 0
    if parties is None:
        by_rule = _count(figures, "by_rule")
        told = _(_NOT_TOLD) if by_rule is None else fill(_OF_WHICH, count=by_rule)
        return [fill(_IN_FORCE_FOR_SOME, consents=number_of_consents(consents)), told]
    waiting = fill(_WAITING, count=consents - parties) if consents > parties else ""
    return [how_many(parties, _PARTIES, _NO_PARTIES), waiting]


_NO_THRESHOLD = N_("{consents}; not in force, no Parties yet")
_TOWARDS = N_("{count} of the {needed} consents needed; not in force, no Parties yet")
_TOWARDS_OF_MEMBERS = N_(
    "{count} of the {needed} consents needed (at least {members} of the {needed} by member States);"
    " not in force, no Parties yet"
)
# More than needed and not in force: too few of them are members', or the period after the last one runs.
_ENOUGH = N_("{count} consents, {needed} needed; not in force, no Parties yet")
_ENOUGH_OF_MEMBERS = N_(
    "{count} consents, {needed} needed (at least {members} of the {needed} by member States);"
    " not in force, no Parties yet"
)


_NOT_COUNTED = P_("{count} more that does not count towards them", "{count} more that do not count towards them")


def _not_in_force(figures: Mapping[str, object]) -> list[str]:
    every = _count(figures, "consents") or 0
    consents = _count(figures, "counted") if "counted" in figures else every
    consents = every if consents is None else consents
    threshold = figures.get("threshold")
    rule = threshold if isinstance(threshold, dict) else {}
    needed, members = _number(rule.get("needed")), _number(rule.get("of_which_members"))
    if needed is None:
        return [fill(_NO_THRESHOLD, consents=number_of_consents(consents))]
    towards, enough = (_TOWARDS, _ENOUGH) if members is None else (_TOWARDS_OF_MEMBERS, _ENOUGH_OF_MEMBERS)
    said = fill(towards if consents <= needed else enough, count=consents, needed=needed, members=members)
    others = every - consents
    return [said, counting(_NOT_COUNTED, others) if others else ""]


def _count(figures: Mapping[str, object], key: str) -> int | None:
    return _number(figures.get(key))


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
