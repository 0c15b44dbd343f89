"""A workbook: what it is all about, a sheet a treaty, and the changes. Pure.

Dates are dates, text is text: whatever a page says, no cell is a formula. The same data give the same bytes.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook

from tracker.answers.history.records import CHANGE_KEYS
from tracker.export.tables import FORMULA_STARTS, PARTY_COLUMNS, as_text
from tracker.models import parse_moment
from tracker.models.outward import seen
from tracker.wording import exports as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from tracker.export.tables import Tables

_WIDTHS = {"name": 34, "summary": 90, "source": 16, "consent_kind": 36, "predecessor": 24}
_WIDTH = 14
_DAYS = re.compile(r".*_on|by_rule_since|status_as_of|as_of|not_known_after")
_MOMENTS = re.compile(r".*_at|last_good")
_FIRST_YEAR = 1901  # of Excel's calendar, whose 1900 has a 29th of February
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # in XML 1.0
_LINE_END = re.compile("\r\n?")  # XML has only "\n"
_LONGEST = 31  # characters of a sheet's name
_CELL = 32_767  # characters of a cell
_UNDATED = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Formats:
    """How cells look. A quoted cell stays text also after a person has edited it."""

    bold: Format
    note: Format
    heading: Format
    quoted: Format
    day: Format
    moment: Format


def to_xlsx(tables: Tables) -> bytes:
    """The workbook."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        # Without this date the library writes the time of the clock.
        created = (tables.newest or _UNDATED).replace(tzinfo=None)
        book.set_properties({"title": str(tables.about["title"]), "author": "convention tracker", "created": created})
        formats = _formats(book)
        _about(book.add_worksheet(words.ABOUT), tables, formats)
        for treaty in tables.treaties:
            rows = [party for party in tables.parties if party["treaty"] == treaty["id"]]
            _table(book.add_worksheet(treaty["id"][:_LONGEST]), PARTY_COLUMNS[1:], rows, formats)
        _table(book.add_worksheet("changes"), CHANGE_KEYS, tables.changes, formats)
    return out.getvalue()


def _formats(book: Workbook) -> _Formats:
    wrapped = {"text_wrap": True, "valign": "top"}
    return _Formats(
        bold=book.add_format({"bold": True}),
        note=book.add_format(wrapped),
        heading=book.add_format({**wrapped, "bold": True}),
        quoted=book.add_format({"quote_prefix": True}),
        day=book.add_format({"num_format": "yyyy-mm-dd"}),
        moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    )


def _about(sheet: Worksheet, tables: Tables, formats: _Formats) -> None:
    sheet.set_column(0, 0, 110)
    for place, (line, bold) in enumerate(_about_lines(tables)):
        sheet.write_string(place, 0, _clean(line), formats.heading if bold else formats.note)


def _about_lines(tables: Tables) -> Iterator[tuple[str, bool]]:
    about = tables.about
    yield about["title"], True
    yield words.standing_as_of(about["as_of"], about["known_at"]), False
    yield from ((note, False) for note in about["notes"])
    yield words.SOURCES, True
    yield from ((words.source_line(source), False) for source in tables.sources)


def _table(sheet: Worksheet, columns: Sequence[str], rows: Sequence[Mapping[str, Any]], formats: _Formats) -> None:
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS.get(column, _WIDTH))
        sheet.write_string(0, place, column, formats.bold)
        for line, row in enumerate(rows, start=1):
            _write(sheet, (line, place), column, as_text(row.get(column)), formats)


def _write(sheet: Worksheet, at: tuple[int, int], column: str, value: Any, formats: _Formats) -> None:
    if value is None:
        return
    if isinstance(value, int):
        sheet.write_number(*at, value)
    elif _DAYS.fullmatch(column) and (day := date.fromisoformat(value)).year >= _FIRST_YEAR:
        sheet.write_datetime(*at, datetime.combine(day, time()), formats.day)
    elif _MOMENTS.fullmatch(column):
        sheet.write_datetime(*at, parse_moment(value).replace(tzinfo=None), formats.moment)
    else:
        sheet.write_string(*at, _clean(value), formats.quoted if value.startswith(FORMULA_STARTS) else None)


def _clean(text: str) -> str:
    cleaned = _LINE_END.sub("\n", _ILLEGAL.sub(" ", seen(text)))
    if len(cleaned) <= _CELL:
        return cleaned
    kept = _CELL - len(words.left_out(len(cleaned)))
    return cleaned[:kept] + words.left_out(len(cleaned) - kept)
