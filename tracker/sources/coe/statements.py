"""The statements of participants to a treaty, as the Council of Europe's data service prints them. Pure.

The endpoint is described in docs/sources.md#endpoints.

No response was ever captured: the keys are known from clients of the service. So the keys are required, several types
of value are accepted, and an unknown nature is kept as it is.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from tracker.errors import ParseError
from tracker.language import Language
from tracker.models import PrintedStatement, PrintedStatements, UnreadStatement
from tracker.sources.coe import service
from tracker.sources.coe.service_json import date_in, shape, shown
from tracker.sources.markup.media import json_of
from tracker.sources.markup.text import without_unseen

if TYPE_CHECKING:
    from tracker.models import Request

_REQUIRED = (
    "code_Pays", "code_Organisation", "nature_Dec", "numero_Article", "date_Effet", "date_Effet_Retrait", "texte_Decl",
)  # fmt: skip
_MOST = 5_000  # statements; ETS 185 has about 300
_MOST_TAGS = 40_000  # of all texts of a list that is no longer than 1 MB; each takes about ten microseconds
_BYTES_OF_A_TAG = 25  # in a longer list, at least, with the text beside it
_NAME = 200  # characters of a name, a nature or an article
_LONGEST = 200_000  # characters of one text; the longest known have about 20,000

_RAW = 20_000  # characters of a row that are kept as it came

_NO_ORGANISATION = frozenset({"", "null"})
_ASKED_FOR = {Language.ENGLISH: "ENG", Language.FRENCH: "FRE"}  # as the service names languages


def request(*, api_url: str, page_url: str, api_key: str, number: str, language: Language) -> Request:
    """The request for all statements to one treaty, in a language. Its `key_page` is that of the chart's request."""
    chart = service.request(api_url=api_url, page_url=page_url, api_key=api_key, number=number)
    asked = f"numSte={quote(number, safe='')}&codeNature=0&langue={_ASKED_FOR[language]}"
    return replace(
        chart,
        url=f"{api_url.rstrip('/')}/api/conventions/getDeclarations?{asked}",
        headers={**chart.headers, "Accept-Language": language.value},
    )


def parse(body: bytes) -> PrintedStatements:
    """Read the statements in the order of the response. The list may be empty.

    A row that cannot be read stands apart. Raises ParseError for a list of which no row can be read, and for any other
    answer: the kinds of `json_of`, SHAPE.
    """
    value = json_of(body)
    if not isinstance(value, list):
        raise shape("a list of statements", shown(value))
    if len(value) > _MOST:
        raise shape(f"at most {_MOST} statements", str(len(value)))
    most = max(_MOST_TAGS, len(body) // _BYTES_OF_A_TAG)
    if (tags := sum(map(_tags_in, value))) > most:
        raise shape(f"at most {most} tags in the texts of {len(body)} bytes", str(tags))
    read: list[PrintedStatement] = []
    unread: list[UnreadStatement] = []
    first: ParseError | None = None
    for place, entry in enumerate(value, start=1):
        raw = msgspec.json.encode(entry).decode()[:_RAW]
        try:
            read.append(replace(_statement(entry), place=place, raw=raw))
        except ParseError as error:
            first = first or error
            who = _printed_name(entry)
            unread.append(UnreadStatement(place=place, who=who, participant=None, reason=error.message, raw=raw))
    if first and not read:
        raise first
    return PrintedStatements(statements=tuple(read), unread=tuple(unread))


def _tags_in(entry: object) -> int:
    return sum(text.count("<") for text in entry.values() if isinstance(text, str)) if isinstance(entry, dict) else 0


def unknown_keys(printed: PrintedStatements) -> tuple[str, ...]:
    """The keys of the rows that are not read."""
    rows = (json.loads(one.raw) for one in printed.statements if len(one.raw) < _RAW)  # a longer one was cut
    return tuple(sorted({key for row in rows for key in row if key not in _REQUIRED}))


def _printed_name(entry: object) -> str | None:
    """Who made a statement of which something else cannot be read."""
    try:
        return _who(entry) if isinstance(entry, dict) else None
    except (ParseError, KeyError):
        return None


def _statement(entry: object) -> PrintedStatement:
    if not isinstance(entry, dict):
        raise shape("a statement to be an object", shown(entry))
    for key in _REQUIRED:
        if key not in entry:
            raise shape(f"the key {key} in a statement", shown(list(entry)))
    from tracker.sources.coe import statement_text  # imports BeautifulSoup, which is slow

    who = _who(entry)
    html, text = statement_text.read(_markup(entry, who))
    if not text:
        raise shape(f"texte_Decl of {who!r} to hold a text", shown(entry["texte_Decl"]))
    return PrintedStatement(
        who=who,
        nature=_short(entry, "nature_Dec", who) or "",
        article=_short(entry, "numero_Article", who),
        text=text,
        html=html,
        effective_on=date_in(entry, "date_Effet", who),
        withdrawn_on=date_in(entry, "date_Effet_Retrait", who),
    )


def _who(entry: dict[str, Any]) -> str:
    """The organisation if one is named, else the State. It is not known whether the service prints names or codes."""
    who = _inner(entry, "code_Organisation", "Libelle")
    if who.casefold() in _NO_ORGANISATION:
        who = _inner(entry, "code_Pays", "Value")
    if who.casefold() in _NO_ORGANISATION:
        raise shape("code_Pays or code_Organisation to name who made a statement", shown(entry["code_Pays"]))
    return who


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
