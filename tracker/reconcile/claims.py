"""Compare official figures with ours, and find the acts that may explain a difference. Pure.

Press releases count differently (docs/sources.md#law): all signatures, or only those without consent. A claim is
compared with
each possible meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tracker.models import Field
from tracker.reconcile.finding import Finding, Shown, Status
from tracker.reconcile.reasons import (
    CountedSame,
    Explained,
    NotCounted,
    NothingAfter,
    NothingRead,
    OfClaim,
    ReadAs,
    Unexplained,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.models import Row
    from tracker.reconcile.claim import Claim
    from tracker.reconcile.reasons import Verdict

OFFICIAL = "official figure"
PUBLISHED = "published figure"

_NEAR = timedelta(days=92)  # a quarter of a year: a published figure may count acts that much earlier or later
_MOST_ACTS = 3  # with more acts, any figure could be explained


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Our counts on the claim's day, and the rows that were counted. An unknown count is None.

    `known_until` is the last day that our knowledge covers.
    """

    figures: Mapping[str, int | None]
    rows: Sequence[Row]
    source: str
    evidence: int | None = None
    known_until: date | None = None


#: Other counts that a figure may mean.
_READINGS = {"signatures": ("signatories",)}
#: The act that each count counts.
_ACTS = {"consents": Field.CONSENT_ON, "signatures": Field.SIGNED_ON}


def check_claim(claim: Claim, counted: Counted | None) -> Finding:
    """Compare one official figure with ours. `counted` is None if nothing was read of the treaty yet."""
    status, ours, verdict = _judge(claim, counted)
    values = [Shown(source=OFFICIAL if claim.official else PUBLISHED, value=claim.value)]
    if counted:
        values.append(Shown(source=counted.source, value=ours, evidence=counted.evidence))
    return Finding(
        treaty=claim.treaty,
        participant=None,
        name=None,
        field=claim.figure,
        status=status,
        values=tuple(values),
        reason=OfClaim(claim=claim, verdict=verdict),
    )


def _judge(claim: Claim, counted: Counted | None) -> tuple[Status, int | None, Verdict]:
    if counted is None:
        return Status.CLAIM_UNKNOWN, None, NothingRead()
    if counted.known_until is None or claim.as_of > counted.known_until:
        return Status.CLAIM_UNKNOWN, None, NothingAfter(day=counted.known_until)
    ours = counted.figures.get(claim.figure)
    if ours is None:
        return Status.CLAIM_UNKNOWN, None, NotCounted()
    if ours == claim.value:
        return Status.CLAIM_SAME, ours, CountedSame()
    for reading in _READINGS.get(claim.figure, ()):
        if counted.figures.get(reading) == claim.value:
            return Status.CLAIM_SAME, claim.value, ReadAs(figure=reading, ours=ours)
    return Status.CLAIM_DIFFERS, ours, _explained(claim, ours, counted.rows)


def _explained(claim: Claim, ours: int, rows: Iterable[Row]) -> Verdict:
    """The acts near the claim's day that explain the difference if the official count included them, or did not yet."""
    field = _ACTS.get(claim.figure)
    acts = _acts_near(rows, field, claim.as_of, after=ours < claim.value) if field else []
    needed = acts[: abs(ours - claim.value)]
    if len(needed) < abs(ours - claim.value) or len(needed) > _MOST_ACTS:
        return Unexplained(ours=ours)
    return Explained(ours=ours, acts=tuple(needed), missing=ours < claim.value)


def _acts_near(rows: Iterable[Row], field: Field, day: date, *, after: bool) -> list[tuple[date, str]]:
    dated = [(when, row.name) for row in rows if (when := getattr(row, field))]
    if after:
        return sorted(act for act in dated if day < act[0] <= day + _NEAR)
    return sorted((act for act in dated if day - _NEAR <= act[0] <= day), reverse=True)
