"""`tracker site`: the static site."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.kit.messages import note, print_json, say
from tracker.cli.kit.options import Globals, TrackerCommand, TrackerGroup
from tracker.language import Language
from tracker.wording.terminal import operating as words


@click.group(cls=TrackerGroup)
def site() -> None:
    """Write static web pages: map, table, dossiers."""


@site.command("build", cls=TrackerCommand)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Folder (default: that of [publish], else `site` next to the database).",
    metavar="DIR",
)
@click.option(
    "--language",
    type=click.Choice([one.value for one in Language]),
    multiple=True,
    help="Also in this language, in a folder of its name: fr (repeatable; default: those of [publish]).",
    metavar="LANGUAGE",
)
@click.pass_obj
def build(settings: Globals, output: Path | None, language: tuple[str, ...]) -> None:
    """Write the site, or update an existing one.

    It needs no server and no network: open its index.html, or give the folder to any web server. Files that did not
    change are not rewritten. Each file is replaced atomically.

    \b
    tracker site build -o public
    tracker serve                  show it, with the database under /db/
    """
    from jobs.clock import utc_now
    from jobs.publish.site import build_site

    folder = output or settings.site_folder()
    address, evidence, licence = settings.publication()
    with settings.store() as store:
        built = build_site(
            store,
            folder,
            now=utc_now(),
            progress=lambda text: note(words.WORKING.format(what=text)),
            address=address,
            evidence=evidence,
            contact=settings.contact(),
            licence=licence,
            languages=tuple(dict.fromkeys((*settings.languages(), *map(Language, language)))),
        )
    if settings.json:
        print_json({"folder": str(folder), "files": built.files, "written": built.written, "removed": built.removed})
        return
    counted = {"files": built.files, "written": len(built.written), "removed": len(built.removed)}
    say(words.BUILT.format(page=folder / "index.html", **counted))
