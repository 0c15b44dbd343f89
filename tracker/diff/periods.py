"""Periods of participation: which one a new row ends, and which a row keeps on record. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.models import period_of

if TYPE_CHECKING:
    from tracker.models import Period, Row


def period_that_ended(old: Row, new: Row) -> Period | None:
    """The old row as an ended period, if the new row begins another one (a consent after the denunciation)."""
    denounced = old.denounced_on or old.left_on
    if denounced is None:
        matching = [period for period in new.former if period.consent_on and period.consent_on == old.consent_on]
        if not matching or new.consent_on == old.consent_on:
            return None
        # without a new consent and the day of the end, a second read must confirm that the consent is gone
        return None if matching[0].end_unknown and new.consent_on is None else matching[0]
    if new.consent_on is None or new.consent_on == old.consent_on or new.consent_on <= denounced:
        return None
    return period_of(old)


def joined(kept: tuple[Period, ...], shown: tuple[Period, ...]) -> tuple[Period, ...]:
    """The periods on record, followed by those that the chart shows and that are not on record yet."""
    ends = {period.denounced_on or period.left_on for period in kept}
    return (*kept, *(period for period in shown if (period.denounced_on or period.left_on) not in ends))
