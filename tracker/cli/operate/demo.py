"""`tracker demo`: 25 years of history without a network."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.kit.messages import bar, say
from tracker.cli.kit.options import TrackerCommand
from tracker.wording.terminal import operating as words


@click.command(cls=TrackerCommand)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("demo"),
    show_default=True,
    help="Folder of the demo; an earlier demo there is replaced.",
    metavar="DIR",
)
def demo(output: Path) -> None:
    """Replay 25 years of two treaties, without a network.

    Runs the complete pipeline against a local server. Writes a database, a report and a site.
    """
    from jobs.demo.demo import replay

    replay(output, say=say, track=bar(words.REPLAYING))
