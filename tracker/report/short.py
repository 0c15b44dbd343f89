"""A report in a few lines, for services that take short messages: the sentence, who, and the way to the rest. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.report.layout import outline
from tracker.wording import reports as words
from tracker.wording.words import capital, full_stop

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.models.reports import Report

LONGEST = 1500  # characters; the smallest limit of a chat service that many use is Discord's 2000, title included
_LINKS = 3
_CUT = "…"


def short_form(report: Report) -> str:
    """The news of a report on one read, its lines as far as they fit, and the addresses whole."""
    shown = outline(report)
    [part] = shown.parts
    lines = [line for block in part.blocks for line in block.lines]
    said = shown.roll or tuple(told.text for line in lines for told in line.told)
    effects = dict.fromkeys(capital(full_stop(line.effect)) for line in lines if line.effect)
    numbers = [line.numbers for line in lines if line.numbers] if len(lines) == 1 else []
    addresses = [words.at(link.words, link.address) for link in part.links]
    if len(lines) == 1:  # of many changes of one participant, its dossier, which comes last
        own = lines[0].links if len(lines[0].links) <= _LINKS else lines[0].links[-1:]
        addresses = [*(words.at(link.words, link.address) for link in own), *addresses]
    room = LONGEST - sum(len(line) + 1 for line in addresses)
    return "\n".join([*_fitting([*said, *effects, *map(capital, numbers)], room), *addresses])


def first_lines(text: str, *, less: int = 0) -> str:
    """The beginning of a text, whole lines of it; `less` characters shorter than the longest."""
    return "\n".join(_fitting(text.splitlines(), LONGEST - less))


def is_cut(short: str) -> bool:
    """True if a short form left out some of the news."""
    return any(line.endswith(_CUT) for line in short.splitlines())


def _fitting(lines: Iterable[str], room: int) -> Iterator[str]:
    """The lines that fit; the first that does not is cut at a word, and ends them."""
    room -= len(_CUT)
    for line in lines:
        if len(line) + 1 > room:
            yield f"{line[: max(room - 2, 0)].rpartition(' ')[0]}{_CUT}"
            return
        room -= len(line) + 1
        yield line
