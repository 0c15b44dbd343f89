"""The Council of Europe's JSON data service: request and reader. Pure. docs/sources.md#data-service.

Only the six keys that were seen in real responses are required. Unknown keys are kept with their row.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import msgspec

from tracker.errors import ErrorKind, ParseError
from tracker.models import Field, Group, Media, PrintedChart, PrintedRow, Request
from tracker.sources.coe.service_json import SHOWN, date_in, shape, shown
from tracker.sources.markup.media import json_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

KEY_REFUSED = (401, 403)  # HTTP statuses after which the page may show another key

_GROUPS = (Group.MEMBER, Group.NON_MEMBER, Group.ORGANISATION)  # the order of the three lists
_NUMBER_KEYS = ("NumSTE", "NumSte", "numSTE", "numSte")  # spellings of one key that were seen
_REQUIRED = ("CodePays", "LibPaysOrga", "DateSignature", "DateConsentement", "DateEntreeVigueur")
_ALWAYS = frozenset({Field.SIGNED_ON, Field.CONSENT_ON, Field.IN_FORCE_ON})
_OPTIONAL_DATES = {
    "DateDenonciation": Field.DENOUNCED_ON,
    "DateEffetDenonciation": Field.LEFT_ON,
    "DateSuspension": Field.SUSPENDED_ON,
}
_FLAG_KEYS = {"Reserves": "R", "Declarations": "D", "Objections": "O", "Territoires": "T", "Communications": "C"}
_KNOWN_KEYS = frozenset({*_REQUIRED, *_NUMBER_KEYS, *_OPTIONAL_DATES, *_FLAG_KEYS})

# It is not known which key holds the mark, so the mark is recognised by its form: a, s, su, r, "a.", "(a)".
_MARK = re.compile(r"[(\[]?(a|s|su|r)[)\]]?\.?")
_OFF = frozenset({"", "0", "false", "none", "null"})

_AS_SENT = msgspec.json.Decoder(list[list[msgspec.Raw]])  # the three lists, each row as its bytes

_NAME_LENGTH = 200  # characters; the longest name in use has 52
_EXTRA_LENGTH = 500  # characters kept of the value of an unknown key


def request(*, api_url: str, page_url: str, api_key: str, number: str) -> Request:
    """The request for the chart of one treaty. `key_page` shows the current key, in case this one is refused."""
    page = urlencode({"module": "signatures-by-treaty", "treatynum": number})
    return Request(
        url=f"{api_url.rstrip('/')}/api/signatures?NumSte={quote(number, safe='')}&langue=ENG",
        expects=Media.JSON,
        headers={"token": api_key},
        key_page=f"{page_url}{'&' if '?' in page_url else '?'}{page}",
    )


def parse(body: bytes, number: str | None) -> PrintedChart:
    """Read the chart in a response of the service. Every row must be of the treaty `number`.

    If `number` is None, the rows must agree with each other. Raises ParseError: the kinds of `json_of`, SHAPE,
    WRONG_TREATY.
    """
    groups = _three_lists(json_of(body))
    sent = _AS_SENT.decode(body.decode("utf-8-sig"))
    objects = [row for rows in groups for row in rows]
    if not objects:
        raise shape("rows", "three empty lists")
    carried = {field: sum(key in row for row in objects) for key, field in _OPTIONAL_DATES.items()}
    known = _ALWAYS | {field for field, count in carried.items() if count}
    rows = tuple(
        _row_as_sent(bytes(row), group, known) for group, rows in zip(_GROUPS, sent, strict=True) for row in rows
    )
    return PrintedChart(
        rows=rows,
        number=_one_number(rows, number),
        shows_marks=any(row.mark for row in rows),
        sparse=frozenset(field for field, count in carried.items() if 0 < count < len(objects)),
    )


def _three_lists(value: object) -> list[list[dict[str, Any]]]:
    expected = "a list of three lists (members, non-members, organisations)"
    if not isinstance(value, list):
        raise shape(expected, shown(value))
    if len(value) != len(_GROUPS):
        raise shape(expected, f"a list of {len(value)}")
    for group, rows in zip(_GROUPS, value, strict=True):
        if not isinstance(rows, list):
            raise shape(f"a list of rows for {group}", shown(rows))
        for row in rows:
            if not isinstance(row, dict):
                raise shape(f"a row of {group} to be an object", shown(row))
    return value


@lru_cache(maxsize=1024)  # of a chart that changed, nearly all rows are those of the last read
def _row_as_sent(row: bytes, group: Group, known: frozenset[Field]) -> PrintedRow:
    return _row(msgspec.json.decode(row), group, known)


def _row(row: dict[str, Any], group: Group, known: frozenset[Field]) -> PrintedRow:
    name = _name(row)
    for key in _REQUIRED:
        if key not in row:
            raise shape(f"the key {key} in the row of {name!r}", shown(list(row)))
    unknown = row.keys() - _KNOWN_KEYS
    return PrintedRow(
        name=name,
        code=_code(row, name),
        number=_number(row, name),
        group=group,
        signed_on=date_in(row, "DateSignature", name),
        consent_on=date_in(row, "DateConsentement", name),
        in_force_on=date_in(row, "DateEntreeVigueur", name),
        denounced_on=date_in(row, "DateDenonciation", name),
        left_on=date_in(row, "DateEffetDenonciation", name),
        suspended_on=date_in(row, "DateSuspension", name),
        mark=_mark(row, unknown, name),
        known=known,
        flags=frozenset(letter for key, letter in _FLAG_KEYS.items() if _is_on(row.get(key))),
        flags_known=frozenset(letter for key, letter in _FLAG_KEYS.items() if key in row),
        extra=tuple((key[:SHOWN], _as_text(row[key])) for key in sorted(unknown)),
    )


def _name(row: dict[str, Any]) -> str:
    name = row.get("LibPaysOrga")
    if not isinstance(name, str) or not name.strip() or len(name) > _NAME_LENGTH:
        raise shape(
            f"LibPaysOrga to be a name of at most {_NAME_LENGTH} characters", shown(row.get("LibPaysOrga", row))
        )
    return name.strip()


def _code(row: dict[str, Any], name: str) -> str | None:
    code = row["CodePays"]
    if code is None:
        return None
    if not isinstance(code, str) or len(code) > SHOWN:
        raise shape(f"CodePays of {name!r} to be a short text", shown(code))
    return code.strip() or None


def _number(row: dict[str, Any], name: str) -> str:
    """The treaty number of a row, under any spelling of the key."""
    found = [row[key] for key in _NUMBER_KEYS if key in row]
    if not found:
        raise shape(f"the key NumSTE in the row of {name!r}", shown(list(row)))
    for value in found:
        if isinstance(value, bool) or not isinstance(value, int | str) or not 0 < len(str(value).strip()) <= SHOWN:
            raise shape(f"NumSTE of {name!r} to be a treaty number", shown(value))
    numbers = [str(value).strip() for value in found]
    if any(_plain(number) != _plain(numbers[0]) for number in numbers):
        raise ParseError(ErrorKind.WRONG_TREATY, f"the row of {name!r} names {shown(numbers)}: one was expected")
    return numbers[0]


def _one_number(rows: Iterable[PrintedRow], asked: str | None) -> str | None:
    """The number of all rows. Raises ParseError(WRONG_TREATY) if one differs, also from the number asked for."""
    first: str | None = None
    expected = None if asked is None else _plain(asked)
    for row in rows:
        number = row.number or ""
        if number == first:
            continue
        if first is None:
            first = number
            expected = _plain(number) if expected is None else expected
        if _plain(number) != expected:
            raise ParseError(
                ErrorKind.WRONG_TREATY,
                f"expected rows of treaty {asked or first}, got {shown(number)} in the row of {row.name!r}",
            )
    return first


def _plain(number: str) -> str:
    """A number in the form for comparison: `012A` and `12a` are one treaty."""
    return number.strip().lstrip("0").casefold()


def _mark(row: dict[str, Any], unknown: Collection[str], name: str) -> str | None:
    marks = set()
    for key in unknown:
        value = row[key]
        if isinstance(value, str) and (found := _MARK.fullmatch(value.strip())):
            marks.add(found.group(1))
    if len(marks) > 1:
        raise shape(f"one mark in the row of {name!r}", f"the marks {', '.join(sorted(marks))}")
    return marks.pop() if marks else None


def _is_on(value: object) -> bool:
    """True if a flag is set. Its JSON type is not known."""
    if isinstance(value, str):
        return value.strip().lower() not in _OFF
    return bool(value)


def _as_text(value: object) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text[:_EXTRA_LENGTH]
