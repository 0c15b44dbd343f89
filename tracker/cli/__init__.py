"""The command line: argv → one call → text and exit code. Thin: everything heavy is imported where it is used."""

from __future__ import annotations

import sys

import click

from tracker.cli.changes import changes, diff, report, why
from tracker.cli.decisions import quarantine
from tracker.cli.evidence import evidence, parse, snapshot, snapshots
from tracker.cli.options import Globals, TrackerGroup
from tracker.cli.running import check, config, demo, doctor, init, status
from tracker.cli.standing import figures, parties
from tracker.errors import BusyError, SourceError, TrackerError

#: Exit codes (DESIGN 5).
FAILED, USAGE, HELD = 1, 2, 3


@click.group(
    cls=TrackerGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `tracker init`, then `tracker check`; `tracker demo` needs no network.",
)
@click.version_option(package_name="convention-tracker")
def cli() -> None:
    """Who is bound by the Budapest Convention on Cybercrime and its Protocols, since when, and what changed."""


for command in (
    init,
    check,
    status,
    parties,
    figures,
    changes,
    report,
    why,
    snapshots,
    snapshot,
    diff,
    evidence,
    quarantine,
    parse,
    config,
    doctor,
    demo,
):
    cli.add_command(command)


def main(argv: list[str] | None = None) -> None:
    """Run the command line and exit: errors become one line and an exit code here, and nowhere else."""
    sys.exit(_run(argv))


def _run(argv: list[str] | None) -> int:
    settings = Globals()
    try:
        code = cli.main(args=argv, prog_name="tracker", standalone_mode=False, obj=settings)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return 130
    except TrackerError as error:
        if settings.debug:
            raise
        click.echo(f"tracker: {' '.join(str(error).split())}", err=True)
        return _code(error)
    except BrokenPipeError:
        # the reader of a pipe (head, less) has seen enough; nothing more may be written, not even at exit
        sys.stdout = None
        return 0
    return code if isinstance(code, int) else 0


def _code(error: TrackerError) -> int:
    if isinstance(error, BusyError):
        return HELD if error.alone else FAILED
    return FAILED if isinstance(error, SourceError) else USAGE
