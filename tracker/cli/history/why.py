"""`tracker why`: explain a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.kit.messages import print_json, say
from tracker.cli.kit.options import Globals, TrackerCommand
from tracker.wording.terminal import records as words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.answers.history.provenance import Why


@click.command(cls=TrackerCommand)
@click.argument("change_id", type=int)
@click.pass_obj
def why(settings: Globals, change_id: int) -> None:
    """Explain a change: rule, charts, evidence, deliveries."""
    with settings.questions() as t:
        found = t.why(change_id)
    if settings.json:
        print_json(found)
        return
    say(found.change.summary)
    for line in _lines(found):
        say(f"  {line}")


def _lines(found: Why) -> Iterator[str]:
    change = found.change
    yield words.noticed(change.kind, change.nature, change.detected_at, change.source)
    yield words.rule(found.rule)
    if change.before or change.after:
        yield words.from_to(change.field, change.before, change.after)
    if before := found.previous_snapshot:
        yield words.chart_read(before.id, before.observed_at, before=True)
    if shown := found.snapshot:
        yield words.chart_read(shown.id, shown.observed_at)
    for item in found.evidence:
        yield words.page(item.id, item.sha256, item.fetched_at, item.url)
    for delivery in found.deliveries:
        yield words.sent(delivery.channel, delivery.state, delivery.delivered_at)
