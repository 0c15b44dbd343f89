"""`tracker report`: a report of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli.kit.messages import escaped, note, print_text, without_controls
from tracker.cli.kit.options import Globals, TrackerCommand, change_filters, filter_of, language_option
from tracker.cli.kit.output import is_file, output_option, sink

if TYPE_CHECKING:
    from pathlib import Path


@click.command(cls=TrackerCommand)
@change_filters
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "json", "csv"]),
    default="text",
    show_default=True,
    help="html is a single file without external parts.",
)
@language_option
@output_option("the report")
@click.pass_obj
def report(settings: Globals, /, form: str, output: Path | None, language: str | None, **filters: Any) -> None:
    """Write a report of changes, to read or to forward.

    It says what changed, when it takes effect, where it was read, and how each treaty stands.

    \b
    tracker report --since 2026-01-01 --format html -o report.html
    """
    from db.knowledge import Knowledge
    from jobs.clock import utc_now
    from jobs.publish.report import gather
    from tracker.language import Language, speaking
    from tracker.report.render import Format, render

    wanted = Format("json" if settings.json else form)
    with settings.store() as store, speaking(Language(language or Language.ENGLISH)):
        text = render(gather(store, filter_of(Knowledge(store), **filters), now=utc_now()), wanted)
    text = escaped(text) if wanted is Format.JSON else without_controls(text)
    if output is None:
        print_text(text)
        return
    with sink(output) as file:
        file.write(text.encode("utf-8"))
    if is_file(output):
        note(f"written to {output}")
