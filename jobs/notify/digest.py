"""The daily, weekly or monthly digest of one channel."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from jobs.cadence import previous_before
from jobs.notify.messages import digest_of, in_html, in_text, reasons_for_doubt
from tracker.language import _, speaking
from tracker.models import day_at
from tracker.models.cadences import Cron
from tracker.wording.subject_lines import ALL_WERE_READ, of_digest
from tracker.wording.words import clauses

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from jobs.context import Pass
    from tracker.config import Channel, Config
    from tracker.models import Change
    from tracker.models.reports import Report

_DAYS = {"daily": ("*", "*"), "weekly": ("*", "mon"), "monthly": ("1", "*")}  # day of the month, weekday


def cadence_of(config: Config, channel: Channel) -> Cron | None:
    """When the digest of a channel is due; None if the channel has none."""
    if channel.digest not in _DAYS:
        return None
    hour, minute = config.digest_at.split(":")
    day, weekday = _DAYS[channel.digest]
    return Cron(
        text=f"{channel.digest} at {config.digest_at}, {config.time_zone}",
        minute=minute,
        hour=hour,
        day=day,
        month="*",
        weekday=weekday,
        zone=config.time_zone,
    )


def digest(run: Pass, channel: Channel, *, done: Callable[[], None] = lambda: None) -> None:
    """Queue the digest of a channel. It is sent even if nothing changed, so that silence is not ambiguous.

    `done` is called within the transaction that queues the digest, and records the end of the job. Otherwise a process
    that dies between the two would send the digest twice.
    """
    waiting = run.store.outbox.deliveries(states=["waiting"], channel=channel.name)
    with speaking(channel.language):
        report = report_for(run, channel, [run.store.changes.get(row.change) for row in waiting])
        text, html = in_text(channel, report), in_html(channel, report)
    with run.store.transaction():
        run.store.outbox.queue_notice(
            channel.name,
            "digest",
            report.headline,
            text,
            run.at,
            html=html,
            changes=[row.change for row in waiting],
        )
        run.store.outbox.in_digest([row.id for row in waiting])
        done()


def report_for(run: Pass, channel: Channel, changes: Sequence[Change]) -> Report:
    """The digest as it is now, in the language spoken; its headline names the period."""
    treaties = [treaty.id for treaty in run.config.treaties if not channel.treaties or treaty.id in channel.treaties]
    reasons = reasons_for_doubt(run, treaties)
    zone = run.config.time_zone
    days = (day_at(_since(run, channel), zone), day_at(run.at, zone))
    subject = of_digest(channel.digest, days, len(changes), all_read=not reasons)
    occasion = clauses(reasons) or _(ALL_WERE_READ)
    return digest_of(run, changes, {*treaties, *(change.treaty for change in changes)}, subject, occasion)


def _since(run: Pass, channel: Channel) -> datetime:
    """When the last digest was made, or would have been."""
    last = run.store.outbox.last_notice(channel.name, "digest")
    cadence = cadence_of(run.config, channel)
    if last is not None and last <= run.at:
        return last
    if cadence is None:
        return run.at
    due = previous_before(cadence, run.at + timedelta(microseconds=1))
    return previous_before(cadence, due)
