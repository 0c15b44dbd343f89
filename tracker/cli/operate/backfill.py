"""`tracker backfill`: history from archived copies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.kit.messages import bar, note, print_json, print_table, say
from tracker.cli.kit.options import DAY, Globals, TrackerCommand, treaty_option
from tracker.sources.kinds.coe_chart import CoeChart
from tracker.sources.registry import history_kinds
from tracker.wording.terminal import operating as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobs.backfill.archive import BackfillResult, Skipped
    from tracker.models import Capture

_KINDS = history_kinds()
_WAYBACK, _FILE = "wayback", "file"
_LISTED = ("treaty", "timestamp", "address", "size")


@click.command(cls=TrackerCommand)
@click.argument("what", nargs=-1, required=True, metavar="wayback|FILE…")
@treaty_option
@click.option("--dry-run", is_flag=True, help="wayback: only list the captures.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="wayback: fetch at most N captures.")
@click.option("--kind", type=click.Choice(_KINDS), default=CoeChart.name, show_default=True, help="FILE: its kind.")
@click.option("--published-on", type=DAY, help="FILE: day of publication (default: the printed day).")
@click.pass_context
def backfill(context: click.Context, /, what: tuple[str, ...], **options: Any) -> None:
    """Fill the history from archived copies.

    Copies come from the Internet Archive, or from pages that a person saved. Fetching from the archive is slow; it can
    be interrupted and run again. Copies prove what was public on a day. Changes found in them are marked as such, and
    nobody is notified.

    \b
    tracker backfill wayback --treaty ets-185 --dry-run
    tracker backfill wayback --limit 50
    tracker backfill chart-2015.html chart-2018.html

    Exit code 1 if the archive did not answer or a file could not be read, 3 while the daemon runs.
    """
    settings = context.ensure_object(Globals)
    if what == (_WAYBACK,):
        context.exit(_wayback(settings, options["treaties"], dry_run=options["dry_run"], limit=options["limit"]))
    words = what[1:] if what[0] == _FILE and len(what) > 1 else what
    context.exit(_files(settings, [Path(word) for word in words], options))


# ---- the Internet Archive -----------------------------------------------------------------------


def _wayback(settings: Globals, treaties: tuple[str, ...], *, dry_run: bool, limit: int | None) -> int:
    from jobs.backfill.archive import from_wayback, list_captures
    from jobs.backfill.client import open_archive
    from jobs.clock import utc_now

    config = settings.load()
    archive = open_archive(config, now=utc_now, say=note)
    with archive.fetcher:
        if dry_run:
            return _print_list(settings, list_captures(config, archive, treaties))
        try:
            found = from_wayback(config, archive, now=utc_now, treaties=treaties, limit=limit, track=bar(words.COPIES))
        except KeyboardInterrupt:
            note(words.INTERRUPTED)
            raise
    return _print(settings, found, ())


def _print_list(settings: Globals, listed: Sequence[tuple[str, Capture]]) -> int:
    rows = [(treaty, capture.timestamp, capture.original, capture.size) for treaty, capture in listed]
    if settings.json:
        print_json([dict(zip(_LISTED, row, strict=True)) for row in rows])
        return 0
    print_table(_LISTED, rows, wide=("address",))
    note(words.LISTED.format(count=len(rows)))
    return 0


# ---- pages that a person saved ------------------------------------------------------------------


def _files(settings: Globals, paths: list[Path], options: dict[str, Any]) -> int:
    from jobs.backfill.files import from_files
    from jobs.clock import utc_now

    if len(options["treaties"]) > 1:
        raise click.UsageError("--treaty: a saved page belongs to one treaty")
    found, refused = from_files(
        settings.load(),
        paths,
        now=utc_now,
        kind=options["kind"],
        treaty=next(iter(options["treaties"]), None),
        published_on=options["published_on"],
    )
    return _print(settings, found, refused)


# ---- output -------------------------------------------------------------------------------------


def _print(settings: Globals, found: Sequence[BackfillResult], refused: Sequence[Skipped]) -> int:
    if settings.json:
        print_json({"treaties": [_object(one) for one in found], "refused": [_skipped(one) for one in refused]})
    else:
        for one in found:
            _say(one)
        for file in refused:
            note(f"{file.address}: {file.reason}")
    return 1 if refused or any(one.error for one in found) else 0


def _object(found: BackfillResult) -> dict[str, object]:
    from tracker.answers.history.records import change_object

    return {
        "treaty": found.treaty,
        "listed": found.listed,
        "used": found.used,
        "missing": found.missing,
        "skipped": [_skipped(one) for one in found.skipped],
        "changes": [change_object(change) for change in found.changes],
        "gaps": [{"after": start.isoformat(), "before": end.isoformat()} for start, end in found.gaps],
        "error": found.error,
    }


def _skipped(one: Skipped) -> dict[str, str | None]:
    return {"timestamp": one.timestamp or None, "address": one.address, "reason": one.reason}


def _say(found: BackfillResult) -> None:
    for change in found.changes:
        say(f"  {change.summary}")
    for one in found.skipped:
        say(f"  {words.SKIPPED.format(timestamp=one.timestamp, address=one.address, reason=one.reason)}")
    for start, end in found.gaps:
        say(f"  {words.GAP.format(start=start, end=end)}")
    counted = {"listed": found.listed, "used": found.used, "missing": found.missing}
    say(words.filled(found.treaty, **counted, changes=len(found.changes)))
    if found.error:
        note(words.ENDED_EARLY.format(treaty=found.treaty, error=found.error))
