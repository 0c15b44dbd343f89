"""The counts of a treaty in words: never "three Parties" for a treaty that is not in force. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.wording.words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping


class FigureWords(NamedTuple):
    """How far the treaty is, and the counts of signatories and invited (may be empty)."""

    headline: str
    rest: str


def figures_in_words(figures: Mapping[str, object] | None) -> FigureWords:
    """The figures of docs/glossary.md as a reader needs them; a count that is not known is not mentioned."""
    if figures is None:
        return FigureWords("Not known", "no chart has been read yet")
    itself = figures.get("treaty_in_force", False)
    not_told = _with_lost if figures.get("entry_with_lost") else _overdue
    towards = not_told(figures) if itself is None else _in_force(figures) if itself else _not_in_force(figures)
    around = [
        _have(_count(figures, "signatories"), "has signed without consent", "have signed without consent"),
        _have(_count(figures, "invited"), "is invited to accede", "are invited to accede"),
    ]
    return FigureWords(towards[0], "; ".join(part for part in (*towards[1:], *around) if part))


def _have(number: int | None, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""


_BY_RULE = "{consents}; by its own rule in force, and no source prints it"
_BY_RULE_FOR = "by that rule for {count}"
_OF_WHICH = "for {count} by the treaty's own rule, not all of them printed"


def _overdue(figures: Mapping[str, object]) -> list[str]:
    by_rule = _count(figures, "by_rule")
    consents = counted(_count(figures, "consents") or 0, "consent")
    return [_BY_RULE.format(consents=consents), "" if by_rule is None else _BY_RULE_FOR.format(count=by_rule)]


NOT_TOLD_WITH_LOST = "whether it is in force is not known, because a consent is no longer shown"


def _with_lost(figures: Mapping[str, object]) -> list[str]:
    return [f"{counted(_count(figures, 'consents') or 0, 'consent')}; {NOT_TOLD_WITH_LOST}", ""]


_IN_FORCE_FOR_SOME = "In force; {consents}"
_NOT_TOLD = "for how many of them it is in force is not known"
_WAITING = "not yet in force for {count} more that consented"


def _in_force(figures: Mapping[str, object]) -> list[str]:
    parties, consents = _count(figures, "in_force"), _count(figures, "consents") or 0
    if parties is None:
        by_rule = _count(figures, "by_rule")
        told = _NOT_TOLD if by_rule is None else _OF_WHICH.format(count=by_rule)
        return [_IN_FORCE_FOR_SOME.format(consents=counted(consents, "consent")), told]
    waiting = _WAITING.format(count=consents - parties) if consents > parties else ""
    return [counted(parties, "Party", "Parties"), waiting]


_NO_THRESHOLD = "{consents}; not in force, no Parties yet"
_TOWARDS = "{count} of the {needed} consents needed; not in force, no Parties yet"
_TOWARDS_OF_MEMBERS = (
    "{count} of the {needed} consents needed (at least {members} of the {needed} by member States);"
    " not in force, no Parties yet"
)
# More than needed and not in force: too few of them are members', or the period after the last one runs.
_ENOUGH = "{count} consents, {needed} needed; not in force, no Parties yet"
_ENOUGH_OF_MEMBERS = (
    "{count} consents, {needed} needed (at least {members} of the {needed} by member States);"
    " not in force, no Parties yet"
)


_NOT_COUNTED = "{count} more that does not count towards them"
_NOT_COUNTED_MANY = "{count} more that do not count towards them"


def _not_in_force(figures: Mapping[str, object]) -> list[str]:
    every = _count(figures, "consents") or 0
    consents = _count(figures, "counted") if "counted" in figures else every
    consents = every if consents is None else consents
    threshold = figures.get("threshold")
    rule = threshold if isinstance(threshold, dict) else {}
    needed, members = _number(rule.get("needed")), _number(rule.get("of_which_members"))
    if needed is None:
        return [_NO_THRESHOLD.format(consents=counted(consents, "consent"))]
    towards, enough = (_TOWARDS, _ENOUGH) if members is None else (_TOWARDS_OF_MEMBERS, _ENOUGH_OF_MEMBERS)
    said = (towards if consents <= needed else enough).format(count=consents, needed=needed, members=members)
    others = every - consents
    return [said, (_NOT_COUNTED if others == 1 else _NOT_COUNTED_MANY).format(count=others) if others else ""]


def _count(figures: Mapping[str, object], key: str) -> int | None:
    return _number(figures.get(key))


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
