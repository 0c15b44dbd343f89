"""The notices that every report and page carries, and the notes that some names need. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.models.times import minute
from tracker.wording.words import listed, of_council

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

#: docs/glossary.md#notices: said at the foot of every report and page.
DISCLAIMER = (
    (
        "This is an unofficial compilation from public sources. It is not a publication of the Council of Europe,"
        " the United Nations or any government, and it is not legal advice."
    ),
    ("Only the treaty texts, the instruments deposited and the notifications of the depositary are authoritative."),
    "Dates marked as expected are computed here from the rules of the treaty; no source has printed them.",
)


#: Said wherever the name occurs.
KOSOVO_NOTE = (
    "* All references to Kosovo, whether to the territory, institutions or population, shall be understood in"
    " full compliance with United Nations Security Council Resolution 1244 and without prejudice to the status"
    " of Kosovo."
)

#: Said wherever the name occurs, as in papers of the Council of Europe. The United Nations print another name.
PALESTINE_NOTE = (
    "* This designation shall not be construed as recognition of a State of Palestine and is without prejudice to the"
    " individual positions of Council of Europe member States on this issue."
)
#: Of treaties of the Council of Europe, by their final clauses (ETS 185: after article 48).
AUTHENTIC = "Treaties of the Council of Europe are done in English and French, both texts being equally authentic."


def nothing_read(known_at: datetime | None, treaty: str | None = None) -> str:
    """That nothing is known of a treaty, or of any, for a moment or for now."""
    of_it = f" of {treaty}" if treaty else ""
    return f"by {minute(known_at)} nothing had been read{of_it}" if known_at else f"nothing has been read yet{of_it}"


def not_known_yet(known_at: datetime | None, treaty: str) -> str:
    """The same as the answer to a question."""
    return f"Not known: {nothing_read(known_at, treaty)}."


def nothing_to_cite(known_at: datetime | None, treaties: Sequence[str]) -> str:
    """The same of a citation, and what to do about it."""
    to_do = "" if known_at else ": run `tracker check`"
    return f"nothing to cite: {nothing_read(known_at, listed(treaties) if treaties else None)}{to_do}"


def disclaimer(treaties: Iterable[str]) -> tuple[str, ...]:
    """The sentences at the foot of a page or report about treaties, by their ids."""
    return (*DISCLAIMER, AUTHENTIC) if any(map(of_council, treaties)) else DISCLAIMER


def notes_on(text: str) -> tuple[str, ...]:
    """The notes that the names in a text need."""
    found = ((KOSOVO_NOTE, "kosovo" in text.lower()), (PALESTINE_NOTE, "Palestine*" in text))
    return tuple(note for note, needed in found if needed)
