"""The findings of a comparison, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.reconcile.reasons import Reason


class Status(StrEnum):
    """The result of one comparison."""

    AGREE = "agree"
    DIFFER = "differ"  # two sources show two values
    MISSING = "missing"  # one source shows an act, and another that shows such acts does not
    LAGGING = "lagging"  # the same, but the act is so new that the other source may not have it yet
    PARENT_MISSING = "parent_missing"  # an act under a protocol without consent to its parent treaty
    INVITATION_NOT_SEEN = "invitation_not_seen"  # an accession without any invitation on record
    RULE_FITS = "rule_fits"  # a printed entry into force is the date that the treaty's rule gives
    RULE_FLOOR = "rule_floor"  # it is later than the rule gives, because the treaty itself was not in force before
    RULE = "rule"  # it is not the date that the rule gives
    OVERDUE = "overdue"  # the treaty's rule gives a day that has come, and no source prints it
    CONTRADICTION = "contradiction"  # two dates of one row, of which one must be wrong
    LATE_OBJECTION = "late_objection"  # dated over twelve months after the reservation, and after its State's consent
    LATE_RESERVATION = "late_reservation"  # dated after its State's signature and deposit of the instrument
    RESERVATION_NOT_PROVIDED_FOR = "reservation_not_provided_for"  # its article is none that the treaty's text lists
    CLAIM_SAME = "claim_same"  # an official figure equals our count
    CLAIM_DIFFERS = "claim_differs"
    CLAIM_UNKNOWN = "claim_unknown"  # our count is not known

    @property
    def agreed(self) -> bool:
        """True if no person needs to look at it."""
        return self in _AGREED


_AGREED = (Status.AGREE, Status.RULE_FITS, Status.RULE_FLOOR, Status.CLAIM_SAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The value that a source shows: an ISO date, a kind of consent, "undated", an article or a count; None if it shows
    none."""

    source: str
    value: str | int | None
    evidence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One comparison. `participant` is None for the treaty itself; `field` names an act or a count.

    `statement`: the id of the statement that it is about, if it is about one.
    """

    treaty: str
    participant: str | None
    name: str | None
    field: str
    status: Status
    values: tuple[Shown, ...]
    reason: Reason
    statement: int | None = None
