"""What an article opens between two Parties, and which places of the text bear on it: `data/articles.toml`.

The table is a reading of the treaties by the project; `reviewed_by` says which lawyer reviewed a line, if any did.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping


class DataClass(StrEnum):
    """The kinds of data that an article may be for."""

    SUBSCRIBER = "subscriber"
    TRAFFIC = "traffic"
    DOMAIN = "domain"
    CONTENT = "content"
    EMERGENCY = "emergency"


class ArticleRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the table. A slot is a place of the text, such as `7(9)(a)`, under which a Party may state something.

    `excluded`: slots that exclude the article; `narrowed`: those that exclude a part of it, and `closes` the data that
    such a slot excludes whole. `reciprocal`: a Party that filled one of these may not use the article itself.
    `authorities`: slots that name who sends and receives, of which one is enough; `parent_authorities`: the same, in
    statements under the treaty's parent. `agreement`: the place that gives way
    to another treaty between the two. `always`: what the article leaves to the asked Party, whatever anybody stated.
    """

    title: str
    way: str
    source: str
    text_read: bool
    reviewed_by: str
    data: tuple[DataClass, ...] = ()
    excluded: tuple[str, ...] = ()
    narrowed: tuple[str, ...] = ()
    closes: dict[str, tuple[DataClass, ...]] = {}
    reciprocal: bool = False
    conditions: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    parent_authorities: tuple[str, ...] = ()
    agreement: str | None = None
    always: str | None = None
    then: str | None = None

    @property
    def reserved(self) -> tuple[str, ...]:
        """The slots of reservations."""
        return (*self.excluded, *self.narrowed)


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file. `notes`: what an answer under a treaty always adds, and what never decides. `assistance`: ids."""

    assistance: frozenset[str]
    notes: dict[str, tuple[str, ...]]
    articles: dict[str, dict[str, ArticleRule]]


@cache
def _table() -> _Table:
    held = tomllib.loads((files("tracker") / "data" / "articles.toml").read_text(encoding="utf-8"))
    apart = {name: held.pop(name) for name in ("assistance", "notes")}
    return msgspec.convert({**apart, "articles": held}, type=_Table)


def article_rules() -> Mapping[str, Mapping[str, ArticleRule]]:
    """The whole table: treaty → article → line."""
    return _table().articles


def notes_of(treaty: str) -> tuple[str, ...]:
    """What an answer under a treaty adds, whatever the article; it never changes the answer."""
    return _table().notes.get(treaty, ())


def assists(treaty: str) -> bool:
    """True if a treaty is one on mutual assistance, to which an article may give way between two."""
    return treaty in _table().assistance


def rules_of(treaty: str) -> Mapping[str, ArticleRule]:
    """The lines of one treaty, by article; none for a treaty that the table does not know."""
    return article_rules().get(treaty, {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """The slots that the lines of one treaty name: those that exclude (an article, or a kind of data), all others."""

    excluding: frozenset[str]
    others: frozenset[str]  # parts, conditions
    authorities: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """Every slot."""
        return self.excluding | self.others | self.authorities


@cache
def slots_of(treaty: str) -> Slots:
    """The slots of a treaty's own text; a treaty that the table does not know has none."""
    rules = rules_of(treaty).values()
    excluding = frozenset(slot for rule in rules for slot in (*rule.excluded, *rule.closes))
    others = frozenset(slot for rule in rules for slot in (*rule.narrowed, *rule.conditions))
    return Slots(
        excluding=excluding,
        others=others - excluding,
        authorities=frozenset(slot for rule in rules for slot in rule.authorities) | _of_protocols(treaty),
    )


def _of_protocols(treaty: str) -> frozenset[str]:
    """What the lines of its protocols name of a treaty's own text."""
    names = article_rules().items()
    return frozenset(
        slot for other, rules in names if other != treaty for rule in rules.values() for slot in rule.parent_authorities
    )
