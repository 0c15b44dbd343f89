"""What lies behind a link. Pure."""

from __future__ import annotations

from tracker.wording.words import one_line

CHART = "Official chart of signatures and ratifications"
TEXT = "Official text"
STATEMENTS = "Official list of reservations and declarations"
TREATY_PAGE = "All that is known of this treaty"

CHANGES = "All changes, with their evidence"

_CHANGE = "Change no. {number}"
_DOSSIER = "All acts of {name}"
_EVIDENCE = "Evidence {number}, as it was fetched"


def change(number: int) -> str:
    """The page of a change."""
    return _CHANGE.format(number=number)


def dossier(name: str) -> str:
    """The page of a participant."""
    return _DOSSIER.format(name=one_line(name))


def evidence(number: int) -> str:
    """The bytes of an evidence."""
    return _EVIDENCE.format(number=number)
