"""The daily or weekly digest of one channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobs.context import Pass
    from tracker.config import Channel
    from tracker.deliver import Message
if TYPE_CHECKING:
    Send = Callable[[str, str, Message], None]
from jobs.notify.messages import digest_of, in_html, in_text, reasons_for_doubt
from tracker.wording.subject_lines import ALL_WERE_READ, of_digest


def digest(run: Pass, channel: Channel, *, done: Callable[[], None] = lambda: None) -> None:
    """Queue the digest of a channel. It is sent even if nothing changed, so that silence is not ambiguous.

    `done` is called within the transaction that queues the digest, and records the end of the job. Otherwise a process
    that dies between the two would send the digest twice.
    """
    waiting = run.store.outbox.deliveries(states=["waiting"], channel=channel.name)
    changes = [run.store.changes.get(row.change) for row in waiting]
    treaties = [treaty.id for treaty in run.config.treaties if not channel.treaties or treaty.id in channel.treaties]
    reasons = reasons_for_doubt(run, treaties)
    subject = of_digest(channel.digest, len(changes), all_read=not reasons)
    occasion = "; ".join(reasons) or ALL_WERE_READ
    report = digest_of(run, changes, {*treaties, *(change.treaty for change in changes)}, subject, occasion)
    with run.store.transaction():
        run.store.outbox.queue_notice(
            channel.name,
            "digest",
            subject,
            in_text(channel, report),
            run.at,
            html=in_html(channel, report),
            changes=[change.id for change in changes],
        )
        run.store.outbox.in_digest([row.id for row in waiting])
        done()
