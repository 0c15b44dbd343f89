"""The Treaty Office's list of treaties, from the search of its data service: request and reader. Pure.

docs/sources.md#endpoints: 232 treaties with 71 keys each on 2026-05-10. Some numbers are like `012A`, some titles end
in ` (*)` or a blank, some treaties have no date of entry into force. A parent is a number like `54`, or `0` for none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.models import Threshold
from tracker.sources.coe.service_json import date_in, shape, shown
from tracker.sources.markup.media import json_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_FIRST_CETS = 194  # ETS up to 193, CETS from 194 on
_NUMBER = re.compile(r"0*([1-9]\d{0,3})([A-Za-z]?)", re.ASCII)
_TITLE_LENGTH = 1000  # characters; the longest title in use has 260

#: The request body for all treaties, in English.
PAYLOAD: Mapping[str, object] = {
    "CodePays": None,
    "NumsSte": [],
    "AnneeOuverture": None,
    "AnneeVigueur": None,
    "CodeLieuSTE": None,
    "CodeMatieres": [],
    "TitleKeywords": [],
    "langue": "en",
}

#: The consents that a treaty needs, by the service's code. Only two of the 44 codes are known: 33 is that of ETS 185, 4
#: that of ETS 189 and CETS 224 (docs/sources.md#law).
THRESHOLDS: Mapping[int, Threshold] = {33: Threshold(needed=5, members=3), 4: Threshold(needed=5)}

# "(ETS No. 185)", "(CETS 230)", "(ETS No. 022) (*)": not part of a title inside a sentence
_REFERENCE = re.compile(r"\s*\(C?ETS\b[^()]*\)\s*(?:\(\*\)\s*)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTreaty:
    """One treaty of the list. `id` and `parent` are our ids; `entry_code` is the service's code of its threshold."""

    id: str
    number: str  # the depositary's own, as written: `012A`
    title: str  # the official one, in English
    mention: str | None = None  # ETS or CETS
    opened_on: date | None = None  # CETS 217 has a moment: 2015-10-22T12:21:04.1
    in_force_on: date | None = None
    parent: str | None = None
    entry_code: int | None = None

    @property
    def name(self) -> str:
        """The official title without the reference and footnote marks at its end, so that it fits into a sentence."""
        return " ".join(_REFERENCE.sub("", self.title).split())

    @property
    def threshold(self) -> Threshold | None:
        """The consents that it needs, or None if the service's code is unknown."""
        return None if self.entry_code is None else THRESHOLDS.get(self.entry_code)


def treaty_id(number: str | None) -> str | None:
    """The id of a treaty of the Council of Europe by its number; None for anything else.

    `185` → `ets-185`, `012A` → `ets-12a`, `224` → `cets-224`.
    """
    found = _NUMBER.fullmatch((number or "").strip())
    if found is None:
        return None
    digits, letter = found.groups()
    return f"{'cets' if int(digits) >= _FIRST_CETS else 'ets'}-{digits}{letter.lower()}"


def search_url(api_url: str) -> str:
    """The address to which PAYLOAD is posted."""
    return f"{api_url.rstrip('/')}/api/traites/search"


def parse(body: bytes) -> tuple[ListedTreaty, ...]:
    """Read the treaties in the order of the response. Raises ParseError: the kinds of `json_of`, SHAPE."""
    value = json_of(body)
    if not isinstance(value, list) or not value:
        raise shape("a list of treaties", shown(value))
    found: dict[str, ListedTreaty] = {}
    for row in value:
        treaty = _treaty(row)
        if treaty.id in found:
            raise shape("each treaty once", f"{treaty.number} twice")
        found[treaty.id] = treaty
    return tuple(found.values())


def _treaty(row: object) -> ListedTreaty:
    if not isinstance(row, dict):
        raise shape("a treaty to be an object", shown(row))
    number = row.get("Numero_traite")
    key = treaty_id(number) if isinstance(number, str) else None
    if key is None or not isinstance(number, str):
        raise shape("Numero_traite to be a number like 185 or 012A", shown(row.get("Numero_traite", list(row))))
    for name in ("Date_ste", "Date_vigueur_ste"):
        if name not in row:
            raise shape(f"the key {name} of treaty {number}", shown(list(row)))
    return ListedTreaty(
        id=key,
        number=number.strip(),
        title=_title(row, number),
        mention=_text(row.get("Mention")),
        opened_on=date_in(row, "Date_ste", number, by_day=True),
        in_force_on=date_in(row, "Date_vigueur_ste", number, by_day=True),
        parent=treaty_id(_text(row.get("Numero_traite_parent"))),
        entry_code=_code(row, number),
    )


def _title(row: dict[str, Any], number: str) -> str:
    title = row.get("Libelle_titre_ENG")
    if not isinstance(title, str) or not _REFERENCE.sub("", title).strip() or len(title) > _TITLE_LENGTH:
        raise shape(f"Libelle_titre_ENG of {number} to be a title", shown(row.get("Libelle_titre_ENG", list(row))))
    return title.strip()


def _text(value: object) -> str | None:
    return str(value).strip() if isinstance(value, str | int) else None


def _code(row: dict[str, Any], number: str) -> int | None:
    code = row.get("Code_ent_vig_ste")
    if code is not None and (isinstance(code, bool) or not isinstance(code, int)):
        raise shape(f"Code_ent_vig_ste of {number} to be a whole number or null", shown(code))
    return code
