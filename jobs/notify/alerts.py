"""When a person must know: a source is down, is still down, is back; a chart is in quarantine; a channel is parked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.models import STATEMENTS, SourceState, moment
from tracker.wording import alerts as words

if TYPE_CHECKING:
    from db.store import Store
    from jobs.context import Pass
    from tracker.models.records import Feed, QuarantineItem
    from tracker.wording.alerts import Alert


def alert(run: Pass, told: Alert, *, but: str | None = None) -> None:
    """Owe an alert to every channel that takes them. Within a transaction."""
    for channel in run.config.channels:
        if channel.url and channel.alerts and channel.name != but:
            run.recorder.queue_notice(channel.name, "alert", told.subject, told.text, run.at)


def after_failure(run: Pass, feed: Feed, state: SourceState, failures: int, message: str) -> None:
    """One alert when a source goes down, a reminder while it stays down."""
    if state is not SourceState.DOWN or never_offered(feed):
        return
    told = run.store.log.alerted_at(feed.id)
    # told in a future: the clock was set back, and the reminder would be a long time coming
    if told is not None and timedelta() <= run.at - told < run.config.remind_every:
        return
    alert(run, words.down(feed, failures=failures, error=message, again=told is not None))
    run.recorder.note_alert(feed.id, run.at)


def after_recovery(run: Pass, feed: Feed) -> None:
    """One notice when a source that was down is read again."""
    if feed.state is not SourceState.DOWN or never_offered(feed):
        return
    alert(run, words.back(feed))
    run.recorder.note_alert(feed.id, None)


def never_offered(feed: Feed) -> bool:
    """A list of statements that never came: the service may have none, and nobody needs to know."""
    return feed.source == STATEMENTS and feed.last_good_at is None


def after_quarantine(run: Pass, item: QuarantineItem) -> None:
    """One alert a doubtful chart or list of statements."""
    alert(run, words.doubted(item))


def is_alerted(store: Store, job: str) -> bool:
    """True if people were told that a job fails, and not yet that it is well again."""
    return bool(store.memory.get(f"job_fails:{job}"))


def after_job(run: Pass, job: str, error: str | None) -> None:
    """One alert when a job fails again and again, one notice when it is well again."""
    if bool(error) == is_alerted(run.store, job):
        return
    with run.recorder.transaction():
        run.recorder.remember(f"job_fails:{job}", moment(run.at) if error else "")
        alert(run, words.job_fails(job, error) if error else words.job_well(job))
