"""Find accessions without any invitation on record (ETS 185 art. 37(1)). Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.models import ConsentKind, Field, Group
from tracker.participants import table
from tracker.reconcile.finding import Finding, Shown, Status
from tracker.reconcile.reasons import NoInvitation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from tracker.models import Treaty
    from tracker.reconcile.sources import Side


def check_invitations(treaty: Treaty, side: Side, *, since: date, invited: Collection[str]) -> Iterator[Finding]:
    """Accessions of non-members since the first chart that lists the invited, by nobody who was ever `invited`."""
    for row in side.chart.rows:
        acceded = row.consent_kind is ConsentKind.ACCESSION and row.group is Group.NON_MEMBER
        if not (acceded and row.consent_on and row.consent_on > since) or row.participant in invited:
            continue
        if table().get(row.participant).ever_member:
            continue
        yield Finding(
            treaty=treaty.id,
            participant=row.participant,
            name=row.name,
            field=Field.CONSENT_ON,
            status=Status.INVITATION_NOT_SEEN,
            values=(Shown(source=side.source, value=row.consent_on.isoformat(), evidence=side.evidence),),
            reason=NoInvitation(acceded_on=row.consent_on, since=since),
        )
