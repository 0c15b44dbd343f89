"""The Treaty Office's chart of signatures and ratifications as a web page, in three generations. Pure.

One reader serves all generations (docs/sources.md#chart). It finds columns and sections by their labels, in English or
French, never by position. It refuses anything unknown, because a misread chart is worse than none.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.errors import ErrorKind, ParseError
from tracker.models import FLAG_LETTERS, Field, Group, PrintedChart, PrintedRow
from tracker.sources.coe import about
from tracker.sources.coe.columns import (
    BLANK,
    REQUIRED,
    Header,
    Kind,
    Label,
    header_of,
    known_labels,
    mark_cells,
    owners,
)
from tracker.sources.markup import tables
from tracker.sources.markup.dates import PRINTED, printed_date
from tracker.sources.markup.tables import Rows, short
from tracker.sources.markup.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from tracker.sources.markup.tables import Cell, Line

_MOST_ROWS = 1_000  # there are about 200 States
_MOST_COLUMNS = 200  # of a row; there are about a dozen, and a cell may span 40
_LONGEST_NAME = 120
_LEAST_CELLS = 4  # of a State's row: its name and three dates. Legends and notes have fewer

# ---- the words of the page, as `plain` writes them ----------------------------------------------

_OF_COE = r"(?: of(?: the)? council of europe| du conseil de l'europe)"
_MEMBERS = r"members?(?: states)?|(?:etats )?membres"
_SECTIONS = (
    (re.compile(rf"(?:{_MEMBERS}){_OF_COE}"), Group.MEMBER),
    (re.compile(rf"(?:non (?:{_MEMBERS})|etats non membres|non etats membres)(?:{_OF_COE})?"), Group.NON_MEMBER),
    (re.compile(r"(?:international )?organi[sz]ations?(?: internationales?)?"), Group.ORGANISATION),
)
_SHORT_SECTION = re.compile(_MEMBERS)  # the site's menu has it too: a heading only after the chart has begun

_NO_STATE = re.compile(
    r"(?:total number|nombre total|state who|etat (?:qui|ayant))\b.*|(?:notes?|renvois?|legende?)\b ?:?.*|.{0,3}:.*"
)
_LEGEND = re.compile(r"a\.? ?: ?(?:accession|adhesion)\b.*")  # below the chart
_LETTERS_EXPLAINED = re.compile(rf"\b([{FLAG_LETTERS}])\. ?: ?[A-Z]")

_SEVERAL_FLAGS = re.compile(r"(?:[A-Z]\. ?){2,}")
#: Acts that the column of ratifications holds too: where they have one of their own, it is not known which stands.
_OTHER_CONSENTS = re.compile(
    r"(?:date (?:of |de )?(?:the |la |l')?)?"
    r"(?:accession|adhesion|acceptance|acceptation|approval|approbation|succession)s?"
)

# ---- the words of its links --------------------------------------------------------------------

_CODE = re.compile(r"codePays=([A-Z]{1,4})\b|[?&;]PO=([A-Z]{1,4})\b", re.IGNORECASE)
_ROW_NUMBER = re.compile(
    rf"(?:numSte|treatynum)=({about.NUMBER})\b|[?&;]NT=({about.NUMBER})\b|/treaty/({about.NUMBER})\b", re.IGNORECASE
)

# ---- the words of its cells --------------------------------------------------------------------

_DATED = re.compile(rf"({PRINTED}(?![0-9]))? ?(?:\(?(a|su|s|r)\)?)? ?([0-9]{{1,3}}(?:[ ,;]+[0-9]{{1,3}})*)?")
_LETTERS = re.compile(r"(?:[A-Z]\.?[ ,;]*)+")
_FOOTNOTED = re.compile(r"(.*?[^0-9 (])[ (]*([0-9]{1,3}(?:[ ,;]+[0-9]{1,3})*)\)?")


@dataclass(slots=True)
class _Table:
    """The rows under one heading, each with its section."""

    header: Header
    rows: list[tuple[Group | None, Line]] = field(default_factory=list)


def parse(body: bytes, charset: str | None) -> PrintedChart:
    """Read the chart as printed.

    Raises ParseError: blocked, media_type, undecodable; wrong_treaty for a page that names no treaty by its number;
    shape for a page that is cut short, for missing columns or rows, for charts of several treaties, and for an unknown
    date format, mark or letter.
    """
    lines, headers = _lines(body, charset)
    start = min(headers)
    preamble = lines[:start]
    text = plain(" ".join(line.text for line in lines))
    explained = frozenset(_LETTERS_EXPLAINED.findall(" ".join(line.text for line in lines[start:])))
    rows = tuple(row for table in _tables(lines, headers) for row in _rows(table, explained))
    if not rows:
        raise ParseError(ErrorKind.SHAPE, "expected a row for each State, got the columns but no row")
    number = about.only_number(
        [*about.numbers(preamble), *about.further(lines, sorted(headers)), *(row.number for row in rows)]
    )
    about.refuse_second(lines, sorted(headers))
    shows_in_force_on, in_force_on = about.fact_date(preamble, about.IN_FORCE, "entry into force of the treaty")
    return PrintedChart(
        rows=rows,
        number=number,
        title=about.title(preamble),
        opened_on=about.fact_date(preamble, about.OPENING, "opening of the treaty")[1],
        in_force_on=in_force_on,
        shows_in_force_on=shows_in_force_on,
        status_as_of=about.status(text),
        totals=about.totals(text),
        shows_marks=True,
    )


def misses(body: bytes) -> str | None:
    """What a chart that is being drawn (UTF-8) still misses, in words: its totals, or rows that they count.

    None once it is complete. Raises ParseError for a chart that has its totals and cannot be read.
    """
    try:
        lines = tables.lines(tables.page(body, "utf-8"), Rows.TABLES)
    except ParseError:
        return "everything"
    totals = about.totals(plain(" ".join(line.text for line in lines)))
    if totals is None or totals.consents is None or totals.signatories is None:
        return "the totals at its foot"
    counted = totals.consents + totals.signatories
    dated = sum(1 for row in parse(body, "utf-8").rows if row.signed_on or row.consent_on)
    return f"{counted - dated} of the {counted} States that its totals count" if dated < counted else None


# ---- where the chart is ------------------------------------------------------------------------


def _lines(body: bytes, charset: str | None) -> tuple[list[Line], dict[int, Header]]:
    """The lines of a page, and the headings among them: first from tables, else from a layout with styles."""
    soup = tables.page(body, charset)
    lines: list[Line] = []
    for taken in (Rows.TABLES, Rows.GRIDS):
        lines = tables.lines(soup, taken)
        if headers := {at: header for at, line in enumerate(lines) if (header := header_of(line))}:
            _check_width(lines[at] for at in headers)
            _check_known(lines[at] for at in headers)
            return lines, headers
    nearest = max((line for line in lines if known_labels(line)), key=known_labels, default=None)
    came = short(nearest.text, 200) if nearest else "a page without such columns"
    raise ParseError(ErrorKind.SHAPE, f"expected columns State, Signature, Ratification, Entry into force; got {came}")


def _check_known(headings: Iterable[Line]) -> None:
    """Refuse columns of which a part would be lost: unknown letters among the flags, another column of consents."""
    for text in (cell.text for line in headings for cell in line.cells):
        flags = _SEVERAL_FLAGS.fullmatch(text) and set(re.findall("[A-Z]", text)) - set(FLAG_LETTERS)
        if flags or _OTHER_CONSENTS.fullmatch(plain(text[:_LONGEST_NAME].strip("() :"))):
            raise ParseError(ErrorKind.SHAPE, f"expected known columns alone, got {short(text)}")


def _check_width(lines: Iterable[Line]) -> None:
    """Refuse rows of more columns than any chart has: a few cells that span many would each become many."""
    for line in lines:
        if (columns := sum(cell.span for cell in line.cells)) > _MOST_COLUMNS:
            raise ParseError(
                ErrorKind.SHAPE,
                f"expected rows of at most {_MOST_COLUMNS} columns, got {columns}: {short(line.text, 200)}",
            )


def _tables(lines: Sequence[Line], headers: Mapping[int, Header]) -> list[_Table]:
    found: list[_Table] = []
    group: Group | None = None
    below = False
    for at, line in enumerate(lines):
        if header := headers.get(at):
            found.append(_Table(header))
            sections = (_section(cell.text, begun=True) for cell in line.cells)
            group, below = next((section for section in sections if section), group), False
        elif section := _heading(line, begun=bool(found)):
            group, below = section, False
        elif _LEGEND.match(plain(line.text)):
            below = True
        elif found and _is_row(line, below=below):
            found[-1].rows.append((group, line))
        elif found and not below and not line.row and re.fullmatch(PRINTED, line.text):
            raise ParseError(ErrorKind.SHAPE, f"expected dates in rows alone, got {short(line.text)} in a cell of none")
    if sum(len(table.rows) for table in found) > _MOST_ROWS:
        raise ParseError(ErrorKind.SHAPE, f"expected a row for each State, got more than {_MOST_ROWS}")
    return found


def _heading(line: Line, *, begun: bool) -> Group | None:
    """The section that a line of one text opens."""
    texts = [cell.text for cell in line.cells if cell.text]
    return _section(texts[0], begun=begun) if len(texts) == 1 else None


def _section(text: str, *, begun: bool) -> Group | None:
    if len(text) > 2 * _LONGEST_NAME:
        return None
    words = plain(text.partition(" / ")[0]).strip(" :*")
    if begun and _SHORT_SECTION.fullmatch(words):
        return Group.MEMBER
    return next((group for pattern, group in _SECTIONS if pattern.fullmatch(words)), None)


def _is_row(line: Line, *, below: bool) -> bool:
    """True for a State's row; False for a legend, a total, a note, or a link at the foot (`below` the legend)."""
    if not line.row or not line.text or _NO_STATE.fullmatch(plain(line.text[:_LONGEST_NAME])):
        return False
    if any(_CODE.search(link) for cell in line.cells for link in cell.links):
        return True
    if len(line.cells) < _LEAST_CELLS:
        return False
    return not below or any(char.isdigit() for char in line.text)


# ---- rows --------------------------------------------------------------------------------------


def _refuse_odd_width(header: Header, rows: Sequence[Sequence[str]]) -> None:
    """Refuse a row that is wider than the heading and not as wide as most: a cell was lost or doubled, and its dates
    would be read a column aside. Marks in cells of their own make it wider."""
    usual, _ = Counter(map(len, rows)).most_common(1)[0]
    bare, _ = Counter(len(row) - len(mark_cells(row)) for row in rows).most_common(1)[0]
    for row in rows:
        known = len(row) in (usual, *map(len, header.variants())) or len(row) - len(mark_cells(row)) == bare
        if not known and len(row) > len(header.places):
            raise ParseError(
                ErrorKind.SHAPE, f"expected rows of {usual} cells, got {len(row)}: {short(' | '.join(row), 200)}"
            )


def _rows(table: _Table, explained: frozenset[str]) -> list[PrintedRow]:
    _check_width(line for _, line in table.rows)
    grids = [line.grid for _, line in table.rows]
    texts = [[cell.text for cell in grid] for grid in grids]
    if texts:
        _refuse_odd_width(table.header, texts)
    labels = owners(table.header, texts)
    letters = table.header.letters or explained
    known = frozenset({*REQUIRED, Field.DENOUNCED_ON, Field.LEFT_ON, *table.header.fields})
    rows = []
    for (group, line), grid, owned in zip(table.rows, grids, labels, strict=True):
        row = _Reader(dict(_by_label(grid, owned))).row(group, known, letters)
        _refuse_shared_date(line, owned, row)
        rows.append(row)
    return rows


def _refuse_shared_date(line: Line, owned: Sequence[Label], row: PrintedRow) -> None:
    """Refuse one date across two columns of dates, but for a signature that the mark `s` makes the consent too.

    Without it the empty column beside the date would say that there was no such act.
    """
    at = 0
    for cell in line.cells:
        fields = {label.field for label in owned[at : at + cell.span] if label.field}
        at += cell.span
        if len(fields) < 2 or BLANK.fullmatch(cell.text) or (row.mark == "s" and fields == _BY_SIGNATURE):
            continue
        raise ParseError(
            ErrorKind.SHAPE, f"{short(row.name)}: one date for {' and '.join(sorted(fields))}: {short(cell.text)}"
        )


_BY_SIGNATURE = {Field.SIGNED_ON, Field.CONSENT_ON}


def _by_label(grid: Sequence[Cell], owned: Sequence[Label]) -> dict[Label, list[Cell]]:
    """The cells of a row under their labels."""
    cells: dict[Label, list[Cell]] = {}
    for cell, label in zip(grid, owned, strict=False):
        cells.setdefault(label, []).append(cell)
    return cells


class _Reader:
    """Reads one row from its cells by label. Raises ParseError(shape), which names the row."""

    def __init__(self, cells: dict[Label, list[Cell]]) -> None:
        self._cells = cells
        self._notes: list[str] = []
        self._marks: dict[Field, str] = {}
        self._name = self._state()

    def row(self, group: Group | None, known: frozenset[Field], letters: frozenset[str]) -> PrintedRow:
        dates = {label.field: self._date(label) for label in self._cells if label.field}
        flags = frozenset(letter for label in self._cells if label.kind is Kind.FLAGS for letter in self._flags(label))
        self._read_notes()
        return PrintedRow(
            name=self._name,
            code=self._from_links(_CODE),
            number=self._from_links(_ROW_NUMBER),
            group=group,
            signed_on=dates.get(Field.SIGNED_ON),
            consent_on=dates.get(Field.CONSENT_ON),
            in_force_on=dates.get(Field.IN_FORCE_ON),
            denounced_on=dates.get(Field.DENOUNCED_ON),
            left_on=dates.get(Field.LEFT_ON),
            suspended_on=dates.get(Field.SUSPENDED_ON),
            mark=self._mark(),
            known=known,
            flags=flags,
            flags_known=letters | flags,
            notes=tuple(dict.fromkeys(self._notes)),
        )

    def _text(self, label: Label) -> str:
        return " ".join(cell.text for cell in self._cells[label] if cell.text)

    def _of_kind(self, kind: Kind) -> str:
        return " ".join(text for label in self._cells if label.kind is kind and (text := self._text(label)))

    def _state(self) -> str:
        name = self._of_kind(Kind.STATE)
        if footnoted := _FOOTNOTED.fullmatch(name[: 2 * _LONGEST_NAME]):
            name = footnoted.group(1)
            self._notes += re.findall(r"[0-9]+", footnoted.group(2))
        if not any(char.isalpha() for char in name) or len(name) > _LONGEST_NAME:
            texts = " | ".join(cell.text for cells in self._cells.values() for cell in cells)
            raise ParseError(ErrorKind.SHAPE, f"expected a State in its column, got {short(name)} in {short(texts)}")
        return name

    def _date(self, label: Label) -> date | None:
        text = self._text(label)
        if BLANK.fullmatch(text):
            return None
        where = f"{short(self._name)}, {label.field}"
        found = _DATED.fullmatch(text)
        if found is None:
            raise ParseError(
                ErrorKind.SHAPE,
                f"{where}: expected a date like 23/11/2001 and a mark of a, s, su, r; got {short(text)}",
            )
        day, mark, notes = found.groups()
        if mark and label.field:
            self._marks[label.field] = mark
        self._notes += re.findall(r"[0-9]+", notes or "")
        return printed_date(day, where) if day else None

    def _mark(self) -> str | None:
        """The row's mark: that of the consent, else that of the signature."""
        for place in (Field.CONSENT_ON, Field.SIGNED_ON):
            if place in self._marks:
                return self._marks[place]
        return next(iter(self._marks.values()), None)

    def _flags(self, label: Label) -> Iterable[str]:
        text = self._text(label)
        if BLANK.fullmatch(text):
            return ()
        if text in ("X", "x") and len(label.letters) == 1:
            return label.letters
        found = re.findall(r"[A-Z]", text) if _LETTERS.fullmatch(text) else []
        if not found or not set(found) <= set(FLAG_LETTERS):
            raise ParseError(
                ErrorKind.SHAPE, f"{short(self._name)}: expected letters of {FLAG_LETTERS}, got {short(text)}"
            )
        return found

    def _read_notes(self) -> None:
        """Read the note numbers. On some charts the mark of an invited State is in the same column."""
        text = self._of_kind(Kind.NOTES)
        for word in () if BLANK.fullmatch(text) else re.split(r"[\s,;()]+", text):
            if word in ("a", "s", "su", "r") and not self._marks:
                self._marks[Field.CONSENT_ON] = word
            elif word:
                self._notes.append(word[:20])

    def _from_links(self, pattern: re.Pattern[str]) -> str | None:
        """The first match in the links of a row, starting with the State's own link."""
        ordered = sorted(self._cells.items(), key=lambda item: item[0].kind is not Kind.STATE)
        for _, cells in ordered:
            for link in (link for cell in cells for link in cell.links):
                if found := pattern.search(link):
                    return next(part for part in found.groups() if part)
        return None
