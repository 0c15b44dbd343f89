"""`tracker backfill FILE…`: history from pages that a person saved. They are treated like archived copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs.backfill.archive import Skipped, archive_feed, conclude, followed, session
from jobs.backfill.chronology import parse_copy
from jobs.faults import as_source_error
from tracker.errors import ErrorKind, ParseError, SourceError
from tracker.fetch import read_file
from tracker.guard.charts import plain_number
from tracker.models import Capture
from tracker.sources.registry import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime
    from pathlib import Path

    from jobs.backfill.archive import BackfillResult
    from jobs.context import Pass
    from tracker.config import Config
    from tracker.models import PrintedChart, Treaty


def from_files(
    config: Config,
    paths: Iterable[Path],
    *,
    now: Callable[[], datetime],
    kind: str,
    treaty: str | None = None,
    published_on: date | None = None,
) -> tuple[list[BackfillResult], list[Skipped]]:
    """Archive saved pages as copies published on `published_on`, or on the day they print, and record what they show.

    Returns one result a treaty, and the files that could not be read. Raises UsageError, BusyError, DatabaseError.
    """
    only = followed(config, treaty) if treaty else None
    touched: dict[str, Treaty] = {}
    refused = []
    with session(config, now) as run:
        for path in paths:
            try:
                with as_source_error(str(path)):
                    owner = _keep_file(run, path, kind, only, published_on)
                touched[owner.id] = owner
            except SourceError as error:
                refused.append(Skipped(timestamp="", address=str(path), reason=f"{error.kind}: {error.message}"))
        found = [conclude(run, owner, archive_feed(run, owner)) for owner in touched.values()]
    return found, refused


def _keep_file(run: Pass, path: Path, kind: str, only: Treaty | None, published_on: date | None) -> Treaty:
    response = read_file(path, lambda: run.at, run.config.http.max_bytes)
    printed = parse(kind, response.body, charset=None, number=only.number if only else None)
    treaty = only or _treaty_of(run.config, printed)
    day = published_on or printed.status_as_of
    if day is None:
        raise ParseError(ErrorKind.SHAPE, "prints no day: give the day of its publication with --published-on")
    if day > run.today(treaty):
        raise ParseError(ErrorKind.IMPOSSIBLE_DATE, f"has the date {day}, which is in the future")
    feed = archive_feed(run, treaty)
    evidence = run.store.archive.keep(feed.id, response, origin="saved", published_on=day)
    parse_copy(run, treaty, kind, evidence)  # raises for another treaty and for an unknown State
    capture = Capture(timestamp=f"{day:%Y%m%d}120000", original=response.url, digest="")
    with run.store.light_transaction():
        run.store.captures.add(feed.id, [capture], kind)
        run.store.captures.note_fetched(feed.id, capture, evidence.id, capture.captured_at)
    return treaty


def _treaty_of(config: Config, printed: PrintedChart) -> Treaty:
    numbers = {plain_number(treaty.number): treaty for treaty in config.treaties}
    number = plain_number(printed.number or "")
    if number not in numbers:
        names = f"treaty {number}, which is not followed" if number else "no treaty"
        raise ParseError(ErrorKind.WRONG_TREATY, f"names {names}: give the treaty with --treaty")
    return numbers[number]
