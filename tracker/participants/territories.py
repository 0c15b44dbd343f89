"""Territories and the States whose statements may name them: `tracker/data/territories.tsv`, whose head explains it.

A name of the table resolves like that of a participant: a reviewed spelling or a code, never something similar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.models import Practice
from tracker.participants.folding import fold, without_accents
from tracker.participants.french import FrenchName, french_name
from tracker.participants.lookup import close_spellings, without_leading_article

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = Path(__file__).parents[1] / "data" / "territories.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownTerritory:
    """A line of the table. `code` is ISO 3166-1 alpha-3, else ISO 3166-2, else None.

    `within`: the name of a territory of the same State that covers it. `outside_of`: words for the part of the State
    in which it does not lie. `practice` None: not judged. `ended`: the first day without such a territory.
    """

    participant: str
    name: str
    code: str | None
    spellings: tuple[str, ...]
    within: str | None = None
    outside_of: tuple[str, ...] = ()
    practice: Practice | None = None
    source: str | None = None
    ended: date | None = None
    french: FrenchName | None = None


@cache
def territories() -> tuple[KnownTerritory, ...]:
    """The shipped table, read once."""
    lines = (line for line in _FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return tuple(_known(line) for line in lines)


def territory_named(text: str) -> KnownTerritory | None:
    """The territory that a person typed: a spelling of the table or a code, in any case, with or without accents."""
    key, code = _key(text), text.strip().upper()
    by_code = next((one for one in territories() if one.code == code), None)
    return _by_spelling().get(key) or _by_spelling().get(without_leading_article(key)) or by_code


def near_territories(text: str) -> tuple[str, ...]:
    """The names of territories whose spelling is close to a typed one."""
    known = _by_spelling()
    return tuple(dict.fromkeys(known[one].name for one in close_spellings(_key(text), known)))


def parts_of(territory: KnownTerritory) -> tuple[KnownTerritory, ...]:
    """The territories of the table that lie within one."""
    return tuple(
        one for one in territories() if (one.participant, one.within) == (territory.participant, territory.name)
    )


@cache
def _by_spelling() -> Mapping[str, KnownTerritory]:
    """Each spelling, as `_key` has it. Raises ValueError for one that is of two territories."""
    found: dict[str, KnownTerritory] = {}
    for one in territories():
        for spelling in one.spellings:
            if found.setdefault(_key(spelling), one) is not one:
                raise ValueError(f"{spelling!r} is a spelling of {found[_key(spelling)].name} and of {one.name}")
    return found


def _key(spelling: str) -> str:
    return " ".join(without_accents(fold(spelling)).replace("-", " ").split())


def _known(line: str) -> KnownTerritory:
    participant, name, code, spellings, within, outside_of, practice, source, ended, name_fr, in_fr = line.split("\t")
    return KnownTerritory(
        participant=participant,
        name=name,
        code=code or None,
        spellings=(name, *filter(None, spellings.split(" | "))),
        within=within or None,
        outside_of=tuple(filter(None, outside_of.split(" | "))),
        practice=Practice(practice) if practice else None,
        source=source or None,
        ended=date.fromisoformat(ended) if ended else None,
        french=french_name(name_fr, in_fr),
    )
