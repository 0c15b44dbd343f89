"""What the page about the data says, to people and to search engines. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.wording.notices import disclaimer
from tracker.wording.site import pages as words
from tracker.wording.words import official_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.site.model import Site


def gaps(site: Site) -> list[str]:
    """What is not known, in sentences."""
    return list(_gaps(site))


def _gaps(site: Site) -> Iterator[str]:
    yield from words.unread(site.unread)
    for treaty in site.treaties:
        yield from words.gaps_of(
            treaty.status.treaty,
            read=treaty.status.last_good is not None,
            statements=bool(treaty.statements),
            statements_read=treaty.statements_read,
        )
    yield from words.gaps_of_all()


def dataset(site: Site) -> dict[str, object]:
    """The data as schema.org describes a Dataset."""
    days = sorted(treaty.status.status_as_of.isoformat() for treaty in site.treaties if treaty.status.status_as_of)
    opened = sorted(t.status.treaty.opened_on.isoformat() for t in site.treaties if t.status.treaty.opened_on)
    names = [official_title(treaty.status.treaty, treaty.status.title) for treaty in site.treaties]
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": words.participation(names),
        "description": " ".join(disclaimer(treaty.status.treaty.id for treaty in site.treaties)),
        "keywords": ["treaty", "ratification", "accession", "cybercrime", "Council of Europe"],
        "isAccessibleForFree": True,
        "version": site.version,
        **({"license": f"https://spdx.org/licenses/{site.licence}"} if site.licence else {}),
        **({"dateModified": days[-1]} if days else {}),
        **({"temporalCoverage": f"{opened[0]}/{days[-1]}"} if days and opened else {}),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": path}
            for kind, path in (
                ("text/csv", "data.csv"),
                ("application/json", "table.json"),
                ("text/csv", "territories.csv"),
                ("application/json", "territories.json"),
                ("application/json", "changes.json"),
                ("application/atom+xml", "feeds/all.xml"),
                ("text/calendar", "calendar.ics"),
                ("application/json", "datapackage.json"),
            )
        ],
    }
