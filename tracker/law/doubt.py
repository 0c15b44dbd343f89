"""Dates of one row that contradict each other, so that nobody can tell from them what a participant is. Pure.

One of the two is wrong, and no chart says which: whether the participant is bound is then not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.law.standing import reached, shown_on, standing_on
from tracker.models import ConsentKind, Field, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tracker.models import Period, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two dates of which the `early` one can only follow the `late` one, or end what began with it."""

    early: Field
    early_on: date
    late: Field
    late_on: date


def contradiction_on(row: Row, day: date) -> Contradiction | None:
    """What the dates that have come by a day contradict of the standing that they give; None if nothing.

    * An end before its denunciation, and either before the consent (ETS 185 art. 47; VCLT arts 54, 56).
    * An entry into force before the consent that it follows from (VCLT art. 24), but for a succession: its instrument
      may be deposited after the day of its effect (docs/sources.md#law).
    * A participation that counts although it began before another one of the same participant was denounced and ended.
    """
    early = row.in_force_on and row.consent_on and row.in_force_on < row.consent_on
    if not (row.former or row.left_on or row.denounced_on or early):
        return None  # most rows
    if standing_on(row, day) is Standing.NONE:
        return None
    period = shown_on(row, day)
    return next((found for found in (*_within(period, day), *_around(row, period, day)) if found), None)


def _within(period: Period | Row, day: date) -> Iterator[Contradiction | None]:
    denounced, left, consent = period.denounced_on, period.left_on, period.consent_on
    if reached(left, day):
        yield _before(Field.LEFT_ON, left, Field.DENOUNCED_ON, denounced)
    if reached(consent, day):
        yield _before(Field.LEFT_ON, left, Field.CONSENT_ON, consent)
        yield _before(Field.DENOUNCED_ON, denounced, Field.CONSENT_ON, consent)
    elif reached(period.in_force_on, day) and period.consent_kind is not ConsentKind.SUCCESSION:
        yield _before(Field.IN_FORCE_ON, period.in_force_on, Field.CONSENT_ON, consent)


def _around(row: Row, period: Period | Row, day: date) -> Iterator[Contradiction | None]:
    if not row.former or reached(period.left_on, day):
        return
    for ended in row.former:
        if ended is period or not reached(ended.left_on, day):
            continue
        if reached(period.consent_on, day):
            until = Field.DENOUNCED_ON if ended.denounced_on else Field.LEFT_ON
            yield _before(Field.CONSENT_ON, period.consent_on, until, ended.denounced_on or ended.left_on)
        else:
            yield _before(Field.IN_FORCE_ON, period.in_force_on, Field.LEFT_ON, ended.left_on)


def _before(early: Field, early_on: date | None, late: Field, late_on: date | None) -> Contradiction | None:
    if early_on is None or late_on is None or early_on >= late_on:
        return None
    return Contradiction(early=early, early_on=early_on, late=late, late_on=late_on)
