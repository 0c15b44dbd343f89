"""How old knowledge is and what it rests on, in words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tracker.models import ARCHIVE, STATEMENTS
from tracker.sources.registry import KINDS
from tracker.wording.words import counted, day_in_words, moment_in_words, one_line

if TYPE_CHECKING:
    from datetime import date

    from tracker.models import Change
    from tracker.models.reports import EvidenceRef, TreatyStatus

_SHORT = 12  # characters of a hash that a person compares


def age(status: TreatyStatus, today: date) -> str:
    """The source's own "status as of", and how old that was on the day of the report."""
    if status.status_as_of is None:
        return "status day not known"
    days = (today - status.status_as_of).days
    old = f", {counted(days, 'day')} before this report" if days > 0 else ""
    return f"status as of {day_in_words(status.status_as_of)}{old}"


def last_read(status: TreatyStatus) -> str:
    """When the treaty was last read, and from which source."""
    read = f"last read {moment_in_words(status.last_good)}" if status.last_good else "not read yet"
    return f"{read}, source: {source_in_words(status.source)}" if status.source else read


#: Feeds that no configuration names.
_OTHER_FEEDS = {ARCHIVE: "archived copies", STATEMENTS: "the Treaty Office's list of statements"}


def source_in_words(name: str) -> str:
    """A source as a reader knows it, or by the name that the configuration gives it."""
    if name in KINDS:  # a source is named after its kind unless the configuration says otherwise
        return KINDS[name].label
    return _OTHER_FEEDS.get(name, one_line(name))


def noticed(change: Change, evidence: EvidenceRef | None) -> tuple[str, ...]:
    """When and where a change was seen, and the page it was read from (a date that was reached has none)."""
    seen, source = moment_in_words(change.detected_at), source_in_words(change.source)
    number = f"change no. {change.id}"
    if evidence is None:
        return (number, f"noticed {seen}, source: {source}")
    if _arrived(evidence) == f"fetched {seen}":  # nearly always: said once
        return (number, f"fetched {seen}, source: {source}", _number(evidence))
    return (number, f"noticed {seen}, source: {source}", evidence_fact(evidence))


def evidence_fact(evidence: EvidenceRef) -> str:
    """The evidence by number and short hash, and how and when it came."""
    return f"{_number(evidence)}, {_arrived(evidence)}"


def _number(evidence: EvidenceRef) -> str:
    return f"evidence no. {evidence.id} (sha256 {one_line(evidence.sha256)[:_SHORT]})"


def _arrived(evidence: EvidenceRef) -> str:
    published = f" published on {day_in_words(evidence.published_on)}" if evidence.published_on else ""
    if evidence.saved_by_hand:
        return f"a copy saved by hand{published and ','}{published}"
    if published:
        return f"seen in an archived copy{published}; not observed by us then"
    return f"fetched {moment_in_words(evidence.fetched_at)}"


def host(evidence: EvidenceRef) -> str:
    """Where the evidence came from, without an address that a mail program would turn into a link."""
    try:
        return one_line(urlsplit(evidence.url).hostname or "")
    except ValueError:
        return ""
