"""The static site: `site build`."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.kit.messages import note, print_json, say
from tracker.cli.kit.options import Globals, TrackerCommand, TrackerGroup


@click.group(cls=TrackerGroup)
def site() -> None:
    """Pages for people who never open a terminal: map, table, dossiers."""


@site.command("build", cls=TrackerCommand)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Folder (default: that of [publish], else `site` beside the database).",
    metavar="DIR",
)
@click.pass_obj
def build(settings: Globals, output: Path | None) -> None:
    """Write the site, or bring the one that lies there up to date.

    It needs no server and no network: open its index.html, or give the folder to any web server. Of a site that is
    there only what says something else now is written again; each file whole.

    \b
    tracker site build -o public
    tracker serve                  shows it, with the database under /db/
    """
    from jobs.clock import utc_now
    from jobs.publish.site import build_site

    folder = output or settings.site_folder()
    with settings.store() as store:
        built = build_site(store, folder, now=utc_now(), progress=lambda text: note(f"{text} …"))
    if settings.json:
        print_json({"folder": str(folder), "files": built.files, "written": built.written, "removed": built.removed})
        return
    say(f"{folder / 'index.html'}: {built.files} files, {len(built.written)} written, {len(built.removed)} removed")
