"""HTML → the visible lines: a row of a table with its cells, or a run of text as a line of one cell. Pure.

The depositary's pages of twenty-five years share labels and headings, but no layout (docs/sources.md#chart). So this
module reduces pages to lines, and the readers of the sources look for words in them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from bs4.exceptions import ParserRejectedMarkup

from tracker.errors import ErrorKind, ParseError, quoted
from tracker.sources.markup.media import html_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4.element import PageElement

_LEAST_OF_TABLE = 3  # cells of a row that holds data
_MOST_TAGS = 50_000  # a chart of a hundred rows has about 5,000
_MOST_NESTED_ROWS = 10  # nested rows; the layout tables of 2000 were three deep
_WIDEST_SPAN = 40  # columns; a cell across the table may have colspan=1000

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt"}
    | {"fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html"}
    | {"img", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "select", "table", "tbody"}
    | {"td", "tfoot", "th", "thead", "title", "tr", "ul"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELL_ROLES = frozenset({"cell", "gridcell", "columnheader", "rowheader"})
_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufeff")

# Removed before parsing: it is never text, and may contain a `</table>` that closes nothing.
_UNREAD = (
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<script\b", re.IGNORECASE), re.compile(r"</script\s*>", re.IGNORECASE)),
    (re.compile(r"<style\b", re.IGNORECASE), re.compile(r"</style\s*>", re.IGNORECASE)),
    (re.compile(r"<\?"), re.compile(r">")),  # <?xml …?>: bs4 would warn about it
)
_OUTER_TAGS = re.compile(r"<(/?)(html|body|table)\b", re.IGNORECASE)


class Rows(Enum):
    """Which elements of a page count as rows."""

    NONE = auto()  # every cell is a line of its own
    TABLES = auto()
    GRIDS = auto()  # also a div with at least four elements: tables laid out with styles


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell with blanks folded, and the addresses of its links. `span` is its number of columns."""

    text: str
    links: tuple[str, ...] = ()
    span: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page.

    `row`: it is a row of a table. `heading`: 1 to 6 within h1 to h6, else 0. `image`: an image precedes the text.
    `part_link`: a part of the text is a link, and a part is not.
    """

    cells: tuple[Cell, ...]
    row: bool = False
    heading: int = 0
    image: bool = False
    part_link: bool = False

    @property
    def text(self) -> str:
        """The text of all cells."""
        return " ".join(cell.text for cell in self.cells if cell.text)

    @property
    def grid(self) -> tuple[Cell, ...]:
        """The cells, one per column: a cell that spans columns is followed by blank ones."""
        if all(cell.span == 1 for cell in self.cells):
            return self.cells
        blank = Cell("")
        return tuple(part for cell in self.cells for part in (cell, *[blank] * (cell.span - 1)))


def fold(text: str) -> str:
    """The text without invisible characters, and with each run of blanks (also non-breaking ones) folded to one."""
    return " ".join((text if text.isascii() else text.translate(_INVISIBLE)).split())


def short(text: str, most: int = 60) -> str:
    """The text as an error message shows it: quoted, and cut to `most` characters."""
    return quoted(text, most)


def page(body: bytes, charset: str | None) -> BeautifulSoup:
    """Parse a complete HTML page.

    Raises ParseError: the kinds of `media.html_of`, and shape for a page that is cut short or has too many tags.
    """
    text = _without_unread(html_of(body, charset))
    _check_complete(text)
    if (tags := text.count("<")) > _MOST_TAGS:
        raise ParseError(ErrorKind.SHAPE, f"expected a page of at most {_MOST_TAGS} tags, got {tags}")
    try:
        return BeautifulSoup(text, "lxml")
    except ParserRejectedMarkup as error:
        raise ParseError(ErrorKind.SHAPE, f"the page is not HTML: {short(str(error))}") from error


def lines(soup: BeautifulSoup, rows: Rows) -> list[Line]:
    """The lines of a page in reading order. Raises ParseError(shape) for rows that are nested too deeply."""
    return list(_Walk(rows).lines(soup))


def _without_unread(text: str) -> str:
    for opening, closing in _UNREAD:
        text = _without(text, opening, closing)
    return text


def _without(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    """Remove everything from each `opening` to its `closing`, else to the end of the text, like a browser."""
    kept, at = [], 0
    while found := opening.search(text, at):
        kept.append(text[at : found.start()])
        closed = closing.search(text, found.end())
        if closed is None:
            return "".join(kept)
        at = closed.end()
    kept.append(text[at:])
    return "".join(kept)


def _check_complete(text: str) -> None:
    """Refuse a page that is cut short. It would parse with fewer rows, because lxml closes open tags like a browser."""
    still_open = {"html": 0, "body": 0, "table": 0}
    for slash, name in _OUTER_TAGS.findall(text):
        still_open[name.lower()] += -1 if slash else 1
    for name, count in still_open.items():
        if count > 0:
            raise ParseError(ErrorKind.SHAPE, f"the page is cut short: <{name}> is never closed")


@dataclass(frozen=True, slots=True)
class _End:
    """The end of a tag, with the state to restore. The end of a block also ends the line."""

    heading: int
    linked: bool
    block: bool


class _Walk:
    """One pass over the tree, without recursion: hostile pages may be nested to any depth."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._run: list[tuple[str, bool]] = []  # text, and whether it is in a link
        self._heading = 0
        self._linked = False
        self._image = False

    def lines(self, soup: BeautifulSoup) -> Iterator[Line]:
        todo: list[tuple[PageElement | _End, int]] = [(soup, 0)]  # with the number of rows around it
        while todo:
            node, depth = todo.pop()
            if isinstance(node, Tag):
                if self._candidate(node):
                    depth = _deeper(depth)
                    if self._leaf(node):
                        yield from self._flush()
                        cells = self._cells(node)
                        _refuse_outside(node, cells)
                        yield Line(tuple(_cell(cell) for cell in cells), row=True)
                        continue
                if node.name in _BLOCKS:
                    yield from self._flush()
                if node.contents:
                    todo.append((_End(self._heading, self._linked, node.name in _BLOCKS), depth))
                self._enter(node)
                todo.extend((child, depth) for child in reversed(node.contents))
            elif isinstance(node, _End):
                if node.block:
                    yield from self._flush()
                self._heading, self._linked = node.heading, node.linked
            elif type(node) is NavigableString:  # not its subclasses: comments, doctypes
                self._run.append((node, self._linked))
        yield from self._flush()

    def _enter(self, node: Tag) -> None:
        if node.name in _HEADINGS:
            self._heading = int(node.name[1])
        elif node.name == "a":
            self._linked = True
        elif node.name == "img":
            self._image = True

    def _flush(self) -> Iterator[Line]:
        text = fold("".join(part for part, _ in self._run))
        if text:
            linked = {linked for part, linked in self._run if part.strip()}
            yield Line((Cell(text),), heading=self._heading, image=self._image, part_link=len(linked) > 1)
            self._image = False
        self._run.clear()

    def _candidate(self, node: Tag) -> bool:
        if self._rows is Rows.NONE:
            return False
        if node.name == "tr" or node.get("role") == "row":
            return True
        return self._rows is Rows.GRIDS and node.name in ("div", "ul", "dl") and len(self._cells(node)) >= 4

    def _cells(self, row: Tag) -> list[Tag]:
        inside = [child for child in row.contents if isinstance(child, Tag)]
        if row.name == "tr" or self._rows is Rows.TABLES:
            return [cell for cell in inside if cell.name in ("td", "th") or cell.get("role") in _CELL_ROLES]
        return inside

    def _leaf(self, row: Tag) -> bool:
        """True for an innermost row. Layout tables contain tables, but a cell may also contain a small table."""
        inner = [len(self._cells(tag)) for tag in row.descendants if isinstance(tag, Tag) and self._candidate(tag)]
        return not inner or (max(inner) < 3 <= len(self._cells(row)))


def _deeper(depth: int) -> int:
    if depth >= _MOST_NESTED_ROWS:
        raise ParseError(ErrorKind.SHAPE, f"expected a table, got rows nested more than {_MOST_NESTED_ROWS} deep")
    return depth + 1


def _refuse_outside(row: Tag, cells: list[Tag]) -> None:
    """Refuse a row with text beside its cells: the tag of a cell is damaged, and what it holds would be lost."""
    known = set(map(id, cells))
    others = [tag for tag in row.contents if isinstance(tag, Tag) and id(tag) not in known]
    wide = max(len(cells), *(len(tag.find_all("td")) for tag in others)) if others else 0
    if row.name == "tr" and wide >= _LEAST_OF_TABLE and (text := fold(" ".join(tag.get_text() for tag in others))):
        raise ParseError(ErrorKind.SHAPE, f"expected the texts of a row in its cells, got {short(text)} beside them")


def _cell(tag: Tag) -> Cell:
    strings: list[str] = []
    links: list[str] = []
    blocks = False
    for node in tag.descendants:
        if type(node) is NavigableString:
            strings.append(node)
        elif isinstance(node, Tag):
            blocks = blocks or node.name in _BLOCKS
            if node.name == "sup":
                strings.append(" ")
            if node.name == "a":
                links.append(str(node.get("href") or ""))
    # inline tags do not separate words ("Côte d<b>’</b>Ivoire"), blocks do ("28/03/2018<br>a"), and footnotes
    return Cell(fold((" " if blocks else "").join(strings)), tuple(links), _span(tag))


def _span(cell: Tag) -> int:
    text = str(cell.get("colspan") or "1").strip()
    if not re.fullmatch(r"[0-9]+", text):
        return 1
    return _WIDEST_SPAN if len(text) > 3 else min(max(int(text), 1), _WIDEST_SPAN)
