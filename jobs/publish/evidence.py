"""The evidence as a WARC file."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tracker import __version__
from tracker.errors import UsageError
from tracker.export.tables import notes

if TYPE_CHECKING:
    from typing import IO

    from db.store import Store
    from tracker.export.warc import Page
    from tracker.models.records import Evidence
from jobs.publish.tables import Wanted, kept_evidence


def write_evidence(store: Store, wanted: Wanted, out: IO[bytes], *, packed: bool) -> int:
    """Write the exact bytes of the pages that were read as a WARC file; returns the number of pages.

    Raises UsageError if `wanted` names a day (--as-of): a page belongs to the moment it was read. Raises DatabaseError
    for damaged bytes.
    """
    from tracker.export.warc import write_warc

    if wanted.day:
        raise UsageError("--as-of does not apply to warc, which holds pages as they were read: use --known-at")
    items = kept_evidence(store, wanted)
    about = {
        "software": f"convention tracker {__version__}",
        "format": "WARC File Format 1.1",
        "description": " ".join(notes()),
    }
    dated = max((item.fetched_at for item in items), default=datetime(1980, 1, 1, tzinfo=UTC))
    write_warc(out, (_page(store, item) for item in items), about=about, dated=dated, packed=packed)
    return len(items)


def _page(store: Store, item: Evidence) -> Page:
    from tracker.export.warc import Page

    return Page(
        evidence=item.id,
        treaty=item.treaty,
        source=item.source,
        origin=item.origin,
        url=item.url,
        status=item.status,
        headers=item.headers,
        fetched_at=item.fetched_at,
        published_on=item.published_on,
        sha256=item.sha256,
        body=store.archive.body(item.sha256),
    )
