"""The place of a consent among those that count towards a threshold: "the fifth of five". Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tracker.law.by_rule import counting_parent, expected_treaty_entry, threshold_reached_on
from tracker.law.standing import consents_by, counted_by

if TYPE_CHECKING:
    from tracker.models import Chart, Row, Treaty


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a consent stands by its date. Consents of one day share the places from `first` to `last`, from 1 on.

    `decisive` is the row whose later consent reaches the threshold; None if none is needed after this one, or if none
    was given. `expected_on` is the treaty's own entry into force by its rule, if no source prints it, and `reached_on`
    the day of the consent that reached the threshold.
    """

    first: int
    last: int
    decisive: Row | None = None
    reached_on: date | None = None
    expected_on: date | None = None


def place_of(chart: Chart, row: Row, treaty: Treaty, day: date, parent: Chart | None) -> Place | None:
    """The place of a row's consent as the chart shows it on a day; None if it has no date or does not count."""
    threshold, counting = treaty.threshold, counting_parent(treaty, parent)
    if row.consent_on is None:
        return None
    counted = counted_by(chart.rows, threshold, day, counting) if threshold else consents_by(chart.rows, day)
    if all(other.participant != row.participant for other in counted):
        return None
    days = [other.consent_on or date.max for other in counted]
    last, needed = sum(when <= row.consent_on for when in days), threshold.needed if threshold else None
    expected = None if chart.in_force_on else expected_treaty_entry(chart.rows, treaty, parent)
    return Place(
        first=sum(when < row.consent_on for when in days) + 1,
        last=last,
        decisive=counted[needed - 1] if needed and last < needed <= len(counted) else None,
        reached_on=threshold_reached_on(chart.rows, threshold, counting) if expected and threshold else None,
        expected_on=expected,
    )
