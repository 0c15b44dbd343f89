"""What a comparison found, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.reconcile.reasons import Reason


class Status(StrEnum):
    """What a comparison came to."""

    AGREE = "agree"
    DIFFER = "differ"  # two sources show two values
    MISSING = "missing"  # one source shows an act, another that shows such acts does not
    LAGGING = "lagging"  # the same, but so new that the other may still come to it
    PARENT_MISSING = "parent_missing"  # an act under a protocol without the consent to its parent treaty
    RULE_FITS = "rule_fits"  # a printed entry into force is what the treaty's rule gives
    RULE_FLOOR = "rule_floor"  # it is later than the rule gives: the treaty itself was not in force before
    RULE = "rule"  # it is another date than the rule gives
    CLAIM_SAME = "claim_same"  # an official figure is what we count
    CLAIM_DIFFERS = "claim_differs"
    CLAIM_UNKNOWN = "claim_unknown"  # nothing is known to hold it against

    @property
    def agreed(self) -> bool:
        """True if there is nothing to look at."""
        return self in _AGREED


_AGREED = (Status.AGREE, Status.RULE_FITS, Status.RULE_FLOOR, Status.CLAIM_SAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What one source shows: an ISO date, a kind of consent, "undated", a count; None = it shows none."""

    source: str
    value: str | int | None
    evidence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One comparison. `participant` is None for what concerns the treaty as a whole; `field` is an act or a count."""

    treaty: str
    participant: str | None
    name: str | None
    field: str
    status: Status
    values: tuple[Shown, ...]
    reason: Reason
