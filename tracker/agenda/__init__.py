"""What lies ahead of a treaty: dates printed and expected, what lapses, what is still missing. Pure."""

from tracker.agenda.calendar import agenda
from tracker.agenda.invitations import Invitation, invitations
from tracker.agenda.item import Item, ItemKind, Precision
from tracker.agenda.revisions import revision

__all__ = ["Invitation", "Item", "ItemKind", "Precision", "agenda", "invitations", "revision"]
