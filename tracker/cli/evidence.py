"""What was read: `snapshots`, `snapshot`, `evidence`, `parse`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.options import Globals, TrackerCommand, treaty_option
from tracker.cli.output import is_file, output_option, sink
from tracker.cli.printing import note, print_json, print_json_line, print_table, print_text, say
from tracker.sources import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ROW = ("participant", "name", "group", "standing", "signed_on", "consent_on", "in_force_on", "flags", "invited")


@click.command(cls=TrackerCommand)
@treaty_option
@click.pass_obj
def snapshots(settings: Globals, treaties: tuple[str, ...]) -> None:
    """Stored charts, oldest first.

    One for each read that showed something else than the one before.
    """
    from tracker.answers.standing import choose
    from tracker.answers.to_json import snapshot_object

    with settings.store() as store:
        choose(store, treaties)
        found = [snapshot_object(item) for item in store.snapshots(treaties)]
    if settings.json:
        print_json(found)
        return
    columns = ("id", "treaty", "source", "observed_at", "published_on", "evidence", "rows")
    print_table(columns, [[item[column] for column in columns] for item in found], apart="treaty")


@click.command(cls=TrackerCommand)
@click.argument("snapshot_id", type=int)
@click.pass_obj
def snapshot(settings: Globals, snapshot_id: int) -> None:
    """One stored chart with its rows."""
    from tracker.answers.snapshots import snapshot as ask

    with settings.store() as store:
        found = ask(store, snapshot_id)
    if settings.json:
        print_json(found)
        return
    _print_rows(found["rows"])
    note(f"snapshot {found['id']} of {found['treaty']} from {found['source']}, status as of {found['status_as_of']}")


def _print_rows(rows: Iterable[Mapping[str, Any]]) -> None:
    cells = [[row[column] for column in _ROW] for row in rows]
    print_table(_ROW, cells, wide=("name",), spare=("participant", "group", "invited"))


@click.command(cls=TrackerCommand)
@click.argument("evidence_id", type=int)
@output_option("the bytes")
@click.pass_obj
def evidence(settings: Globals, evidence_id: int, output: Path | None) -> None:
    """The exact bytes of a page, as they came.

    With --json, where they came from. On a terminal, control characters are shown as blanks; -o keeps every byte.
    """
    from tracker.answers.provenance import evidence_object

    if settings.json and output is not None and not is_file(output):
        raise click.UsageError("--json and -o - would both go to standard output")
    with settings.store() as store:
        item = store.evidence(evidence_id)
        body = store.body(item.sha256)
    if output is not None:
        with sink(output) as file:
            file.write(body)
    if is_file(output):
        note(f"{len(body)} bytes, sha256 {item.sha256}, written to {output}")
    if settings.json:
        print_json(evidence_object(item))
    elif output is None:
        _print_bytes(body)


def _print_bytes(body: bytes) -> None:
    if sys.stdout is None:
        return
    if sys.stdout.isatty():
        print_text(body.decode("utf-8", "replace"))
        return
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()


@click.command(cls=TrackerCommand)
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.pass_context
def parse(context: click.Context, kind: str, files: tuple[Path, ...]) -> None:
    """What saved pages or responses say, read as a source would.

    KIND is a kind of source, but for file. Needs no configuration and no database. With --json one object a
    line. Exit code 1 if any file could not be read.

    \b
    tracker parse coe-chart saved.html --json
    """
    from jobs.clock import utc_now
    from jobs.setup.parse import parse_file
    from tracker.models.times import day_at

    settings = context.ensure_object(Globals)
    spellings = settings.load().spellings if settings.config else {}
    today = day_at(utc_now(), "Europe/Paris")
    failed = False
    for file in files:
        found = parse_file(kind, file, today=today, spellings=spellings)
        failed = failed or found["error"] is not None
        if settings.json:
            print_json_line(found)
            continue
        if found["error"]:
            note(f"{file}: {found['error']['kind']}: {found['error']['message']}")
            continue
        title = found["treaty"]["title"] or found["treaty"]["number"] or kind
        say(f"{file}: {title}, as of {found['status_as_of'] or 'no day it names'}")
        _print_rows(found["rows"])
    context.exit(1 if failed else 0)
