"""The official pages of a treaty, from `tracker/data/official_pages.toml`; none is guessed. Pure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from tracker.language import Language

if TYPE_CHECKING:
    from tracker.models import Treaty

# A plain path: importing importlib.resources would take longer than reading the table.
_TABLE = Path(__file__).parents[1] / "data" / "official_pages.toml"


class _Pages(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    treaties: tuple[str, ...]
    seen: str
    chart: str | None = None
    text: str | None = None
    statements: str | None = None
    text_fr: dict[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialPages:
    """Where the depositary shows who takes part, the text, and the reservations and declarations; None: not known.

    Each page is in English but the text, which is in `text_language`.
    """

    chart: str | None = None
    text: str | None = None
    statements: str | None = None
    text_language: Language = Language.ENGLISH


def official_pages(treaty: Treaty, language: Language = Language.ENGLISH) -> OfficialPages:
    """The official pages of a treaty, in a language where they are known in that."""
    for pages in _table().values():
        if any(fnmatchcase(treaty.id, pattern) for pattern in pages.treaties):
            number = quote(treaty.number, safe="")
            french = pages.text_fr.get(treaty.id) if language is Language.FRENCH else None
            return OfficialPages(
                chart=_filled(pages.chart, number),
                text=french or _filled(pages.text, number),
                statements=_filled(pages.statements, number),
                text_language=Language.FRENCH if french else Language.ENGLISH,
            )
    return OfficialPages()


def _filled(address: str | None, number: str) -> str | None:
    """The address of one treaty; None where it needs a number that is not known."""
    if address is None or ("{number}" in address and not number):
        return None
    return address.replace("{number}", number)


@cache
def _table() -> dict[str, _Pages]:
    return msgspec.convert(tomllib.loads(_TABLE.read_text(encoding="utf-8")), dict[str, _Pages])
