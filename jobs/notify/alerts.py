"""Alerts for the operator: a document is quarantined, rows cannot be read, a job fails. Of outages: `outages`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tracker.language import speaking
from tracker.models import LISTS_OF_STATEMENTS, moment
from tracker.wording import alerts as words
from tracker.wording.notices import history_head

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.store import Store
    from jobs.context import Pass
    from tracker.models import UnreadStatement
    from tracker.models.records import Feed, QuarantineItem
    from tracker.wording.alerts import Alert


def alert(run: Pass, make: Callable[[], Alert], *, but: str | None = None) -> None:
    """Queue an alert for every channel that takes alerts, except `but`, in its language. Call it within a
    transaction."""
    for channel in run.config.channels:
        if channel.url and channel.alerts and channel.name != but:
            with speaking(channel.language):
                message, head = make(), history_head(run.store.log.head())
            text = "\n\n".join(filter(None, (message.text, head)))
            run.recorder.queue_notice(channel.name, "alert", message.subject, text, run.told_together)


def never_offered(feed: Feed) -> bool:
    """True for a list of statements that was never read: the service may have none, so failures are not reported."""
    return feed.source in LISTS_OF_STATEMENTS and feed.last_good_at is None


def after_quarantine(run: Pass, item: QuarantineItem) -> None:
    """Alert once for each doubtful chart or list of statements."""
    alert(run, partial(words.doubted, item))


def after_unread(run: Pass, feed: Feed, rows: Sequence[UnreadStatement]) -> None:
    """Alert once when rows of a list of statements cannot be read."""
    alert(run, partial(words.unread_rows, feed.treaty, rows))


def is_alerted(store: Store, job: str) -> bool:
    """True if an alert said that the job fails, and none has said since that it works again."""
    return bool(store.memory.get(f"job_fails:{job}"))


def after_job(run: Pass, job: str, error: str | None) -> None:
    """Alert once when a job keeps failing, and once when it works again."""
    if bool(error) == is_alerted(run.store, job):
        return
    with run.recorder.transaction():
        run.recorder.remember(f"job_fails:{job}", moment(run.at) if error else "")
        alert(run, partial(words.job_fails, job, error) if error else partial(words.job_well, job))
