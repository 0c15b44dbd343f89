"""The calendar items of a chart. Printed dates and dates computed here are kept apart. Pure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

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
from tracker.law.computed import state_entry_in_words, treaty_entry_in_words
from tracker.models import Standing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tracker.calendar.invitations import Invitation
    from tracker.law import Countdown
    from tracker.models import Chart, Row, Treaty


_COMPUTED = "computed here from the treaty's own rule; no source has printed it"


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
            basis="as the source shows it for the treaty, or first for a participant",
        )
        return
    expected, rule = expected_treaty_entry(chart.rows, treaty), entry_rule(treaty)
    reached_on = threshold_reached_on(chart.rows, treaty.threshold) if treaty.threshold else None
    if expected and rule and reached_on:
        yield Item(
            kind=ItemKind.TREATY_ENTRY,
            treaty=treaty.id,
            day=expected,
            printed=False,
            basis=f"{_needed(treaty)} reached on {reached_on}; {treaty_entry_in_words(treaty, reached_on)}",
            caveat=_COMPUTED,
        )


def _needed(treaty: Treaty) -> str:
    threshold = treaty.threshold
    assert threshold  # noqa: S101 - asked only where there is one
    quota = f", {threshold.members} of them by member States," if threshold.members else ""
    return f"{threshold.needed} consents{quota}"


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
                basis=f"as the source prints it{_consented(row)}",
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
                basis=f"as the source prints it; denounced on {row.denounced_on or 'a date that is not given'}",
            )


def _consented(row: Row) -> str:
    return f"; consent of {row.consent_on}" if row.consent_on else ""


def _expected(chart: Chart, treaty: Treaty, row: Row, day: date) -> Item:
    rule = entry_rule(treaty)
    assert rule is not None  # noqa: S101 - nothing is expected without it
    assert row.consent_on is not None  # noqa: S101 - nor without this
    basis = f"consent of {row.consent_on}; {state_entry_in_words(treaty, row.consent_on, row.consent_kind)}"
    if (by_rule := rule.for_state(row.consent_on)) != day:
        how = "as printed" if chart.in_force_on else "as expected"
        basis += f": {by_rule}, raised to {day}, when the treaty itself enters into force, {how}"
    return Item(
        kind=ItemKind.EXPECTED_ENTRY,
        treaty=treaty.id,
        day=day,
        participant=row.participant,
        name=row.name,
        printed=False,
        basis=basis,
        caveat=_COMPUTED,
    )


# ---- invitations ---------------------------------------------------------------------------------


def _expiries(chart: Chart, treaty: Treaty, day: date, invitations: Collection[Invitation]) -> Iterator[Item]:
    """Warnings for participants that the chart still lists as invited, and that neither signed nor consented."""
    listed = {row.participant: row for row in chart.rows if standing_on(row, day) is Standing.INVITED}
    for invitation in invitations:
        row = listed.get(invitation.participant)
        if row is None or invitation.treaty != treaty.id or invitation.lapses_on is None:
            continue
        invited = f"invited {'on' if invitation.precision is Precision.DAY else 'in'} {invitation.invited}"
        yield Item(
            kind=ItemKind.INVITATION_EXPIRY,
            treaty=treaty.id,
            day=invitation.lapses_on,
            precision=invitation.precision,
            participant=row.participant,
            name=row.name,
            printed=False,
            basis=f"{invited}; five years",
            caveat="an invitation is valid five years and can be extended; no later decision known to us",
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
        basis="; ".join(_standing_of(found, treaty)),
        caveat="who could come next follows from the chart and the treaty's text; nobody is known to prepare for it",
        countdown=found,
    )


def _standing_of(found: Countdown, treaty: Treaty) -> Iterator[str]:
    threshold = found.threshold
    yield f"{len(found.consents)} of {threshold.needed}"
    if threshold.members:
        yield f"{found.members} of the {threshold.members} needed from member States"
    yield "not in force"
    if found.consents:
        yield f"consented: {_names(found.consents)}"
    if found.could_consent:
        yield f"signed, could consent next: {_names(found.could_consent)}"
    if found.could_sign:
        yield f"{len(found.could_sign)} others, bound by {treaty.parent}, could sign"


def _names(rows: Collection[Row]) -> str:
    return ", ".join(row.name for row in rows)
