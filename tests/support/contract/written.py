"""Files that were written: their names, and of those that programs read also what is in them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import openpyxl
from contract.outlines import digest, outline
from warcio.archiveiterator import ArchiveIterator

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from contract.outlines import Scrubber

_FREE_TAGS = frozenset({"title", "summary", "subtitle", "content"})
_FREE_PROPERTIES = frozenset({"SUMMARY", "DESCRIPTION", "X-WR-CALDESC", "X-WR-CALNAME", "NAME", "DTSTAMP"})
_IDS = re.compile(r'<[a-z][^>]* id="([^"]+)"')


def names(folder: Path, scrub: Scrubber) -> dict[str, int]:
    """Name of each file below a folder → how many there are; participants and moments are merged.

    What SQLite keeps beside a database while it is open is left out.
    """
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(("-wal", "-shm")))
    found = (str(path.relative_to(folder)) for path in paths)
    return dict(Counter(_merged(scrub.text(name)) for name in found))


def read(path: Path, reader: Callable[[str], Any]) -> Any:
    """What a reader makes of a file's text; that there is none."""
    return reader(path.read_text(encoding="utf-8")) if path.is_file() else "no such file"


def _merged(name: str) -> str:
    name = re.sub(r"\b[A-Z]{3}\.(html|js|json|xml)$", r"{ISO}.\1", name)
    return re.sub(r"\d{8,}", "<digits>", name)


def table(text: str, scrub: Scrubber, delimiter: str = ",") -> dict[str, str]:
    """The columns of a table, in order, with a digest of each."""
    rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
    header = text.splitlines()[0].split(delimiter) if text else []
    return {"header": " ".join(header), **outline([scrub.value(row) for row in rows])}


def lines(text: str, scrub: Scrubber) -> dict[str, dict[str, str]]:
    """JSON lines: an outline for each type of line."""
    sorts: dict[str, list[Any]] = {}
    for line in text.splitlines():
        value = scrub.value(json.loads(line))
        sorts.setdefault(value["type"], []).append(value)
    return {sort: outline(values) for sort, values in sorts.items()}


def workbook(path: Path) -> Any:
    """Each sheet with its first row and how many rows it has."""
    if not path.is_file():
        return "no such file"
    book = openpyxl.load_workbook(path, read_only=True)
    sheets = {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}
    book.close()
    return {
        name: {"header": rows[0] if len(rows[0]) > 1 else "free", "rows": len(rows)} for name, rows in sheets.items()
    }


def feed(text: str, scrub: Scrubber) -> dict[str, str]:
    """Each element of a feed, with a digest of what programs read."""
    values: dict[str, list[Any]] = {}
    for element in ET.fromstring(text).iter():  # noqa: S314 - written by the program itself
        tag = element.tag.rpartition("}")[2]
        value = "free" if tag in _FREE_TAGS else (element.text or "").strip()
        values.setdefault(tag, []).append(scrub.value([value, dict(element.attrib)]))
    return {tag: f"×{len(found)} #{digest(found)}" for tag, found in values.items()}


def calendar(text: str, scrub: Scrubber) -> dict[str, str]:
    """Each property of a calendar, with a digest of what programs read."""
    values: dict[str, list[str]] = {}
    for line in text.replace("\r\n", "\n").replace("\n ", "").splitlines():
        name, _, value = line.partition(":")
        free = name.partition(";")[0] in _FREE_PROPERTIES
        values.setdefault(name, []).append("free" if free else scrub.text(value))
    return {name: f"×{len(found)} #{digest(found)}" for name, found in values.items()}


def anchors(text: str) -> list[str]:
    """The places in a page that a link can name; numbers are merged."""
    return sorted({re.sub(r"\d+$", "<n>", found) for found in _IDS.findall(text)})


def warc(path: Path, scrub: Scrubber) -> Any:
    """The fields of the records of a WARC file, with a digest of their types and dates."""
    if not path.is_file():
        return "no such file"
    with path.open("rb") as file:
        records = [dict(record.rec_headers.headers) for record in ArchiveIterator(file)]
    told = ("WARC-Type", "WARC-Date", "WARC-Payload-Digest", "WARC-Target-URI")
    values = {name: [scrub.text(record[name]) for record in records if name in record] for name in told}
    fields = sorted({name for record in records for name in record})
    return {"fields": " ".join(fields), **{name: f"×{len(found)} #{digest(found)}" for name, found in values.items()}}
