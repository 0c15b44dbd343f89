"""What lies ahead of a treaty: dates printed and expected, what lapses, what is still missing. Pure.

Here: items with their day, how exactly it is known, and a revision number for calendar programs.
Not here: the rule of entry into force (`tracker.law`) and the file (`tracker.export`).
"""

from tracker.calendar.dates import agenda
from tracker.calendar.invitations import Invitation, invitations
from tracker.calendar.item import Item, ItemKind, Precision
from tracker.calendar.revisions import revision

__all__ = ["Invitation", "Item", "ItemKind", "Precision", "agenda", "invitations", "revision"]
