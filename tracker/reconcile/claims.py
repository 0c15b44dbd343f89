"""Official figures against ours: the same, different with the acts that explain it, or not known. Pure.

Figures in the press count differently (SOURCES 1.6): all signatures, or those without consent. A claim is held
against each reading of its words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tracker.models import Field
from tracker.reconcile.finding import Finding, Shown, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.models import Row

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
_IN_WORDS = {"signatories": "signatures that no consent has followed"}
_FIGURES = {
    "consents": "consents",
    "in_force": "Parties",
    "signatories": "signatures without consent",
    "invited": "invited",
    "total": "in all (consents, signatures without consent, invited)",
    "signatures": "signatures",
}
#: The acts that a count rises with.
_ACTS = {"consents": Field.CONSENT_ON, "signatures": Field.SIGNED_ON}


def check_claim(claim: Claim, counted: Counted | None) -> Finding:
    """One figure against ours; `counted` is None where nothing has been read of the treaty."""
    status, ours, explanation = _judge(claim, counted)
    values = [Shown(source=OFFICIAL, value=claim.value)]
    if counted:
        values.append(Shown(source=counted.source, value=ours, evidence=counted.evidence))
    words = f' ("{claim.text}")' if claim.text else ""
    return Finding(
        treaty=claim.treaty,
        participant=None,
        name=None,
        field=claim.figure,
        status=status,
        values=tuple(values),
        explanation=f"{claim.source}: {claim.value} {_FIGURES[claim.figure]} on {claim.as_of}{words}; {explanation}",
    )


def _judge(claim: Claim, counted: Counted | None) -> tuple[Status, int | None, str]:
    if counted is None:
        return Status.CLAIM_UNKNOWN, None, "nothing has been read of the treaty"
    if counted.known_until is None or claim.as_of > counted.known_until:
        return Status.CLAIM_UNKNOWN, None, f"nothing is known after {counted.known_until}"
    ours = counted.figures.get(claim.figure)
    if ours is None:
        unknown = "for whom it was in force" if claim.figure == "in_force" else "who was invited"
        return Status.CLAIM_UNKNOWN, None, f"{unknown} on that day is not known"
    if ours == claim.value:
        return Status.CLAIM_SAME, ours, "counted the same here"
    for reading in _READINGS.get(claim.figure, ()):
        if counted.figures.get(reading) == claim.value:
            return Status.CLAIM_SAME, claim.value, f"the same here, read as {_IN_WORDS[reading]}; {ours} in all"
    return Status.CLAIM_DIFFERS, ours, _explained(claim, ours, counted.rows)


def _explained(claim: Claim, ours: int, rows: Iterable[Row]) -> str:
    """The acts whose coming late to, or early into, the official count makes the difference."""
    field = _ACTS.get(claim.figure)
    acts = _acts_near(rows, field, claim.as_of, after=ours < claim.value) if field else []
    needed = acts[: abs(ours - claim.value)]
    if len(needed) < abs(ours - claim.value) or len(needed) > _MOST_ACTS:
        return f"counted here {ours}; no acts near that day explain it"
    told = ", ".join(f"{name} ({day})" for day, name in needed)
    return f"counted here {ours} by the dates shown, {claim.value} {'with' if ours < claim.value else 'without'} {told}"


def _acts_near(rows: Iterable[Row], field: Field, day: date, *, after: bool) -> list[tuple[date, str]]:
    dated = [(when, row.name) for row in rows if (when := getattr(row, field))]
    if after:
        return sorted(act for act in dated if day < act[0] <= day + _NEAR)
    return sorted((act for act in dated if day - _NEAR <= act[0] <= day), reverse=True)
