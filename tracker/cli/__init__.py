"""The command line: argv → one call → text and exit code.

Here: one module a command, named as typed; what a command prints; the exit code of each error.
Not here: decisions, SQL, sentences about treaties. Everything heavy is imported where it is used.
"""

from __future__ import annotations

import io
import sys

import click

from tracker import __version__
from tracker.cli.kit.messages import note
from tracker.cli.kit.options import Globals, LazyGroup
from tracker.errors import BusyError, OutputError, SourceError, TrackerError

#: Exit codes (docs/json.md#exit-codes).
FAILED, USAGE, HELD = 1, 2, 3

_EPILOG = """\b
To begin:
  tracker demo                      25 years of history in a folder, without a network
  tracker init                      a configuration, and the bundled lists
  tracker check                     read the sources, tell what changed
  tracker parties ets-185           who is bound today
  tracker COMMAND --help            more of a command
"""


#: Where each command is written, and the line `--help` shows of it, in a newcomer's order.
_COMMANDS = {
    "init": ("operate.init", "Write config.toml if there is none; load the bundled history."),
    "check": ("operate.check", "Read every source once and tell what changed."),
    "run": ("operate.run", "Run the background service, in the foreground."),
    "status": ("operate.status", "Is the tracker seeing what it should?"),
    "parties": ("ask.parties", "Who is party, signatory or invited, on any day."),
    "figures": ("ask.figures", "How many, on any day, counted as the Council of Europe counts."),
    "state": ("ask.state", "Everything about one participant: standing, acts, statements, what comes next."),
    "between": ("ask.between", "Was a treaty in force between two participants on a day, and under which statements?"),
    "compare": ("ask.compare", "Two treaties side by side: who is in both, in one, and who could act next."),
    "reference": ("ask.reference", "Note the depositary's reference (a JJ number) to an act of a participant."),
    "statements": ("ask.statements", "Reservations, declarations, authorities, territories: who stated what."),
    "changes": ("history.changes", "What changed, oldest first."),
    "report": ("history.report", "A change report for people, to read or to forward."),
    "why": ("history.why", "Where a change comes from: rule, charts, evidence, deliveries."),
    "calendar": ("ask.calendar", "Dates to come, printed and expected: a table, or a file for calendars."),
    "snapshots": ("history.snapshots", "Stored charts, oldest first."),
    "snapshot": ("history.snapshots", "One stored chart with its rows."),
    "diff": ("history.diff", "What differs between two stored charts of one treaty."),
    "evidence": ("history.evidence", "The exact bytes of a page, as they came."),
    "quarantine": ("history.quarantine", "Charts too doubtful to believe: accept or reject them."),
    "reconcile": ("ask.reconcile", "Where sources and official figures disagree."),
    "treaty": ("operate.treaty", "Follow another treaty of the Council of Europe."),
    "parse": ("operate.parse", "What saved pages or responses say, read as a source would."),
    "config": ("operate.config", "The configuration: is it right?"),
    "doctor": ("operate.doctor", "Try each live source once and say what came back."),
    "notify": ("operate.notify", "Who is told: channels, and what they are owed."),
    "backup": ("operate.backup", "Copy the database to a dated file, and see that it is whole."),
    "restore": ("operate.backup", "Put a backup in the database's place."),
    "export": ("history.export", "All that is known, as csv, json, jsonl, xlsx or warc."),
    "verify": ("history.verify", "Is the evidence whole, and does it still say what the history says?"),
    "rebuild": ("history.rebuild", "Make charts and changes anew from the log and the evidence."),
    "backfill": ("operate.backfill", "Fill the history from archived copies."),
    "site": ("operate.site", "Pages for people who never open a terminal: map, table, dossiers."),
    "serve": ("operate.serve", "Show the database in a browser: tables, search, worked questions, SQL."),
    "demo": ("operate.demo", "Replay 25 years of two treaties, without a network."),
}


@click.group(
    cls=LazyGroup,
    modules={name: module for name, (module, _) in _COMMANDS.items()},
    summaries={name: line for name, (_, line) in _COMMANDS.items()},
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_EPILOG,
)
@click.version_option(__version__)
def cli() -> None:
    """Who is bound by the Budapest Convention on Cybercrime and its Protocols, since when, and what changed."""


def main(argv: list[str] | None = None) -> None:
    """Run the command line and exit: errors become one line and an exit code here, and nowhere else."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show a name shows its code
    sys.exit(run(argv))


def run(argv: list[str] | None) -> int:
    """Run the command line and return its exit code; an error becomes one line on stderr."""
    settings = Globals()
    try:
        code = cli.main(args=argv, prog_name="tracker", standalone_mode=False, obj=settings)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return 130
    except SystemExit:
        # click ends so, and only so, when the reader of a pipe (head, less) has seen enough; ours use context.exit
        return 0
    except Exception as error:
        if settings.debug:
            raise
        note(f"tracker: {_one_line(error)}")
        return _code(error)
    return code if isinstance(code, int) else 0


def _one_line(error: Exception) -> str:
    """What, where, what to do."""
    if isinstance(error, TrackerError):
        return " ".join(str(error).split())
    if isinstance(error, OSError):
        if error.filename:
            return f"{error.filename}: {error.strerror}"
        return f"cannot write the answer: {error.strerror}" if error.errno else str(error)
    said = " ".join(str(error).split())
    return f"a mistake of this program ({type(error).__name__}: {said[:200]}): run it again with --debug and report it"


def _code(error: Exception) -> int:
    if isinstance(error, BusyError):
        return HELD if error.alone else FAILED
    if isinstance(error, OSError):
        return USAGE if error.filename else FAILED  # a path that was named cannot be used; or a disk is full
    if isinstance(error, (SourceError, OutputError)):
        return FAILED
    return USAGE if isinstance(error, TrackerError) else FAILED
