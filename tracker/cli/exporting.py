"""Data for other programs: `export`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.options import Globals, TrackerCommand, as_of, known_at, treaty_option
from tracker.cli.printing import escaped, note, print_json, print_text, without_controls

if TYPE_CHECKING:
    from datetime import date, datetime

    from jobs.exporting import Wanted
    from tracker.export.tables import Tables

_TEXT = ("csv", "json", "jsonl")


@click.command(cls=TrackerCommand)
@click.argument("form", metavar="FORMAT", type=click.Choice([*_TEXT, "xlsx", "warc"]))
@treaty_option
@as_of
@known_at
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file.", metavar="FILE")
@click.pass_obj
def export(
    settings: Globals,
    form: str,
    treaties: tuple[str, ...],
    as_of: date | None,
    known_at: datetime | None,
    output: Path | None,
) -> None:
    """All that is known, as csv, json, jsonl, xlsx or warc.

    csv: the standing of every participant. json: one document with everything but the pages. jsonl: the same, an
    object a line. xlsx: a sheet a treaty, and the changes. warc: the pages, byte for byte (packed where FILE ends in
    .gz).

    \b
    tracker export csv > parties.csv
    tracker export xlsx -o treaties.xlsx
    tracker export jsonl --treaty cets-224 --known-at 2026-03-01
    tracker export warc -o evidence.warc.gz
    """
    from jobs.exporting import Wanted
    from tracker.errors import UsageError

    if form not in _TEXT and output is None and _is_terminal():
        raise UsageError(f"{form} is nothing to look at: name a file with -o FILE, or pipe it")
    wanted = Wanted(treaties=treaties, day=as_of, known_at=known_at)
    if form == "warc":
        _write_warc(settings, wanted, output)
    else:
        _write_tables(settings, wanted, form, output)
    if output is not None:
        size = output.stat().st_size
        if settings.json:
            print_json({"file": str(output), "bytes": size})
        else:
            note(f"{size} bytes, written to {output}")


def _is_terminal() -> bool:
    return sys.stdout is None or sys.stdout.isatty()  # None: closed by whoever started us


def _write_tables(settings: Globals, wanted: Wanted, form: str, output: Path | None) -> None:
    from jobs.clock import utc_now
    from jobs.exporting import gather
    from jobs.writing import write_whole

    with settings.store() as store:
        tables = gather(store, wanted, now=utc_now())
    if form == "xlsx":
        from tracker.export.xlsx import to_xlsx

        content = to_xlsx(tables)
    else:
        text = _text(tables, form)
        if output is None:
            print_text(text)
            return
        content = text.encode("utf-8", "backslashreplace")
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_whole(output, content)


def _text(tables: Tables, form: str) -> str:
    from tracker.export.tables import to_csv, to_json, to_jsonl

    if form == "csv":
        return without_controls(to_csv(tables))
    return escaped(to_json(tables) if form == "json" else to_jsonl(tables))


def _write_warc(settings: Globals, wanted: Wanted, output: Path | None) -> None:
    from jobs.exporting import write_evidence
    from jobs.writing import whole

    with settings.store() as store:
        if output is None:
            write_evidence(store, wanted, sys.stdout.buffer, packed=False)
            sys.stdout.buffer.flush()
            return
        with whole(output) as file:
            write_evidence(store, wanted, file, packed=output.suffix == ".gz")
