"""Lines over the years as inline SVG: classes instead of colours, no style, no script (the pages forbid both). Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.etree import _Element

_WIDTH, _HEIGHT = 900, 360
_YEARS_APART = 5  # between two labels, where the history is long
_UNUSED = frozenset({"defs", "script", "style", "title"})


def over_time(points: Sequence[tuple[date, Sequence[int | None]]], names: Sequence[str], until: date) -> str:
    """Counts that hold from a day to the next one, as steps: one line a name, `until` the status day. A line has a gap
    while its count is not known (None)."""
    from pygal.graph.time import DateLine

    first = min((day for day, _ in points), default=until)
    chart = DateLine(
        width=_WIDTH,
        height=_HEIGHT,
        js=[],
        no_prefix=True,
        show_dots=False,
        show_legend=False,
        range=(0, max((value for _, values in points for value in values if value), default=1)),
        x_labels=_labels(first, until),
        x_value_formatter=lambda day: f"{day:%Y}",
        value_formatter=lambda value: f"{value:.0f}",
        margin=6,
        margin_left=20,  # the labels of the axis are larger on a small screen
    )
    for index, name in enumerate(names):
        chart.add(name, _steps([(day, values[index]) for day, values in points], until))
    return _plain(chart.render_tree())


def _labels(first: date, until: date) -> list[date]:
    apart = _YEARS_APART if until.year - first.year > 2 * _YEARS_APART else 1
    start = first.year + (-first.year % apart)
    return [date(year, 1, 1) for year in range(start, until.year + 1, apart)]


def _steps(points: Iterable[tuple[date, int | None]], until: date) -> list[tuple[date, int | None]]:
    steps: list[tuple[date, int | None]] = []
    for day, value in points:
        if steps and day > steps[-1][0]:
            steps.append((day, steps[-1][1]))
        steps.append((day, value))
    if steps and until > steps[-1][0]:
        steps.append((max(until, steps[-1][0] + timedelta(days=1)), steps[-1][1]))
    return steps


def _plain(tree: _Element) -> str:
    """The drawing without what a strict policy refuses, and without the maker's comments (they hold today's date)."""
    from lxml import etree

    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or etree.QName(element).localname in _UNUSED:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
        else:
            for name in ("style", "id"):
                element.attrib.pop(name, None)
    tree.set("aria-hidden", "true")  # the table beside it says the same
    text: str = etree.tostring(tree, encoding="unicode")
    return text
