"""Tables on a terminal. Cells are never cut; a table that is too wide is drawn in another way.

These are tried in order until one fits: the complete table; without columns that are the same in every row (they are
printed above the table); one table for each value of a column; without columns that can be spared (a line below names
them); one block of lines for each row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.wording.terminal.tables import left_out, nothing_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console
    from rich.text import Text

_GAP = 2  # characters between two columns
_NARROWEST = 18  # characters: if a wrapped text would be narrower, the table is drawn in another way
_MOMENT = re.compile(r"(\d{4,}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns and cells as text. Text in `wide` columns may wrap."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wide: frozenset[str] = frozenset()
    above: tuple[str, ...] = ()  # lines: the title, and values that are the same in every row
    below: str | None = None

    @classmethod
    def of(
        cls,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        title: str | None = None,
        wide: Sequence[str] = (),
        brief: Sequence[str] = (),
    ) -> Table:
        """Make a table. Moments in `brief` columns are shown to the minute."""
        short = [column in brief for column in columns]
        return cls(
            columns=tuple(columns),
            rows=tuple(
                tuple(_to_the_minute(cell) if is_short else cell for cell, is_short in zip(row, short, strict=True))
                for row in rows
            ),
            wide=frozenset(wide),
            above=(title,) if title else (),
        )

    def column(self, name: str) -> tuple[str, ...]:
        """The cells of a column."""
        at = self.columns.index(name)
        return tuple(row[at] for row in self.rows)

    def without(self, names: Sequence[str]) -> Table:
        """The table without some columns."""
        kept = [at for at, column in enumerate(self.columns) if column not in names]
        return replace(
            self,
            columns=tuple(self.columns[at] for at in kept),
            rows=tuple(tuple(row[at] for at in kept) for row in self.rows),
        )

    def where(self, name: str, value: str) -> Table:
        """The table with only the rows that have this value in a column."""
        at = self.columns.index(name)
        return replace(self, rows=tuple(row for row in self.rows if row[at] == value))


def _to_the_minute(cell: str) -> str:
    return _MOMENT.sub(r"\1 \2Z", cell)


def draw(table: Table, *, apart: str | None = None, spare: Sequence[str] = ()) -> None:
    """Draw a table on standard output in the first way that fits."""
    from rich.console import Console

    console = Console()
    for nth, one in enumerate(_fitting(table, console.width, apart, spare)):
        if nth:
            console.print()
        for line in one.above:
            console.print(_text(line, "italic"))
        if fits(one, console.width):
            _draw(one, console)
        else:
            _draw_blocks(one, console)
        if one.below:
            console.print(_text(one.below, "italic"))


def _fitting(table: Table, width: int, apart: str | None, spare: Sequence[str]) -> Iterator[Table]:
    if fits(table, width):
        yield table
        return
    shorter = _without_the_same(table)
    if fits(shorter, width):
        yield shorter
    elif apart in shorter.columns:
        for value in dict.fromkeys(shorter.column(apart)):
            yield from _fitting(shorter.where(apart, value), width, None, spare)
            shorter = replace(shorter, above=())
    else:
        yield _without_spare(shorter, width, spare) or table


def _without_the_same(table: Table) -> Table:
    """The table without columns that are the same in every row; their values go above the table."""
    if len(table.rows) < 2:
        return table
    same = {column: cells[0] for column in table.columns if len(set(cells := table.column(column))) == 1}
    lines = [f"{_words(column)}: {cell}" for column, cell in same.items() if cell]
    empty = [_words(column) for column, cell in same.items() if not cell]
    if empty:
        lines.append(nothing_in(empty))
    shorter = table.without(tuple(same))
    return replace(shorter, above=(*table.above, "; ".join(lines))) if lines and shorter.columns else table


def _without_spare(table: Table, width: int, spare: Sequence[str]) -> Table | None:
    """The table without as many spare columns as necessary; None if that is not enough."""
    left = [column for column in spare if column in table.columns]
    for many in range(1, len(left) + 1):
        narrower = table.without(left[:many])
        if fits(narrower, width):
            return replace(narrower, below=left_out(map(_words, left[:many])))
    return None


# ---- widths -------------------------------------------------------------------------------------


def fits(table: Table, width: int) -> bool:
    """True if the table can be drawn in this width without cutting a cell."""
    return sum(_least(table)) + _GAP * (len(table.columns) - 1) <= width


def _least(table: Table) -> list[int]:
    """The smallest width of each column."""
    wanted = zip(table.columns, _most(table), strict=True)
    return [max(min(most, _NARROWEST), _longest_word(c)) if c in table.wide else most for c, most in wanted]


def _most(table: Table, *, heading: Callable[[str], int] | None = None) -> list[int]:
    """The natural width of each column. Its heading may wrap between words, unless `heading` measures it otherwise."""
    from rich.cells import cell_len

    measure = heading or _longest_word
    return [max(measure(column), *map(cell_len, table.column(column)), 0) for column in table.columns]


def _longest_word(column: str) -> int:
    return max(map(len, _words(column).split()), default=0)


def _widths(table: Table, width: int) -> list[int]:
    """The width of each column of a table that fits. Headings wrap first, then texts, the widest first."""
    gaps = _GAP * (len(table.columns) - 1)
    widths = _most(table, heading=len)
    if sum(widths) + gaps <= width:
        return widths
    least, widths = _least(table), _most(table)
    over = sum(widths) + gaps - width
    for _ in range(over):
        widest = max((at for at in range(len(widths)) if widths[at] > least[at]), key=lambda at: widths[at])
        widths[widest] -= 1
    return widths


# ---- drawing ------------------------------------------------------------------------------------


def _draw(table: Table, console: Console) -> None:
    from rich import box
    from rich.table import Table as Drawn

    drawn = Drawn(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for column, width in zip(table.columns, _widths(table, console.width), strict=True):
        drawn.add_column(_text(_words(column)), width=width, overflow="fold")
    for row in table.rows:
        drawn.add_row(*map(_text, row))
    console.print(drawn)


def _draw_blocks(table: Table, console: Console) -> None:
    """Draw each row as a block, with one line for each cell that is not empty."""
    for nth, row in enumerate(table.rows):
        if nth:
            console.print()
        for column, cell in zip(table.columns, row, strict=True):
            if cell:
                console.print(_text(f"{_words(column)}: {cell}"))


def _text(text: str, style: str = "") -> Text:
    """A plain text: rich does not interpret markup in it."""
    from rich.text import Text

    return Text(text, style=style, overflow="fold")


def _words(column: str) -> str:
    return column.replace("_", " ")
