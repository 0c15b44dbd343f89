"""When a person must know: a source is down, is still down, is back; a chart is in quarantine; a channel is parked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.models import STATEMENTS, SourceState, moment

if TYPE_CHECKING:
    from db.store import Store
    from jobs.context import Pass
    from tracker.models.records import Feed, QuarantineItem


def alert(run: Pass, subject: str, text: str, *, but: str | None = None) -> None:
    """Owe an alert to every channel that takes them. Within a transaction."""
    for channel in run.config.channels:
        if channel.url and channel.alerts and channel.name != but:
            run.recorder.queue_notice(channel.name, "alert", subject, text, run.at)


def after_failure(run: Pass, feed: Feed, state: SourceState, failures: int, message: str) -> None:
    """One alert when a source goes down, a reminder while it stays down."""
    if state is not SourceState.DOWN or never_offered(feed):
        return
    where = f"{feed.source} of {feed.treaty}"
    told = run.store.log.alerted_at(feed.id)
    # told in a future: the clock was set back, and the reminder would be a long time coming
    if told is not None and timedelta() <= run.at - told < run.config.remind_every:
        return
    last = f"{feed.last_good_at:%Y-%m-%d %H:%M} UTC" if feed.last_good_at else "never"
    again = "is still down" if told else "is down"
    alert(
        run,
        f"Tracker: {where} {again}",
        f"{where} {again}: {failures} reads in a row failed.\nLast error: {message}\nLast good read: {last}.\n"
        "Nothing is concluded from this: answers keep the last good chart. See `tracker status` and `tracker doctor`.",
    )
    run.recorder.note_alert(feed.id, run.at)


def after_recovery(run: Pass, feed: Feed) -> None:
    """One notice when a source that was down is read again."""
    if feed.state is not SourceState.DOWN or never_offered(feed):
        return
    where = f"{feed.source} of {feed.treaty}"
    alert(run, f"Tracker: {where} is back", f"{where} was read well again after {feed.failures} failed reads.")
    run.recorder.note_alert(feed.id, None)


def never_offered(feed: Feed) -> bool:
    """A list of statements that never came: the service may have none, and nobody needs to know."""
    return feed.source == STATEMENTS and feed.last_good_at is None


def in_doubt(item: QuarantineItem) -> str:
    """What is in quarantine, in words."""
    if item.source == STATEMENTS:
        return f"list of statements of {item.treaty}"
    return f"chart of {item.treaty} from {item.source}"


def after_quarantine(run: Pass, item: QuarantineItem) -> None:
    """One alert a doubtful chart or list of statements."""
    what = "list of statements" if item.source == STATEMENTS else "chart"
    alert(
        run,
        f"Tracker: a {what} of {item.treaty} needs a person",
        f"The {in_doubt(item)} was not believed:\n{item.reason}\n"
        f"Nothing was told from it. Look at it: `tracker quarantine show {item.id}`, "
        f"then `tracker quarantine accept {item.id}` or `tracker quarantine reject {item.id}`.",
    )


def is_alerted(store: Store, job: str) -> bool:
    """True if people were told that a job fails, and not yet that it is well again."""
    return bool(store.memory.get(f"job_fails:{job}"))


def after_job(run: Pass, job: str, error: str | None) -> None:
    """One alert when a job fails again and again, one notice when it is well again."""
    if bool(error) == is_alerted(run.store, job):
        return
    with run.recorder.transaction():
        run.recorder.remember(f"job_fails:{job}", moment(run.at) if error else "")
        if error:
            alert(run, f"Tracker: job {job} fails", f"The job {job} failed several times in a row: {error}")
        else:
            alert(run, f"Tracker: job {job} is well again", f"The job {job} has come to its end as it should.")
