"""The statements of participants to a treaty, from the Council of Europe's data service. Pure.
docs/sources.md#endpoints.

No captured answer exists: the keys are known from clients of the service. So the keys are required, their types are
read with tolerance, and a nature that nobody here has seen is kept as it is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tracker.models import Statement, StatementKind, Territory
from tracker.participants import fold
from tracker.sources.coe import service
from tracker.sources.coe.service_json import date_in, shape, shown
from tracker.sources.markup.media import json_of
from tracker.sources.markup.text import without_unseen
from tracker.sources.statement_list import deposited_on, numbered

if TYPE_CHECKING:
    from tracker.models import Request
    from tracker.participants import Participants

_REQUIRED = (
    "code_Pays", "code_Organisation", "nature_Dec", "numero_Article", "date_Effet", "date_Effet_Retrait", "texte_Decl",
)  # fmt: skip
_MOST = 5_000  # statements; ETS 185 has some 300
_NAME = 200  # characters of a name, a nature or an article
_LONGEST = 200_000  # characters of one text as it came; the longest known have some 20,000

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
}
#: The chart puts these among the declarations (docs/sources.md#chart, legend); their text says which it is.
_AMONG_DECLARATIONS = re.compile(r"\s*(denunciation|derogation)s?\s+contained\s+in\b", re.IGNORECASE)

_NO_ORGANISATION = frozenset({"", "null"})


def request(*, api_url: str, page_url: str, api_key: str, number: str) -> Request:
    """What to ask for all statements to one treaty, whatever their nature; a refused key is found as for its chart."""
    chart = service.request(api_url=api_url, page_url=page_url, api_key=api_key, number=number)
    asked = f"numSte={quote(number, safe='')}&codeNature=0&langue=ENG"
    return replace(chart, url=f"{api_url.rstrip('/')}/api/conventions/getDeclarations?{asked}")


def parse(body: bytes, participants: Participants) -> tuple[Statement, ...]:
    """The statements of an answer, in its order; none is an answer too.

    Raises ParseError: what `json_of` raises, SHAPE, UNKNOWN_SPELLING.
    """
    value = json_of(body)
    if not isinstance(value, list):
        raise shape("a list of statements", shown(value))
    if len(value) > _MOST:
        raise shape(f"at most {_MOST} statements", str(len(value)))
    codes = _codes(participants)
    return numbered(_statement(entry, participants, codes) for entry in value)


def _statement(entry: object, participants: Participants, codes: dict[str, str]) -> Statement:
    if not isinstance(entry, dict):
        raise shape("a statement to be an object", shown(entry))
    for key in _REQUIRED:
        if key not in entry:
            raise shape(f"the key {key} in a statement", shown(list(entry)))
    participant, name = _participant(entry, participants, codes)
    markup = _markup(entry, name)
    from tracker.sources import territories
    from tracker.sources.coe import statement_text  # BeautifulSoup: only where there is a statement to read

    html, text = statement_text.read(markup)
    nature = _short(entry, "nature_Dec", name) or ""
    kind = _kind(nature, text)
    effective_on = date_in(entry, "date_Effet", name)
    withdrawn_on = date_in(entry, "date_Effet_Retrait", name)
    return Statement(
        participant=participant,
        name=name,
        kind=kind,
        nature=nature,
        article=_short(entry, "numero_Article", name),
        order=1,
        text=text,
        html=html,
        deposited_on=deposited_on(text),
        effective_on=effective_on,
        withdrawn_on=withdrawn_on,
        territories=tuple(
            Territory(name=territory, reach=reach, from_on=effective_on, until_on=withdrawn_on)
            for territory, reach in territories.read(participant, kind, text)
        ),
    )


def _participant(entry: dict[str, Any], participants: Participants, codes: dict[str, str]) -> tuple[str, str]:
    """The id and the printed name. Whether the service prints names or its own codes is not established."""
    printed = _inner(entry, "code_Organisation", "Libelle")
    if printed.casefold() in _NO_ORGANISATION:
        printed = _inner(entry, "code_Pays", "Value")
    if printed.casefold() in _NO_ORGANISATION:
        raise shape("code_Pays or code_Organisation to name who made a statement", shown(entry["code_Pays"]))
    if found := codes.get(printed):
        return found, participants.get(found).name
    return participants.resolve(printed), printed


def _inner(entry: dict[str, Any], key: str, inner: str) -> str:
    value = entry[key]
    if value is None:
        return ""
    if not isinstance(value, dict) or inner not in value:
        raise shape(f"{key} to hold {inner}", shown(value))
    found = value[inner]
    if found is None:
        return ""
    if not isinstance(found, str) or len(found) > _NAME:
        raise shape(f"{key}.{inner} to be a name or code", shown(found))
    return " ".join(without_unseen(found).split())


def _codes(participants: Participants) -> dict[str, str]:
    """The depositary's codes that mean one participant and are no spelling of another."""
    owners: dict[str, set[str]] = {}
    for participant in participants.by_id.values():
        for code in participant.codes:
            spelled = participants.by_spelling.get(fold(code), participant.id)
            owners.setdefault(code, set()).update((participant.id, spelled))
    return {code: owner.pop() for code, owner in owners.items() if len(owner) == 1}


def _markup(entry: dict[str, Any], name: str) -> str:
    markup = entry["texte_Decl"]
    if not isinstance(markup, str) or len(markup) > _LONGEST:
        raise shape(f"texte_Decl of {name!r} to be a text of at most {_LONGEST} characters", shown(markup))
    return markup


def _short(entry: dict[str, Any], key: str, name: str) -> str | None:
    value = entry[key]
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int) or len(str(value)) > _NAME:
        raise shape(f"{key} of {name!r} to be a short text or a number", shown(value))
    return " ".join(without_unseen(str(value)).split()) or None


def _kind(nature: str, text: str) -> StatementKind:
    kind = _KINDS.get(nature.casefold().rstrip("."), StatementKind.OTHER)
    if kind is StatementKind.DECLARATION and (found := _AMONG_DECLARATIONS.match(text)):
        return StatementKind(found.group(1).lower())
    return kind
