"""Compare the sources of a treaty with each other, with its own rules and with official figures. Pure.

A finding is for a person to read. It never causes quarantine and never overrides a printed date.
"""

from __future__ import annotations

from tracker.reconcile.claim import Claim
from tracker.reconcile.claims import Counted, check_claim
from tracker.reconcile.contradictions import check_contradictions
from tracker.reconcile.finding import Finding, Shown, Status
from tracker.reconcile.invitations import check_invitations
from tracker.reconcile.overdue import check_ends, check_overdue
from tracker.reconcile.rules import Parent, check_entries, check_parent
from tracker.reconcile.sources import Side, compare_sides
from tracker.reconcile.territories import check_territories
from tracker.reconcile.timeliness import check_timeliness, late_objections

__all__ = [
    "Claim",
    "Counted",
    "Finding",
    "Parent",
    "Shown",
    "Side",
    "Status",
    "check_claim",
    "check_contradictions",
    "check_ends",
    "check_entries",
    "check_invitations",
    "check_overdue",
    "check_parent",
    "check_territories",
    "check_timeliness",
    "compare_sides",
    "late_objections",
]
