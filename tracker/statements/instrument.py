"""The kind of instrument that a statement came with, as its text proves it. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.models import ConsentKind
from tracker.statements.listing import header

if TYPE_CHECKING:
    from datetime import date

    from tracker.models import Statement

#: The kinds that the column "Ratification" of the Council of Europe's charts merges.
_ONE_OF = frozenset({ConsentKind.RATIFICATION, ConsentKind.ACCEPTANCE, ConsentKind.APPROVAL})

# A list ("of ratification, acceptance or approval") proves no single kind, so the pattern excludes it.
_INSTRUMENT = re.compile(
    r"\bcontained in the (?:said )?instrument of (ratification|acceptance|approval|accession|succession)\b"
    r"(?!\s*(?:,\s*(?:acceptance|approval|accession)|or\b|/))",
    re.IGNORECASE,
)


def instrument_kind(statement: Statement) -> ConsentKind | None:
    """The kind of consent that a text "contained in the instrument of approval …" proves, or None.

    See docs/glossary.md#kinds-of-consent.

    Only the header of the text counts, because the depositary wrote it.
    """
    found = {word.lower() for word in _INSTRUMENT.findall(header(statement.text))}
    return ConsentKind(found.pop()) if len(found) == 1 else None


def stated_kind(statement: Statement, deposited_on: date) -> ConsentKind | None:
    """The kind of a consent deposited on this day (ratification, acceptance, approval) if the statement proves it."""
    kind = instrument_kind(statement)
    return kind if kind in _ONE_OF and statement.deposited_on == deposited_on else None
