"""A report as plain text, at most 78 columns wide. Pure."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from tracker.report.layout import outline
from tracker.wording import reports as words
from tracker.wording.words import capital

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.models.reports import Report
    from tracker.report.change_lines import Block, Line, Part
    from tracker.report.layout import Ahead, Box, Outline

WIDTH = 78
_INDENT = "    "


def to_text(report: Report) -> str:
    """The report for a terminal or a plain mail."""
    shown = outline(report)
    lines = [*_head(shown), *_standing(shown.boxes), *_next(shown.ahead)]
    for part in shown.parts:
        lines += _part(part)
    return "\n".join([*lines, *_foot(shown)]) + "\n"


def _wrap(text: str, indent: str = "", hanging: str | None = None) -> list[str]:
    later = indent if hanging is None else hanging
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=later, break_on_hyphens=False)


def _underlined(text: str, rule: str) -> list[str]:
    wrapped = _wrap(text)
    return ["", *wrapped, rule * max(map(len, wrapped), default=0), ""]


def _head(shown: Outline) -> Iterator[str]:
    yield from [*_wrap(shown.banner), ""] if shown.banner else []
    yield shown.title.upper()
    yield from _wrap(shown.period)
    yield from _wrap(shown.compiled)
    yield from _wrap(shown.about)
    yield ""
    yield from _wrap(shown.lead)


def _standing(boxes: tuple[Box, ...]) -> Iterator[str]:
    if boxes:
        yield from _underlined(words.STANDING, "-")
    for box in boxes:
        yield from _wrap(f"{box.name} ({box.number})")
        yield from _wrap("; ".join(part for part in (box.headline, box.rest) if part) + ".", _INDENT)
        yield from _wrap(capital("; ".join(box.facts)) + ".", _INDENT)
        if box.published:
            yield from _wrap(box.published + ".", _INDENT)


def _next(ahead: tuple[Ahead, ...]) -> Iterator[str]:
    if ahead:
        yield from _underlined(words.NEXT, "-")
    for one in ahead:
        yield from _wrap(f"{one.day}: {one.treaty}, {one.who}: {one.what} ({one.basis})", "", _INDENT)


def _part(part: Part) -> Iterator[str]:
    yield from _underlined(f"{part.heading} ({part.number})", "=")
    for place, block in enumerate(part.blocks):
        yield from [""] if place else []
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    yield from _wrap(block.heading.upper())
    yield from _wrap(block.note)
    for year in block.years:
        yield from ["", year.heading] if year.heading else []
        for line in year.lines:
            yield ""
            yield from _line(line)


def _line(line: Line) -> Iterator[str]:
    yield f"{line.day}  {line.label}" + (f" {words.DAY_NOTICED}" if line.observed else "")
    yield from _wrap(line.sentence, _INDENT)
    if line.redline.segments:
        yield from _wrap(f"{words.TEXT}: {line.redline.marked}", f"{_INDENT}| ")
        yield from _wrap(f"({line.redline.note})" if line.redline.note else "", f"{_INDENT}| ")
    yield from _wrap(capital("; ".join(filter(None, (line.effect, *line.facts)))) + ".", f"{_INDENT}- ", f"{_INDENT}  ")


def _foot(shown: Outline) -> Iterator[str]:
    yield from ("", "-" * WIDTH)
    for sentence in shown.foot:
        yield from _wrap(sentence)
    yield ""
    for source in shown.provenance:
        yield from _wrap(source, "", _INDENT)
    yield from ("", *_wrap(shown.history_head)) if shown.history_head else ()
