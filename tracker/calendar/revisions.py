"""Count how often the date of a calendar item moved, by the recorded changes. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.calendar.item import ItemKind
from tracker.models import ChangeKind, Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.calendar.item import Item
    from tracker.models import Change, Chart

#: Changes reported because a date took effect. No date moved.
_REACHED = (
    ChangeKind.ENTERED_INTO_FORCE,
    ChangeKind.TREATY_ENTERED_INTO_FORCE,
    ChangeKind.DENUNCIATION_EFFECTIVE,
    ChangeKind.TERRITORY_EFFECT,
)

_CONSENTS = (Field.ROW, Field.SIGNED_ON, Field.CONSENT_ON, Field.CONSENT_KIND, Field.GROUP)
_ENTRY = (*_CONSENTS, Field.IN_FORCE_ON)
#: The fields whose changes can move an item of each kind.
_OWN = {
    ItemKind.PRINTED_ENTRY: _ENTRY,
    ItemKind.EXPECTED_ENTRY: _ENTRY,
    ItemKind.DENUNCIATION_EFFECT: (Field.ROW, Field.DENOUNCED_ON, Field.LEFT_ON),
    ItemKind.INVITATION_EXPIRY: (Field.ROW, Field.INVITED),
    ItemKind.TERRITORY_EFFECT: (Field.STATEMENT,),
}
#: Items whose date can also move with the treaty's own entry into force.
_RESTS_ON_TREATY = (ItemKind.TREATY_ENTRY, ItemKind.PRINTED_ENTRY, ItemKind.EXPECTED_ENTRY)


def revision(item: Item, changes: Sequence[Change], chart: Chart) -> int:
    """A number that grows whenever the item's date moves, and never falls (SEQUENCE, RFC 5545 section 3.8.7.4).

    `changes` are all changes of the treaty, oldest first. Until the treaty's own entry into force is printed, an
    expected date depends on other participants' consents, so each of these counts. Changes found by back-fill moved
    nothing.
    """
    moves = [change for change in changes if change.published_on is None and change.kind not in _REACHED]
    own = sum(
        1 for change in moves if change.participant == item.participant and change.field in _OWN.get(item.kind, ())
    )
    return own + (_moves_of_treaty(moves, chart) if item.kind in _RESTS_ON_TREATY else 0)


def _moves_of_treaty(moves: Sequence[Change], chart: Chart) -> int:
    printed = [at for at, change in enumerate(moves) if change.kind is ChangeKind.TREATY_ENTRY_INTO_FORCE_SET]
    if chart.in_force_on is None:
        before: Sequence[Change] = moves
    else:
        before = moves[: printed[-1]] if printed else ()
    return sum(1 for change in before if change.participant and change.field in _CONSENTS) + sum(
        1 for change in moves if change.field is Field.TREATY_IN_FORCE_ON
    )
