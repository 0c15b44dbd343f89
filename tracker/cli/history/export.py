"""`tracker export`: data for other programs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tracker.cli.history.quickstatements import write_quickstatements
from tracker.cli.kit.messages import escaped, note, print_json, print_text, say, without_controls
from tracker.cli.kit.options import Globals, TrackerCommand, as_of, known_at, treaty_option
from tracker.cli.kit.output import STANDARD_OUTPUT, is_file, output_option, sink
from tracker.wording.terminal.records import committed, written

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from jobs.publish.tables import Wanted
    from tracker.export.tables import Tables

_TEXT = ("csv", "json", "jsonl")
_UTF8_MARK = "\ufeff"  # without it, Excel on Windows takes a CSV for one in the machine's old encoding


@click.command(cls=TrackerCommand)
@click.argument("form", metavar="FORMAT", type=click.Choice([*_TEXT, "xlsx", "warc", "git", "quickstatements"]))
@treaty_option
@as_of
@known_at
@click.option("--territories", is_flag=True, help="With csv: territories instead of participants.")
@click.option("--excel", is_flag=True, help="With csv: begin with the mark by which Excel knows UTF-8.")
@click.option("--item", "items", multiple=True, metavar="TREATY=Q…", help="With quickstatements: a treaty's item.")
@output_option("the export")
@click.pass_obj
def export(
    settings: Globals,
    form: str,
    treaties: tuple[str, ...],
    as_of: date | None,
    known_at: datetime | None,
    territories: bool,
    excel: bool,
    items: tuple[str, ...],
    output: Path | None,
) -> None:
    """Export everything as csv, json, jsonl, xlsx, warc, git or quickstatements.

    csv: the standing of every participant, or with --territories whether each treaty applies in each territory. json:
    one document with everything except the pages. jsonl: the same with one object per line. xlsx: one sheet per
    treaty, and the changes. warc: the pages byte for byte (compressed if FILE ends in .gz). git: a repository in the
    folder FILE, with a commit for each time that something became known, signed off by the contact. quickstatements:
    signatures and consents for Wikidata.

    \b
    tracker export csv > parties.csv
    tracker export csv --excel -o parties.csv
    tracker export csv --territories > territories.csv
    tracker export xlsx -o treaties.xlsx
    tracker export jsonl --treaty cets-224 --known-at 2026-03-01
    tracker export warc -o evidence.warc.gz
    tracker export git -o treaties
    tracker export quickstatements --item ets-185=Q…
    """
    from jobs.publish.tables import Wanted

    _refuse(form, as_json=settings.json, territories=territories, excel=excel, items=items, output=output)
    wanted = Wanted(treaties=treaties, day=as_of, known_at=known_at)
    if form == "git":
        _commit(settings, wanted, output)
        return
    if form == "warc":
        _write_warc(settings, wanted, output)
    elif form == "quickstatements":
        write_quickstatements(settings, wanted, items, output)
    else:
        _write_tables(settings, wanted, "territories" if territories else form, output, mark=_UTF8_MARK * excel)
    if output is not None and is_file(output):
        _say_written(settings, output)


def _refuse(
    form: str, *, as_json: bool, territories: bool, excel: bool, items: tuple[str, ...], output: Path | None
) -> None:
    """Raise UsageError for what does not go together."""
    from tracker.errors import UsageError

    if as_json and form != "json" and (form == "git" or not is_file(output)):
        raise UsageError("--json does not apply to export; use: tracker export json")
    if form in ("xlsx", "warc") and output is None and _is_terminal():
        raise UsageError(f"{form} is not readable on a terminal: name a file with -o FILE, or pipe it")
    if territories and form != "csv":
        raise UsageError("--territories goes with csv alone; json and jsonl hold the territories too")
    if excel and form != "csv":
        raise UsageError("--excel goes with csv alone; Excel opens xlsx as it is")
    if items and form != "quickstatements":
        raise UsageError("--item goes with quickstatements alone")


def _commit(settings: Globals, wanted: Wanted, folder: Path | None) -> None:
    """Bring a publication in git up to date, and print the first line of each commit."""
    from jobs.publish.git.job import publish_git
    from tracker.errors import UsageError

    if wanted.treaties or wanted.day or wanted.known_at or folder == STANDARD_OUTPUT:
        raise UsageError("git holds the whole history, in a folder: only -o FOLDER goes with it")
    config = settings.load()
    target = folder or config.publish_git
    if target is None:
        raise UsageError("name a folder with -o FOLDER, or set git in [publish]")
    with settings.store() as store:
        made = publish_git(store, config, target, progress=say)
    note(committed(len(made), target))


def _say_written(settings: Globals, output: Path) -> None:
    size = output.stat().st_size if output.is_file() else None  # None: a pipe or a device has no size
    if settings.json:
        print_json({"file": str(output), "bytes": size})
    else:
        note(written(output, size))


def _is_terminal() -> bool:
    return sys.stdout is None or sys.stdout.isatty()  # None: closed by the parent process


def _write_tables(settings: Globals, wanted: Wanted, form: str, output: Path | None, *, mark: str) -> None:
    from jobs.clock import utc_now
    from jobs.publish.tables import gather

    with settings.store() as store, store.reading():
        tables = gather(store, wanted, now=utc_now())
    if form == "xlsx":
        from tracker.export.xlsx import to_xlsx

        content = to_xlsx(tables)
    else:
        text = mark + _text(tables, form)
        if output is None:
            print_text(text)
            return
        content = text.encode("utf-8", "backslashreplace")
    with sink(output) as file:
        file.write(content)


def _text(tables: Tables, form: str) -> str:
    from tracker.export.tables import territories_csv, to_csv, to_json, to_jsonl

    if form in ("csv", "territories"):
        return without_controls(to_csv(tables) if form == "csv" else territories_csv(tables))
    return escaped(to_json(tables) if form == "json" else to_jsonl(tables))


def _write_warc(settings: Globals, wanted: Wanted, output: Path | None) -> None:
    from jobs.publish.evidence import write_evidence

    packed = output is not None and output.suffix == ".gz"
    with settings.store() as store, sink(output) as file:
        write_evidence(store, wanted, file, packed=packed)
