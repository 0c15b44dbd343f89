"""What a change report says around the changes: headings, lead, what takes effect next, provenance. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.models import Nature
from tracker.wording.rules import article_in_words
from tracker.wording.sources import age, evidence_fact, failed_over, host, last_read
from tracker.wording.words import (
    capital,
    cardinal,
    dated_in_words,
    day_in_words,
    first_mention,
    listed,
    moment_in_words,
    one_line,
    the_treaty,
    treaty_title,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from tracker.models.reports import Entry, Report, TreatyStatus

TITLE = "What changed"
TITLE_OF_ACTS = "What happened"
STANDING = "Where the treaties stand"
NEXT = "What takes effect next"
CONTENTS = "Contents"
ABOUT = "About this report"
ITSELF = "the treaty itself"
TRACKER, UNOFFICIAL = "Convention tracker", "Unofficial compilation"
DAY_NOTICED = "(day noticed)"
TEXT = "Text"  # of an amended statement
#: The columns of what takes effect next.
DATE, FOR, TREATY, WHAT, BASIS = "Date", "For", "Treaty", "What", "Basis"

ACTS = "Acts and their effects"
CORRECTIONS = "Corrections and retractions"
CORRECTIONS_NOTE = (
    "The source changed or no longer shows what it showed before. It gives no reason, and nothing here"
    " says that an act was undone."
)
EDITORIAL = "Editorial changes"
EDITORIAL_NOTE = "Wording, marks and grouping in the source; no act of treaty law."

# ---- the head ------------------------------------------------------------------------------------

_COMPILED = "Compiled {moment}, convention tracker {version}"
_NOTICED_ON = "Noticed on {since}"
_NOTICED_BETWEEN = "Noticed from {since} to {until}"
_NOTICED_SINCE = "Noticed since {since}"
_NOTICED_UNTIL = "Noticed up to {until}"
_ABOUT_TREATIES = "On: {treaties}"
_ALL = "All changes on record"
_DONE_ON = "Dated {since}"
_DONE_BETWEEN = "Dated from {since} to {until}"
_DONE_SINCE = "Dated {since} or later"
_DONE_UNTIL = "Dated {until} or earlier"
_ALL_ACTS = "All acts on record"
_ACTS_COUNTED = (
    "No act on record.",
    "One act, by its own date: some acts may be older than the first read, and each says whether it was observed.",
    "{count} acts, by their own dates: some may be older than the first read, and each says whether it was observed.",
)
_ONE_CHANGE = "{count} change was noticed: {each}."
_CHANGES = "{count} changes were noticed: {each}."
_FOR_TREATY = "{count} for {treaty}"
_IN_LINES = (
    "They are told in one line: a date that was set stands with its act.",
    "They are told in {count} lines: a date that was set stands with its act.",
)
_QUIET = "Nothing changed for {treaties}."
_ROLL = "{label}, {day}: {names}."
_ALL_CHANGES = "All changes: {address}"
_READ_ON = "Read {moment}"
_NO_CHANGE = "No change was noticed."
_NO_CHANGE_IN = "No change was noticed. Followed: {reads}."
_READ = "{treaty} ({read})"
#: How many of the changes are of each weight: of one, and of several.
_WEIGHTS = {
    Nature.EVENT: ("{count} is an act or its effect", "{count} are acts or their effects"),
    Nature.CORRECTION: ("{count} is a correction by the source", "{count} are corrections by the source"),
    Nature.RETRACTION: ("{count} is a date or entry no longer shown", "{count} are dates or entries no longer shown"),
    Nature.EDITORIAL: ("{count} is editorial", "{count} are editorial"),
}


def compiled(report: Report) -> str:
    """When the report was made, and by what."""
    return one_line(_COMPILED.format(moment=moment_in_words(report.generated_at), version=report.version))


def period(report: Report) -> str:
    """Of which time it is."""
    if report.occasion:
        return report.occasion
    noticed = (_ALL, _NOTICED_UNTIL, _NOTICED_SINCE, _NOTICED_ON, _NOTICED_BETWEEN)
    done = (_ALL_ACTS, _DONE_UNTIL, _DONE_SINCE, _DONE_ON, _DONE_BETWEEN)
    always, up_to, from_then, on, between = noticed if report.acts is None else done
    if report.since is None:
        return up_to.format(until=day_in_words(report.until)) if report.until else always
    since = day_in_words(report.since)
    if report.until is None:
        return from_then.format(since=since)
    until = day_in_words(report.until)
    return (on if since == until else between).format(since=since, until=until)


def about(statuses: Sequence[TreatyStatus]) -> str:
    """Of which treaties the report is: the official titles, each with the name that is used below."""
    named = [first_mention(status.treaty, status.title) for status in statuses]
    return _ABOUT_TREATIES.format(treaties="; ".join(named)) if named else ""


def read_on(moment: datetime) -> str:
    """When the one read was that a report is about."""
    return _READ_ON.format(moment=moment_in_words(moment))


def all_changes(address: str) -> str:
    """The way from a message that is cut to what it leaves out."""
    return _ALL_CHANGES.format(address=address)


def roll(label: str, day: str, names: Sequence[str]) -> str:
    """Who did the same on the same day: `Signature, 12 May 2022: Austria, Belgium and Spain.`."""
    return _ROLL.format(label=label, day=day, names=listed(names))


def lead(entries: Sequence[Entry], lines: int, statuses: Mapping[str, TreatyStatus]) -> str:
    """How much changed, of what weight, and in how many lines it is told."""
    counts = Counter(entry.change.treaty for entry in entries)
    if not counts:
        return _nothing(statuses.values())
    each = listed(
        _FOR_TREATY.format(count=cardinal(counts[id_]), treaty=the_treaty(status.treaty))
        for id_, status in statuses.items()
        if counts[id_]
    )
    quiet = listed(the_treaty(status.treaty) for id_, status in statuses.items() if not counts[id_])
    total = counts.total()
    told = (_ONE_CHANGE if total == 1 else _CHANGES).format(count=capital(cardinal(total)), each=each)
    folded = _IN_LINES[lines != 1].format(count=cardinal(lines)) if lines < total else ""
    return " ".join(filter(None, (told, _weights(entries), _QUIET.format(treaties=quiet) if quiet else "", folded)))


def lead_of_acts(count: int) -> str:
    """How many acts a report by their own dates tells."""
    return _ACTS_COUNTED[min(count, 2)].format(count=capital(cardinal(count)))


def _weights(entries: Sequence[Entry]) -> str:
    """How many are acts and how many are not, where not all are."""
    natures = Counter(entry.change.nature for entry in entries)
    if natures[Nature.EVENT] == len(entries):
        return ""
    said = [
        _WEIGHTS[nature][natures[nature] != 1].format(count=cardinal(natures[nature]))
        for nature in Nature
        if natures[nature]
    ]
    return f"{capital(listed(said))}."


def _nothing(statuses: Iterable[TreatyStatus]) -> str:
    reads = [
        _READ.format(treaty=the_treaty(status.treaty), read=last_read(replace(status, source=None)))
        for status in statuses
    ]
    return _NO_CHANGE_IN.format(reads=listed(reads)) if reads else _NO_CHANGE


# ---- effects -------------------------------------------------------------------------------------

_TAKES = "takes effect on {day}"
_TOOK = "took effect on {day}"
_TAKES_EXPECTED = "takes effect on {day} (expected, computed here)"
_TOOK_EXPECTED = "took effect on {day} (expected, computed here)"
_TAKES_BY_RULE = "takes effect on {day} (expected, computed here: {basis})"
_TOOK_BY_RULE = "took effect on {day} (expected, computed here: {basis})"


def effect(day: date, *, today: date, expected: bool = False, basis: str = "") -> str:
    """When an act takes effect, or did. `basis`: the rule that gives an expected day, in words."""
    ahead, behind = (_TAKES_EXPECTED, _TOOK_EXPECTED) if expected else (_TAKES, _TOOK)
    if expected and basis:
        ahead, behind = _TAKES_BY_RULE, _TOOK_BY_RULE
    return (ahead if day > today else behind).format(day=day_in_words(day), basis=dated_in_words(basis))


_NOTICED_DAY = "noticed {day}"
_BY_ARTICLE = "expected, computed here by {article}"


def what_comes(*, leaving: bool) -> str:
    """What takes effect then."""
    return "denunciation takes effect" if leaving else "entry into force"


def how_known(*, expected: bool, article: str | None = None) -> str:
    """On what ground, in a table."""
    if expected and article:
        return _BY_ARTICLE.format(article=article_in_words(article))
    return "expected, computed here" if expected else "as printed"


def noticed_day(day: str) -> str:
    """The day on which a change without a day of its own was noticed."""
    return _NOTICED_DAY.format(day=day)


def cut(change: int, left: int) -> str:
    """An amended text is too long to be shown whole: so many characters of it are not."""
    return f"cut here; change no. {change} holds both texts whole, with {left} more characters"


# ---- the foot ------------------------------------------------------------------------------------

_EVIDENCE_FROM = "{evidence}, from {host}"


def provenance(status: TreatyStatus, today: date) -> str:
    """What the report knows of a treaty rests on this."""
    facts = [age(status, today), last_read(status), *filter(None, (failed_over(status.failover),))]
    if status.evidence:
        evidence, whence = evidence_fact(status.evidence), host(status.evidence)
        facts.append(_EVIDENCE_FROM.format(evidence=evidence, host=whence) if whence else evidence)
    return f"{treaty_title(status.treaty)}: {'; '.join(facts)}"


# ---- ways out ------------------------------------------------------------------------------------

CHART = "Official chart of signatures and ratifications"
OFFICIAL_TEXT = "Official text"
STATEMENTS = "Official list of reservations and declarations"
TREATY_PAGE = "All that is known of this treaty"
CHANGES_PAGE = "All changes, with their evidence"

_CHANGE_PAGE = "Change no. {number}"
_DOSSIER = "All acts of {name}"
_EVIDENCE_FILE = "Evidence {number}, as it was fetched"


def change_page(number: int) -> str:
    """The page of a change."""
    return _CHANGE_PAGE.format(number=number)


def dossier(name: str) -> str:
    """The page of a participant."""
    return _DOSSIER.format(name=one_line(name))


def evidence_file(number: int) -> str:
    """The bytes of an evidence."""
    return _EVIDENCE_FILE.format(number=number)
