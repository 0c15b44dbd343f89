"""The calendar items of a chart. Printed dates and dates computed here are kept apart. Pure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tracker.calendar.basis import (
    Consented,
    Denounced,
    EndPrinted,
    EntryPrinted,
    Extended,
    Invited,
    Missing,
    ParentLeft,
    ThresholdReached,
    TreatyPrinted,
)
from tracker.calendar.item import Item, ItemKind, Precision
from tracker.law import (
    clauses_of,
    complete,
    countdown,
    counting_parent,
    denunciation_article,
    denunciation_rule,
    ended_before_entry,
    entry_article,
    entry_rule,
    expected_entries,
    expected_treaty_entry,
    standing_on,
    threshold_reached_on,
    treaty_article,
)
from tracker.law.standing import period_to_end
from tracker.models import Standing
from tracker.statements.extensions import extensions_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tracker.calendar.invitations import Invitation
    from tracker.models import Chart, Row, Statement, Treaty


def agenda(
    chart: Chart,
    treaty: Treaty,
    *,
    day: date,
    parent_chart: Chart | None = None,
    invitations: Collection[Invitation] = (),
    statements: Collection[Statement] = (),
) -> tuple[Item, ...]:
    """The calendar of a treaty by its chart, including past dates. Items without a date come first, the others by date.

    `day` is the day whose standings count for the countdown and for invitations. Periods of participation that were
    followed by another period are not listed, but for the end of one that ran on.
    """
    found = [
        *_countdown(chart, treaty, day, parent_chart),
        *_of_treaty(chart, treaty, parent_chart),
        *_of_participants(chart, treaty, parent_chart),
        *_expiries(chart, treaty, day, invitations),
        *_in_territories(treaty, statements),
    ]
    return tuple(sorted(found, key=lambda item: (item.day or date.min, item.participant or "", item.kind)))


def _of_treaty(chart: Chart, treaty: Treaty, parent: Chart | None) -> Iterator[Item]:
    if chart.in_force_on:
        yield Item(
            kind=ItemKind.TREATY_ENTRY,
            treaty=treaty.id,
            day=chart.in_force_on,
            printed=True,
            basis=TreatyPrinted(),
        )
        return
    expected, reached = expected_treaty_entry(chart.rows, treaty, parent), _threshold_reached(chart, treaty, parent)
    if expected and reached:
        yield Item(kind=ItemKind.TREATY_ENTRY, treaty=treaty.id, day=expected, printed=False, basis=reached)


def _threshold_reached(chart: Chart, treaty: Treaty, parent: Chart | None) -> ThresholdReached | None:
    threshold, rule = treaty.threshold, entry_rule(treaty)
    on = threshold_reached_on(chart.rows, threshold, counting_parent(treaty, parent)) if threshold else None
    if threshold is None or rule is None or on is None:
        return None
    return ThresholdReached(threshold=threshold, on=on, rule=rule, article=treaty_article(treaty))


def _of_participants(chart: Chart, treaty: Treaty, parent: Chart | None) -> Iterator[Item]:
    expected, reached = expected_entries(chart, treaty, parent), _threshold_reached(chart, treaty, parent)
    for row in complete(chart, treaty, parent).rows:
        if row.in_force_on and not ended_before_entry(row):
            yield Item(
                kind=ItemKind.PRINTED_ENTRY,
                treaty=treaty.id,
                day=row.in_force_on,
                participant=row.participant,
                name=row.name,
                printed=True,
                basis=EntryPrinted(consent_on=row.consent_on),
            )
        elif row.participant in expected:
            yield _expected(chart, treaty, row, expected[row.participant], reached)
        left = period_to_end(row)
        if left and left.left_on:
            yield Item(
                kind=ItemKind.DENUNCIATION_EFFECT,
                treaty=treaty.id,
                day=left.left_on,
                participant=row.participant,
                name=row.name,
                printed=True,
                basis=EndPrinted(denounced_on=left.denounced_on),
            )
        elif row.left_by_rule and (basis := _end_by_rule(row, treaty)):
            yield Item(
                kind=ItemKind.DENUNCIATION_EFFECT,
                treaty=treaty.id,
                day=row.left_by_rule,
                participant=row.participant,
                name=row.name,
                printed=False,
                basis=basis,
            )


def _end_by_rule(row: Row, treaty: Treaty) -> Denounced | ParentLeft | None:
    """Whether the end follows from the participant's own denunciation or from that of the parent."""
    rule, clause = denunciation_rule(treaty), clauses_of(treaty).denounced
    if rule and row.denounced_on and rule.after(row.denounced_on) == row.left_by_rule:
        return Denounced(on=row.denounced_on, rule=rule, article=denunciation_article(treaty))
    return ParentLeft(parent=treaty.parent, article=clause) if treaty.parent and clause else None


def _expected(chart: Chart, treaty: Treaty, row: Row, day: date, reached: ThresholdReached | None) -> Item:
    rule = entry_rule(treaty)
    assert rule is not None  # noqa: S101 - nothing is expected without it
    assert row.consent_on is not None  # noqa: S101 - nor without this
    raised = rule.for_state(row.consent_on) != day
    return Item(
        kind=ItemKind.EXPECTED_ENTRY,
        treaty=treaty.id,
        day=day,
        participant=row.participant,
        name=row.name,
        printed=False,
        basis=Consented(
            on=row.consent_on,
            rule=rule,
            article=entry_article(treaty, row.consent_kind),
            floor=day if raised else None,
            floor_printed=chart.in_force_on is not None,
            reached=reached if reached and chart.in_force_on is None and row.consent_on <= reached.on else None,
        ),
    )


# ---- territories ---------------------------------------------------------------------------------


def _in_territories(treaty: Treaty, statements: Collection[Statement]) -> Iterator[Item]:
    for statement in statements:
        for day, extension in extensions_of(statement):
            yield Item(
                kind=ItemKind.TERRITORY_EFFECT,
                treaty=treaty.id,
                day=day,
                participant=statement.participant,
                name=statement.name,
                printed=True,
                basis=Extended(received_on=statement.deposited_on),
                territories=tuple(territory.name for territory in extension.territories),
            )


# ---- invitations ---------------------------------------------------------------------------------


def _expiries(chart: Chart, treaty: Treaty, day: date, invitations: Collection[Invitation]) -> Iterator[Item]:
    """Warnings for participants that the chart still lists as invited, and that neither signed nor consented."""
    listed = {row.participant: row for row in chart.rows if standing_on(row, day) is Standing.INVITED}
    for invitation in invitations:
        row = listed.get(invitation.participant)
        if row is None or invitation.treaty != treaty.id or invitation.lapses_on is None:
            continue
        yield Item(
            kind=ItemKind.INVITATION_EXPIRY,
            treaty=treaty.id,
            day=invitation.lapses_on,
            precision=invitation.precision,
            participant=row.participant,
            name=row.name,
            printed=False,
            basis=Invited(invited=invitation.invited, to_the_day=invitation.precision is Precision.DAY),
        )


# ---- what is still missing -----------------------------------------------------------------------


def _countdown(chart: Chart, treaty: Treaty, day: date, parent: Chart | None) -> Iterator[Item]:
    found = countdown(chart, treaty, day, parent)
    if found is None or not found.missing:
        return
    yield Item(
        kind=ItemKind.COUNTDOWN,
        treaty=treaty.id,
        day=None,
        printed=False,
        basis=Missing(countdown=found, parent=treaty.parent),
    )
