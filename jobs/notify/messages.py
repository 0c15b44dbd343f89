"""Messages to channels: subject, text, HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.knowledge import read_knowledge
from jobs.notify.health import statement_feeds, unhealthy, unread
from jobs.publish.report import entries_of, status_of
from tracker import __version__
from tracker.answers.knowledge import known
from tracker.law import reached
from tracker.law.place import place_of
from tracker.models import Field, Nature
from tracker.models.reports import Report
from tracker.report.effects import merged
from tracker.report.render import Format, render
from tracker.wording.alerts import waits
from tracker.wording.subject_lines import change_numbers, subject_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import datetime

    from jobs.context import Pass
    from tracker.config import Channel
    from tracker.deliver import Message
    from tracker.law.place import Place
    from tracker.models import Change, Treaty
    from tracker.models.records import Delivery, Notice
if TYPE_CHECKING:
    Send = Callable[[str, str, Message], None]


_MAIL = ("mailto:", "mailtos:")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedMessage:
    """One message, and the rows of the outbox that are done once it is delivered."""

    table: str
    keys: tuple[int, ...]
    attempts: int
    queued_at: datetime
    next_try_at: datetime | None
    failing_since: datetime | None
    message: Message
    carries: tuple[int, ...] = ()  # the changes in a digest: they are delivered with it


def message_of_notice(notice: Notice, channel: Channel) -> QueuedMessage:
    """Make the message of an alert or a digest."""
    from tracker.deliver import Message

    return QueuedMessage(
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


def message_of_changes(
    run: Pass, channel: Channel, rows: Sequence[Delivery], changes: dict[int, Change]
) -> QueuedMessage:
    """Make one message of changes of one treaty."""
    from tracker.deliver import Message

    reported = [changes[row.change] for row in rows]
    treaty = run.store.treaties.treaty(reported[0].treaty)
    assert treaty is not None, reported[0].treaty  # noqa: S101 - a foreign key holds it
    listed = as_reported(run, reported)
    subject = subject_of(listed, treaty, place_in(run, listed[0], treaty))
    report = report_on(run, reported, [treaty.id], f"{subject} ({change_numbers(reported)})")
    return QueuedMessage(
        table="outbox",
        keys=tuple(row.id for row in rows),
        attempts=max(row.attempts for row in rows),
        queued_at=rows[0].queued_at,
        next_try_at=rows[0].next_try_at,
        failing_since=rows[0].failing_since,
        message=Message(
            subject=subject,
            text=in_text(channel, report),
            html=in_html(channel, report),
            markdown=channel.format == "markdown",
        ),
    )


def report_on(run: Pass, changes: Iterable[Change], treaties: Collection[str], occasion: str) -> Report:
    """A report of these changes only, with the standing of the treaties named."""
    with read_knowledge(run.store) as view:
        chosen = (view.treaty(key) for key in treaties)
        return Report(
            generated_at=run.at,
            version=__version__,
            treaties=tuple(status_of(view, treaty, now=run.at) for treaty in chosen if treaty),
            entries=entries_of(view, changes),
            occasion=occasion,
            history_head=view.history_head(),
        )


def as_reported(run: Pass, changes: Sequence[Change]) -> list[Change]:
    """The changes as a report lists them: a date that was set and reached in one read is one line."""
    with read_knowledge(run.store) as view:
        return [entry.change for entry in merged(entries_of(view, changes))]


def place_in(run: Pass, change: Change, treaty: Treaty) -> Place | None:
    """The place of a consent that a change tells, as the chart stands now; None of other changes, and once the treaty
    is in force."""
    if change.field is not Field.CONSENT_ON or change.nature is not Nature.EVENT or change.participant is None:
        return None
    today = run.today(treaty)
    with read_knowledge(run.store) as view:
        stands = known(view, treaty)
    row = stands.chart.row(change.participant) if stands else None
    if stands is None or row is None or reached(stands.chart.in_force_on, today):
        return None
    return place_of(stands.chart, row, treaty, today, stands.parent) if row.consent_on == change.effective_on else None


def in_text(channel: Channel, report: Report) -> str:
    """The report as text or Markdown, as the channel wants it."""
    return render(report, Format.MARKDOWN if channel.format == "markdown" else Format.TEXT)


def in_html(channel: Channel, report: Report) -> str | None:
    """The report as HTML if the channel wants it. An e-mail always has both parts."""
    wanted = channel.format == "html" or (channel.url or "").startswith(_MAIL)
    return render(report, Format.HTML) if wanted else None


def reasons_for_doubt(run: Pass, treaties: Sequence[str]) -> list[str]:
    """Why "no change" would be uncertain for these treaties: unhealthy sources, documents in quarantine."""
    wanted = frozenset(treaties)
    follows = {(treaty, source): None for treaty, source in run.store.treaties.followed() if treaty in wanted}
    feeds = [feed for feed in run.store.treaties.feeds() if (feed.treaty, feed.source) in follows]
    found = [reason for feed in feeds for reason in unhealthy(feed, run.at, run.config.schedule.check)]
    found += unread(follows, feeds)
    rule = run.config.schedule.statements
    found += [reason for feed in statement_feeds(run.store, follows) for reason in unhealthy(feed, run.at, rule)]
    waiting = run.store.decisions.items(only_open=True)
    return found + [waits(item) for item in waiting if item.treaty in wanted]
