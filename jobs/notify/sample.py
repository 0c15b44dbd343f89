"""An example of a message, of ordinary length: what a test sends, and a preview shows where nothing waits."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import TYPE_CHECKING

from jobs.notify.messages import in_html, in_text, short_report
from tracker import __version__
from tracker.language import _, fill, speaking
from tracker.models import Change, ChangeKind, Field, Nature, Treaty
from tracker.models.reports import Entry, Report, TreatyStatus
from tracker.wording.alerts import EXAMPLE, channel_test
from tracker.wording.words import treaty_title

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.config import Channel, Config
    from tracker.deliver import Message

_TREATY = Treaty(id="ets-185", number="185", name="Budapest Convention", opened_on=date(2001, 11, 23), sources=())
_SOURCE = "example"
_RULE = "an example"


def sample(config: Config, channel: Channel, now: datetime) -> Message:
    """A message as the channel gets it, on acts that nobody did, and that says so first."""
    with speaking(channel.language):
        return _sample(config, channel, now)


def _sample(config: Config, channel: Channel, now: datetime) -> Message:
    from tracker.deliver import Event, Message

    test = channel_test(now)
    treaty = next((one for one in config.treaties if one.id in channel.treaties or not channel.treaties), _TREATY)
    changes = tuple(_changes(treaty, now))
    report = Report(
        generated_at=now,
        version=__version__,
        treaties=(TreatyStatus(treaty=treaty, source=_SOURCE),),
        entries=tuple(Entry(change=change) for change in changes),
        headline=test.subject,
        occasion=test.text,
        site=config.site,
    )
    return Message(
        id=f"test-{now:%Y%m%dT%H%M%S}",
        subject=test.subject,
        text=in_text(channel, report),
        summary=f"{test.text}\n{short_report(report)}",
        html=in_html(channel, report),
        markdown=channel.format == "markdown",
        at=now,
        event=Event.TEST,
        changes=changes,
        found_at=now,
        language=channel.language,
    )


def _changes(treaty: Treaty, now: datetime) -> list[Change]:
    told = (
        (ChangeKind.ACCEDED, Field.CONSENT_ON, date(2000, 1, 5), EXAMPLE.consent),
        (ChangeKind.ENTRY_INTO_FORCE_SET, Field.IN_FORCE_ON, date(2000, 5, 1), EXAMPLE.in_force),
    )
    return [
        Change(
            id=number,
            detected_at=now,
            treaty=treaty.id,
            participant=f"X{EXAMPLE.names.index(name):02}",
            name=_(name),
            kind=kind,
            nature=Nature.EVENT,
            field=field,
            before=None,
            after=day.isoformat(),
            effective_on=day,
            source=_SOURCE,
            snapshot=None,
            previous_snapshot=None,
            summary=fill(summary, name=_(name), treaty=treaty_title(treaty)),
            rule=_RULE,
        )
        for number, (name, (kind, field, day, summary)) in enumerate(product(EXAMPLE.names, told))
    ]
