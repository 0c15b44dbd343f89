"""What a statement proves about the instrument that it came with. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.models import ConsentKind
from tracker.statements.listing import header

if TYPE_CHECKING:
    from datetime import date

    from tracker.models import Statement

#: What the column "Ratification" of the Council of Europe's charts can mean.
_ONE_OF = frozenset({ConsentKind.RATIFICATION, ConsentKind.ACCEPTANCE, ConsentKind.APPROVAL})

_INSTRUMENT = re.compile(
    r"\bcontained in the (?:said )?instrument of (ratification|acceptance|approval|accession|succession)\b"
    r"(?!\s*(?:,\s*(?:acceptance|approval|accession)|or\b|/))",
    re.IGNORECASE,
)


def instrument_kind(statement: Statement) -> ConsentKind | None:
    """The exact kind of consent that a statement "contained in the instrument of approval …" is evidence of, or None
    (docs/glossary.md#kinds-of-consent). Only the header of the text counts, where the depositary itself speaks."""
    found = {word.lower() for word in _INSTRUMENT.findall(header(statement.text))}
    return ConsentKind(found.pop()) if len(found) == 1 else None


def stated_kind(statement: Statement, deposited_on: date) -> ConsentKind | None:
    """Which of ratification, acceptance and approval a consent of that day was, as far as this statement proves it."""
    kind = instrument_kind(statement)
    return kind if kind in _ONE_OF and statement.deposited_on == deposited_on else None
