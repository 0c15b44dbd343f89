"""Why a treaty was not in force for a participant, on any day, in the words of `tracker between`. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.law import as_of
from tracker.law.relations import relation_on
from tracker.participants import table
from tracker.site.intervals import days_of, label, turning_days, undated
from tracker.wording.relations import party_words, why_not_bound
from tracker.wording.words import dated_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from tracker.models import Chart, Row, Treaty
    from tracker.site.intervals import Day

#: Days from which a reason holds, each with it; empty where the treaty was in force, or nobody can tell.
Reasons = tuple[tuple["Day", str], ...]


def reasons(
    names: Mapping[str, str], chart: Chart, treaty: Treaty, status_as_of: date | None, *, invited_known: bool
) -> dict[str, Reasons]:
    """Participant → why it was not bound, for all that have a name; those without a row too.

    `invited_known`: whom the source lists as invited on its status day is known.
    """
    asked = replace(chart, status_as_of=status_as_of)
    return {
        participant: tuple(_of(participant, name, chart.row(participant), asked, treaty, invited_known))
        for participant, name in names.items()
    }


def _of(
    participant: str, name: str, row: Row | None, chart: Chart, treaty: Treaty, invited_known: bool
) -> Iterator[tuple[Day, str]]:
    status, before = chart.status_as_of, None
    own = set(days_of(row)) if row else set()
    for day in turning_days(own | set(_successions(participant)), status):
        known = bool(status and day >= status)
        listed = row if known or row is None else undated(row)
        told = _why(participant, name, listed, chart, treaty, day, known and invited_known)
        if told != before:
            yield label(day, own, status), told
        before = told


def _successions(participant: str) -> Iterator[date]:
    """The days on which a State began or ceased to act for itself."""
    yield from (day for day in table().get(participant).existed or () if day)
    former = (one for one in table().by_id.values() if participant in one.successors)
    yield from (day for one in former for day in one.existed or () if day)


def _why(
    participant: str, name: str, row: Row | None, chart: Chart, treaty: Treaty, day: date, invited_known: bool
) -> str:
    side = relation_on(row, None, chart, day, treaty).a
    if side.bound is not False:
        return ""
    words = party_words(
        table(),
        participant,
        name,
        side=side,
        row=as_of(row, day) if row else None,
        day=day,
        invited_known=invited_known or not treaty.by_invitation,
    )
    return dated_in_words(why_not_bound(words))
