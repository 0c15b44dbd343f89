"""Ways out of a report: to the official pages, and to the pages of the published site. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language import _, spoken
from tracker.models import Field
from tracker.models.addresses import evidence_path
from tracker.sources.official_pages import official_pages
from tracker.wording import reports as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.models import Treaty
    from tracker.models.addresses import SiteAddress
    from tracker.models.reports import Entry, EvidenceRef


@dataclass(frozen=True, slots=True)
class Link:
    """An address, and what lies there in words."""

    words: str
    address: str


def of_line(entries: Sequence[Entry], numbers: Sequence[int], site: SiteAddress | None) -> tuple[Link, ...]:
    """The pages of the site on a line of changes: each change, and the participant."""
    if site is None:
        return ()
    found = [Link(words.change_page(number), site.change(number)) for number in numbers]
    participant = entries[0].change.participant
    if participant:
        found.append(Link(words.dossier(entries[0].change.name or participant), site.dossier(participant)))
    return tuple(found)


def of_treaty(treaty: Treaty, entries: Sequence[Entry], site: SiteAddress | None) -> tuple[Link, ...]:
    """The depositary's pages on a treaty, then the site's; its list of statements where one changed."""
    return tuple(_of_treaty(treaty, entries, site))


def _of_treaty(treaty: Treaty, entries: Sequence[Entry], site: SiteAddress | None) -> Iterator[Link]:
    official = official_pages(treaty, spoken())
    if official.chart:
        yield Link(_(words.CHART), official.chart)
    if official.statements and any(entry.change.field is Field.STATEMENT for entry in entries):
        yield Link(_(words.STATEMENTS), official.statements)
    if official.text:
        yield Link(_(words.OFFICIAL_TEXT), official.text)
    if site:
        yield Link(_(words.TREATY_PAGE), site.treaty(treaty.id))
        if entries:
            yield Link(_(words.CHANGES_PAGE), site.page("changes.html"))


def of_evidence(evidence: EvidenceRef | None, site: SiteAddress | None) -> Link | None:
    """The bytes of an evidence, where they are published."""
    if evidence is None or site is None or not site.evidence:
        return None
    return Link(words.evidence_file(evidence.id), site.page(evidence_path(evidence.id, evidence.media_type)))
