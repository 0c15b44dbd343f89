"""What files for other programs say in words: workbooks, feeds. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language import N_, fill
from tracker.models import Provenance
from tracker.models.provenance import STOOD_IN
from tracker.wording.sources import source_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.models.reports import Entry

TITLE = "Who is bound by which treaty, since when, and what changed"
FEED_OF_ALL = N_("Changes to the treaties followed")
FEED_OF_ACTS = N_("Acts under the treaties followed, by their own dates")
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

#: The last row of a file with the answer to a query that has more.
CUT_ROWS = "Only the first {rows} rows are here; add LIMIT {rows} OFFSET {rows} to the query for the next."

_STANDING = "Standing as of {day}; all times are UTC."
_STANDING_KNOWN = "Standing as of {day}, as it had been read by {known_at}; all times are UTC."
_SOURCE = "{treaty} from {source}{instead}: status as of {status}; last good read {read}; {evidence}"
_CHANGE = N_("{summary} (change {id}, read from {source})")
_CHANGE_SHOWN = N_("{summary} (change {id}, read from {source}; evidence {evidence}, sha256 {sha256})")


_NEWEST_CHANGES = N_("The {shown} newest of {count} changes; all of them are in changes.json.")
_LATEST_ACTS = N_("The {shown} latest of {count} acts; all of them are in chronology.json.")
_ACT = N_("{sentence} ({basis})")


def newest_of(shown: int, count: int) -> str:
    """A feed does not hold all changes."""
    return fill(_NEWEST_CHANGES, shown=shown, count=count)


def newest_acts(shown: int, count: int) -> str:
    """A feed does not hold all acts."""
    return fill(_LATEST_ACTS, shown=shown, count=count)


def act(sentence: str, basis: str) -> str:
    """An act in a feed, with whether it was observed."""
    return fill(_ACT, sentence=sentence, basis=basis)


def left_out(count: int) -> str:
    """The end of a cell that is longer than a spreadsheet takes."""
    return f"… ({count} more characters: `tracker export csv` and `json` have all)"


def standing_as_of(day: str, known_at: str | None) -> str:
    """Of which day the file is, and as it had been read by when."""
    return (_STANDING_KNOWN if known_at else _STANDING).format(day=day, known_at=known_at)


def source_line(source: Mapping[str, object]) -> str:
    """A source of a treaty and how old its word is, from its object in an export."""
    return _SOURCE.format(
        treaty=source["treaty"],
        source=source["source"],
        instead=_instead(source),
        status=source["status_as_of"] or "no day known",
        read=source["last_good"] or "never",
        evidence=f"evidence {source['evidence']}" if source["evidence"] else "no evidence",
    )


def _instead(source: Mapping[str, object]) -> str:
    if source["provenance"] not in STOOD_IN:
        return ""
    return f", in fact {source_in_words(str(source['source']), Provenance(str(source['provenance'])))}"


def entry(told: Entry) -> str:
    """A change in a feed, with what it rests on."""
    change, evidence = told.change, told.evidence
    stood_in = told.provenance in STOOD_IN
    source = source_in_words(change.source, told.provenance) if stood_in else change.source
    if evidence is None:
        return fill(_CHANGE, summary=change.summary, id=change.id, source=source)
    return fill(
        _CHANGE_SHOWN, summary=change.summary, id=change.id, source=source, evidence=evidence.id, sha256=evidence.sha256
    )
