"""`tracker reconcile`: where sources, the treaties' rules and official figures disagree; an alert for what lasts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.answers.invited import InvitedLists
from tracker.answers.knowledge import known
from tracker.answers.official import shipped_claims
from tracker.answers.sources import sides_of
from tracker.answers.standing import answer, choose, figures_of
from tracker.answers.to_json import to_object
from tracker.calendar import invitations
from tracker.models import ChangeKind
from tracker.models.times import day_at
from tracker.participants import table
from tracker.reconcile import (
    Claim,
    Counted,
    Finding,
    Parent,
    Side,
    check_claim,
    check_contradictions,
    check_ends,
    check_entries,
    check_invitations,
    check_overdue,
    check_parent,
    check_territories,
    check_timeliness,
    compare_sides,
)
from tracker.wording.findings import explanation, summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from tracker.answers.knowledge import KnownTreaty
    from tracker.answers.view import View
    from tracker.models import Treaty
    from tracker.models.records import StoredStatement
    from tracker.reconcile import Status
    from tracker.reconcile.finding import Shown


def reconcile(view: View, *, now: datetime, treaties: Iterable[str] = ()) -> list[Finding]:
    """Every comparison of the treaties asked for, or of all; those that agree too. Raises UsageError."""
    claims = shipped_claims()
    return [finding for treaty in choose(view, treaties) for finding in _of_treaty(view, treaty, claims, now)]


def _of_treaty(view: View, treaty: Treaty, claims: Iterable[Claim], now: datetime) -> Iterator[Finding]:
    sides = sides_of(view, view.feeds(treaty.id))
    yield from compare_sides(treaty.id, sides, day_at(now, treaty.seat))
    yield from check_entries(treaty, sides)
    yield from check_ends(treaty, sides)
    yield from check_contradictions(treaty, sides)
    if stands := known(view, treaty):
        yield from check_overdue(treaty, _known_side(stands), day_at(now, treaty.seat))
    stated = [stored.statement for stored in view.statements(treaty.id)]
    yield from check_territories(treaty, stated, stands.chart if stands else None)
    yield from of_statements(view, treaty, stands)
    if sides:
        yield from _uninvited(view, treaty, sides[0])
    parent = _parent(view, treaty)
    if sides and parent:
        yield from check_parent(treaty, sides[0], parent)
    for claim in claims:
        if claim.treaty == treaty.id:
            yield check_claim(claim, _counted(view, treaty, claim, now))


def of_statements(
    view: View, treaty: Treaty, stands: KnownTreaty | None, checked: Sequence[StoredStatement] | None = None
) -> Iterator[Finding]:
    """The findings on single reservations and objections: when they were made, and for which articles. Of those that
    are `checked`, or of all under the treaty."""
    stated = view.statements(treaty.id)
    yield from check_timeliness(
        treaty,
        stated if checked is None else checked,
        stands.chart if stands else None,
        table().with_spellings(view.spellings()),
        [one.participant for one in view.unread_statements(treaty.id)],
        stated,
    )


def _uninvited(view: View, treaty: Treaty, side: Side) -> Iterator[Finding]:
    """Accessions without an invitation on record; none where no chart lists the invited, or nobody is invited."""
    stands = known(view, treaty) if treaty.by_invitation else None
    listing = min(InvitedLists(view, stands).listing_days, default=None) if stands else None
    if listing is None or stands is None:
        return
    listed = {row.participant for _, _, row in view.invited_rows(stands.feed.id)}
    decided = {one.participant for one in invitations() if one.treaty == treaty.id}
    told = {change.participant for change in view.changes(treaty.id) if change.kind is ChangeKind.INVITED}
    yield from check_invitations(treaty, side, since=listing, invited={*listed, *decided, *filter(None, told)})


def _parent(view: View, treaty: Treaty) -> Parent | None:
    """What is known of the parent treaty; None if it has none, is not followed, or was never read."""
    followed = view.treaty(treaty.parent) if treaty.parent else None
    stands = known(view, followed) if followed else None
    if stands is None:
        return None
    return Parent(treaty=stands.treaty.id, side=_known_side(stands))


def _known_side(stands: KnownTreaty) -> Side:
    return Side(
        source=stands.feed.source, chart=stands.chart, evidence=stands.feed.evidence, seen_on=stands.status_as_of
    )


# ---- official figures ---------------------------------------------------------------------------


def _counted(view: View, treaty: Treaty, claim: Claim, now: datetime) -> Counted | None:
    found = answer(view, treaty, now=now, day=claim.as_of)
    if found is None:
        return None
    counts = to_object(figures_of(found))
    return Counted(
        figures={name: count for name, count in counts.items() if count is None or type(count) is int},
        rows=found.known.chart.rows,
        source=found.known.feed.source,
        evidence=found.known.feed.evidence,
        known_until=found.known.status_as_of,
    )


# ---- of single statements -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFinding:
    """A finding on one `statement` (its id), as `between` and `state` have it; `explanation` is in words."""

    statement: int
    participant: str
    status: Status
    explanation: str


def findings_on(view: View, stands: KnownTreaty, statements: Sequence[StoredStatement]) -> tuple[Finding, ...]:
    """The findings on some of the statements under a treaty."""
    return tuple(of_statements(view, stands.treaty, stands, statements)) if statements else ()


def of_one_statement(findings: Iterable[Finding]) -> tuple[StatementFinding, ...]:
    """The same as answers have them."""
    return tuple(
        StatementFinding(
            statement=one.statement, participant=one.participant, status=one.status, explanation=explanation(one)
        )
        for one in findings
        if one.statement and one.participant
    )


# ---- what goes out ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingAnswer:
    """A finding with its explanation in words, as `--json` prints it. `statement`: the id of the one it is about."""

    treaty: str
    participant: str | None
    name: str | None
    field: str
    status: Status
    values: tuple[Shown, ...]
    explanation: str
    statement: int | None = None


def explained(finding: Finding) -> FindingAnswer:
    """The finding with its explanation."""
    return FindingAnswer(
        treaty=finding.treaty,
        participant=finding.participant,
        name=finding.name,
        field=finding.field,
        status=finding.status,
        values=finding.values,
        explanation=explanation(finding),
        statement=finding.statement,
    )


def findings(
    view: View, *, now: datetime, treaties: Iterable[str] = (), everything: bool = False
) -> list[FindingAnswer]:
    """Where sources, rules and official figures disagree; `everything`: also where they agree. Raises UsageError."""
    found = reconcile(view, now=now, treaties=treaties)
    return [explained(one) for one in found if everything or not one.status.agreed]


def sentence(view: View, *, now: datetime, treaties: Iterable[str] = ()) -> str:
    """The line of a change report that says how far sources, rules and official figures agree."""
    return summary(one.status for one in reconcile(view, now=now, treaties=treaties))
