"""The messages of commits in a publication in git. Pure.

A text that was read stands in a line that begins with `* `: it can neither begin a trailer nor end the message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.wording.exports import entry
from tracker.wording.notices import HISTORY_HEAD
from tracker.wording.words import counted, listed, one_line, the_treaty

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.models import Treaty
    from tracker.models.head import Head
    from tracker.models.reports import Entry

AUTHOR = "Convention tracker"

_FIRST_CHART = "First chart of {treaties}"
_FIRST_STATEMENTS = "First list of statements under {treaties}"
_FILLED_IN = "History filled in from archived copies: {changes}"
_NO_NEWS = "Files brought up to date; no act, correction or statement to tell"
_AND = "; "
_LINE = "* {text}"
_SIGNED_OFF = "Signed-off-by: {author} <{mail}>"


def first_chart(treaties: Iterable[Treaty]) -> str:
    """What was read before anything can have changed."""
    return _FIRST_CHART.format(treaties=listed([the_treaty(treaty) for treaty in treaties]))


def first_statements(treaties: Iterable[Treaty]) -> str:
    """The same of the reservations, declarations and the like."""
    return _FIRST_STATEMENTS.format(treaties=listed([the_treaty(treaty) for treaty in treaties]))


def filled_in(changes: int) -> str:
    """Changes of earlier years, found in archived copies."""
    return _FILLED_IN.format(changes=counted(changes, "change"))


def no_news() -> str:
    """Other lines than before, without a change that was told: a new version of the program, a list read first."""
    return _NO_NEWS


def message(
    sentences: Sequence[str], entries: Iterable[Entry], *, banner: str | None, head: Head | None, mail: str
) -> str:
    """The message of a commit: the sentences of the report, each change with its evidence, who signs it off. `banner`:
    said if a stand-in gave what was read."""
    told = [_LINE.format(text=one_line(entry(one))) for one in entries]
    last = [HISTORY_HEAD.format(head=head)] if head else []
    parts = (
        one_line(_AND.join(sentences)),
        "\n".join(told),
        banner,
        "\n".join(last),
        _SIGNED_OFF.format(author=AUTHOR, mail=mail),
    )
    return "\n\n".join(filter(None, parts)) + "\n"
