"""`tracker export quickstatements`: the acts known of treaties, and their official pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.knowledge import read_knowledge
from tracker.answers.standing import choose, parties, sourced
from tracker.errors import UsageError, nearest
from tracker.export.quickstatements import Written, acts_of, items, to_quickstatements
from tracker.sources.official_pages import official_pages

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from db.store import Store
    from jobs.publish.tables import Wanted
    from tracker.answers.view import View

#: Kinds of sources that are a depositary's own: elsewhere its page is not where an act was seen.
DEPOSITARIES = frozenset({"coe-service", "coe-chart", "coe-browser", "untc-xml"})


def quickstatements(store: Store, wanted: Wanted, given: Mapping[str, str], *, now: datetime) -> Written:
    """The lines, and the acts left out. `given`: items of treaties by id. Raises UsageError for an unknown treaty."""
    with read_knowledge(store, wanted.known_at) as view:
        return _statements(view, wanted, given, now)


def _statements(view: View, wanted: Wanted, given: Mapping[str, str], now: datetime) -> Written:
    known = [treaty.id for treaty in view.treaties()]
    for treaty in given:
        if treaty not in known:
            raise UsageError(f"--item: no treaty {treaty!r}{nearest(treaty, known)}")
    rows, _ = parties(view, now=now, treaties=wanted.treaties, day=wanted.day)
    kinds = view.source_kinds()
    of_others = {row.treaty for row in rows if kinds.get(row.source, row.source) not in DEPOSITARIES}
    pages = {
        treaty.id: None if treaty.id in of_others else official_pages(treaty).chart
        for treaty in choose(view, wanted.treaties)
    }
    return to_quickstatements(acts_of(sourced(row) for row in rows), items(given), pages)
