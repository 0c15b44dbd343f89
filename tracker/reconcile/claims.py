"""Official figures against ours: the same, different with the acts that explain it, or not known. Pure.

Figures in the press count differently (docs/sources.md#law): all signatures, or those without consent. A claim is held
against each reading of its words.
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
    from tracker.reconcile.reasons import Verdict

OFFICIAL = "official figure"

_NEAR = timedelta(days=92)  # a figure may be of an earlier day than the one it is given for, but not by more
_MOST_ACTS = 3  # more would explain any figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A figure that somebody official gave. `as_of` is the day it speaks of; `text` its words."""

    treaty: str
    figure: str  # a count of `figures`
    value: int
    as_of: date
    source: str
    text: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What we count on the claim's day, and the rows it is counted from; a count that is not known is None.

    `known_until`: the last day that the knowledge covers.
    """

    figures: Mapping[str, int | None]
    rows: Sequence[Row]
    source: str
    evidence: int | None = None
    known_until: date | None = None


#: The other ways in which a count is meant at times.
_READINGS = {"signatures": ("signatories",)}
#: The acts that a count rises with.
_ACTS = {"consents": Field.CONSENT_ON, "signatures": Field.SIGNED_ON}


def check_claim(claim: Claim, counted: Counted | None) -> Finding:
    """One figure against ours; `counted` is None where nothing has been read of the treaty."""
    status, ours, verdict = _judge(claim, counted)
    values = [Shown(source=OFFICIAL, value=claim.value)]
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
    """The acts whose coming late to, or early into, the official count makes the difference."""
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
