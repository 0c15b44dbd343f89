"""Lines over the years as inline SVG: classes instead of colours, no style, no script (the pages forbid both). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING

from tracker.language import _
from tracker.wording.site import pages as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Points = Sequence[tuple[date, Sequence[int | None]]]

_WIDTH, _HEIGHT = 900, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 54, 30, 10, 40  # room for the labels, which are larger on a small screen
_MOST_LABELS = 10  # on an axis
_ROUND = (1, 2, 5)  # the distance between two labels is one of these, times a power of ten


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plot:
    """Days and counts to places. It begins with the year of the first day."""

    first: date
    last: date
    highest: int

    def x(self, day: date) -> int:
        whole = max((self.last - self.first).days, 1)
        return round(_LEFT + (day - self.first).days / whole * (_WIDTH - _LEFT - _RIGHT))

    def y(self, value: int) -> int:
        base = _HEIGHT - _BOTTOM
        return round(base - value / self.highest * (base - _TOP))


def over_time(points: Points, names: Sequence[str], until: date, *, title: str) -> str:
    """Counts that hold from a day to the next one, as steps: one line a name, until a day that is not before the
    last point. A line has a gap while its count is not known (None)."""
    first = min((day for day, _ in points), default=until)
    highest = max((value for _, values in points for value in values if value), default=1)
    plot = _Plot(first=date(first.year, 1, 1), last=until, highest=highest)
    lines = (
        f'<path class="series color-{place}" d="{_steps([(day, values[place]) for day, values in points], plot)}"/>'
        for place in range(len(names))
    )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">'
        f"<title>{escape(title)}</title><desc>{escape(_described(points, names, until))}</desc>"
        f"{''.join(_counts(plot))}{''.join(_years(plot))}"
        f'<path class="axis" d="M{_LEFT} {_TOP}V{plot.y(0)}H{_WIDTH - _RIGHT}"/>{"".join(lines)}'
        f"{''.join(_bands(points, names, plot))}</svg>"
    )


def _described(points: Points, names: Sequence[str], last: date) -> str:
    if not points:
        return _(words.NO_COUNTS)
    begins, (day, values) = points[0][0], points[-1]
    return words.lines_described(dict(zip(names, values, strict=True)), begins, last, since=day)


def _bands(points: Points, names: Sequence[str], plot: _Plot) -> Iterator[str]:
    """Of each day on which a count changed, what holds until the next one, for those who point there."""
    ends = [*(day for day, _ in points[1:]), plot.last]
    for (day, values), until in zip(points, ends, strict=False):  # no points: no bands
        said = escape(words.counts_from(day, dict(zip(names, values, strict=True))))
        x, width = plot.x(day), max(plot.x(until) - plot.x(day), 1)
        height = plot.y(0) - _TOP
        yield f'<rect class="band" x="{x}" y="{_TOP}" width="{width}" height="{height}"><title>{said}</title></rect>'


def _counts(plot: _Plot) -> Iterator[str]:
    for value in range(0, plot.highest + 1, _apart(plot.highest)):
        y = plot.y(value)
        yield f'<path class="guide" d="M{_LEFT} {y}H{_WIDTH - _RIGHT}"/>'
        yield f'<text class="amount" x="{_LEFT - 7}" y="{y}">{value}</text>'


def _years(plot: _Plot) -> Iterator[str]:
    apart = _apart(plot.last.year - plot.first.year)
    for year in range(plot.first.year, plot.last.year + 1):
        if year % apart == 0:
            x = plot.x(date(year, 1, 1))
            yield f'<path class="guide" d="M{x} {_TOP}V{plot.y(0)}"/>'
            yield f'<text class="year" x="{x}" y="{_HEIGHT - 8}">{year}</text>'


def _apart(span: int) -> int:
    """The smallest round distance that leaves few enough labels."""
    power = 1
    while span > _ROUND[-1] * power * _MOST_LABELS:
        power *= 10
    return next(each * power for each in _ROUND if span <= each * power * _MOST_LABELS)


def _steps(points: Sequence[tuple[date, int | None]], plot: _Plot) -> str:
    """A path that stays at a count until the day of the next one."""
    path, before = "", None
    for day, value in points:
        if value == before:
            continue
        x = plot.x(day)
        if before is not None:
            path += f"H{x}"
        if value is not None:
            path += f"M{x} {plot.y(value)}" if before is None else f"V{plot.y(value)}"
        before = value
    return path if before is None else f"{path}H{plot.x(plot.last)}"
