"""The texts of alerts: a source, a job or a channel that needs a person. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.models import STATEMENTS, moment
from tracker.wording.words import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tracker.models import UnreadStatement
    from tracker.models.records import Feed, QuarantineItem


class Alert(NamedTuple):
    """A message to a person."""

    subject: str
    text: str


# ---- sources -------------------------------------------------------------------------------------

_DOWN = Alert(
    "Tracker: {source} of {treaty} is down",
    "{source} of {treaty} is down: {failures} reads in a row failed.\n"
    "Last error: {error}\n"
    "Last good read: {last}.\n"
    "Nothing is concluded from this: answers keep the last good chart. See `tracker status` and `tracker doctor`.",
)
_STILL_DOWN = Alert(
    "Tracker: {source} of {treaty} is still down",
    "{source} of {treaty} is still down: {failures} reads in a row failed.\n"
    "Last error: {error}\n"
    "Last good read: {last}.\n"
    "Nothing is concluded from this: answers keep the last good chart. See `tracker status` and `tracker doctor`.",
)
_BACK = Alert(
    "Tracker: {source} of {treaty} is back",
    "{source} of {treaty} was read well again after {failures} failed reads.",
)


def down(feed: Feed, *, failures: int, error: str, again: bool) -> Alert:
    """A source cannot be read. `again`: an earlier alert said so."""
    last = f"{feed.last_good_at:%Y-%m-%d %H:%M} UTC" if feed.last_good_at else "never"
    return _filled(
        _STILL_DOWN if again else _DOWN,
        source=feed.source,
        treaty=feed.treaty,
        failures=failures,
        error=error,
        last=last,
    )


def back(feed: Feed) -> Alert:
    """A source that was down is read again."""
    return _filled(_BACK, source=feed.source, treaty=feed.treaty, failures=feed.failures)


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
_TEST = Alert(
    "Tracker: a test message", "This is a test of the convention tracker, sent on {at}. No treaty has changed."
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


# ---- disagreements -------------------------------------------------------------------------------


def _filled(template: Alert, **words: object) -> Alert:
    return Alert(template.subject.format(**words), template.text.format(**words))
