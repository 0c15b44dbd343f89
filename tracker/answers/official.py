"""Official figures to compare with ours: that of a day or the nearest earlier one, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

from tracker.answers.standing import counts_on
from tracker.calendar.invitations import invitations
from tracker.reconcile import Claim, Counted, check_claim
from tracker.reconcile.invited import Bounds, InvitedThen, bounds_of_invited, decisions_of, invited_then
from tracker.reconcile.movement import Then
from tracker.reconcile.published import (
    PUBLISHED_COUNTS,
    Follows,
    Official,
    bounds_of_consents,
    judged,
    nearest,
    what_follows,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from tracker.answers.invited import InvitedLists
    from tracker.answers.knowledge import KnownTreaty
    from tracker.calendar.invitations import Invitation
    from tracker.law.figures import Figures
    from tracker.reconcile.published import Judged


@cache
def shipped_claims() -> tuple[Claim, ...]:
    """The published figures that ship with the package (docs/sources.md#law)."""
    return msgspec.json.decode((files("tracker") / "data" / "claims.json").read_bytes(), type=tuple[Claim, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was published of a treaty's figures by a day, and what can be said where a count is not known.

    `official` has each count's figure of the day or the nearest before it. `invited_by_name` and the bounds of
    `invited` and `total` are given while no chart tells who was invited.
    """

    official: Mapping[str, Official | None]
    follows: tuple[Follows, ...]
    invited_by_name: tuple[InvitedThen, ...]
    bounds: Mapping[str, Bounds]


class OfficialFigures:
    """The official figures of one treaty, compared with what is known of it."""

    def __init__(self, stands: KnownTreaty, lists: InvitedLists) -> None:
        self._stands = stands
        self._lists = lists
        self._chart = replace(stands.chart, status_as_of=stands.status_as_of)

    @property
    def days(self) -> set[date]:
        """The days of official figures."""
        return {one.claim.as_of for one in self._claims}

    def nearest(self, day: date) -> dict[str, Official | None]:
        """The official figure of each count on a day, or the nearest before it."""
        return {figure: nearest(self._claims, figure, day) for figure in PUBLISHED_COUNTS}

    def on(self, day: date, counted: Figures) -> Published:
        """The official figures for a day, with what follows from them."""
        named = self.invited_by_name(day) if counted.invited is None else ()
        return Published(
            official=self.nearest(day),
            follows=tuple(what_follows(self._claims, day, self._counts)) if counted.total is None else (),
            invited_by_name=named,
            bounds=dict(self._bounds(day, counted, named)),
        )

    def invited_by_name(self, day: date) -> tuple[InvitedThen, ...]:
        """The States known by name that were invited on a day, or may have been."""
        return invited_then(self._chart, self._stands.treaty, day, invitations())

    @property
    def decisions(self) -> tuple[Invitation, ...]:
        """The decisions to invite that are known by name."""
        return decisions_of(self._chart, self._stands.treaty, invitations())

    def then(self, day: date) -> Then:
        """The treaty on a day, with who was invited: by the chart of that day, or else by what is known by name."""
        listed = self._lists.on(day)
        invited: dict[str, bool | None] = (
            {one.participant: one.certain or None for one in self.invited_by_name(day)}
            if listed is None
            else dict.fromkeys(listed, True)
        )
        return Then(chart=self._chart, day=day, invited=invited)

    @cached_property
    def _claims(self) -> tuple[Judged, ...]:
        ours = [claim for claim in shipped_claims() if claim.treaty == self._stands.treaty.id]
        return judged(check_claim(claim, self._counted(claim.as_of)) for claim in ours)

    def _counted(self, day: date) -> Counted:
        return Counted(
            figures=self._counts(day),
            rows=self._chart.rows,
            source=self._stands.feed.source,
            evidence=self._stands.feed.evidence,
            known_until=self._stands.status_as_of,
        )

    def _counts(self, day: date) -> dict[str, int | None]:
        status = self._stands.status_as_of
        if status is None or day > status:
            return {}
        counted = counts_on(self._stands, self._lists, day)
        return {figure: getattr(counted, figure) for figure in PUBLISHED_COUNTS}

    def _bounds(self, day: date, counted: Figures, named: tuple[InvitedThen, ...]) -> Iterator[tuple[str, Bounds]]:
        consents = bounds_of_consents(self._chart, self._stands.treaty, day, counted.consents)
        if consents:
            yield "consents", consents
        if counted.invited is None and named and counted.signatories is not None:
            invited = bounds_of_invited(named)
            others = counted.consents + counted.signatories
            yield "invited", invited
            yield "total", Bounds(least=invited.least + others, most=invited.most + others)
