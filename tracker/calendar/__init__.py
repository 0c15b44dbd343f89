"""A treaty's calendar: printed and expected dates, invitations that lapse, consents still missing. Pure."""

from tracker.calendar.dates import agenda
from tracker.calendar.invitations import Invitation, invitations
from tracker.calendar.item import Item, ItemKind, Precision
from tracker.calendar.revisions import revision

__all__ = ["Invitation", "Item", "ItemKind", "Precision", "agenda", "invitations", "revision"]
