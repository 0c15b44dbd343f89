"""The counts of a treaty on a day, by the chart that is known and the invitations of that day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.answers.standing import rows_on
from tracker.law.figures import figures_on

if TYPE_CHECKING:
    from datetime import date

    from tracker.answers.invited import InvitedLists
    from tracker.answers.knowledge import KnownTreaty
    from tracker.answers.standing import Answer
    from tracker.law.figures import Figures


def figures_of(a: Answer) -> Figures:
    """The counts of an answer."""
    chart = replace(a.known.chart, rows=a.rows)
    return figures_on(chart, a.known.treaty, a.day, invited_known=a.invited_known, parent=a.known.parent)


def counts_on(stands: KnownTreaty, lists: InvitedLists, day: date) -> Figures:
    """The counts of a day, by what is known of a treaty."""
    invited = lists.on(day)
    chart = replace(stands.chart, rows=tuple(rows_on(stands.chart, day, invited)))
    return figures_on(chart, stands.treaty, day, invited_known=invited is not None, parent=stands.parent)
