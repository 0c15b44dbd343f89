"""The command line: argv → one call → text and exit code.

Here: one module per command, named like the command; its output; the exit code of each error.
Not here: decisions, SQL, sentences about treaties. Heavy modules are imported inside functions: `--help` is fast.
"""

from __future__ import annotations

import gc
import io
import os
import re
import shlex
import sys
from contextlib import suppress

import click

from tracker import __version__
from tracker.cli.kit.messages import note
from tracker.cli.kit.options import Globals, LazyGroup
from tracker.errors import BusyError, NoDatabaseError, OutputError, SourceError, TrackerError, excerpt

#: Exit codes (docs/json.md#exit-codes).
FAILED, USAGE, HELD = 1, 2, 3

#: After how many new objects Python looks for cycles among them. Its default, 700, is reached again and again while a
#: command is imported, and nothing is found: a tenth of the time of a check.
_NEW_OBJECTS = 20_000

_EPILOG = """\b
First steps:
  tracker demo                      25 years of history in a folder, without a network
  tracker init                      write a configuration, load the bundled lists
  tracker check                     read the sources, print what changed
  tracker parties ets-185           who is bound today
  tracker COMMAND --help            the options of a command
"""


#: The module of each command and its line in `--help`, in the order in which a newcomer needs them.
_COMMANDS = {
    "init": ("operate.init", "Write config.toml if there is none; load the bundled history."),
    "check": ("operate.check", "Read every source once and print what changed."),
    "run": ("operate.run", "Run the background service, in the foreground."),
    "status": ("operate.status", "Are all sources read, and does anything wait for a person?"),
    "parties": ("ask.parties", "Who is party, signatory or invited on a day."),
    "figures": ("ask.figures", "Number of parties, signatories and invited on a day, as the Council of Europe counts."),
    "state": ("ask.state", "One participant: standing, acts, statements, and what comes next."),
    "between": ("ask.between", "Was a treaty in force between two participants on a day, and under which statements?"),
    "route": ("ask.route", "May ASKER turn to ASKED under an article, by the record?"),
    "compare": ("ask.compare", "Compare two treaties: who is in both or in one, and who could act next."),
    "reference": ("ask.reference", "Note the depositary's reference (a JJ number) to an act of a participant."),
    "statements": ("ask.statements", "Search reservations, declarations, authorities and territories."),
    "statement": ("operate.statement", "Record how a person reads one statement."),
    "acts": ("ask.acts", "What happened, by the acts' own dates: signatures, consents, entries into force."),
    "changes": ("history.changes", "List changes, oldest first."),
    "report": ("history.report", "Write a report of changes, to read or to forward."),
    "why": ("history.why", "Explain a change: rule, charts, evidence, deliveries."),
    "calendar": ("ask.calendar", "Future dates, printed and expected: a table, or a file for calendar programs."),
    "snapshots": ("history.snapshots", "List stored charts, oldest first."),
    "snapshot": ("history.snapshots", "Show one stored chart with its rows."),
    "diff": ("history.diff", "Compare two stored charts of one treaty."),
    "evidence": ("history.evidence", "Print the exact bytes of a page, as received."),
    "quarantine": ("history.quarantine", "Doubtful charts: list, show, accept or reject them."),
    "reconcile": ("ask.reconcile", "Show where sources and official figures disagree."),
    "treaty": ("operate.treaty", "Follow more treaties of the Council of Europe."),
    "parse": ("operate.parse", "Parse saved pages or responses as a source would."),
    "config": ("operate.config", "Check the configuration."),
    "doctor": ("operate.doctor", "Try each live source once and print the results for a bug report."),
    "notify": ("operate.notify", "Channels: list, test, preview, retry deliveries."),
    "backup": ("operate.backup", "Copy the database to a dated file and check the copy."),
    "restore": ("operate.backup", "Replace the database by a backup."),
    "export": ("history.export", "Export everything as csv, json, jsonl, xlsx, warc, git or quickstatements."),
    "verify": ("history.verify", "Check that log and evidence are undamaged and still give the recorded history."),
    "rebuild": ("history.rebuild", "Derive charts and changes again from the log and the evidence."),
    "backfill": ("operate.backfill", "Fill the history from archived copies."),
    "site": ("operate.site", "Write static web pages: map, table, dossiers."),
    "serve": ("operate.serve", "Show the site and the database in a browser: tables, search, example questions, SQL."),
    "mcp": ("operate.mcp", "Answer an assistant's questions (Model Context Protocol), over standard input and output."),
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
    """Run the command line and exit. This is the only place that turns errors into one line and an exit code."""
    gc.set_threshold(_NEW_OBJECTS)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show a character shows its code
    sys.exit(run(argv))


def run(argv: list[str] | None) -> int:
    """Run the command line and return its exit code; an error becomes one line on stderr.

    What it makes is for its owner alone, unless it is published: `jobs/files.py` then says so of files and folders.
    """
    before = os.umask(0o077)
    try:
        return _run(argv)
    finally:
        os.umask(before)


def _run(argv: list[str] | None) -> int:
    settings = Globals()
    try:
        code = cli.main(args=argv, prog_name="tracker", standalone_mode=False, obj=settings)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return 130
    except SystemExit:
        # click raises it only when the reader of a pipe (head, less) closes it; our commands use context.exit
        return 0
    except Exception as error:
        if settings.debug:
            raise
        with suppress(OSError, ValueError):  # the code says it too, if nobody reads the line
            note(f"tracker: {_with_options(_one_line(error), error, settings)}")
        return _code(error)
    return code if isinstance(code, int) else 0


def _with_options(text: str, error: Exception, settings: Globals) -> str:
    """The hints about a database that is not there, with the options that say which: they run as they are printed."""
    if not isinstance(error, NoDatabaseError):
        return text
    from pathlib import Path  # slow to import, and no other error needs it

    config = settings.config if settings.config != Path("config.toml") else None  # which is found without being named
    given = [
        f" {name} {shlex.quote(str(path))}" for name, path in (("--config", config), ("--db", settings.db)) if path
    ]
    return re.sub(r"`(tracker [^`]*)`", lambda hint: f"`{hint[1]}{''.join(given)}`", text)


def _one_line(error: Exception) -> str:
    """The error on one line: what is wrong, where, and what to do."""
    if isinstance(error, TrackerError):
        return " ".join(str(error).split())
    if isinstance(error, OSError):
        if error.filename:
            return f"{error.filename}: {error.strerror}"
        return f"cannot write the output: {error.strerror}" if error.errno else str(error)
    text = " ".join(str(error).split())
    return (
        f"a bug in this program ({type(error).__name__}: {excerpt(text, 200)}): run it again with --debug and report it"
    )


def _code(error: Exception) -> int:
    if isinstance(error, BusyError):
        return HELD if error.alone else FAILED
    if isinstance(error, OSError):
        return USAGE if error.filename else FAILED  # a named path cannot be used; otherwise for example a full disk
    if isinstance(error, (SourceError, OutputError)):
        return FAILED
    return USAGE if isinstance(error, TrackerError) else FAILED
