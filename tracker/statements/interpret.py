"""The participants, kinds and territories of printed statements. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.errors import ParseError
from tracker.models import Statement, StatementKind, Territory, UnreadStatement
from tracker.participants import fold
from tracker.statements import territories
from tracker.statements.listing import deposited_on, numbered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.models import PrintedStatement, PrintedStatements
    from tracker.participants import Participants

#: By the source's word for the kind, or the data service's number for it (docs/sources.md#endpoints).
_KINDS = {
    "2": StatementKind.RESERVATION,
    "10": StatementKind.DECLARATION,
    "3": StatementKind.AUTHORITY,
    "4": StatementKind.TERRITORIAL_APPLICATION,
    "5": StatementKind.COMMUNICATION,
    "reservation": StatementKind.RESERVATION,
    "reservations": StatementKind.RESERVATION,
    "declaration": StatementKind.DECLARATION,
    "declarations": StatementKind.DECLARATION,
    "authority": StatementKind.AUTHORITY,
    "authorities": StatementKind.AUTHORITY,
    "territorial application": StatementKind.TERRITORIAL_APPLICATION,
    "territorial applications": StatementKind.TERRITORIAL_APPLICATION,
    "communication": StatementKind.COMMUNICATION,
    "communications": StatementKind.COMMUNICATION,
    "objection": StatementKind.OBJECTION,
    "objections": StatementKind.OBJECTION,
    "denunciation": StatementKind.DENUNCIATION,
    "denunciations": StatementKind.DENUNCIATION,
    "derogation": StatementKind.DEROGATION,
    "derogations": StatementKind.DEROGATION,
    # in French; "communication" and "objection" are the same
    "réserve": StatementKind.RESERVATION,
    "réserves": StatementKind.RESERVATION,
    "déclaration": StatementKind.DECLARATION,
    "déclarations": StatementKind.DECLARATION,
    "autorité": StatementKind.AUTHORITY,
    "autorités": StatementKind.AUTHORITY,
    "application territoriale": StatementKind.TERRITORIAL_APPLICATION,
    "applications territoriales": StatementKind.TERRITORIAL_APPLICATION,
    "dénonciation": StatementKind.DENUNCIATION,
    "dénonciations": StatementKind.DENUNCIATION,
    "dérogation": StatementKind.DEROGATION,
    "dérogations": StatementKind.DEROGATION,
}
#: The chart puts these among the declarations (docs/sources.md#chart, legend); their text says which it is.
_AMONG_DECLARATIONS = re.compile(
    r"\s*(denunciation|derogation|dénonciation|dérogation)s?\s+(?:contained\s+in|(?:consignée|contenue)s?\s+dans)\b",
    re.IGNORECASE,
)

_SUGGESTED = 20  # unknown names of one list for which the nearest known ones are looked up


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOfStatements:
    """The statements in the order of the source, and the rows that could not be read."""

    statements: tuple[Statement, ...]
    unread: tuple[UnreadStatement, ...] = ()


def interpret(printed: PrintedStatements, participants: Participants) -> ListOfStatements:
    """Who made each statement, and what it is. One of an unknown participant counts as unread.

    Raises ParseError(unknown_spelling) if that is so of each.
    """
    codes = _codes(participants)
    read: list[Statement] = []
    unread = [replace(one, participant=_maybe(one.who, participants, codes)) for one in printed.unread]
    refused: dict[str, ParseError] = {}  # by the name that nobody has
    for one in printed.statements:
        error = refused.get(one.who)
        if error is None:
            try:
                read.append(_statement(one, participants, codes, suggest=len(refused) < _SUGGESTED))
                continue
            except ParseError as raised:
                error = refused[one.who] = raised
        unread.append(
            UnreadStatement(
                place=one.place, who=one.who, participant=None, reason=error.message, raw=one.raw or one.text
            )
        )
    if refused and not read:
        raise next(iter(refused.values()))
    return ListOfStatements(statements=numbered(read), unread=tuple(sorted(unread, key=lambda one: one.place)))


def _maybe(who: str | None, participants: Participants, codes: Mapping[str, str]) -> str | None:
    return (codes.get(who) or participants.spelled(who)) if who else None


def _statement(
    printed: PrintedStatement, participants: Participants, codes: Mapping[str, str], *, suggest: bool
) -> Statement:
    participant, name = _participant(printed.who, participants, codes, suggest=suggest)
    kind = _kind(printed.nature, printed.text)
    return Statement(
        participant=participant,
        name=name,
        kind=kind,
        nature=printed.nature,
        article=printed.article,
        order=1,
        text=printed.text,
        html=printed.html,
        deposited_on=deposited_on(printed.text),
        effective_on=printed.effective_on,
        withdrawn_on=printed.withdrawn_on,
        territories=tuple(
            Territory(name=territory, reach=reach, from_on=printed.effective_on, until_on=printed.withdrawn_on)
            for territory, reach in territories.read(participant, kind, printed.text)
        ),
    )


def _participant(who: str, participants: Participants, codes: Mapping[str, str], *, suggest: bool) -> tuple[str, str]:
    """The id and the name: as printed, or the participant's own where a code is printed."""
    if found := codes.get(who):
        return found, participants.get(found).name
    return participants.resolve(who, suggest=suggest), who


def _codes(participants: Participants) -> dict[str, str]:
    """The depositary's codes that mean one participant and are no spelling of another."""
    owners: dict[str, set[str]] = {}
    for participant in participants.by_id.values():
        for code in participant.codes:
            spelled = participants.by_spelling.get(fold(code), participant.id)
            owners.setdefault(code, set()).update((participant.id, spelled))
    return {code: owner.pop() for code, owner in owners.items() if len(owner) == 1}


def _kind(nature: str, text: str) -> StatementKind:
    kind = _KINDS.get(nature.casefold().rstrip("."), StatementKind.OTHER)
    if kind is StatementKind.DECLARATION and (found := _AMONG_DECLARATIONS.match(text)):
        return _KINDS[found.group(1).casefold()]
    return kind
