"""One line of a treaty's calendar. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.calendar.basis import Basis


class ItemKind(StrEnum):
    """What an item of the calendar is about."""

    PRINTED_ENTRY = "printed_entry"  # the treaty enters into force for a participant, as a source prints it
    EXPECTED_ENTRY = "expected_entry"  # the same, computed here
    TREATY_ENTRY = "treaty_entry"  # of the treaty itself; `printed` tells which
    DENUNCIATION_EFFECT = "denunciation_effect"
    INVITATION_EXPIRY = "invitation_expiry"  # a warning, never a removal
    COUNTDOWN = "countdown"  # how many consents are missing; without a day


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a treaty's calendar.

    `day` is the day itself, or the first of the month or year where no more is known (`precision`); None where there
    is no date at all. `basis` is what it rests on.
    """

    kind: ItemKind
    treaty: str  # id
    day: date | None
    precision: Precision = Precision.DAY
    participant: str | None = None  # None: the treaty itself
    name: str | None = None
    printed: bool
    basis: Basis

    @property
    def how(self) -> str:
        """How the date is known: `printed` by a source, `expected` by the treaty's rule, or a mere `warning`."""
        if self.kind is ItemKind.INVITATION_EXPIRY:
            return "warning"
        return "printed" if self.printed else "expected"

    @property
    def unprinted(self) -> bool:
        """True of an entry into force that is expected, and that no source has printed."""
        return not self.printed and self.kind in (ItemKind.EXPECTED_ENTRY, ItemKind.TREATY_ENTRY)

    def awaited(self, day: date) -> bool:
        """True if its day has come on a day and no source has printed it (docs/sources.md#law: expected until one
        does)."""
        return self.unprinted and self.day is not None and self.day <= day

    def over(self, day: date) -> bool:
        """True if it lies behind on a day. What has no date, or awaits its being printed, never does."""
        return not self.unprinted and self.until is not None and self.until <= day

    @property
    def until(self) -> date | None:
        """The first day after it."""
        if self.day is None or self.precision is Precision.DAY:
            return self.day and self.day + timedelta(days=1)
        if self.precision is Precision.YEAR or self.day.month == 12:
            return date(self.day.year + 1, 1, 1)
        return self.day.replace(month=self.day.month + 1)
