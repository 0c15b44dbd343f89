"""`tracker parse`: parse a saved page or response as a source would, without the database."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobs.faults import as_source_error
from tracker.answers.history.checks import Problem
from tracker.answers.history.snapshots import ChartRow
from tracker.errors import ErrorKind, SourceError
from tracker.guard.charts import doubts
from tracker.guard.language import refuse_other_language
from tracker.law import standing_on
from tracker.models import Limits, Listed
from tracker.participants import table
from tracker.sources.coe.treaties import treaty_id
from tracker.sources.interpret import interpret
from tracker.sources.registry import KINDS, parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from tracker.models import Chart, Row, Standing

_MAX_BYTES = 20_000_000  # of a file: the default of [http] max_bytes; a chart has about 30 kB


_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedTreaty:
    """The treaty as a page prints it."""

    id: str | None = None
    number: str | None = None
    title: str | None = None
    opened_on: date | None = None
    in_force_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The totals as a page prints them."""

    consents: int | None
    signatories: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFile:
    """The content of one file, or the error of reading it."""

    file: str
    kind: str
    treaty: ParsedTreaty = ParsedTreaty()
    status_as_of: date | None = None
    rows: tuple[ChartRow, ...] = ()
    totals: Counted | None = None
    doubts: tuple[Problem, ...] = ()  # why a check would have a person look at it, without a chart to compare it with
    error: Problem | None = None


def parse_file(kind: str, path: Path, *, today: date, spellings: Mapping[str, str]) -> ParsedFile:
    """Parse one file; returns the object described in docs/json.md. An error is its key `error`, never an exception."""
    try:
        with path.open("rb") as file:
            body = file.read(_MAX_BYTES + 1)
    except OSError as error:
        return _failure(kind, path, ErrorKind.CONNECTION, f"cannot read {path}: {error.strerror or error}")
    if len(body) > _MAX_BYTES:
        return _failure(kind, path, ErrorKind.TOO_LARGE, f"{path} is larger than {_MAX_BYTES} bytes")
    try:
        with as_source_error(str(path)):
            printed = parse(kind, _as_served(body), charset=None, number=None)
            participants = table().with_spellings(spellings)
            chart = interpret(printed, participants, blank_non_member_invited=None)
            refuse_other_language(chart, participants, usual_names=KINDS[kind].usual_names)
    except SourceError as error:
        return _failure(kind, path, error.kind, error.message)
    return _contents(kind, path, chart, today)


def _as_served(body: bytes) -> bytes:
    """The bytes as a server would have sent them: unpacked, and in UTF-8 where a byte order mark says UTF-16.

    Raises SourceError: too_large, undecodable.
    """
    if body.startswith(_GZIP):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(body)) as packed:
                body = packed.read(_MAX_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise SourceError(ErrorKind.UNDECODABLE, f"damaged gzip: {error}") from error
        if len(body) > _MAX_BYTES:
            raise SourceError(ErrorKind.TOO_LARGE, f"larger than {_MAX_BYTES} bytes when unpacked")
    if not body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body
    try:
        return codecs.BOM_UTF8 + body.decode("utf-16").encode()
    except UnicodeDecodeError as error:
        raise SourceError(ErrorKind.UNDECODABLE, f"its byte order mark says UTF-16: {error.reason}") from error


def _failure(kind: str, path: Path, error: ErrorKind, message: str) -> ParsedFile:
    return ParsedFile(file=str(path), kind=kind, error=Problem(kind=error, message=message))


def _contents(kind: str, path: Path, chart: Chart, today: date) -> ParsedFile:
    # the registers use numbers of their own, or print none
    key = None if KINDS[kind].own_numbers else treaty_id(chart.number)
    day, totals = chart.status_as_of or today, chart.totals
    return ParsedFile(
        file=str(path),
        kind=kind,
        treaty=ParsedTreaty(
            id=key,
            number=chart.number,
            title=chart.title,
            opened_on=chart.opened_on,
            in_force_on=chart.in_force_on,
        ),
        status_as_of=chart.status_as_of,
        rows=tuple(
            ChartRow.of(row, treaty=key, standing=_standing(row, day), status_as_of=chart.status_as_of)
            for row in chart.rows
        ),
        totals=Counted(consents=totals.consents, signatories=totals.signatories) if totals else None,
        doubts=tuple(
            Problem(kind=doubt.kind, message=doubt.message)
            for doubt in doubts(chart, None, None, limits=Limits(), today=today, opened_on=None)
        ),
    )


def _standing(row: Row, day: date) -> Standing | None:
    if row.listed is Listed.SIGNATORY_OR_INVITED and row.invited is None:
        return None  # the members' page does not separate the two
    return standing_on(row, day)
