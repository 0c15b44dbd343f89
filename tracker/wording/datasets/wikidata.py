"""What the export for Wikidata says beside its lines. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.wording.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_CHECKED = (
    "the items were not checked against Wikidata: look at them, and at what is stated there already, before you upload"
)
_LEFT_OUT = "left out: {acts} {why} ({which}){hint}"
_WHY = {
    "no_treaty": "under a treaty without a known item",
    "no_participant": "of participants without a known item, or with several",
    "no_page": "not read from an official page that can be referred to",
    "not_read": "that were not read from the depositary's own server",
    "of_another": "that were a former State's",
    "ended": "of participants that have left",
    "not_final": "subject to confirmation",
}
_HINT = "; name it with --item"
ITEM_EXPECTED = "--item {given!r}: expected a treaty and its item, like ets-185=Q…"


def left_out(reason: str, acts: int, of: Sequence[str]) -> str:
    """How many acts are left out, why, and of which participants or treaties."""
    return _LEFT_OUT.format(
        acts=counted(acts, "act"), why=_WHY[reason], which=", ".join(of), hint=_HINT if reason == "no_treaty" else ""
    )
