"""Alerts for the operator: a source goes down, stays down or is back; a document is quarantined; a job fails."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.models import STATEMENTS, SourceState, moment

if TYPE_CHECKING:
    from db.store import Store
    from jobs.context import Pass
    from tracker.models.records import Feed, QuarantineItem


def alert(run: Pass, subject: str, text: str, *, but: str | None = None) -> None:
    """Queue an alert for every channel that takes alerts, except `but`. Call it within a transaction."""
    for channel in run.config.channels:
        if channel.url and channel.alerts and channel.name != but:
            run.recorder.queue_notice(channel.name, "alert", subject, text, run.at)


def after_failure(run: Pass, feed: Feed, state: SourceState, failures: int, message: str) -> None:
    """Alert once when a source goes down; remind every `remind_every` while it stays down."""
    if state is not SourceState.DOWN or never_offered(feed):
        return
    where = f"{feed.source} of {feed.treaty}"
    alerted_at = run.store.log.alerted_at(feed.id)
    # an alert in the future means that the clock was set back: without the lower bound no reminder would come for long
    if alerted_at is not None and timedelta() <= run.at - alerted_at < run.config.remind_every:
        return
    last = f"{feed.last_good_at:%Y-%m-%d %H:%M} UTC" if feed.last_good_at else "never"
    again = "is still down" if alerted_at else "is down"
    alert(
        run,
        f"Tracker: {where} {again}",
        f"{where} {again}: {failures} reads in a row failed.\nLast error: {message}\nLast good read: {last}.\n"
        "Answers still use the last good chart. See `tracker status` and `tracker doctor`.",
    )
    run.recorder.note_alert(feed.id, run.at)


def after_recovery(run: Pass, feed: Feed) -> None:
    """Alert once when a source that was down is read again."""
    if feed.state is not SourceState.DOWN or never_offered(feed):
        return
    where = f"{feed.source} of {feed.treaty}"
    alert(run, f"Tracker: {where} is back", f"{where} was read successfully after {feed.failures} failed reads.")
    run.recorder.note_alert(feed.id, None)


def never_offered(feed: Feed) -> bool:
    """True for a list of statements that was never read: the service may have none, so failures are not reported."""
    return feed.source == STATEMENTS and feed.last_good_at is None


def in_doubt(item: QuarantineItem) -> str:
    """Name a quarantined document in words."""
    if item.source == STATEMENTS:
        return f"list of statements of {item.treaty}"
    return f"chart of {item.treaty} from {item.source}"


def after_quarantine(run: Pass, item: QuarantineItem) -> None:
    """Alert once for each doubtful chart or list of statements."""
    what = "list of statements" if item.source == STATEMENTS else "chart"
    alert(
        run,
        f"Tracker: a {what} of {item.treaty} needs a person",
        f"The {in_doubt(item)} was not believed:\n{item.reason}\n"
        f"It changed nothing. Look at it with `tracker quarantine show {item.id}`, "
        f"then decide: `tracker quarantine accept {item.id}` or `tracker quarantine reject {item.id}`.",
    )


def is_alerted(store: Store, job: str) -> bool:
    """True if an alert said that the job fails, and none has said since that it works again."""
    return bool(store.memory.get(f"job_fails:{job}"))


def after_job(run: Pass, job: str, error: str | None) -> None:
    """Alert once when a job keeps failing, and once when it works again."""
    if bool(error) == is_alerted(run.store, job):
        return
    with run.recorder.transaction():
        run.recorder.remember(f"job_fails:{job}", moment(run.at) if error else "")
        if error:
            alert(run, f"Tracker: job {job} fails", f"The job {job} failed several times in a row: {error}")
        else:
            alert(run, f"Tracker: job {job} is well again", f"The job {job} ended without an error.")
