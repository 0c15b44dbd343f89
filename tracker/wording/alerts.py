"""The texts of alerts: a source, a job or a channel that needs a person. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.language import N_, P_, _, counting, fill
from tracker.models import LISTS_OF_STATEMENTS, STATEMENTS, STATEMENTS_IN_FRENCH, Provenance
from tracker.wording.sources import source_in_words
from tracker.wording.words import capital, listed, moment_in_words, number_of, one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from tracker.models import UnreadStatement
    from tracker.models.records import Feed, QuarantineItem
    from tracker.wording.grammar import Noun


class Alert(NamedTuple):
    """A message to a person."""

    subject: str
    text: str


# ---- sources -------------------------------------------------------------------------------------

_DOWN = Alert(
    N_("Tracker: {what} is down"),
    N_(
        "{What} is down.\n{lines}\n"
        "Nothing is concluded from this: answers keep the last good chart. See `tracker status` and `tracker doctor`."
    ),
)
_STILL_DOWN = Alert(
    N_("Tracker: {what} is still down"),
    N_(
        "{What} is still down.\n{lines}\n"
        "Nothing is concluded from this: answers keep the last good chart. See `tracker status` and `tracker doctor`."
    ),
)
_BACK = Alert(N_("Tracker: {what} is back"), N_("{What} was read well again.\n{lines}"))
_OF_SOME = N_("{source} ({treaties})")
_FAILED_READS = P_(
    "{document}: {count} read failed. Last good read: {last}. Last error: {error}",
    "{document}: {count} reads in a row failed. Last good read: {last}. Last error: {error}",
)
_READ_AGAIN = N_("{document}: last good read {last}")
_NEVER = N_("never")
_LIST_OF = N_("list of statements of {treaty}")


def down(source: str, touched: Sequence[Feed], *, followed: Collection[str], again: bool) -> Alert:
    """A source cannot be read. `touched`: what of it fails; `followed`: all treaties that are read from it; `again`: an
    earlier alert said so."""
    return _of_source(_STILL_DOWN if again else _DOWN, source, touched, followed, map(_failed, touched))


def back(source: str, feeds: Sequence[Feed], *, followed: Collection[str]) -> Alert:
    """All of a source that was down is read again."""
    lines = (fill(_READ_AGAIN, document=_document(feed), last=_last_good(feed)) for feed in feeds)
    return _of_source(_BACK, source, feeds, followed, lines)


def _of_source(
    template: Alert, source: str, feeds: Sequence[Feed], followed: Collection[str], lines: Iterable[str]
) -> Alert:
    """About a source, with its treaties unless all of several are touched. If only lists fail, the charts are read: the
    source as such is not down."""
    if all(feed.source in LISTS_OF_STATEMENTS for feed in feeds):
        source = feeds[0].source if len({feed.source for feed in feeds}) == 1 else STATEMENTS
    treaties = list(dict.fromkeys(feed.treaty for feed in feeds))
    every = len(treaties) > 1 and set(followed) <= set(treaties)

    def of(name: object) -> str:
        return f"{name}" if every else fill(_OF_SOME, source=name, treaties=listed(map(number_of, treaties)))

    return _filled(template, what=of(_known(source)), What=capital(of(_with_name(source))), lines="\n".join(lines))


def _known(source: str) -> Noun:
    """A source as readers know it: `the Treaty Office's data service`."""
    return source_in_words(source, Provenance.SOURCE)


_NAMED = N_("{source} ({name})")


def _with_name(source: str) -> Noun:
    """The same with the name that the configuration and commands have: `the Treaty Office's data service
    (coe-service)`."""
    known = _known(source)
    return known if source in (*LISTS_OF_STATEMENTS, str(known)) else known.within(_(_NAMED), "source", name=source)


def _failed(feed: Feed) -> str:
    return counting(
        _FAILED_READS,
        feed.failures,
        document=_document(feed),
        last=_last_good(feed),
        error=one_line(feed.last_error or ""),
    )


def _document(feed: Feed) -> str:
    return fill(_LIST_OF, treaty=_in(feed)) if feed.source in LISTS_OF_STATEMENTS else number_of(feed.treaty)


_IN_FRENCH = N_("{treaty} (in French)")


def _in(document: Feed | QuarantineItem) -> str:
    """The treaty, with the language of its list if that is not English."""
    treaty = number_of(document.treaty)
    return fill(_IN_FRENCH, treaty=treaty) if document.source == STATEMENTS_IN_FRENCH else treaty


def _last_good(feed: Feed) -> str:
    return moment_in_words(feed.last_good_at) if feed.last_good_at else _(_NEVER)


_VALIDATOR_KEPT = Alert(
    N_("Tracker: {source} ({treaty}) says that pages did not change which did"),
    N_(
        "{Source} ({treaty}) gave another page under the same ETag or Last-Modified. The whole page is asked for from"
        " now on; a change may have been seen late."
    ),
)


def validator_kept(feed: Feed) -> Alert:
    """A page changed under the same validator."""
    return _filled(
        _VALIDATOR_KEPT,
        source=_known(feed.source),
        Source=capital(_with_name(feed.source)),
        treaty=number_of(feed.treaty),
    )


_MOVED = Alert(
    N_("Tracker: {source} has moved"),
    N_(
        "{Source} no longer answers at {before}. Its own page names {found}, which answers: it is asked from now on.\n"
        "To make that lasting, set api_url of [sources.{name}] in the configuration."
    ),
)


def moved(source: str, *, before: str, found: str) -> Alert:
    """A data service answers at another address."""
    return _filled(
        _MOVED, source=_known(source), Source=capital(_with_name(source)), name=source, before=before, found=found
    )


_NEVER_READ = N_("{source} of {treaty} was never read: run `tracker check`")
_NEVER_WELL = N_("no read of {source} of {treaty} has succeeded yet: {error}")
_IS_DOWN = N_("{source} of {treaty} is down: {error}")
_LAST_READ = N_("{source} of {treaty} was last read successfully on {moment}")


def never_read(treaty: str, source: str) -> str:
    """Why silence proves nothing: the source was never read."""
    return fill(_NEVER_READ, source=_with_name(source), treaty=number_of(treaty))


def never_well(feed: Feed) -> str:
    """The same: it was tried, and no read has succeeded yet."""
    return fill(_NEVER_WELL, source=_with_name(feed.source), treaty=number_of(feed.treaty), error=feed.last_error)


def is_down(feed: Feed) -> str:
    """The same: it cannot be read."""
    return fill(_IS_DOWN, source=_with_name(feed.source), treaty=number_of(feed.treaty), error=feed.last_error)


def last_read_on(feed: Feed, at: datetime) -> str:
    """The same: its last good read is too long ago."""
    return fill(_LAST_READ, source=_with_name(feed.source), treaty=number_of(feed.treaty), moment=moment_in_words(at))


_ROWS = P_("{count} row", "{count} rows")
_ROW, _ROW_OF = N_("row {place}: {reason}"), N_("row {place} ({who}): {reason}")
_UNREAD = Alert(
    N_("Tracker: {rows} of the list of statements to {treaty} cannot be read"),
    N_(
        "{rows} of the list of statements to {treaty} cannot be read; the others were:\n{lines}\n"
        "Nothing is concluded from such a row: no statement is ended by it. See `tracker statements --treaty {id}`."
    ),
)


def unread_rows(treaty: str, rows: Sequence[UnreadStatement]) -> Alert:
    """Some rows of a list of statements cannot be read."""
    lines = "\n".join(map(unread_row, rows))
    return _filled(_UNREAD, treaty=number_of(treaty), id=treaty, rows=counting(_ROWS, len(rows)), lines=lines)


def unread_row(row: UnreadStatement) -> str:
    """A row that cannot be read, on one line: its place, who made it, and why."""
    who = one_line(row.who or "")
    return fill(_ROW_OF if who else _ROW, place=row.place, who=who, reason=one_line(row.reason))


# ---- quarantine ----------------------------------------------------------------------------------

_DOUBTED_CHART = Alert(
    N_("Tracker: a chart of {treaty} needs a person"),
    N_(
        "The chart of {treaty} from {source} was not believed:\n{reason}\n"
        "Nothing was told from it. Look at it: `tracker quarantine show {id}`, "
        "then `tracker quarantine accept {id}` or `tracker quarantine reject {id}`."
    ),
)
_DOUBTED_LIST = Alert(
    N_("Tracker: a list of statements of {treaty} needs a person"),
    N_(
        "The list of statements of {treaty} was not believed:\n{reason}\n"
        "Nothing was told from it. Look at it: `tracker quarantine show {id}`, "
        "then `tracker quarantine accept {id}` or `tracker quarantine reject {id}`."
    ),
)
_CHART_WAITS = N_("a chart of {treaty} from {source} waits for a person")
_LIST_WAITS = N_("a list of statements of {treaty} waits for a person")


def doubted(item: QuarantineItem) -> Alert:
    """A chart or a list of statements was not believed."""
    template = _DOUBTED_LIST if item.source in LISTS_OF_STATEMENTS else _DOUBTED_CHART
    return _filled(template, treaty=_in(item), source=_with_name(item.source), reason=item.reason, id=item.id)


def waits(item: QuarantineItem) -> str:
    """Why silence proves nothing: a person has not decided yet."""
    template = _LIST_WAITS if item.source in LISTS_OF_STATEMENTS else _CHART_WAITS
    return fill(template, treaty=_in(item), source=_with_name(item.source))


# ---- jobs and channels ---------------------------------------------------------------------------

_JOB_FAILS = Alert(N_("Tracker: job {job} fails"), N_("The job {job} failed several times in a row: {error}"))
_JOB_WELL = Alert(N_("Tracker: job {job} is well again"), N_("The job {job} has come to its end as it should."))
_PARKED = Alert(
    N_("Tracker: channel {channel} is parked"),
    N_("{error}; given up after {attempts} attempts. When the channel works again: `tracker notify retry {channel}`."),
)
_REFUSED = Alert(
    N_("Tracker: channel {channel} refuses a message"),
    N_(
        "{error}: {subject}. It is parked, and what follows is still sent. "
        "After a repair: `tracker notify retry {channel}`."
    ),
)
_UNANSWERED = Alert(
    N_("Tracker: channel {channel} perhaps has a message"),
    N_(
        "{error}: {subject}. It was sent {attempts} times and may have arrived each time; it is parked now, and what "
        "follows is still sent. If it did not arrive: `tracker notify retry {channel}`."
    ),
)
_TEST = Alert(
    N_("Tracker: a test message"),
    N_("This is a test of the convention tracker, sent on {at}. No treaty has changed. What follows is an example."),
)


class Example(NamedTuple):
    """The words of acts that nobody did."""

    names: tuple[str, ...]
    consent: str
    in_force: str


EXAMPLE = Example(
    names=(N_("First Example"), N_("Second Example"), N_("Third Example"), N_("Fourth Example")),
    consent=N_(
        "{name}, no State, deposited its instrument of accession to the {treaty} on 5 January 2000. (An example.)"
    ),
    in_force=N_("The chart gives 1 May 2000 as the date of entry into force of the {treaty} for {name}. (An example.)"),
)


def channel_test(at: datetime) -> Alert:
    """A message that shows that a channel works."""
    return _filled(_TEST, at=moment_in_words(at))


def job_fails(job: str, error: str) -> Alert:
    """A job fails again and again."""
    return _filled(_JOB_FAILS, job=job, error=error)


def job_well(job: str) -> Alert:
    """A job that failed came to its end."""
    return _filled(_JOB_WELL, job=job)


def parked(channel: str, *, error: str, attempts: int) -> Alert:
    """A channel takes no messages any more."""
    return _filled(_PARKED, channel=channel, error=error, attempts=attempts)


def refused(channel: str, *, error: str, subject: str) -> Alert:
    """A channel will never take a message."""
    return _filled(_REFUSED, channel=channel, error=error, subject=subject)


def unanswered(channel: str, *, error: str, subject: str, attempts: int) -> Alert:
    """Nobody can say whether a channel took a message."""
    return _filled(_UNANSWERED, channel=channel, error=error, subject=subject, attempts=attempts)


# ---- disagreements -------------------------------------------------------------------------------


def _filled(template: Alert, **words: object) -> Alert:
    return Alert(fill(template.subject, **words), fill(template.text, **words))
