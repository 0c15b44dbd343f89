"""How old knowledge is and what it rests on, in words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tracker.models import ARCHIVE, STATEMENTS, Provenance
from tracker.sources.registry import KINDS
from tracker.wording.words import counted, day_in_words, moment_in_words, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from tracker.models import Failover
    from tracker.models.reports import Entry, EvidenceRef, TreatyStatus

_MADE = {Provenance.REPLAY: "a replay on this machine", Provenance.STAND_IN: "a stand-in on a private network"}
_REPLAYED = (
    "Demonstration data: {maker} made all that is shown as read here. No page of a depositary was read: do not cite it"
    " as a depositary's."
)
_PARTLY_REPLAYED = (
    "Partly demonstration data: {maker} made some of what is shown as read here, as the sources say. Do not cite that"
    " as a depositary's."
)

_SHORT = 12  # characters of a hash that a person compares


def banner(provenances: Iterable[Provenance]) -> str | None:
    """Said at the head of all that rests on what a stand-in for a source gave; None if nothing does."""
    found = set(provenances)
    makers = [maker for provenance, maker in _MADE.items() if provenance in found]
    if not makers:
        return None
    return (_PARTLY_REPLAYED if Provenance.SOURCE in found else _REPLAYED).format(maker=" and ".join(makers))


def age(status: TreatyStatus, today: date) -> str:
    """The source's own "status as of", and how old that was on the day of the report."""
    if status.status_as_of is None:
        return "status day not known"
    days = (today - status.status_as_of).days
    old = f", {counted(days, 'day')} before this report" if days > 0 else ""
    return f"status as of {day_in_words(status.status_as_of)}{old}"


def last_read(status: TreatyStatus) -> str:
    """When the treaty was last read, and from which source."""
    if status.provenance is Provenance.BUNDLED:
        return _BUNDLED
    read = f"last read {moment_in_words(status.last_good)}" if status.last_good else "not read yet"
    return f"{read}, source: {source_in_words(status.source, status.provenance)}" if status.source else read


#: Before the first accepted read.
_BUNDLED = "from the list bundled with the tracker; no source has been read yet"
_FROM_BUNDLED = "bundled list, not read from the depositary"
BUNDLED_LIST = "the list bundled with the tracker"

#: Feeds that no configuration names: in words, and whose pages they are.
_OTHER_FEEDS = {
    ARCHIVE: ("archived copies", "the archive"),
    STATEMENTS: ("the Treaty Office's list of statements", "the Treaty Office"),
}

#: What stands for a source is called so, and never by the source's name.
_INSTEAD = {provenance: f"{maker} (no page of {{publisher}} was read)" for provenance, maker in _MADE.items()}


def source_in_words(name: str, provenance: Provenance) -> str:
    """A source as a reader knows it, or by the name that the configuration gives it; where another answered in its
    place, that."""
    if provenance is Provenance.BUNDLED:
        return BUNDLED_LIST
    label, publisher = _OTHER_FEEDS.get(name, (one_line(name), "the depositary"))
    if name in KINDS:  # a source is named after its kind unless the configuration says otherwise
        label, publisher = KINDS[name].label, KINDS[name].publisher
    return _INSTEAD.get(provenance, label).format(publisher=publisher)


def bundled_basis(said: Mapping[str, str]) -> str:
    """What the bundled list itself says of a row: where it is from, how sure it is, and what was computed."""
    return f"{_FROM_BUNDLED}: {'; '.join(f'{key}: {one_line(value)}' for key, value in said.items())}"


_FAILED_OVER = "{down} has not been read {since}; {source}, read {read}, {agrees}"


def failed_over(failover: Failover | None) -> str:
    """What another source shows while the treaty's first one is down; empty if it is not."""
    if failover is None:
        return ""
    since = f"since {moment_in_words(failover.last_good)}" if failover.last_good else "yet"
    differ = f"differs in {counted(failover.differences, 'value')} (`tracker reconcile`)"
    return _FAILED_OVER.format(
        down=source_in_words(failover.down, Provenance.SOURCE),
        since=since,
        source=source_in_words(failover.source, Provenance.SOURCE),
        read=moment_in_words(failover.read_at),
        agrees=differ if failover.differences else "shows the same",
    )


def demonstration(provenance: Provenance | None) -> str:
    """Said after the age of knowledge that a stand-in gave; else empty."""
    return f" (demonstration data: {_MADE[provenance]})" if provenance in _MADE else ""


def noticed(entry: Entry) -> tuple[str, ...]:
    """When and where a change was seen, and the page it was read from (a date that was reached has none)."""
    change, evidence = entry.change, entry.evidence
    seen, source = moment_in_words(change.detected_at), source_in_words(change.source, entry.provenance)
    if evidence is None:
        return (f"noticed {seen}, source: {source}",)
    if _arrived(evidence) == f"fetched {seen}":  # nearly always: said once
        return (f"fetched {seen}, source: {source}", _number(evidence))
    return (f"noticed {seen}, source: {source}", evidence_fact(evidence))


def evidence_fact(evidence: EvidenceRef) -> str:
    """The evidence by number and short hash, and how and when it came."""
    return f"{_number(evidence)}, {_arrived(evidence)}"


def _number(evidence: EvidenceRef) -> str:
    return f"evidence no. {evidence.id} (sha256 {one_line(evidence.sha256)[:_SHORT]})"


def _arrived(evidence: EvidenceRef) -> str:
    published = f" published on {day_in_words(evidence.published_on)}" if evidence.published_on else ""
    if evidence.provenance is Provenance.BUNDLED:
        return BUNDLED_LIST
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
