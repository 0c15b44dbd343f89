"""A report as Markdown; no name in it can become markup. Pure."""

from __future__ import annotations

import re
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

# Entities where not every dialect honours a backslash (`<`, `|`), backslashes for the rest.
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;"}
_MARKUP = re.compile(r"[\\`*_\[\]#~&<>|]")
_LIST_MARK = re.compile(r"^(?=[-+=])")
_COLUMNS = (words.DATE, words.TREATY, words.FOR, words.WHAT, words.BASIS)


def to_markdown(report: Report) -> str:
    """The report for a channel or a wiki that shows Markdown."""
    shown = outline(report)
    lines = [*_head(shown)]
    for part in shown.parts:
        lines += _part(part, shown)
    return "\n".join([*lines, *_next(shown.ahead), *_standing(shown.boxes), *_foot(shown)]) + "\n"


def escape(text: str) -> str:
    """One line of text such that Markdown shows it as it is."""
    escaped = _MARKUP.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), text)
    return _LIST_MARK.sub(r"\\", escaped)


def _head(shown: Outline) -> Iterator[str]:
    banner, title = (f"> **{escape(shown.banner)}**", "") if shown.banner else (), (f"# {escape(shown.title)}", "")
    yield from (*title, *banner) if shown.one_read else (*banner, *title)
    for sentence in (*shown.news, *shown.roll):
        yield from (escape(sentence), "")
    if shown.one_read:
        return
    yield from (f"{escape(shown.period)}. {escape(shown.compiled)}.", "")
    yield from (f"{escape(shown.about)}.", "") if shown.about else ()
    yield escape(shown.lead)


def _standing(boxes: tuple[Box, ...]) -> Iterator[str]:
    if boxes:
        yield from ("", f"## {_(words.STANDING)}", "")
    for box in boxes:
        said = escape(full_stop(box.headline, box.rest))
        yield f"- {words.stands(f'**{escape(box.name)}**', escape(box.number), said)}"
        yield f"  {escape(capital(full_stop(*box.facts)))}"
        if box.published:
            yield f"  {escape(box.published)}."
        yield from _links(box.links, "  ")


def _next(ahead: tuple[Ahead, ...]) -> Iterator[str]:
    if not ahead:
        return
    yield from ("", f"## {_(words.NEXT)}", "")
    yield from (f"| {' | '.join(map(_, _COLUMNS))} |", "| --- | --- | --- | --- | --- |")
    for one in ahead:
        cells = (one.day, one.treaty, one.who, one.what, one.basis)
        yield f"| {' | '.join(map(escape, cells))} |"


def _links(links: Iterable[Link], indent: str) -> Iterator[str]:
    for link in links:
        yield f"{indent}- [{escape(link.words)}](<{link.address}>)"


def _part(part: Part, shown: Outline) -> Iterator[str]:
    yield from () if shown.one_read else ("", f"## {escape(part.heading)} ({escape(part.number)})")
    for block in part.blocks:
        yield from _block(block, bare=shown.one_read and len(part.blocks) == 1)
    yield from ("", escape(capital(full_stop(*part.facts)))) if part.facts else ()
    yield ""
    yield from _links(part.links, "")


def _block(block: Block, *, bare: bool) -> Iterator[str]:
    yield from () if bare else ("", f"### {escape(block.heading)}")
    yield from ("", escape(block.note)) if block.note else ()
    for year in block.years:
        yield from ("", f"#### {year.heading}") if year.heading else ()
        yield ""
        for line in year.lines:
            yield from _line(line)


def _line(line: Line) -> Iterator[str]:
    noticed = f" {_(words.DAY_NOTICED)}" if line.observed else ""
    said = " ".join(told.text for told in line.told)
    yield f"- {words.told(f'**{escape(line.day)}, {escape(line.label)}**{noticed}', escape(said))}"
    for told in line.told:
        if told.redline.segments:
            note = f" ({told.redline.note})" if told.redline.note else ""
            yield f"  {words.amended(escape(told.redline.marked))}{escape(note)}"
            yield from (f"  {words.in_french(escape(told.in_french))}",) if told.in_french else ()
    facts = capital(full_stop(line.effect, line.numbers, *line.facts))
    yield from (f"  {escape(facts)}",) if facts else ()
    yield from _links(line.links, "  ")


def _foot(shown: Outline) -> Iterator[str]:
    yield from ("", "---", "")
    if shown.one_read:
        yield from (f"{escape(shown.period)}. {escape(shown.about)}. {escape(shown.compiled)}.", "")
    for sentence in shown.foot:
        yield from (escape(sentence), "")
    for source in shown.provenance:
        yield f"- {escape(source)}"
    yield from ("", escape(shown.history_head)) if shown.history_head else ()
