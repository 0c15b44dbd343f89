"""What a change report says around the changes: headings, lead, what takes effect next, provenance. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.language import N_, P_, _, counting, fill
from tracker.models import Nature
from tracker.wording.rules import article_in_words
from tracker.wording.sources import age, evidence_fact, failed_over, host, last_read
from tracker.wording.words import (
    called,
    capital,
    cardinal,
    clauses,
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
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from tracker.models.reports import Entry, Report, TreatyStatus

TITLE = N_("What changed")
TITLE_OF_ACTS = N_("What happened")
STANDING = N_("Where the treaties stand")
NEXT = N_("What takes effect next")
CONTENTS = N_("Contents")
ABOUT = N_("About this report")
ITSELF = N_("the treaty itself")
TRACKER, UNOFFICIAL = N_("Convention tracker"), N_("Unofficial compilation")
DAY_NOTICED = N_("(day noticed)")
#: The columns of what takes effect next.
DATE, FOR, TREATY, WHAT, BASIS = N_("Date"), N_("For"), N_("Treaty"), N_("What"), N_("Basis")

ACTS = N_("Acts and their effects")
CORRECTIONS = N_("Corrections and retractions")
CORRECTIONS_NOTE = N_(
    "The source changed or no longer shows what it showed before. It gives no reason, and nothing here"
    " says that an act was undone."
)
EDITORIAL = N_("Editorial changes")
EDITORIAL_NOTE = N_("Wording, marks and grouping in the source; no act of treaty law.")

# ---- the head ------------------------------------------------------------------------------------

_COMPILED = N_("Compiled {moment}, convention tracker {version}")
_NOTICED_ON = N_("Noticed on {since}")
_NOTICED_BETWEEN = N_("Noticed from {since} to {until}")
_NOTICED_SINCE = N_("Noticed since {since}")
_NOTICED_UNTIL = N_("Noticed up to {until}")
_ABOUT_TREATIES = N_("On: {treaties}")
_ALL = N_("All changes on record")
_DONE_ON = N_("Dated {since}")
_DONE_BETWEEN = N_("Dated from {since} to {until}")
_DONE_SINCE = N_("Dated {since} or later")
_DONE_UNTIL = N_("Dated {until} or earlier")
_ALL_ACTS = N_("All acts on record")
_NO_ACT = N_("No act on record.")
_ACTS_COUNTED = P_(
    "One act, by its own date: some acts may be older than the first read, and each says whether it was observed.",
    "{count} acts, by their own dates: some may be older than the first read, and each says whether it was observed.",
)
_CHANGES = P_("{number} change was noticed: {each}.", "{number} changes were noticed: {each}.")
_FOR_TREATY = P_("{number} for {treaty}", "{number} for {treaty}")
_IN_LINES = P_(
    "They are told in one line: a date that was set stands with its act.",
    "They are told in {lines} lines: a date that was set stands with its act.",
)
_QUIET = N_("Nothing changed for {treaties}.")
_ROLL = N_("{label}, {day}: {names}.")
_ALL_CHANGES = N_("All changes: {address}")
_READ_ON = N_("Read {moment}")
_NO_CHANGE = N_("No change was noticed.")
_NO_CHANGE_IN = N_("No change was noticed. Followed: {reads}.")
_READ = N_("{treaty} ({read})")
#: How many of the changes are of each weight: of one, and of several.
_WEIGHTS = {
    Nature.EVENT: P_("{number} is an act or its effect", "{number} are acts or their effects"),
    Nature.CORRECTION: P_("{number} is a correction by the source", "{number} are corrections by the source"),
    Nature.RETRACTION: P_(
        "{number} is a date or entry no longer shown", "{number} are dates or entries no longer shown"
    ),
    Nature.EDITORIAL: P_("{number} is editorial", "{number} are editorial"),
}


def compiled(report: Report) -> str:
    """When the report was made, and by what."""
    return one_line(fill(_COMPILED, moment=moment_in_words(report.generated_at), version=report.version))


def period(report: Report) -> str:
    """Of which time it is."""
    if report.occasion:
        return report.occasion
    noticed = (_ALL, _NOTICED_UNTIL, _NOTICED_SINCE, _NOTICED_ON, _NOTICED_BETWEEN)
    done = (_ALL_ACTS, _DONE_UNTIL, _DONE_SINCE, _DONE_ON, _DONE_BETWEEN)
    always, up_to, from_then, on, between = noticed if report.acts is None else done
    if report.since is None:
        return fill(up_to, until=day_in_words(report.until)) if report.until else _(always)
    since = day_in_words(report.since)
    if report.until is None:
        return fill(from_then, since=since)
    until = day_in_words(report.until)
    return fill(on if since == until else between, since=since, until=until)


def about(statuses: Sequence[TreatyStatus]) -> str:
    """Of which treaties the report is: the official titles, each with the name that is used below."""
    named = [first_mention(status.treaty, status.title) for status in statuses]
    return fill(_ABOUT_TREATIES, treaties=clauses(named)) if named else ""


def read_on(moment: datetime) -> str:
    """When the one read was that a report is about."""
    return fill(_READ_ON, moment=moment_in_words(moment))


def all_changes(address: str) -> str:
    """The way from a message that is cut to what it leaves out."""
    return fill(_ALL_CHANGES, address=address)


def roll(label: str, day: str, names: Sequence[str]) -> str:
    """Who did the same on the same day: `Signature, 12 May 2022: Austria, Belgium and Spain.`."""
    return fill(_ROLL, label=label, day=day, names=listed(names))


def lead(entries: Sequence[Entry], lines: int, statuses: Mapping[str, TreatyStatus]) -> str:
    """How much changed, of what weight, and in how many lines it is told."""
    counts = Counter(entry.change.treaty for entry in entries)
    if not counts:
        return _nothing(statuses.values())
    each = listed(
        counting(_FOR_TREATY, counts[id_], number=cardinal(counts[id_]), treaty=the_treaty(status.treaty))
        for id_, status in statuses.items()
        if counts[id_]
    )
    quiet = listed(the_treaty(status.treaty) for id_, status in statuses.items() if not counts[id_])
    total = counts.total()
    told = counting(_CHANGES, total, number=capital(cardinal(total)), each=each)
    folded = counting(_IN_LINES, lines, lines=cardinal(lines)) if lines < total else ""
    return " ".join(filter(None, (told, _weights(entries), fill(_QUIET, treaties=quiet) if quiet else "", folded)))


_SENTENCE = N_("{said}.")


def lead_of_acts(count: int) -> str:
    """How many acts a report by their own dates tells."""
    return counting(_ACTS_COUNTED, count, count=capital(cardinal(count))) if count else _(_NO_ACT)


def _weights(entries: Sequence[Entry]) -> str:
    """How many are acts and how many are not, where not all are."""
    natures = Counter(entry.change.nature for entry in entries)
    if natures[Nature.EVENT] == len(entries):
        return ""
    said = [
        counting(_WEIGHTS[nature], natures[nature], number=cardinal(natures[nature]))
        for nature in Nature
        if natures[nature]
    ]
    return fill(_SENTENCE, said=capital(listed(said)))


def _nothing(statuses: Iterable[TreatyStatus]) -> str:
    reads = [
        fill(_READ, treaty=the_treaty(status.treaty), read=last_read(replace(status, source=None)))
        for status in statuses
    ]
    return fill(_NO_CHANGE_IN, reads=listed(reads)) if reads else _(_NO_CHANGE)


# ---- effects -------------------------------------------------------------------------------------

_TAKES = N_("takes effect on {day}")
_TOOK = N_("took effect on {day}")
_TAKES_EXPECTED = N_("takes effect on {day} (expected, computed here)")
_TOOK_EXPECTED = N_("took effect on {day} (expected, computed here)")
_TAKES_BY_RULE = N_("takes effect on {day} (expected, computed here: {basis})")
_TOOK_BY_RULE = N_("took effect on {day} (expected, computed here: {basis})")


def effect(day: date, *, today: date, expected: bool = False, basis: str = "") -> str:
    """When an act takes effect, or did. `basis`: the rule that gives an expected day, in words."""
    ahead, behind = (_TAKES_EXPECTED, _TOOK_EXPECTED) if expected else (_TAKES, _TOOK)
    if expected and basis:
        ahead, behind = _TAKES_BY_RULE, _TOOK_BY_RULE
    return fill(ahead if day > today else behind, day=day_in_words(day), basis=dated_in_words(basis))


_NOTICED_DAY = N_("noticed {day}")
_DENUNCIATION, _ENTRY = N_("denunciation takes effect"), N_("entry into force")
_EXPECTED, _AS_PRINTED = N_("expected, computed here"), N_("as printed")
_BY_ARTICLE = N_("expected, computed here by {article}")


def what_comes(*, leaving: bool) -> str:
    """What takes effect then."""
    return _(_DENUNCIATION) if leaving else _(_ENTRY)


def how_known(*, expected: bool, article: str | None = None) -> str:
    """On what ground, in a table."""
    if expected and article:
        return fill(_BY_ARTICLE, article=article_in_words(article))
    return _(_EXPECTED) if expected else _(_AS_PRINTED)


def noticed_day(day: str) -> str:
    """The day on which a change without a day of its own was noticed."""
    return fill(_NOTICED_DAY, day=day)


_CUT = N_("cut here; change no. {change} holds both texts whole, with {left} more characters")


def cut(change: int, left: int) -> str:
    """An amended text is too long to be shown whole: so many characters of it are not."""
    return fill(_CUT, change=change, left=left)


# ---- how its parts stand together ----------------------------------------------------------------

_TITLED, _AT, _LEADS = N_("{title}: {period}"), N_("{words}: {address}"), N_("{words}:")
_COMES = N_("{day}: {treaty}, {who}: {what} ({basis})")
_STANDS, _TOLD, _AMENDED = N_("{treaty} ({number}): {said}"), N_("{head}: {said}"), N_("Text: {text}")


def titled(title: str, period: str) -> str:
    """The title of a page that covers a time."""
    return fill(_TITLED, title=title, period=period)


def at(words: str, address: str) -> str:
    """What lies at an address."""
    return fill(_AT, words=words, address=address)


def leads_to(words: str) -> str:
    """The same before an address on a line of its own."""
    return fill(_LEADS, words=words)


def comes(day: str, treaty: str, who: str, what: str, basis: str) -> str:
    """A line of what takes effect next."""
    return fill(_COMES, day=day, treaty=treaty, who=who, what=what, basis=basis)


def stands(treaty: str, number: str, said: str) -> str:
    """How a treaty stands."""
    return fill(_STANDS, treaty=treaty, number=number, said=said)


def told(head: str, said: str) -> str:
    """A line of changes behind its day and kind."""
    return fill(_TOLD, head=head, said=said)


def amended(text: str) -> str:
    """The amended text of a statement."""
    return fill(_AMENDED, text=text)


_IN_FRENCH = N_("Text in French: {text}")


def in_french(text: str) -> str:
    """The text of an amended statement in French, in a report in French."""
    return fill(_IN_FRENCH, text=text)


def stands_beside(status: TreatyStatus) -> Iterator[str]:
    """What another source shows: while the first one is down, and what it alone shows."""
    if beside := failed_over(status.failover):
        yield beside
    yield from map(dated_in_words, status.unconfirmed)


# ---- the foot ------------------------------------------------------------------------------------

_PROVENANCE = N_("{treaty}: {facts}")
_EVIDENCE_FROM = N_("{evidence}, from {host}")


def provenance(status: TreatyStatus, today: date) -> str:
    """What the report knows of a treaty rests on this."""
    facts = [age(status, today), last_read(status), *stands_beside(status)]
    if status.evidence:
        evidence, whence = evidence_fact(status.evidence), host(status.evidence)
        facts.append(fill(_EVIDENCE_FROM, evidence=evidence, host=whence) if whence else evidence)
    return fill(_PROVENANCE, treaty=treaty_title(status.treaty), facts=clauses(facts))


# ---- ways out ------------------------------------------------------------------------------------

CHART = N_("Official chart of signatures and ratifications")
OFFICIAL_TEXT = N_("Official text")
STATEMENTS = N_("Official list of reservations and declarations")
TREATY_PAGE = N_("All that is known of this treaty")
CHANGES_PAGE = N_("All changes, with their evidence")

_CHANGE_PAGE = N_("Change no. {number}")
_DOSSIER = N_("All acts of {name}")
_EVIDENCE_FILE = N_("Evidence {number}, as it was fetched")


def change_page(number: int) -> str:
    """The page of a change."""
    return fill(_CHANGE_PAGE, number=number)


def dossier(name: str) -> str:
    """The page of a participant."""
    return fill(_DOSSIER, name=called(name))


def evidence_file(number: int) -> str:
    """The bytes of an evidence."""
    return fill(_EVIDENCE_FILE, number=number)
