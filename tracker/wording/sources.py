"""How old knowledge is and what it rests on, in words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tracker.language import N_, P_, Language, _, counting, fill, spoken
from tracker.models import ARCHIVE, STATEMENTS, STATEMENTS_IN_FRENCH, Provenance
from tracker.sources.registry import KINDS
from tracker.wording.grammar import Noun, french
from tracker.wording.words import day_in_words, listed, moment_in_words, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from tracker.models import Failover
    from tracker.models.reports import Entry, EvidenceRef, TreatyStatus

_MADE = {Provenance.REPLAY: N_("a replay on this machine"), Provenance.STAND_IN: N_("a stand-in on a private network")}
_REPLAYED = N_(
    "Demonstration data: {maker} made all that is shown as read here. No page of a depositary was read: do not cite it"
    " as a depositary's."
)
_PARTLY_REPLAYED = N_(
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
    return fill(_PARTLY_REPLAYED if Provenance.SOURCE in found else _REPLAYED, maker=listed(map(_, makers)))


_NO_STATUS, _STATUS = N_("status day not known"), N_("status as of {day}")
_OLD_STATUS = P_(
    "status as of {day}, {count} day before this report", "status as of {day}, {count} days before this report"
)


def age(status: TreatyStatus, today: date) -> str:
    """The source's own "status as of", and how old that was on the day of the report."""
    if status.status_as_of is None:
        return _(_NO_STATUS)
    days, day = (today - status.status_as_of).days, day_in_words(status.status_as_of)
    return counting(_OLD_STATUS, days, day=day) if days > 0 else fill(_STATUS, day=day)


def last_read(status: TreatyStatus) -> str:
    """When the treaty was last read, and from which source."""
    if status.provenance is Provenance.BUNDLED:
        return _(_BUNDLED)
    read = fill(_READ, moment=moment_in_words(status.last_good)) if status.last_good else _(_NOT_READ)
    source = source_in_words(status.source, status.provenance) if status.source else ""
    return fill(_READ_FROM, read=read, source=source) if source else read


_READ, _NOT_READ, _READ_FROM = N_("last read {moment}"), N_("not read yet"), N_("{read}, source: {source}")
#: Before the first accepted read.
_BUNDLED = N_("from the list bundled with the tracker; no source has been read yet")
_FROM_BUNDLED = N_("bundled list, not read from the depositary")
BUNDLED_LIST = N_("the list bundled with the tracker")

#: Feeds that no configuration names: in words, and whose pages they are.
_OTHER_FEEDS = {
    ARCHIVE: (N_("archived copies"), N_("the archive")),
    STATEMENTS: (N_("the Treaty Office's list of statements"), N_("the Treaty Office")),
    STATEMENTS_IN_FRENCH: (N_("the Treaty Office's list of statements in French"), N_("the Treaty Office")),
}

#: What stands for a source is called so, and never by the source's name.
_INSTEAD = N_("{maker} (no page of {publisher} was read)")
_DEPOSITARY = N_("the depositary")


def source_label(label: str) -> Noun:
    """What a source is called in a sentence: `the chart`; a name that the configuration gives it stands as it is."""
    said = _(one_line(label))
    return french.articled(said) if spoken() is Language.FRENCH else Noun(said)


def source_in_words(name: str, provenance: Provenance) -> Noun:
    """A source as a reader knows it, or by the name that the configuration gives it; where another answered in its
    place, that."""
    if provenance is Provenance.BUNDLED:
        return source_label(BUNDLED_LIST)
    label, publisher = _OTHER_FEEDS.get(name, (one_line(name), _DEPOSITARY))
    if name in KINDS:  # a source is named after its kind unless the configuration says otherwise
        label, publisher = KINDS[name].label, KINDS[name].publisher
    if provenance in _MADE:
        return Noun(fill(_INSTEAD, maker=_(_MADE[provenance]), publisher=source_label(publisher)))
    return source_label(label)


def bundled_basis(said: Mapping[str, str]) -> str:
    """What the bundled list itself says of a row: where it is from, how sure it is, and what was computed."""
    return f"{_(_FROM_BUNDLED)}: {'; '.join(f'{key}: {one_line(value)}' for key, value in said.items())}"


_SINCE, _YET = N_("since {moment}"), N_("yet")
_DIFFERS = P_("differs in {count} value (`tracker reconcile`)", "differs in {count} values (`tracker reconcile`)")
_SAME = N_("shows the same")
_FAILED_OVER = N_("{down} has not been read {since}; {source}, read {read}, {agrees}")


def failed_over(failover: Failover | None) -> str:
    """What another source shows while the treaty's first one is down; empty if it is not."""
    if failover is None:
        return ""
    since = fill(_SINCE, moment=moment_in_words(failover.last_good)) if failover.last_good else _(_YET)
    differ = counting(_DIFFERS, failover.differences)
    return fill(
        _FAILED_OVER,
        down=source_in_words(failover.down, Provenance.SOURCE),
        since=since,
        source=source_in_words(failover.source, Provenance.SOURCE),
        read=moment_in_words(failover.read_at),
        agrees=differ if failover.differences else _(_SAME),
    )


_DEMONSTRATION = N_(" (demonstration data: {maker})")


def demonstration(provenance: Provenance | None) -> str:
    """Said after the age of knowledge that a stand-in gave; else empty."""
    return fill(_DEMONSTRATION, maker=_(_MADE[provenance])) if provenance in _MADE else ""


_NOTICED, _FETCHED = N_("noticed {moment}, source: {source}"), N_("fetched {moment}")
_FETCHED_FROM = N_("fetched {moment}, source: {source}")
_EVIDENCE = N_("{number}, {arrived}")
_NUMBER = N_("evidence no. {number} (sha256 {sha256})")
_SAVED, _SAVED_ON = N_("a copy saved by hand"), N_("a copy saved by hand, published on {day}")
_ARCHIVED = N_("seen in an archived copy published on {day}; not observed by us then")


def noticed(entry: Entry) -> tuple[str, ...]:
    """When and where a change was seen, and the page it was read from (a date that was reached has none)."""
    change, evidence = entry.change, entry.evidence
    seen, source = moment_in_words(change.detected_at), source_in_words(change.source, entry.provenance)
    if evidence is None:
        return (fill(_NOTICED, moment=seen, source=source),)
    if _arrived(evidence) == fill(_FETCHED, moment=seen):  # nearly always: said once
        return (fill(_FETCHED_FROM, moment=seen, source=source), _number(evidence))
    return (fill(_NOTICED, moment=seen, source=source), evidence_fact(evidence))


def evidence_fact(evidence: EvidenceRef) -> str:
    """The evidence by number and short hash, and how and when it came."""
    return fill(_EVIDENCE, number=_number(evidence), arrived=_arrived(evidence))


def _number(evidence: EvidenceRef) -> str:
    return fill(_NUMBER, number=evidence.id, sha256=one_line(evidence.sha256)[:_SHORT])


def _arrived(evidence: EvidenceRef) -> str:
    day = day_in_words(evidence.published_on) if evidence.published_on else ""
    if evidence.provenance is Provenance.BUNDLED:
        return _(BUNDLED_LIST)
    if evidence.saved_by_hand:
        return fill(_SAVED_ON if day else _SAVED, day=day)
    return fill(_ARCHIVED, day=day) if day else fill(_FETCHED, moment=moment_in_words(evidence.fetched_at))


def host(evidence: EvidenceRef) -> str:
    """Where the evidence came from, without an address that a mail program would turn into a link."""
    try:
        return one_line(urlsplit(evidence.url).hostname or "")
    except ValueError:
        return ""
