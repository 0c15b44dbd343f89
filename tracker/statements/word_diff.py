"""A word diff of two texts. Pure.

Lines are compared first, then the words of lines that differ, by Myers' greedy algorithm ("An O(ND) Difference
Algorithm and Its Variations", 1986), which is fast for similar texts. Texts with more differences than a person would
follow are shown one after the other. `difflib` is not used, because its time for a hostile text has no useful limit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.statements.identity import text_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN = re.compile(r"\s*(?:\w+|[^\w\s])")
_LINE = re.compile(r"\n*[^\n]+")
_MOST_EDITS = 400  # words or lines added and removed; with more, both texts are shown completely
_SHORTEST_KEPT = 3  # words; fewer unchanged words between two edits ("of the") read better as part of the edits


class Side(StrEnum):
    """The text that a segment belongs to: both, only the old one, or only the new one."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words that is kept (as the new text prints it), removed or added."""

    side: Side
    text: str


_Edit = tuple[Side, str]


def word_difference(before: str, after: str) -> tuple[Segment, ...]:
    """The differences of two texts in reading order; at one place, removed words come before added ones.

    The kept and added segments together are the new text. The kept and removed ones are the old text, except for blanks
    and quotation marks, which do not count as differences. Two neighbouring segments never have the same side.
    """
    if text_key(before) == text_key(after):
        return (Segment(Side.KEPT, after),) if after else ()
    edits: list[_Edit] = []
    for kept, old, new in _regions(_diff(_LINE.findall(before), _LINE.findall(after))):
        if kept:
            edits += [(Side.KEPT, text) for text in new]
        else:
            edits += _diff(_tokens("".join(old)), _tokens("".join(new)))
    return tuple(_segments(edits))


def _tokens(text: str) -> list[str]:
    """The words and signs of a text, each with the blanks before it. A sign that does not count joins its neighbour."""
    tokens: list[str] = []
    for token in _TOKEN.findall(text):
        if tokens and not (text_key(token) and text_key(tokens[-1])):
            tokens[-1] += token
        else:
            tokens.append(token)
    return tokens


def _regions(edits: list[_Edit]) -> Iterator[tuple[bool, list[str], list[str]]]:
    """Group edits into kept runs and, between them, changed ones: (kept, old texts, new texts)."""
    for kept, run in groupby(edits, lambda edit: edit[0] is Side.KEPT):
        texts = list(run)
        yield (
            kept,
            [text for side, text in texts if side is not Side.ADDED],
            [text for side, text in texts if side is not Side.REMOVED],
        )


def _segments(edits: list[_Edit]) -> Iterator[Segment]:
    gathered: list[tuple[bool, list[str], list[str]]] = []
    regions = list(_regions(edits))
    for place, (kept, old, new) in enumerate(regions):
        between = 0 < place < len(regions) - 1
        if kept and not (between and len(_TOKEN.findall("".join(new))) < _SHORTEST_KEPT):
            gathered.append((True, old, new))
        elif gathered and not gathered[-1][0]:
            gathered[-1][1].extend(old)
            gathered[-1][2].extend(new)
        else:
            gathered.append((False, list(old), list(new)))
    for kept, old, new in gathered:
        sides = ((Side.KEPT, new),) if kept else ((Side.REMOVED, old), (Side.ADDED, new))
        yield from (Segment(side, "".join(texts)) for side, texts in sides if texts)


def _diff(old: Sequence[str], new: Sequence[str]) -> list[_Edit]:
    before, after = [text_key(text) for text in old], [text_key(text) for text in new]
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    inner = _greedy(before[start : len(before) - end], after[start : len(after) - end])
    found: list[_Edit] = [(Side.KEPT, text) for text in new[:start]]
    at_old = at_new = start
    for side in inner:
        found.append((side, old[at_old] if side is Side.REMOVED else new[at_new]))
        at_old += side is not Side.ADDED
        at_new += side is not Side.REMOVED
    return found + [(Side.KEPT, text) for text in new[len(new) - end :]]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the common prefix."""
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count


def _greedy(old: Sequence[str], new: Sequence[str]) -> list[Side]:
    """The shortest edit script; if it needs more than _MOST_EDITS edits, remove all of `old` and add all of `new`."""
    furthest = {1: 0}  # diagonal (x - y) → the furthest x, a place in `old`, that was reached on it
    trace: list[dict[int, int]] = []
    for edits in range(min(len(old) + len(new), _MOST_EDITS) + 1):
        trace.append(dict(furthest))
        for diagonal in range(-edits, edits + 1, 2):
            x = _step(furthest, diagonal, edits)
            y = x - diagonal
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            furthest[diagonal] = x
            if x >= len(old) and y >= len(new):
                return _trace_back(trace, len(old), len(new))
    return [Side.REMOVED] * len(old) + [Side.ADDED] * len(new)


def _step(furthest: dict[int, int], diagonal: int, edits: int) -> int:
    """The start on a diagonal: after an addition from the diagonal above, or a removal from the one below."""
    if diagonal == -edits or (diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1]):
        return furthest[diagonal + 1]
    return furthest[diagonal - 1] + 1


def _trace_back(trace: list[dict[int, int]], x: int, y: int) -> list[Side]:
    """Trace the edits back from the end."""
    found: list[Side] = []
    for edits in range(len(trace) - 1, 0, -1):
        furthest, diagonal = trace[edits], x - y
        added = diagonal == -edits or (diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1])
        came_from = diagonal + 1 if added else diagonal - 1
        start_x = furthest[came_from]
        start_y = start_x - came_from
        found += [Side.KEPT] * (x - start_x if added else y - start_y)
        found.append(Side.ADDED if added else Side.REMOVED)
        x, y = start_x, start_y
    found += [Side.KEPT] * x
    return found[::-1]
