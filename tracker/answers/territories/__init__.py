"""Does a treaty apply in a territory of a State on a day, by what is on record? `TerritoryResult` has the answers.

A treaty binds a State in its whole territory unless another intention is established (VCLT art. 29). What the record
holds decides: the State's own statements, those under a parent treaty that apply by the protocol's text, then the
State's practice, which the table of territories names. What was not read, or is not understood, is not known.
"""

from tracker.answers.territories.answer import (
    ExtendedTerritory,
    TerritoryAnswer,
    refuse_own_territory,
    territories_on,
    territory_answer,
    territory_on_record,
)
from tracker.answers.territories.flags import unread_flags, unread_flags_in_words
from tracker.answers.territories.history import TerritoryTurns, territory_histories
from tracker.answers.territories.inherited import InheritedStatement, inherited_statements
from tracker.answers.territories.listing import ALL, TerritorialApplication, territorial_applications

__all__ = [
    "ALL",
    "ExtendedTerritory",
    "InheritedStatement",
    "TerritorialApplication",
    "TerritoryAnswer",
    "TerritoryTurns",
    "inherited_statements",
    "refuse_own_territory",
    "territorial_applications",
    "territories_on",
    "territory_answer",
    "territory_histories",
    "territory_on_record",
    "unread_flags",
    "unread_flags_in_words",
]
