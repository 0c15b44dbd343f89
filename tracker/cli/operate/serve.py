"""`tracker serve`: the site and the database in a browser."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import note, say
from tracker.cli.kit.options import Globals, TrackerCommand
from tracker.wording.terminal import operating as words

_WEB = ("datasette", "httpcore", "starlette", "uvicorn")  # the packages of the extra


@click.command(cls=TrackerCommand)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0: any free port.", metavar="N"
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; with 0.0.0.0 other machines can read it too.",
)
@click.option(
    "--allow-host",
    multiple=True,
    metavar="NAME",
    help="A host name to answer to, besides those of this machine: the one that a reverse proxy passes on. Repeatable.",
)
@click.pass_obj
def serve(settings: Globals, port: int, host: str, allow_host: tuple[str, ...]) -> None:
    """Show the site and the database in a browser: tables, search, example questions, SQL.

    The site from `tracker site build` is at /, the tables are under /db/. Read-only, and allowed while the daemon runs.
    Needs the packages of the extra `web`: without them it says how to install them. Stop it with Ctrl-C or SIGTERM.
    """
    from importlib.util import find_spec

    from tracker.errors import UsageError

    missing = next((name for name in _WEB if find_spec(name) is None), None)
    if missing:
        from tracker.installed import how_to_add

        raise UsageError(f"`tracker serve` needs {missing}, which is not installed: {how_to_add('web')}")
    from jobs.publish import serve as web

    with settings.store():  # raises the right error for a bad database, and migrates an old one
        pass
    settings.quiet()
    database = settings.database()
    web.serve(
        database,
        host=host,
        port=port,
        site=settings.site_folder(),
        allow_hosts=allow_host,
        warn=note,
        ready=lambda address: say(words.SHOWS.format(address=address, database=database)),
    )
