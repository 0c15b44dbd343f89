"""`tracker why`: where a change comes from."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import print_json, say
from tracker.cli.kit.options import Globals, TrackerCommand


@click.command(cls=TrackerCommand)
@click.argument("change_id", type=int)
@click.pass_obj
def why(settings: Globals, change_id: int) -> None:
    """Where a change comes from: rule, charts, evidence, deliveries."""
    from tracker.answers.provenance import why as ask

    with settings.knowledge() as view:
        found = ask(view, change_id)
    if settings.json:
        print_json(found)
        return
    change = found["change"]
    say(change["summary"])
    say(f"  {change['kind']} ({change['nature']}), noticed {change['detected_at']} from {change['source']}")
    say(f"  rule: {found['rule']}")
    if change["before"] or change["after"]:
        say(f"  {change['field']}: {change['before'] or 'nothing'} → {change['after'] or 'nothing'}")
    for label in ("previous_snapshot", "snapshot"):
        if found[label]:
            say(f"  {label.replace('_', ' ')}: {found[label]['id']}, read {found[label]['observed_at']}")
    for item in found["evidence"]:
        say(f"  evidence {item['id']}: sha256 {item['sha256']}, fetched {item['fetched_at']} from {item['url']}")
    for delivery in found["deliveries"]:
        say(f"  told {delivery['channel']}: {delivery['state']} {delivery['delivered_at'] or ''}")
