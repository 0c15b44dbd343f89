"""Who was listed as invited on a day: an invitation carries no date, so only a chart accepted for that day shows it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tracker.answers.knowledge import KnownTreaty
    from tracker.answers.view import View
    from tracker.models import Row
    from tracker.models.records import Snapshot


class InvitedLists:
    """The lists of the invited in the charts of one source of a treaty, as they had been read by a moment."""

    def __init__(self, view: View, stands: KnownTreaty) -> None:
        self.view = view
        self._stands = stands

    def on(self, day: date) -> dict[str, Row] | None:
        """The rows of those listed in the chart accepted for a day; None if no chart shows it."""
        rows = self._rows_on(day)
        if rows is None or not (rows or self._stands.treaty.blank_non_member_invited):
            return None
        return {row.participant: row for row in rows}

    @property
    def days(self) -> set[date]:
        """The days from which another list may count."""
        status = self._stands.status_as_of
        return self.shown | ({status} if status else set())

    @property
    def shown(self) -> set[date]:
        """The days of which the stored charts spoke first."""
        return {snapshot.status_as_of for snapshot in self._snapshots if snapshot.status_as_of}

    @property
    def listing_days(self) -> set[date]:
        """The days of the charts that show who is invited."""
        days = {snapshot.status_as_of for snapshot in self._snapshots if snapshot.status_as_of}
        return {day for day in days if self.on(day) is not None}

    def _rows_on(self, day: date) -> list[Row] | None:
        status = self._stands.status_as_of
        if status is not None and day >= status:
            return [row for row in self._stands.chart.rows if row.invited]
        chosen = [snapshot.id for snapshot in self._snapshots if snapshot.status_as_of and snapshot.status_as_of <= day]
        if not chosen:
            return None
        return [
            row for first, until, row in self._listed if first <= chosen[-1] and (until is None or until > chosen[-1])
        ]

    @cached_property
    def _snapshots(self) -> list[Snapshot]:
        return [
            snapshot
            for snapshot in self.view.snapshots(self._stands.treaty.id)
            if snapshot.feed == self._stands.feed.id
        ]

    @cached_property
    def _listed(self) -> Sequence[tuple[int, int | None, Row]]:
        return self.view.invited_rows(self._stands.feed.id)
