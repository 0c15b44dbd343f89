"""An amended text as a reader meets it: what was taken out and put in, of bounded length. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.models import ChangeKind
from tracker.statements.word_diff import Segment, Side, word_difference
from tracker.wording.reports import cut
from tracker.wording.words import one_line

if TYPE_CHECKING:
    from tracker.models import Change

_LONGEST = 4_000  # characters of one amendment; whoever needs all of it asks for the change itself
_AROUND = 120  # characters of what stayed, shown on each side of an edit

#: How plain text marks a side, as `wdiff` does.
_MARKS = {Side.KEPT: ("", ""), Side.REMOVED: ("[-", "-]"), Side.ADDED: ("{+", "+}")}


@dataclass(frozen=True, slots=True)
class Redline:
    """The segments in order, each one line; `note` says what is not shown, empty if nothing is left out."""

    segments: tuple[Segment, ...] = ()
    note: str = ""

    @property
    def marked(self) -> str:
        """In one line of plain text: `in [-whole-] {+part+}`."""
        return one_line("".join(_marked(segment) for segment in self.segments))


def redline(change: Change) -> Redline:
    """The word-level difference of an amended statement; empty for every other change."""
    if change.kind is not ChangeKind.STATEMENT_AMENDED or change.before is None or change.after is None:
        return Redline()
    all_segments = word_difference(change.before, change.after)
    last = len(all_segments) - 1
    shown: list[Segment] = []
    left = _LONGEST
    for place, segment in enumerate(all_segments):
        text = _clean(segment.text)
        if segment.side is Side.KEPT:
            text = _shortened(text, first=place == 0, last=place == last)
        if len(text) > left:
            shown.append(replace(segment, text=f"{text[:left]}…"))
            rest = sum(len(one.text) for one in all_segments[place:]) - left
            return Redline(tuple(shown), cut(change.id, rest))
        left -= len(text)
        shown.append(Segment(segment.side, text))
    return Redline(tuple(shown))


def whole_text(text: str, change: int) -> str:
    """A text in one line, of the same bounded length; it says how much is left out."""
    plain = one_line(text)
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}… {cut(change, len(plain) - _LONGEST)}"


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """What stayed, without the words far from an edit."""
    if len(text) <= 2 * _AROUND + 20:
        return text
    head = "" if first else text[:_AROUND].rpartition(" ")[0]
    tail = "" if last else text[-_AROUND:].partition(" ")[2]
    return f"{head} … {tail}"


def _clean(text: str) -> str:
    """One line, with a blank at an end where there was one."""
    blanks = (" " if text[:1].isspace() else "", " " if text[-1:].isspace() else "")
    return f"{blanks[0]}{one_line(text)}{blanks[1]}"


def _marked(segment: Segment) -> str:
    opening, closing = _MARKS[segment.side]
    text = segment.text.lstrip()
    return f"{segment.text[: len(segment.text) - len(text)]}{opening}{text}{closing}"
