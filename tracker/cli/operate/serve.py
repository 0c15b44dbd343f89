"""`tracker serve`: the site and the database in a browser."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import say
from tracker.cli.kit.options import Globals, TrackerCommand

_WEB = ("datasette", "starlette", "uvicorn")  # the packages of the extra


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
@click.pass_obj
def serve(settings: Globals, port: int, host: str) -> None:
    """Show the site and the database in a browser: tables, search, example questions, SQL.

    The site from `tracker site build` is at /, the tables are under /db/. Read-only, and allowed while the daemon runs.
    Needs the extra: pip install 'convention-tracker[web]'. Stop it with Ctrl-C or SIGTERM.
    """
    from tracker.errors import UsageError

    try:
        from jobs.publish import serve as web
    except ModuleNotFoundError as error:
        missing = str(error.name).partition(".")[0]
        if missing not in _WEB:
            raise
        raise UsageError(
            f"`tracker serve` needs {missing}, which is not installed: pip install 'convention-tracker[web]'"
        ) from error

    with settings.store():  # raises the right error for a bad database, and migrates an old one
        pass
    settings.quiet()
    database = settings.database()
    web.serve(
        database,
        host=host,
        port=port,
        site=settings.site_folder(),
        ready=lambda address: say(f"{address} shows {database}; stop with Ctrl-C"),
    )
