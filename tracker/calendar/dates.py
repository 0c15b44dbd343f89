"""The calendar items of a chart. Printed dates and dates computed here are kept apart. Pure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tracker.calendar.basis import (
    Consented,
    EndPrinted,
    EntryPrinted,
    Invited,
    Missing,
    ThresholdReached,
    TreatyPrinted,
)
from tracker.calendar.item import Item, ItemKind, Precision
from tracker.law import (
    countdown,
    ended_before_entry,
    entry_rule,
    expected_entries,
    expected_treaty_entry,
    standing_on,
    threshold_reached_on,
)
from tracker.models import Standing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tracker.calendar.invitations import Invitation
    from tracker.models import Chart, Row, Treaty


def agenda(
    chart: Chart,
    treaty: Treaty,
    *,
    day: date,
    parent_chart: Chart | None = None,
    invitations: Collection[Invitation] = (),
) -> tuple[Item, ...]:
    """The calendar of a treaty by its chart, including past dates. Items without a date come first, the others by date.

    `day` is the day whose standings count for the countdown and for invitations. Periods of participation that were
    followed by another period are not listed.
    """
    found = [
        *_countdown(chart, treaty, day, parent_chart),
        *_of_treaty(chart, treaty),
        *_of_participants(chart, treaty),
        *_expiries(chart, treaty, day, invitations),
    ]
    return tuple(sorted(found, key=lambda item: (item.day or date.min, item.participant or "", item.kind)))


def _of_treaty(chart: Chart, treaty: Treaty) -> Iterator[Item]:
    if chart.in_force_on:
        yield Item(
            kind=ItemKind.TREATY_ENTRY,
            treaty=treaty.id,
            day=chart.in_force_on,
            printed=True,
            basis=TreatyPrinted(),
        )
        return
    expected, rule = expected_treaty_entry(chart.rows, treaty), entry_rule(treaty)
    reached_on = threshold_reached_on(chart.rows, treaty.threshold) if treaty.threshold else None
    if expected and rule and reached_on and treaty.threshold:
        yield Item(
            kind=ItemKind.TREATY_ENTRY,
            treaty=treaty.id,
            day=expected,
            printed=False,
            basis=ThresholdReached(threshold=treaty.threshold, on=reached_on, rule=rule),
        )


def _of_participants(chart: Chart, treaty: Treaty) -> Iterator[Item]:
    expected = expected_entries(chart, treaty)
    for row in chart.rows:
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
            yield _expected(chart, treaty, row, expected[row.participant])
        if row.left_on:
            yield Item(
                kind=ItemKind.DENUNCIATION_EFFECT,
                treaty=treaty.id,
                day=row.left_on,
                participant=row.participant,
                name=row.name,
                printed=True,
                basis=EndPrinted(denounced_on=row.denounced_on),
            )


def _expected(chart: Chart, treaty: Treaty, row: Row, day: date) -> Item:
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
            floor=day if raised else None,
            floor_printed=chart.in_force_on is not None,
        ),
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
