"""What changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.answers.standing import choose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.answers.view import View
    from tracker.models import Change


def changes_of(view: View, treaties: Iterable[str] = ()) -> list[Change]:
    """The changes of the treaties asked for, or of all, oldest first. Raises UsageError."""
    found = [change for treaty in choose(view, treaties) for change in view.changes(treaty.id)]
    return sorted(found, key=lambda change: change.id)
