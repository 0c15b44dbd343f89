"""What the channels would be sent now: what waits, the digest as it stands, or an example."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from db.store import Store
from jobs.context import Pass
from jobs.notify.channels import chosen
from jobs.notify.digest import cadence_of, report_for
from jobs.notify.messages import in_html, in_text
from jobs.notify.outbox import queued_messages
from jobs.notify.sample import sample
from jobs.recorder import StoreRecorder
from tracker.errors import NoDatabaseError
from tracker.language import speaking

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tracker.config import Channel, Config
    from tracker.language import Language
    from tracker.models import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A message that a channel would be sent. `kind`: message, alert, digest (not due yet) or example."""

    channel: str
    kind: str
    subject: str
    text: str
    html: str | None


def preview(config: Config, names: Sequence[str], *, now: datetime, language: Language | None = None) -> list[Preview]:
    """What the named channels, or all, would be sent; writes nothing. Raises UsageError for an unknown name.

    `language`: instead of the one of each channel.
    """
    channels = [replace(channel, language=language) if language else channel for channel in chosen(config, names)]
    try:
        opened = Store.open(config.database, read_only=True)
    except NoDatabaseError:
        return [_example(config, channel, now) for channel in channels]
    with opened as store:
        run = Pass(store=store, recorder=StoreRecorder(store), config=config, configuration=0, reading="", at=now)
        return [found for channel in channels for found in _of(run, channel)]


def _of(run: Pass, channel: Channel) -> Iterator[Preview]:
    found = False
    for queued in queued_messages(run, channel):
        found = True
        message = queued.message
        kind = "alert" if message.alert else "message"
        yield Preview(channel=channel.name, kind=kind, subject=message.subject, text=message.text, html=message.html)
    if cadence_of(run.config, channel):
        waiting = run.store.outbox.deliveries(states=["waiting"], channel=channel.name)
        yield _digest(run, channel, [run.store.changes.get(row.change) for row in waiting])
    elif not found:
        yield _example(run.config, channel, run.at)


def _digest(run: Pass, channel: Channel, changes: Sequence[Change]) -> Preview:
    with speaking(channel.language):
        report = report_for(run, channel, changes)
        text, html = in_text(channel, report), in_html(channel, report)
    return Preview(channel=channel.name, kind="digest", subject=report.headline, text=text, html=html)


def _example(config: Config, channel: Channel, now: datetime) -> Preview:
    message = sample(config, channel, now)
    return Preview(channel=channel.name, kind="example", subject=message.subject, text=message.text, html=message.html)
