"""What files for other programs say in words: workbooks, feeds. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.models import Change
    from tracker.models.reports import EvidenceRef

TITLE = "Who is bound by which treaty, since when, and what changed"
FEED_OF_ALL = "Changes to the treaties followed"
#: Sheet and heading of a workbook.
ABOUT = "About"
SOURCES = "Sources"

#: Of the database in a browser.
TABLES_TITLE = "Convention tracker"
TABLES_DESCRIPTION = "The tracker's database, for reading: questions, tables, search, SQL of your own."
DATABASE_TITLE = "Who is bound, since when, and what changed"
DATABASE_ABOUT = (
    "Each question comes with an example; put your own in its place: treaties and participants by their ids (ets-185,"
    " BRA), days as YYYY-MM-DD. Answers and tables can be had as CSV and JSON; statements can be searched."
)

_STANDING = "Standing as of {day}; all times are UTC."
_STANDING_KNOWN = "Standing as of {day}, as it had been read by {known_at}; all times are UTC."
_SOURCE = "{treaty} from {source}: status as of {status}; last good read {read}; {evidence}"
_CHANGE = "{summary} (change {id}, read from {source})"
_CHANGE_SHOWN = "{summary} (change {id}, read from {source}; evidence {evidence}, sha256 {sha256})"


def standing_as_of(day: str, known_at: str | None) -> str:
    """Of which day the file is, and as it had been read by when."""
    return (_STANDING_KNOWN if known_at else _STANDING).format(day=day, known_at=known_at)


def source_line(source: Mapping[str, object]) -> str:
    """A source of a treaty and how old its word is, from its object in an export."""
    return _SOURCE.format(
        treaty=source["treaty"],
        source=source["source"],
        status=source["status_as_of"] or "no day known",
        read=source["last_good"] or "never",
        evidence=f"evidence {source['evidence']}" if source["evidence"] else "no evidence",
    )


def entry(change: Change, evidence: EvidenceRef | None) -> str:
    """A change in a feed, with what it rests on."""
    if evidence is None:
        return _CHANGE.format(summary=change.summary, id=change.id, source=change.source)
    return _CHANGE_SHOWN.format(
        summary=change.summary, id=change.id, source=change.source, evidence=evidence.id, sha256=evidence.sha256
    )
