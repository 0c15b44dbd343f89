"""`tracker report`: a report of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli.kit.messages import escaped, note, print_text, without_controls
from tracker.cli.kit.options import Globals, TrackerCommand, change_filters, language_option
from tracker.cli.kit.output import is_file, output_option, sink
from tracker.wording.terminal.records import written

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
@click.option(
    "--by",
    type=click.Choice(["change", "act"]),
    default="change",
    show_default=True,
    help="act: acts by their own dates, also those of before the first read; --since and --until are days of acts.",
)
@output_option("the report")
@click.pass_obj
def report(settings: Globals, /, form: str, by: str, output: Path | None, language: str | None, **filters: Any) -> None:
    """Write a report of changes, to read or to forward.

    It says what changed, when it takes effect, where it was read, and how each treaty stands.

    \b
    tracker report --since 2026-01-01 --format html -o report.html
    tracker report --by act --since 2024-01-01 --until 2024-12-31
    """
    from tracker.language import Language, speaking
    from tracker.report.render import Format, render

    wanted = Format("json" if settings.json else form)
    with settings.questions() as t, speaking(Language(language or Language.ENGLISH)):
        text = render(t.report(**filters, by_act=by == "act"), wanted)
    text = escaped(text) if wanted is Format.JSON else without_controls(text)
    if output is None:
        print_text(text)
        return
    with sink(output) as file:
        file.write(text.encode("utf-8"))
    if is_file(output):
        note(written(output))
