"""`tracker mcp`: the questions as tools for assistants."""

from __future__ import annotations

import click

from tracker.cli.kit.options import Globals, TrackerCommand


@click.command(cls=TrackerCommand)
@click.pass_obj
def mcp(settings: Globals) -> None:
    """Answer an assistant's questions (Model Context Protocol), over standard input and output.

    The tools: parties, between, route, state, acts, changes, figures, calendar, statements,
    evidence. Read-only, and allowed while the daemon runs. Needs the extra `mcp`.

    \b
    tracker --db /var/lib/tracker/tracker.db mcp
    """
    from tracker.errors import UsageError

    try:
        from tracker.mcp import server
    except ModuleNotFoundError as error:
        missing = str(error.name).partition(".")[0]
        if missing != "mcp":
            raise
        from tracker.installed import how_to_add

        raise UsageError(f"`tracker mcp` needs mcp, which is not installed: {how_to_add('mcp')}") from error

    with settings.store():  # raises the right error for a bad database, and migrates an old one
        pass
    server(settings.database()).run("stdio")
