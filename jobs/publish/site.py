"""`tracker site build`: collect the static site from the store and write it, each page atomically.

Files that did not change are not rewritten. If neither what is known, nor the day, nor the program changed since the
last build, no page is made at all: the folder's files are only compared with what was written.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from db.knowledge import read_knowledge
from jobs.locks import site_lock
from jobs.publish.folder import listed_files, unchanged, write_pages
from jobs.publish.state import made_of
from tracker.models.addresses import evidence_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from db.store import Store
    from jobs.publish.folder import Built
    from tracker.models.addresses import SiteAddress
    from tracker.models.records import Evidence
    from tracker.site.pages import File


def build_site(
    store: Store,
    folder: Path,
    *,
    now: datetime,
    progress: Callable[[str], None] = lambda _: None,
    goes_on: Callable[[], None] = lambda: None,
    address: SiteAddress | None = None,
    evidence: bool = False,
    licence: str | None = None,
    contact: str = "",
) -> Built:
    """Bring the site in a folder up to date.

    `address`: where it is published; `evidence`: with the bytes that were read beside the pages; `licence`: of the
    data; `contact`: whom to ask, as the configuration says it; `goes_on` is called after each
    file. Raises UsageError for a folder with another site, BusyError if another build holds it for a minute.
    """
    listed_files(folder)  # refuses a folder with another site before anything is written
    with site_lock(folder):
        with read_knowledge(store) as view:  # one consistent read: all pages show the same knowledge
            published = f"{address} {evidence} {licence} {contact}"
            of = made_of(store, (treaty.seat for treaty in view.treaties()), now, published)
            if found := unchanged(folder, of):
                return found
            # slow to import, and needed only when there is something to build
            from jobs.publish.gathering import gather
            from tracker.site.build import build

            progress("gathering")
            kept = store.archive.all() if evidence else []
            site = replace(
                gather(view, now=now, address=address, licence=licence),
                contact=contact,
                documents={one.id: _path(one) for one in kept},
            )
        progress("writing")
        return write_pages(folder, _each(chain(_documents(store, kept), build(site)), goes_on), of)


def _each(files: Iterable[File], then: Callable[[], None]) -> Iterator[File]:
    for file in files:
        yield file
        then()


def _path(kept: Evidence) -> str:
    return evidence_path(kept.id, kept.headers.get("content-type", ""))


def _documents(store: Store, kept: Iterable[Evidence]) -> Iterator[File]:
    """The bytes of each evidence, read when they are written."""
    from tracker.site.pages import File

    for one in kept:
        yield File(path=_path(one), substance=one.sha256, content=partial(store.archive.body, one.sha256))
