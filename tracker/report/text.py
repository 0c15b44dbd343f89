"""A report as plain text, at most 78 columns wide but for addresses. Pure."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from tracker.language import _
from tracker.report.layout import outline
from tracker.wording import reports as words
from tracker.wording.words import capital, full_stop

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.models.reports import Report
    from tracker.report.change_lines import Block, Line, Part
    from tracker.report.layout import Ahead, Box, Outline
    from tracker.report.links import Link

WIDTH = 78
_INDENT = "    "


def to_text(report: Report) -> str:
    """The report for a terminal or a plain mail."""
    shown = outline(report)
    lines = [*_head(shown)]
    for part in shown.parts:
        lines += _part(part, shown)
    return "\n".join([*lines, *_next(shown.ahead), *_standing(shown.boxes), *_foot(shown)]) + "\n"


def _wrap(text: str, indent: str = "", hanging: str | None = None) -> list[str]:
    later = indent if hanging is None else hanging
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=later, break_on_hyphens=False)


def _underlined(text: str, rule: str) -> list[str]:
    wrapped = _wrap(text)
    return ["", *wrapped, rule * min(WIDTH, max(map(len, wrapped), default=0)), ""]


def _links(links: Iterable[Link], indent: str) -> Iterator[str]:
    """An address is one word, however long: broken, it leads nowhere."""
    for link in links:
        yield from _wrap(words.leads_to(link.words), f"{indent}- ", f"{indent}  ")
        yield f"{indent}  {link.address}"


def _head(shown: Outline) -> Iterator[str]:
    banner = [*_wrap(shown.banner), ""] if shown.banner else []
    if shown.one_read:  # the sentence is one line, and the first
        yield from (shown.title, "=" * min(WIDTH, len(shown.title)), "", *banner)
    else:
        title = [shown.title.upper()] if shown.title == _(words.TITLE) else _underlined(shown.title, "=")[1:]
        yield from (*banner, *title)
    for sentence in (*shown.news, *shown.roll):
        yield from (*_wrap(sentence), "")
    if shown.one_read:
        return
    yield from _wrap(shown.period)
    yield from _wrap(shown.compiled)
    yield from _wrap(shown.about)
    yield ""
    yield from _wrap(shown.lead)


def _standing(boxes: tuple[Box, ...]) -> Iterator[str]:
    if boxes:
        yield from _underlined(_(words.STANDING), "-")
    for box in boxes:
        yield from _wrap(f"{box.name} ({box.number})")
        yield from _wrap(full_stop(box.headline, box.rest), _INDENT)
        yield from _wrap(capital(full_stop(*box.facts)), _INDENT)
        if box.published:
            yield from _wrap(box.published + ".", _INDENT)
        yield from _links(box.links, _INDENT)


def _next(ahead: tuple[Ahead, ...]) -> Iterator[str]:
    if ahead:
        yield from _underlined(_(words.NEXT), "-")
    for one in ahead:
        yield from _wrap(words.comes(one.day, one.treaty, one.who, one.what, one.basis), "", _INDENT)


def _part(part: Part, shown: Outline) -> Iterator[str]:
    yield from [] if shown.one_read else _underlined(f"{part.heading} ({part.number})", "=")
    bare = shown.one_read and len(part.blocks) == 1
    for place, block in enumerate(part.blocks):
        yield from [""] if place else []
        yield from _block(block, bare=bare)
    yield ""
    yield from _wrap(capital(full_stop(*part.facts)))
    yield from _links(part.links, "")


def _block(block: Block, *, bare: bool) -> Iterator[str]:
    yield from [] if bare else _wrap(block.heading.upper())
    yield from _wrap(block.note)
    for place, year in enumerate(block.years):
        yield from ["", year.heading] if year.heading else []
        for number, line in enumerate(year.lines):
            yield from [] if bare and not (place or number or block.note) else [""]
            yield from _line(line)


def _line(line: Line) -> Iterator[str]:
    yield f"{line.day}  {line.label}" + (f" {_(words.DAY_NOTICED)}" if line.observed else "")
    for told in line.told:
        yield from _wrap(told.text, _INDENT)
        if told.redline.segments:
            yield from _wrap(words.amended(told.redline.marked), f"{_INDENT}| ")
            yield from _wrap(f"({told.redline.note})" if told.redline.note else "", f"{_INDENT}| ")
            yield from _wrap(words.in_french(told.in_french) if told.in_french else "", f"{_INDENT}| ")
    yield from _wrap(capital(full_stop(line.effect, line.numbers, *line.facts)), f"{_INDENT}- ", f"{_INDENT}  ")
    yield from _links(line.links, _INDENT)


def _foot(shown: Outline) -> Iterator[str]:
    yield from ("", "-" * WIDTH)
    if shown.one_read:
        yield from (*_wrap(f"{shown.period}. {shown.about}. {shown.compiled}."), "")
    for sentence in shown.foot:
        yield from _wrap(sentence)
    yield ""
    for source in shown.provenance:
        yield from _wrap(source, "", _INDENT)
    yield from ("", *_wrap(shown.history_head)) if shown.history_head else ()
