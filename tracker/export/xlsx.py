"""A workbook: what it is all about, a sheet a treaty, and the changes. Pure.

Dates are dates, text is text: whatever a page says, no cell is a formula. The same data give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from tracker.answers.to_json import CHANGE_KEYS
from tracker.export.tables import FORMULA_STARTS, PARTY_COLUMNS, as_text
from tracker.models import parse_moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from tracker.export.tables import Tables

_WIDTHS = {"name": 34, "summary": 90, "source": 16, "consent_kind": 36, "predecessor": 24}
_WIDTH = 14
_DAYS = re.compile(r".*_on|status_as_of|as_of|not_known_after")
_MOMENTS = re.compile(r".*_at|last_good")
_FIRST_YEAR = 1901  # of Excel's calendar, whose 1900 has a 29th of February
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # in XML 1.0
_LONGEST = 31  # characters of a sheet's name
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a ZIP file can name
_UNDATED = datetime(1980, 1, 1, tzinfo=UTC)


def to_xlsx(tables: Tables) -> bytes:
    """The workbook."""
    book = Workbook(write_only=True)
    book.properties.creator = "convention tracker"
    book.properties.title = str(tables.about["title"])
    _about(book, tables)
    for treaty in tables.treaties:
        rows = [party for party in tables.parties if party["treaty"] == treaty["id"]]
        _sheet(book, treaty["id"], PARTY_COLUMNS[1:], rows)
    _sheet(book, "changes", CHANGE_KEYS, tables.changes)
    out = io.BytesIO()
    book.save(out)
    book.properties.created = book.properties.modified = (tables.newest or _UNDATED).replace(tzinfo=None)
    return _dated(out, tostring(book.properties.to_tree()))


def _about(book: Workbook, tables: Tables) -> None:
    sheet = book.create_sheet("About")
    sheet.column_dimensions["A"].width = 110
    for line, bold in _about_lines(tables):
        cell = _text(sheet, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=bold)
        sheet.append([cell])


def _about_lines(tables: Tables) -> Iterator[tuple[str, bool]]:
    about = tables.about
    yield about["title"], True
    known_at = f", as it had been read by {about['known_at']}" if about["known_at"] else ""
    yield f"Standing as of {about['as_of']}{known_at}; all times are UTC.", False
    yield from ((note, False) for note in about["notes"])
    yield "Sources", True
    for source in tables.sources:
        status = f"status as of {source['status_as_of'] or 'no day known'}"
        read = f"last good read {source['last_good'] or 'never'}"
        evidence = f"evidence {source['evidence']}" if source["evidence"] else "no evidence"
        yield f"{source['treaty']} from {source['source']}: {status}; {read}; {evidence}", False


def _sheet(book: Workbook, name: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    sheet = book.create_sheet(name[:_LONGEST])
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(column, _WIDTH)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    sheet.append([_head(sheet, column) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, column, row.get(column)) for column in columns])


def _head(sheet: WriteOnlyWorksheet, column: str) -> Cell:
    cell = _text(sheet, column)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: WriteOnlyWorksheet, column: str, value: Any) -> Cell | int | None:
    value = as_text(value)
    if value is None or isinstance(value, int):
        return value
    if _DAYS.fullmatch(column) and (day := date.fromisoformat(value)).year >= _FIRST_YEAR:
        return _dated_cell(sheet, day, "yyyy-mm-dd")
    if _MOMENTS.fullmatch(column):
        return _dated_cell(sheet, parse_moment(value).replace(tzinfo=None), "yyyy-mm-dd hh:mm:ss")
    return _text(sheet, value)


def _dated_cell(sheet: WriteOnlyWorksheet, value: date | datetime, form: str) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, value=value)  # type: ignore[arg-type] # its stubs forget that a date is one
    cell.number_format = form
    return cell


def _text(sheet: WriteOnlyWorksheet, value: str) -> Cell:
    """Text, whatever it begins with, also after a person has edited it."""
    cell: Cell = WriteOnlyCell(sheet, value=_ILLEGAL.sub(" ", value))
    cell.data_type = "s"
    if value.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    return cell


# ---- the same data, the same bytes --------------------------------------------------------------


def _dated(written: io.BytesIO, properties: bytes) -> bytes:
    """The file with no time of ours in it: openpyxl dates the properties and the members by the clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, date_time=_EARLIEST)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, properties if name == ARC_CORE else old.read(name))
    return out.getvalue()
