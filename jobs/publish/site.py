"""`tracker site build`: collect the static site from the store and write it, each page atomically.

Files that did not change are not rewritten. A list in the folder holds the digest of each file.
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
    """Bring the site in a folder up to date. Raises UsageError for a folder with another site, BusyError if another
    build holds it for a minute."""
    listed_files(folder)  # refuses a folder with another site before anything is written
    with site_lock(folder):
        progress("gathering")
        with read_knowledge(store) as view:  # one consistent read: all pages show the same knowledge
            site = gather(view, now=now)
        progress("writing")
        return write_pages(folder, site)
