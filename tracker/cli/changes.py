"""What changed: `changes`, `report`, `why`, `diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli.options import Globals, TrackerCommand, change_filters, filter_of
from tracker.cli.output import is_file, output_option, sink
from tracker.cli.printing import escaped, note, print_json, print_table, print_text, say, without_controls

if TYPE_CHECKING:
    from pathlib import Path

_COLUMNS = ("id", "detected_at", "treaty", "kind", "summary")


@click.command(cls=TrackerCommand)
@change_filters
@click.pass_obj
def changes(settings: Globals, /, **filters: Any) -> None:
    """What changed, oldest first.

    \b
    tracker changes --since 2026-02-01 --treaty cets-224
    tracker changes --participant hungary --nature event
    """
    from tracker.answers.to_json import change_object

    with settings.store() as store:
        found = [change_object(change) for change in store.changes(filter_of(store, **filters))]
    if settings.json:
        print_json(found)
        return
    print_table(
        _COLUMNS,
        [[change[column] for column in _COLUMNS] for change in found],
        wide=("summary",),
        brief=("detected_at",),
    )
    if not found:
        note("no change recorded for this filter")


@click.command(cls=TrackerCommand)
@change_filters
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "json", "csv"]),
    default="text",
    show_default=True,
    help="html is one file that can be forwarded.",
)
@output_option("the report")
@click.pass_obj
def report(settings: Globals, /, form: str, output: Path | None, **filters: Any) -> None:
    """A change report for people, to read or to forward.

    What changed, when it takes effect, where it was read; and how each treaty stands.

    \b
    tracker report --since 2026-01-01 --format html -o report.html
    """
    from jobs.clock import utc_now
    from jobs.publish.report import gather
    from tracker.report.render import Format, render

    wanted = Format("json" if settings.json else form)
    with settings.store() as store:
        text = render(gather(store, filter_of(store, **filters), now=utc_now()), wanted)
    text = escaped(text) if wanted is Format.JSON else without_controls(text)
    if output is None:
        print_text(text)
        return
    with sink(output) as file:
        file.write(text.encode("utf-8"))
    if is_file(output):
        note(f"written to {output}")


@click.command(cls=TrackerCommand)
@click.argument("change_id", type=int)
@click.pass_obj
def why(settings: Globals, change_id: int) -> None:
    """Where a change comes from: rule, charts, evidence, deliveries."""
    from tracker.answers.provenance import why as ask

    with settings.store() as store:
        found = ask(store, change_id)
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


@click.command(cls=TrackerCommand)
@click.argument("before", type=int, metavar="A")
@click.argument("after", type=int, metavar="B")
@click.pass_obj
def diff(settings: Globals, before: int, after: int) -> None:
    """What differs between two stored charts of one treaty.

    A and B are ids from `tracker snapshots`.
    """
    from jobs.clock import utc_now
    from tracker.answers.snapshots import difference

    with settings.store() as store:
        found = difference(store, before, after, now=utc_now())
    if settings.json:
        print_json(found)
        return
    print_table(
        ("kind", "nature", "summary"), [[d["kind"], d["nature"], d["summary"]] for d in found], wide=("summary",)
    )
    if not found:
        note(f"snapshots {before} and {after} do not differ")
