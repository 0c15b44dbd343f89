"""`tracker site build`: the static site, gathered from the store and written so that a reader never sees half a page.

Of a site that lies there already only the files are written that say something else now: which said what stands in a
list beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.knowledge import read_knowledge
from jobs.locks import site_lock
from jobs.publish.folder import Built, listed_files, write_pages
from jobs.publish.gathering import gather

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from db.store import Store


def build_site(store: Store, folder: Path, *, now: datetime, progress: Callable[[str], None] = lambda _: None) -> Built:
    """Bring the site in a folder up to date. Raises UsageError for a folder that holds another site, BusyError where
    another build does not end."""
    listed_files(folder)  # another's folder is refused before anything is put into it
    with site_lock(folder):
        progress("gathering")
        with read_knowledge(store) as view:  # a check that ends meanwhile would give one page what another lacks
            site = gather(view, now=now)
        progress("writing")
        return write_pages(folder, site)
