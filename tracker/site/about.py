"""What the page about the data says, to people and to search engines. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.wording.notices import DISCLAIMER
from tracker.wording.words import listed, the_treaty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.site.model import Site


def gaps(site: Site) -> list[str]:
    """What is not known, in sentences."""
    return list(_gaps(site))


def _gaps(site: Site) -> Iterator[str]:
    if site.unread:
        yield f"Nothing has been read yet of: {listed(site.unread)}."
    for treaty in site.treaties:
        name = the_treaty(treaty.status.treaty)
        if treaty.status.last_good is None:
            yield f"Of {name} no live read was made yet: these pages show the list that is bundled with the tracker."
        if not treaty.statements_read and treaty.statements:
            yield f"Of the statements under {name} only a few are on record, from secondary sources."
        elif not treaty.statements_read:
            yield f"The reservations, declarations and other statements under {name} have not been read."
    yield "Who was invited to accede on past days is not known: the chart lists the invited of its own day."
    yield "Nothing is known of what happened after the status day of each treaty."


def dataset(site: Site) -> dict[str, object]:
    """The data as schema.org describes a Dataset."""
    days = sorted(treaty.status.status_as_of.isoformat() for treaty in site.treaties if treaty.status.status_as_of)
    opened = sorted(t.status.treaty.opened_on.isoformat() for t in site.treaties if t.status.treaty.opened_on)
    names = [treaty.status.title or treaty.status.treaty.name for treaty in site.treaties]
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"Participation in {listed(names)}" if names else "Participation in treaties",
        "description": " ".join(DISCLAIMER),
        "keywords": ["treaty", "ratification", "accession", "cybercrime", "Council of Europe"],
        "isAccessibleForFree": True,
        "version": site.version,
        **({"dateModified": days[-1]} if days else {}),
        **({"temporalCoverage": f"{opened[0]}/{days[-1]}"} if days and opened else {}),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": path}
            for kind, path in (
                ("text/csv", "data.csv"),
                ("application/json", "table.json"),
                ("application/json", "changes.json"),
                ("application/atom+xml", "feeds/all.xml"),
                ("text/calendar", "calendar.ics"),
            )
        ],
    }
