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

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.models import Row

OFFICIAL = "official figure"
PUBLISHED = "published figure"

_NEAR = timedelta(days=92)  # a quarter of a year: a published figure may count acts that much earlier or later
_MOST_ACTS = 3  # with more acts, any figure could be explained


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A published figure, valid for the day `as_of`. `text` says what was published.

    `official` is False for a figure of the press or of another body, which is checked and never given as official.
    """

    treaty: str
    figure: str  # the name of a count in `Figures`
    value: int
    as_of: date
    source: str
    text: str | None = None
    address: str | None = None
    official: bool = True


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
_IN_WORDS = {"signatories": "signatures that no consent has followed"}
_FIGURES = {
    "consents": "consents",
    "in_force": "Parties",
    "signatories": "signatures without consent",
    "invited": "invited",
    "total": "in all (consents, signatures without consent, invited)",
    "signatures": "signatures",
}
#: The act that each count counts.
_ACTS = {"consents": Field.CONSENT_ON, "signatures": Field.SIGNED_ON}


def check_claim(claim: Claim, counted: Counted | None) -> Finding:
    """Compare one official figure with ours. `counted` is None if nothing was read of the treaty yet."""
    status, ours, explanation = _judge(claim, counted)
    values = [Shown(source=OFFICIAL if claim.official else PUBLISHED, value=claim.value)]
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
    """The acts near the claim's day that explain the difference if the official count included them, or did not yet."""
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
