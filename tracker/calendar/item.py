"""One item of a treaty's calendar. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.calendar.basis import Basis


class ItemKind(StrEnum):
    """The subject of a calendar item."""

    PRINTED_ENTRY = "printed_entry"  # entry into force for a participant, as a source prints it
    EXPECTED_ENTRY = "expected_entry"  # entry into force for a participant, computed here
    TREATY_ENTRY = "treaty_entry"  # entry into force of the treaty itself; `printed` tells whether a source prints it
    DENUNCIATION_EFFECT = "denunciation_effect"
    TERRITORY_EFFECT = "territory_effect"  # entry into force in territories to which a participant extended the treaty
    INVITATION_EXPIRY = "invitation_expiry"  # only a warning: an invitation may have been extended
    COUNTDOWN = "countdown"  # the number of missing consents; has no date


_EFFECTS = (ItemKind.EXPECTED_ENTRY, ItemKind.TREATY_ENTRY, ItemKind.DENUNCIATION_EFFECT)


class Precision(StrEnum):
    """The precision of a date."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a treaty's calendar.

    `day` is the date, or the first day of the month or year if only that is known (`precision`); None if there is no
    date. `basis` is what the date rests on. `territories`: the names of those in which the treaty enters into force.
    """

    kind: ItemKind
    treaty: str  # id
    day: date | None
    precision: Precision = Precision.DAY
    participant: str | None = None  # None: the treaty itself
    name: str | None = None
    printed: bool
    basis: Basis
    territories: tuple[str, ...] = ()

    @property
    def how(self) -> str:
        """How the date is known: `printed` by a source, `expected` by the treaty's rule, or only a `warning`."""
        if self.kind is ItemKind.INVITATION_EXPIRY:
            return "warning"
        return "printed" if self.printed else "expected"

    @property
    def unprinted(self) -> bool:
        """True for an effect that only the treaty's rule gives, and that no source has printed."""
        return not self.printed and self.kind in _EFFECTS

    def awaited(self, day: date) -> bool:
        """True if its day has come and no source has printed it: it stays expected until one does.

        See docs/sources.md#law.
        """
        return self.unprinted and self.day is not None and self.day <= day

    def over(self, day: date) -> bool:
        """True if it is past on a day. An item without a date, or one not printed yet, is never past."""
        return not self.unprinted and self.until is not None and self.until <= day

    @property
    def until(self) -> date | None:
        """The first day after the day, month or year of the item."""
        if self.day is None or self.precision is Precision.DAY:
            return self.day and self.day + timedelta(days=1)
        if self.precision is Precision.YEAR or self.day.month == 12:
            return date(self.day.year + 1, 1, 1)
        return self.day.replace(month=self.day.month + 1)
