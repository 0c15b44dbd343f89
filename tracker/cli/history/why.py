"""`tracker why`: explain a change."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import print_json, say
from tracker.cli.kit.options import Globals, TrackerCommand


@click.command(cls=TrackerCommand)
@click.argument("change_id", type=int)
@click.pass_obj
def why(settings: Globals, change_id: int) -> None:
    """Explain a change: rule, charts, evidence, deliveries."""
    from tracker.models import moment

    with settings.questions() as t:
        found = t.why(change_id)
    if settings.json:
        print_json(found)
        return
    change = found.change
    say(change.summary)
    noticed = moment(change.detected_at) if change.detected_at else ""
    say(f"  {change.kind} ({change.nature}), noticed {noticed} from {change.source}")
    say(f"  rule: {found.rule}")
    if change.before or change.after:
        say(f"  {change.field}: {change.before or 'nothing'} → {change.after or 'nothing'}")
    for label, head in (("previous snapshot", found.previous_snapshot), ("snapshot", found.snapshot)):
        if head:
            say(f"  {label}: {head.id}, read {moment(head.observed_at)}")
    for item in found.evidence:
        say(f"  evidence {item.id}: sha256 {item.sha256}, fetched {moment(item.fetched_at)} from {item.url}")
    for delivery in found.deliveries:
        delivered = moment(delivery.delivered_at) if delivery.delivered_at else ""
        say(f"  sent to {delivery.channel}: {delivery.state} {delivered}")
