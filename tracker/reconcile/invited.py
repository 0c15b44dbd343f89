"""Who was or may have been invited to accede on a past day, by reported decisions and later acts. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.calendar.invitations import Invitation
from tracker.law import reached
from tracker.models import ConsentKind, Group
from tracker.participants import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from tracker.models import Chart, Row, Treaty

_VALID_YEARS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitedThen:
    """A State that was invited on a day (`certain`), or may have been.

    The decision was taken between `earliest` (None: not known) and `latest`; `confidence` says how sure these are.
    """

    participant: str
    name: str
    certain: bool
    earliest: date | None
    latest: date | None
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The least and the most that a count can be by what is known by name."""

    least: int
    most: int


def invited_then(chart: Chart, treaty: Treaty, day: date, invitations: Iterable[Invitation]) -> tuple[InvitedThen, ...]:
    """The States known by name that were invited on a day, or may have been, in order of their names."""
    rows = {row.participant: row for row in chart.rows}
    decisions = decisions_of(chart, treaty, invitations)
    found = [then for one in decisions if (then := _then(one, rows.get(one.participant), day))]
    return tuple(sorted(found, key=lambda one: one.name))


def decisions_of(chart: Chart, treaty: Treaty, invitations: Iterable[Invitation]) -> tuple[Invitation, ...]:
    """The decisions to invite to a treaty: those that were reported, and those that later acts of the States prove."""
    if not treaty.by_invitation:
        return ()
    known = {one.participant: one for one in invitations if one.treaty == treaty.id}
    return (*known.values(), *_unreported(chart, treaty, known))


def bounds_of_invited(found: Iterable[InvitedThen]) -> Bounds:
    """At least the certain ones; at most all, if nobody else was invited."""
    certain = [one.certain for one in found]
    return Bounds(least=sum(certain), most=len(certain))


def _unreported(chart: Chart, treaty: Treaty, known: Mapping[str, Invitation]) -> Iterator[Invitation]:
    """Who acceded was invited before that (ETS 185 art. 37(1)); who is listed as invited, before the list."""
    for row in chart.rows:
        if row.participant in known:
            continue
        acceded = row.group is Group.NON_MEMBER and row.consent_kind is ConsentKind.ACCESSION and not row.signed_on
        latest = row.consent_on if acceded else chart.status_as_of if row.invited else None
        if latest:
            earliest = chart.in_force_on if acceded else None  # nobody could be invited before that (art. 37(1))
            yield Invitation(
                participant=row.participant,
                treaty=treaty.id,
                invited="",
                lapses_on=None,
                earliest=earliest,
                latest=latest,
                confidence="none",
            )


def _then(decision: Invitation, row: Row | None, day: date) -> InvitedThen | None:
    acted_on = min((when for when in (row.signed_on, row.consent_on) if when), default=None) if row else None
    if reached(acted_on, day) or (decision.earliest and day < decision.earliest):
        return None
    lasted = bool(acted_on or (row and row.invited) or decision.without_term)
    if not lasted and reached(_lapse(decision.latest), day):
        return None
    first_lapse = _lapse(decision.earliest)
    held = lasted or bool(first_lapse and day < first_lapse)
    return InvitedThen(
        participant=decision.participant,
        name=row.name if row else table().get(decision.participant).name,
        certain=reached(decision.latest, day) and held,
        earliest=decision.earliest,
        latest=decision.latest,
        confidence=decision.confidence,
    )


def _lapse(decided_on: date | None) -> date | None:
    if decided_on is None:
        return None
    day = decided_on.day - 1 if (decided_on.month, decided_on.day) == (2, 29) else decided_on.day
    return decided_on.replace(year=decided_on.year + _VALID_YEARS, day=day)
