"""What lies ahead of a treaty: dates printed and expected, what lapses, what is still missing. Pure."""

from tracker.calendar.dates import agenda
from tracker.calendar.invitations import Invitation, invitations
from tracker.calendar.item import Item, ItemKind, Precision
from tracker.calendar.revisions import revision

__all__ = ["Invitation", "Item", "ItemKind", "Precision", "agenda", "invitations", "revision"]
