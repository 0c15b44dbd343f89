"""Where the sources of a treaty, its own rules and official figures disagree. Pure; decides nothing, changes nothing.

A finding is for a person: it is never a reason for quarantine, and no printed date is ever overridden by it.
"""

from __future__ import annotations

from tracker.reconcile.claims import Claim, Counted, check_claim
from tracker.reconcile.finding import Finding, Shown, Status
from tracker.reconcile.rules import Parent, check_entries, check_parent
from tracker.reconcile.sources import Side, compare_sides

__all__ = [
    "Claim",
    "Counted",
    "Finding",
    "Parent",
    "Shown",
    "Side",
    "Status",
    "check_claim",
    "check_entries",
    "check_parent",
    "compare_sides",
]
