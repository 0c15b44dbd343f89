"""The database and the site in a browser: `serve`."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import say
from tracker.cli.kit.options import Globals, TrackerCommand

_WEB = ("datasette", "starlette", "uvicorn")  # what the extra brings


@click.command(cls=TrackerCommand)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0: any that is free.", metavar="N"
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; 0.0.0.0: other machines can read it too.",
)
@click.pass_obj
def serve(settings: Globals, port: int, host: str) -> None:
    """Show the database in a browser: tables, search, worked questions, SQL.

    The site that `tracker site build` wrote is at /, the tables under /db/. Read-only; beside a running daemon too.
    Needs the extra: pip install 'convention-tracker[web]'. End it with Ctrl-C or SIGTERM.
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

    with settings.store():  # says what is wrong with the database, and brings it to the newest schema
        pass
    database = settings.db or settings.load().database
    web.serve(
        database,
        host=host,
        port=port,
        site=settings.site_folder(),
        ready=lambda address: say(f"{address} shows {database}; end with Ctrl-C"),
    )
