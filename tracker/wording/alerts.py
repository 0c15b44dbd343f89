"""The texts of alerts: a source, a job or a channel that needs a person. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.models import STATEMENTS, moment
from tracker.wording.words import counted, listed, one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from tracker.models import UnreadStatement
    from tracker.models.records import Feed, QuarantineItem


class Alert(NamedTuple):
    """A message to a person."""

    subject: str
    text: str


# ---- sources -------------------------------------------------------------------------------------

_DOWN = Alert(
    "Tracker: {what} is down",
    "{what} is down.\n{lines}\n"
    "Nothing is concluded from this: answers keep the last good chart. See `tracker status` and `tracker doctor`.",
)
_STILL_DOWN = Alert(
    "Tracker: {what} is still down",
    "{what} is still down.\n{lines}\n"
    "Nothing is concluded from this: answers keep the last good chart. See `tracker status` and `tracker doctor`.",
)
_BACK = Alert("Tracker: {what} is back", "{what} was read well again.\n{lines}")
_OF_SOME = "{source} of {treaties}"
_FAILED_READS = (
    "{document}: {count} read failed. Last good read: {last}. Last error: {error}",
    "{document}: {count} reads in a row failed. Last good read: {last}. Last error: {error}",
)
_READ_AGAIN = "{document}: last good read {last}"
_LIST_OF = "list of statements of {treaty}"


def down(source: str, touched: Sequence[Feed], *, followed: Collection[str], again: bool) -> Alert:
    """A source cannot be read. `touched`: what of it fails; `followed`: all treaties that are read from it; `again`: an
    earlier alert said so."""
    return _filled(
        _STILL_DOWN if again else _DOWN, what=_what(source, touched, followed), lines="\n".join(map(_failed, touched))
    )


def back(source: str, feeds: Sequence[Feed], *, followed: Collection[str]) -> Alert:
    """All of a source that was down is read again."""
    lines = "\n".join(_READ_AGAIN.format(document=_document(feed), last=_last_good(feed)) for feed in feeds)
    return _filled(_BACK, what=_what(source, feeds, followed), lines=lines)


def _what(source: str, feeds: Sequence[Feed], followed: Collection[str]) -> str:
    """The source, with its treaties unless all of several are touched. If only lists fail, the charts are read: the
    source as such is not down."""
    if all(feed.source == STATEMENTS for feed in feeds):
        source = STATEMENTS
    treaties = list(dict.fromkeys(feed.treaty for feed in feeds))
    if len(treaties) > 1 and set(followed) <= set(treaties):
        return source
    return _OF_SOME.format(source=source, treaties=listed(treaties))


def _failed(feed: Feed) -> str:
    return _FAILED_READS[feed.failures != 1].format(
        document=_document(feed), count=feed.failures, last=_last_good(feed), error=one_line(feed.last_error or "")
    )


def _document(feed: Feed) -> str:
    return _LIST_OF.format(treaty=feed.treaty) if feed.source == STATEMENTS else feed.treaty


def _last_good(feed: Feed) -> str:
    return f"{feed.last_good_at:%Y-%m-%d %H:%M} UTC" if feed.last_good_at else "never"


_VALIDATOR_KEPT = Alert(
    "Tracker: {source} of {treaty} says that pages did not change which did",
    "{source} of {treaty} gave another page under the same ETag or Last-Modified. The whole page is asked for from now "
    "on; a change may have been seen late.",
)


def validator_kept(feed: Feed) -> Alert:
    """A page changed under the same validator."""
    return _filled(_VALIDATOR_KEPT, source=feed.source, treaty=feed.treaty)


_MOVED = Alert(
    "Tracker: {source} has moved",
    "{source} no longer answers at {before}. Its own page names {found}, which answers: it is asked from now on.\n"
    "To make that lasting, set api_url of [sources.{source}] in the configuration.",
)


def moved(source: str, *, before: str, found: str) -> Alert:
    """A data service answers at another address."""
    return _filled(_MOVED, source=source, before=before, found=found)


def never_read(treaty: str, source: str) -> str:
    """Why silence proves nothing: the source was never read."""
    return f"{source} of {treaty} was never read: run `tracker check`"


def never_well(feed: Feed) -> str:
    """The same: it was tried, and no read has succeeded yet."""
    return f"no read of {feed.source} of {feed.treaty} has succeeded yet: {feed.last_error}"


def is_down(feed: Feed) -> str:
    """The same: it cannot be read."""
    return f"{feed.source} of {feed.treaty} is down: {feed.last_error}"


def last_read_on(feed: Feed, at: datetime) -> str:
    """The same: its last good read is too long ago."""
    return f"{feed.source} of {feed.treaty} was last read successfully on {moment(at)}"


_UNREAD = Alert(
    "Tracker: {rows} of the list of statements to {treaty} cannot be read",
    "{rows} of the list of statements to {treaty} cannot be read; the others were:\n{lines}\n"
    "Nothing is concluded from such a row: no statement is ended by it. See `tracker statements --treaty {treaty}`.",
)


def unread_rows(treaty: str, rows: Sequence[UnreadStatement]) -> Alert:
    """Some rows of a list of statements cannot be read."""
    lines = "\n".join(map(unread_row, rows))
    return _filled(_UNREAD, treaty=treaty, rows=counted(len(rows), "row"), lines=lines)


def unread_row(row: UnreadStatement) -> str:
    """A row that cannot be read, on one line: its place, who made it, and why."""
    return f"row {row.place}{f' ({one_line(row.who)})' if row.who else ''}: {one_line(row.reason)}"


# ---- quarantine ----------------------------------------------------------------------------------

_DOUBTED_CHART = Alert(
    "Tracker: a chart of {treaty} needs a person",
    "The chart of {treaty} from {source} was not believed:\n{reason}\n"
    "Nothing was told from it. Look at it: `tracker quarantine show {id}`, "
    "then `tracker quarantine accept {id}` or `tracker quarantine reject {id}`.",
)
_DOUBTED_LIST = Alert(
    "Tracker: a list of statements of {treaty} needs a person",
    "The list of statements of {treaty} was not believed:\n{reason}\n"
    "Nothing was told from it. Look at it: `tracker quarantine show {id}`, "
    "then `tracker quarantine accept {id}` or `tracker quarantine reject {id}`.",
)
_CHART_WAITS = "a chart of {treaty} from {source} waits for a person"
_LIST_WAITS = "a list of statements of {treaty} waits for a person"


def doubted(item: QuarantineItem) -> Alert:
    """A chart or a list of statements was not believed."""
    template = _DOUBTED_LIST if item.source == STATEMENTS else _DOUBTED_CHART
    return _filled(template, treaty=item.treaty, source=item.source, reason=item.reason, id=item.id)


def waits(item: QuarantineItem) -> str:
    """Why silence proves nothing: a person has not decided yet."""
    template = _LIST_WAITS if item.source == STATEMENTS else _CHART_WAITS
    return template.format(treaty=item.treaty, source=item.source)


# ---- jobs and channels ---------------------------------------------------------------------------

_JOB_FAILS = Alert("Tracker: job {job} fails", "The job {job} failed several times in a row: {error}")
_JOB_WELL = Alert("Tracker: job {job} is well again", "The job {job} has come to its end as it should.")
_PARKED = Alert(
    "Tracker: channel {channel} is parked",
    "{error}; given up after {attempts} attempts. When the channel works again: `tracker notify retry {channel}`.",
)
_REFUSED = Alert(
    "Tracker: channel {channel} refuses a message",
    "{error}: {subject}. It is parked, and what follows is still sent. "
    "After a repair: `tracker notify retry {channel}`.",
)
_UNANSWERED = Alert(
    "Tracker: channel {channel} perhaps has a message",
    "{error}: {subject}. It was sent {attempts} times and may have arrived each time; it is parked now, and what "
    "follows is still sent. If it did not arrive: `tracker notify retry {channel}`.",
)
_TEST = Alert(
    "Tracker: a test message",
    "This is a test of the convention tracker, sent on {at}. No treaty has changed. What follows is an example.",
)


class Example(NamedTuple):
    """The words of acts that nobody did."""

    names: tuple[str, ...]
    consent: str
    in_force: str


EXAMPLE = Example(
    names=("First Example", "Second Example", "Third Example", "Fourth Example"),
    consent="{name}, no State, deposited its instrument of accession to the {treaty} on 5 January 2000. (An example.)",
    in_force="The chart gives 1 May 2000 as the date of entry into force of the {treaty} for {name}. (An example.)",
)


def channel_test(at: datetime) -> Alert:
    """A message that shows that a channel works."""
    return _filled(_TEST, at=moment(at))


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
    return Alert(template.subject.format(**words), template.text.format(**words))
