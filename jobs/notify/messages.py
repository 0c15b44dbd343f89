"""Messages to channels: subject, text, HTML."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from db.knowledge import read_knowledge
from jobs.ingest.retelling import retold
from jobs.notify.health import statement_feeds, unhealthy, unread
from jobs.publish.report import entries_of, headline, status_of
from tracker import __version__
from tracker.export.atom import change_urn
from tracker.language import speaking
from tracker.models import moment
from tracker.models.addresses import CHANGES_PATH
from tracker.models.reports import Report
from tracker.report.render import Format, render
from tracker.report.short import first_lines, is_cut, short_form
from tracker.wording.alerts import waits
from tracker.wording.reports import all_changes, read_on

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import datetime

    from jobs.context import Pass
    from tracker.answers.view import View
    from tracker.config import Channel
    from tracker.deliver import Message
    from tracker.models import Change, Treaty
    from tracker.models.head import Head
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


def message_of_notice(run: Pass, notice: Notice, channel: Channel) -> QueuedMessage:
    """Make the message of an alert or a digest: its text was written in the channel's language when it was queued."""
    from tracker.deliver import Event, Message

    with speaking(channel.language):
        summary = _short_notice(run, notice)

    return QueuedMessage(
        table="notice",
        keys=(notice.id,),
        attempts=notice.attempts,
        queued_at=notice.queued_at,
        next_try_at=notice.next_try_at,
        failing_since=notice.failing_since,
        message=Message(
            id=_message_id(channel, [notice.kind, notice.subject, moment(notice.queued_at)]),
            subject=notice.subject,
            text=notice.text,
            summary=summary,
            html=notice.html,
            markdown=notice.kind == "digest" and channel.format == "markdown",
            alert=notice.kind == "alert",
            at=run.at,
            event=Event.ALERT if notice.kind == "alert" else Event.DIGEST,
            changes=tuple(run.store.changes.get(key) for key in notice.changes),
            found_at=notice.queued_at,
            language=channel.language,
        ),
        carries=notice.changes,
    )


def message_of_changes(
    run: Pass, channel: Channel, rows: Sequence[Delivery], changes: dict[int, Change]
) -> QueuedMessage:
    """Make one message of what one read of a treaty found."""
    from tracker.deliver import Message

    reported = [changes[row.change] for row in rows]
    treaty = run.store.treaties.treaty(reported[0].treaty)
    assert treaty is not None, reported[0].treaty  # noqa: S101 - a foreign key holds it
    with speaking(channel.language):
        report = report_on_read(run, reported, treaty)
        text, summary, html = in_text(channel, report), short_report(report), in_html(channel, report)
    return QueuedMessage(
        table="outbox",
        keys=tuple(row.id for row in rows),
        attempts=max(row.attempts for row in rows),
        queued_at=rows[0].queued_at,
        next_try_at=rows[0].next_try_at,
        failing_since=rows[0].failing_since,
        message=Message(
            id=_message_id(channel, map(change_urn, reported)),
            subject=report.headline,
            text=text,
            summary=summary,
            html=html,
            markdown=channel.format == "markdown",
            at=run.at,
            changes=tuple(reported),
            found_at=rows[0].queued_at,
            language=channel.language,
        ),
    )


def _short_notice(run: Pass, notice: Notice) -> str:
    """The beginning of a digest, with the way to the rest; without such a way it is sent in parts."""
    site = run.config.site
    if notice.kind != "digest" or site is None:
        return ""
    rest = all_changes(site.page(CHANGES_PATH))
    return f"{first_lines(notice.text, less=len(rest) + 1)}\n{rest}"


def short_report(report: Report) -> str:
    """The short form, unless it is cut and nothing leads to the rest: the whole is then sent in parts."""
    short = short_form(report)
    return "" if is_cut(short) and report.site is None else short


def _message_id(channel: Channel, names: Iterable[str]) -> str:
    """The name of a message: the same each time it is sent, another for another channel or other changes."""
    return hashlib.sha256("\0".join((channel.name, *sorted(names))).encode()).hexdigest()[:32]


def report_on_read(run: Pass, changes: Sequence[Change], treaty: Treaty) -> Report:
    """A report on what one read of a treaty found, under the sentence that says it."""
    told = retold(run.store, changes)
    return replace(
        _report(run, told, [treaty.id]),
        headline=sentence_of(run, told, treaty),
        one_read=True,
        occasion=read_on(changes[0].detected_at),
    )


def digest_of(run: Pass, changes: Sequence[Change], treaties: Collection[str], headline: str, occasion: str) -> Report:
    """A report on the reads of a time, a sentence for each, with the standing of the treaties named."""
    reads: dict[tuple[str, object], list[Change]] = {}
    told = retold(run.store, changes)
    for change in told:
        reads.setdefault((change.treaty, _read_of(run, change)), []).append(change)
    news = []
    for (key, _), found in reads.items():
        treaty = run.store.treaties.treaty(key)
        assert treaty is not None, key  # noqa: S101 - a foreign key holds it
        news.append(f"{sentence_of(run, found, treaty)}.")
    return replace(_report(run, told, treaties), headline=headline, news=tuple(news), occasion=occasion)


def _read_of(run: Pass, change: Change) -> object:
    """What the changes of one read have in common: when they were queued together."""
    return next((row.queued_at for row in run.store.outbox.deliveries(change=change.id)), change.detected_at)


def _report(run: Pass, changes: Sequence[Change], treaties: Collection[str]) -> Report:
    with read_knowledge(run.store) as view:
        chosen = (view.treaty(key) for key in treaties)
        return Report(
            generated_at=run.at,
            version=__version__,
            treaties=tuple(status_of(view, treaty, now=run.at) for treaty in chosen if treaty),
            entries=entries_of(view, changes),
            site=run.config.site,
            history_head=_head_of(view, changes),
        )


def _head_of(view: View, changes: Sequence[Change]) -> Head | None:
    """The head of the history when the changes were told: the same each time that a message is sent again."""
    return view.head_of_change(max(change.id for change in changes)) if changes else view.history_head()


def sentence_of(run: Pass, changes: Sequence[Change], treaty: Treaty) -> str:
    """The sentence that says what one read of a treaty found."""
    with read_knowledge(run.store) as view:
        return headline(view, changes, treaty, run.today(treaty))


def in_text(channel: Channel, report: Report) -> str:
    """The report as text or Markdown, as the channel wants it."""
    return render(report, Format.MARKDOWN if channel.format == "markdown" else Format.TEXT)


def in_html(channel: Channel, report: Report) -> str | None:
    """The report as HTML if the channel wants it: a mail has it beside its text, unless the channel says "text"."""
    mail = channel.format is None and (channel.url or "").startswith(_MAIL)
    return render(report, Format.HTML) if mail or channel.format == "html" else None


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
