"""`tracker parse`: what a saved page or response says, read as a source would read it; the database stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.answers.to_json import row_object
from tracker.errors import ErrorKind, SourceError
from tracker.law import standing_on
from tracker.models import Listed
from tracker.models.times import iso
from tracker.participants import table
from tracker.sources.coe.treaties import treaty_id
from tracker.sources.interpret import interpret
from tracker.sources.registry import KINDS, parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from tracker.answers.to_json import Object
    from tracker.models import Chart, Row, Standing

_MAX_BYTES = 20_000_000  # of a file, as [http] max_bytes by default; a chart has 30 kB


def parse_file(kind: str, path: Path, *, today: date, spellings: Mapping[str, str]) -> Object:
    """One file as an object of docs/json.md; an error stands in it, and is never raised."""
    head: Object = {"file": str(path), "kind": kind}
    try:
        with path.open("rb") as file:
            body = file.read(_MAX_BYTES + 1)
    except OSError as error:
        return head | _failure(ErrorKind.CONNECTION, f"cannot read {path}: {error.strerror or error}")
    if len(body) > _MAX_BYTES:
        return head | _failure(ErrorKind.TOO_LARGE, f"{path} is larger than {_MAX_BYTES} bytes")
    try:
        printed = parse(kind, body, charset=None, number=None)
        chart = interpret(printed, table().with_spellings(spellings), blank_non_member_invited=None)
    except SourceError as error:
        return head | _failure(error.kind, error.message)
    return head | _contents(kind, chart, today)


def _failure(kind: ErrorKind, message: str) -> Object:
    nothing = dict.fromkeys(("id", "number", "title", "opened_on", "in_force_on"))
    return {
        "treaty": nothing,
        "status_as_of": None,
        "rows": [],
        "totals": None,
        "error": {"kind": kind, "message": message},
    }


def _contents(kind: str, chart: Chart, today: date) -> Object:
    # the numbers of the registers are their own, or stand in none of their pages
    key = None if KINDS[kind].own_numbers else treaty_id(chart.number)
    day = chart.status_as_of or today
    return {
        "treaty": {
            "id": key,
            "number": chart.number,
            "title": chart.title,
            "opened_on": iso(chart.opened_on),
            "in_force_on": iso(chart.in_force_on),
        },
        "status_as_of": iso(chart.status_as_of),
        "rows": [
            {
                **row_object(row, treaty=key, standing=_standing(row, day), status_as_of=chart.status_as_of),
                "invited": row.invited,
            }
            for row in chart.rows
        ],
        "totals": (
            {"consents": chart.totals.consents, "signatories": chart.totals.signatories} if chart.totals else None
        ),
        "error": None,
    }


def _standing(row: Row, day: date) -> Standing | None:
    if row.listed is Listed.SIGNATORY_OR_INVITED and row.invited is None:
        return None  # the members' page lists both together
    return standing_on(row, day)
