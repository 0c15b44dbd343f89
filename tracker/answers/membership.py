"""Who was a member State of the Council of Europe on a day, and who could have been invited to accede."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.models import Group
from tracker.models.times import day_at
from tracker.participants import table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tracker.answers.participation import Part
    from tracker.answers.view import View
    from tracker.models import Treaty
    from tracker.participants import Participant, Participants


def group_on(view: View, participant: Participant, day: date) -> Group:
    """Under which heading of the Council of Europe's charts a participant belonged on a day.

    The table of participants tells, until a chart says otherwise: the latest one seen by the day wins, unless the table
    has a later change. A State that had not begun belonged where its predecessor did.
    """
    if participant.organisation:
        return Group.ORGANISATION
    participant = table().predecessor_on(participant.id, day) or participant
    member = participant.member_on(day)
    seen = max(_seen(view, participant.id, day), default=None)
    if seen and participant.member_on(seen[0]) is member:
        return seen[1]
    return Group.MEMBER if member else Group.NON_MEMBER


def _seen(view: View, participant: str, day: date) -> Iterator[tuple[date, Group]]:
    """The headings under which charts had it by a day, each with the day of the chart that first did."""
    for treaty in view.treaties():
        for snapshot, row in view.row_versions(treaty.id, participant):
            shown = snapshot.published_on or snapshot.status_as_of or day_at(snapshot.observed_at, treaty.seat)
            if shown <= day and row.group in (Group.MEMBER, Group.NON_MEMBER):
                yield shown, row.group


def invited_known(part: Part, participants: Participants) -> bool:
    """True if it is known whether a participant was invited on the day of an answer."""
    answer = part.answer
    treaty, in_force_on = answer.known.treaty, answer.known.chart.in_force_on
    possible = could_be_invited(participants.get(part.participant), treaty, in_force_on, answer.day)
    return answer.invited_known or not possible


def could_be_invited(participant: Participant, treaty: Treaty, in_force_on: date | None, day: date) -> bool:
    """True if a participant could have been invited to accede by a day.

    Only non-members that took no part in the elaboration are invited, and only after the treaty's entry into force
    (ETS 185 art. 37(1)).
    """
    if not treaty.by_invitation or participant.ever_member or participant.organisation:
        return False
    return in_force_on is None or in_force_on <= day
