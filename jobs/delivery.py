"""The outbox to the channels: each channel alone, in order, again until it takes the message or is given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from heapq import merge
from typing import TYPE_CHECKING

from jobs.alerts import alert, in_doubt
from jobs.reporting import entries_of, status_of
from jobs.run import version
from jobs.status import lists_of, unread, unwell
from tracker.models.reports import Report
from tracker.report.effects import merged
from tracker.report.render import Format, render
from tracker.wording.subject_lines import subject_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from jobs.run import Run
    from tracker.config import Channel
    from tracker.deliver import Message
    from tracker.models import Change
    from tracker.models.records import Delivery, Notice

_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)
_MAIL = ("mailto:", "mailtos:")

if TYPE_CHECKING:
    Send = Callable[[str, str, Message], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parcel:
    """One message and the rows it settles."""

    table: str
    keys: tuple[int, ...]
    attempts: int
    queued_at: datetime
    next_try_at: datetime | None
    failing_since: datetime | None
    message: Message
    carries: tuple[int, ...] = ()  # changes of a digest, settled with it


def deliver(run: Run, channel: Channel, send: Send | None = None) -> int:
    """Send what is due to one channel; returns how many messages it took. Stops at the first that it does not take,
    so that what follows keeps its order. Raises ConfigError for an address that is none."""
    from tracker.deliver import DeliveryError, check_url
    from tracker.deliver import send as send_by_apprise

    if channel.url is None:
        return 0
    check_url(channel.name, channel.url)
    taken = 0
    failing_since: datetime | None = None
    for parcel in _parcels(run, channel):
        if not _is_due(parcel, run.at):
            break
        try:
            (send or send_by_apprise)(channel.name, channel.url, parcel.message)
        except DeliveryError as error:
            failing_since = failing_since or parcel.failing_since or run.at
            if not _try_later(run, channel, parcel, str(error), failing_since):
                break
            continue
        failing_since = None
        with run.store.transaction():
            run.store.delivered(parcel.table, parcel.keys, run.at)
            run.store.delivered_in_digest(channel.name, parcel.carries, run.at)
        taken += 1
    return taken


def _is_due(parcel: _Parcel, at: datetime) -> bool:
    """Its pause is over; one that seems to last longer than any was noted before the clock was set back."""
    return parcel.next_try_at is None or not at < parcel.next_try_at <= at + _LONGEST_PAUSE


def _try_later(run: Run, channel: Channel, parcel: _Parcel, error: str, failing_since: datetime) -> bool:
    """Note a failure; True if the parcel was given up, so that the next one has its turn.

    Given up: refused for `give_up_after`, by a channel that refused all before it too. The time a message lay here
    while nobody tried does not count: a machine that was off for a week tries as long as any other.
    """
    since = max(failing_since, parcel.queued_at)
    given_up = run.at - since >= run.config.give_up_after
    attempts = parcel.attempts + 1
    pause = min(_FIRST_PAUSE * 2 ** min(attempts - 1, 20), _LONGEST_PAUSE)
    with run.store.transaction():
        if given_up and not run.store.is_parked(channel.name):
            _alert_parked(run, channel, error, attempts)
        run.store.undelivered(
            parcel.table,
            parcel.keys,
            error=error,
            failing_since=since,
            next_try_at=None if given_up else min(run.at + pause, since + run.config.give_up_after),
            attempts=attempts,
        )
    return given_up


def _alert_parked(run: Run, channel: Channel, error: str, attempts: int) -> None:
    """One alert to the others, however many messages are given up after the first."""
    alert(
        run,
        f"Tracker: channel {channel.name} is parked",
        f"{error}; given up after {attempts} attempts. When the channel works again: "
        f"`tracker notify retry {channel.name}`.",
        but=channel.name,
    )


def _parcels(run: Run, channel: Channel) -> Iterator[_Parcel]:
    """What waits for a channel, in the order in which it came about."""
    notices = (_of_notice(notice, channel) for notice in run.store.notices(channel=channel.name))
    changes = _with_changes(run, channel) if channel.digest == "immediate" else ()
    return merge(notices, changes, key=lambda parcel: parcel.queued_at)


def _with_changes(run: Run, channel: Channel) -> Iterator[_Parcel]:
    rows = run.store.deliveries(states=["waiting"], channel=channel.name)
    changes = {row.change: run.store.change(row.change) for row in rows}
    together: dict[object, list[Delivery]] = {}  # a read tells by kinds of acts, and so of one participant in pieces
    for row in rows:
        together.setdefault(_belongs_to(changes[row.change]), []).append(row)
    for group in together.values():
        yield _of_changes(run, channel, group, changes)


def _belongs_to(change: Change) -> tuple[str, str | None, datetime]:
    """Changes of one participant in one read go out together."""
    return change.treaty, change.participant, change.detected_at


def _of_notice(notice: Notice, channel: Channel) -> _Parcel:
    from tracker.deliver import Message

    return _Parcel(
        table="notice",
        keys=(notice.id,),
        attempts=notice.attempts,
        queued_at=notice.queued_at,
        next_try_at=notice.next_try_at,
        failing_since=notice.failing_since,
        message=Message(
            subject=notice.subject,
            text=notice.text,
            html=notice.html,
            markdown=notice.kind == "digest" and channel.format == "markdown",
            alert=notice.kind == "alert",
        ),
        carries=notice.changes,
    )


def _of_changes(run: Run, channel: Channel, rows: Sequence[Delivery], changes: dict[int, Change]) -> _Parcel:
    from tracker.deliver import Message

    told = [changes[row.change] for row in rows]
    treaty = next(treaty for treaty in run.store.treaties() if treaty.id == told[0].treaty)
    subject = subject_of(_as_told(run, told), treaty)
    report = report_on(run, told, [treaty.id], f"{subject} ({_numbers(told)})")
    return _Parcel(
        table="outbox",
        keys=tuple(row.id for row in rows),
        attempts=max(row.attempts for row in rows),
        queued_at=rows[0].queued_at,
        next_try_at=rows[0].next_try_at,
        failing_since=rows[0].failing_since,
        message=Message(
            subject=subject,
            text=_text(channel, report),
            html=_html(channel, report),
            markdown=channel.format == "markdown",
        ),
    )


def report_on(run: Run, changes: Iterable[Change], treaties: Collection[str], occasion: str) -> Report:
    """A report of just these changes, with the standing of their treaties."""
    return Report(
        generated_at=run.at,
        version=version(),
        treaties=tuple(status_of(run.store, t, now=run.at) for t in run.store.treaties() if t.id in treaties),
        entries=entries_of(run.store, list(changes)),
        occasion=occasion,
    )


def _as_told(run: Run, changes: Sequence[Change]) -> list[Change]:
    """As a report tells them: a date that was set and reached in one read is one line of it."""
    return [entry.change for entry in merged(entries_of(run.store, list(changes)))]


def _numbers(changes: Sequence[Change]) -> str:
    """The ids of all that a message carries, also of what shares a line with another."""
    return f"change{'s' if len(changes) != 1 else ''} no. {', '.join(str(change.id) for change in changes)}"


def _text(channel: Channel, report: Report) -> str:
    return render(report, Format.MARKDOWN if channel.format == "markdown" else Format.TEXT)


def _html(channel: Channel, report: Report) -> str | None:
    """HTML where it was asked for; a mail always carries both parts."""
    wanted = channel.format == "html" or (channel.url or "").startswith(_MAIL)
    return render(report, Format.HTML) if wanted else None


# ---- digests ------------------------------------------------------------------------------------


def digest(run: Run, channel: Channel, *, done: Callable[[], None] = lambda: None) -> None:
    """Owe a channel its daily or weekly digest; sent also when nothing changed, so that silence is not ambiguous.

    `done` is called within the transaction: a digest that was owed and its job's end are recorded together, or a
    process that dies between them would owe it twice.
    """
    waiting = run.store.deliveries(states=["waiting"], channel=channel.name)
    changes = [run.store.change(row.change) for row in waiting]
    treaties = [treaty.id for treaty in run.config.treaties if not channel.treaties or treaty.id in channel.treaties]
    reasons = _not_read(run, treaties)
    subject = f"{channel.digest.capitalize()} digest: {_lead(len(_as_told(run, changes)), reasons)}"
    occasion = "; ".join([subject, *([_numbers(changes)] if changes else []), *reasons])
    report = report_on(run, changes, {*treaties, *(change.treaty for change in changes)}, occasion)
    with run.store.transaction():
        run.store.queue_notice(
            channel.name,
            "digest",
            subject,
            _text(channel, report),
            run.at,
            html=_html(channel, report),
            changes=[change.id for change in changes],
        )
        run.store.in_digest([row.id for row in waiting])
        done()


def _not_read(run: Run, treaties: Sequence[str]) -> list[str]:
    """Why silence about these treaties would prove nothing: sources that were not read well, charts in doubt."""
    follows = [(treaty, source) for treaty, source in run.store.followed() if treaty in treaties]
    feeds = [feed for feed in run.store.feeds() if (feed.treaty, feed.source) in follows]
    found = [reason for feed in feeds for reason in unwell(feed, run.at, run.config.schedule["check"])]
    found += unread(follows, feeds)
    rule = run.config.schedule["statements"]
    found += [reason for feed in lists_of(run.store, follows) for reason in unwell(feed, run.at, rule)]
    return found + [
        f"a {in_doubt(item)} waits for a person"
        for item in run.store.quarantine(only_open=True)
        if item.treaty in treaties
    ]


def _lead(changes: int, reasons: Sequence[str]) -> str:
    """Short enough for a subject line."""
    what = f"{changes} change{'s' if changes != 1 else ''}" if changes else "no change"
    return f"{what}; {'not ' if reasons else ''}all sources read"
