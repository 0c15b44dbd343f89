"""The official figure of a day or the nearest before it, and what follows from it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.law import entry_rule, reached
from tracker.models import Field, Listed
from tracker.reconcile.finding import Status
from tracker.reconcile.invited import Bounds
from tracker.reconcile.reasons import CountedSame, OfClaim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from tracker.models import Chart, Treaty
    from tracker.reconcile.claim import Claim
    from tracker.reconcile.finding import Finding

#: The counts that official figures are given of.
PUBLISHED_COUNTS = ("consents", "in_force", "signatories", "invited", "total", "signatures")


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """An official figure. `agrees`: our count of `as_of` is the same; None if we have none of that day."""

    value: int
    as_of: date
    source: str
    agrees: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """A count that nobody published or counted: an official one less, or plus, what is on record here on that day."""

    figure: str  # invited or total
    value: int
    as_of: date
    source: str
    official: int  # the total, or the invited
    consents: int
    signatories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A claim, and how our count compares with it."""

    claim: Claim
    status: Status
    same: bool  # the count of the same name is equal, and not another reading of the words

    @property
    def official(self) -> Official:
        """The claim as an answer gives it."""
        known = self.status is not Status.CLAIM_UNKNOWN
        return Official(
            value=self.claim.value,
            as_of=self.claim.as_of,
            source=self.claim.source,
            agrees=self.status is Status.CLAIM_SAME if known else None,
        )


def judged(findings: Iterable[Finding]) -> tuple[Judged, ...]:
    """The official ones of compared claims; figures of the press are left out."""
    return tuple(
        Judged(claim=reason.claim, status=finding.status, same=isinstance(reason.verdict, CountedSame))
        for finding in findings
        if isinstance(reason := finding.reason, OfClaim) and reason.claim.official
    )


def nearest(claims: Sequence[Judged], figure: str, day: date) -> Official | None:
    """The official figure of a day, or the nearest before it.

    If two of one day differ, it is the one that counts the same thing as we do.
    """
    found = [one for one in claims if one.claim.figure == figure and one.claim.as_of <= day]
    best = max(found, key=lambda one: (one.claim.as_of, one.same), default=None)
    return best.official if best else None


def what_follows(
    claims: Sequence[Judged], day: date, counts_on: Callable[[date], Mapping[str, int | None]]
) -> Iterator[Follows]:
    """The invited from the official total, or the total from the official invited: whichever is the newer figure.

    `counts_on` gives our counts of a day. Nothing follows on a day of which our consents are not known.
    """
    total, invited = nearest(claims, "total", day), nearest(claims, "invited", day)
    if total and (invited is None or invited.as_of < total.as_of):
        yield from _follows("invited", total, counts_on(total.as_of), sign=-1)
    elif invited and (total is None or total.as_of < invited.as_of):
        yield from _follows("total", invited, counts_on(invited.as_of), sign=1)


def _follows(figure: str, official: Official, counts: Mapping[str, int | None], *, sign: int) -> Iterator[Follows]:
    consents, signatories = counts.get("consents"), counts.get("signatories")
    if consents is not None and signatories is not None:
        yield Follows(
            figure=figure,
            value=official.value + sign * (consents + signatories),
            as_of=official.as_of,
            source=official.source,
            official=official.value,
            consents=consents,
            signatories=signatories,
        )


def bounds_of_consents(chart: Chart, treaty: Treaty, day: date, counted: int) -> Bounds | None:
    """The least and the most consents on a day, where rows have no day of consent; None if the count is exact.

    A Party that is listed without any date may not have consented yet on a day before the chart's. Who entered into
    force later may have consented already.
    """
    earlier = chart.status_as_of is not None and day < chart.status_as_of
    undated = [row for row in chart.rows if earlier and row.listed is Listed.PARTY and not row.dates]
    rule = entry_rule(treaty)
    waiting = [
        row
        for row in chart.rows
        if row.in_force_on
        and Field.CONSENT_ON not in row.known
        and not reached(row.in_force_on, day)
        and (row.in_force_on == chart.in_force_on or rule is None or rule.for_state(day) >= row.in_force_on)
    ]
    if not undated and not waiting:
        return None
    return Bounds(least=counted - len(undated), most=counted + len(waiting))
