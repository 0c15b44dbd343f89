"""`tracker site build`: collect the static site from the store and write it, each page atomically.

Files that did not change are not rewritten. If neither what is known, nor the day, nor the program changed since the
last build, no page is made at all: the folder's files are only compared with what was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.knowledge import read_knowledge
from jobs.locks import site_lock
from jobs.publish.folder import listed_files, unchanged, write_pages
from jobs.publish.state import made_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from db.store import Store
    from jobs.publish.folder import Built


def build_site(store: Store, folder: Path, *, now: datetime, progress: Callable[[str], None] = lambda _: None) -> Built:
    """Bring the site in a folder up to date. Raises UsageError for a folder with another site, BusyError if another
    build holds it for a minute."""
    listed_files(folder)  # refuses a folder with another site before anything is written
    with site_lock(folder):
        with read_knowledge(store) as view:  # one consistent read: all pages show the same knowledge
            of = made_of(store, (treaty.seat for treaty in view.treaties()), now)
            if found := unchanged(folder, of):
                return found
            # slow to import, and needed only when there is something to build
            from jobs.publish.gathering import gather
            from tracker.site.build import build

            progress("gathering")
            site = gather(view, now=now)
        progress("writing")
        return write_pages(folder, build(site), of)
