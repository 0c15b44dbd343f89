"""The notices that every report and page carries, and the notes that some names need. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language import N_, _, fill
from tracker.models.times import minute
from tracker.wording.words import listed, of_council

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tracker.models.head import Head

#: docs/glossary.md#notices: said at the foot of every report and page.
DISCLAIMER = (
    (
        N_(
            "This is an unofficial compilation from public sources. It is not a publication of the Council of Europe,"
            " the United Nations or any government, and it is not legal advice."
        )
    ),
    (N_("Only the treaty texts, the instruments deposited and the notifications of the depositary are authoritative.")),
    N_("Dates marked as expected are computed here from the rules of the treaty; no source has printed them."),
)


#: The last line of reports, pages and messages: what `tracker verify --against` takes (docs/security.md).
HISTORY_HEAD = N_("Head of the history: {head}")

#: Said wherever the name occurs.
KOSOVO_NOTE = N_(
    "* All references to Kosovo, whether to the territory, institutions or population, shall be understood in"
    " full compliance with United Nations Security Council Resolution 1244 and without prejudice to the status"
    " of Kosovo."
)

#: Said wherever the name occurs, as in papers of the Council of Europe. The United Nations print another name.
PALESTINE_NOTE = N_(
    "* This designation shall not be construed as recognition of a State of Palestine and is without prejudice to the"
    " individual positions of Council of Europe member States on this issue."
)
#: Of treaties of the Council of Europe, by their final clauses (ETS 185: after article 48).
AUTHENTIC = N_("Treaties of the Council of Europe are done in English and French, both texts being equally authentic.")


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


def history_head(head: Head | None) -> str:
    """The line that lets a reader prove later that the history is still the same; empty while there is none."""
    return fill(HISTORY_HEAD, head=head) if head else ""


def disclaimer(treaties: Iterable[str]) -> tuple[str, ...]:
    """The sentences at the foot of a page or report about treaties, by their ids."""
    said = (*DISCLAIMER, AUTHENTIC) if any(map(of_council, treaties)) else DISCLAIMER
    return tuple(map(_, said))


def notes_on(text: str) -> tuple[str, ...]:
    """The notes that the names in a text need."""
    found = ((KOSOVO_NOTE, "kosovo" in text.lower()), (PALESTINE_NOTE, "Palestine*" in text))
    return tuple(_(note) for note, needed in found if needed)
