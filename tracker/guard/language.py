"""Is a page in the language that is read? In another one every name would change, and change back. Pure."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tracker.errors import ErrorKind, ParseError
from tracker.participants import fold

if TYPE_CHECKING:
    from tracker.models import Chart
    from tracker.participants import Participants

_SOME = 5  # names in another form than the usual one: so many former names are not on one page by chance


def refuse_other_language(chart: Chart, participants: Participants, *, usual_names: bool) -> None:
    """Raise ParseError(shape) for a page in French, or in another language that the table knows.

    `usual_names`: the source prints the names of the Council of Europe; the forms that others use then count too.
    Only names that differ between the languages count.
    """
    told = [_name_as(row.name, row.participant, participants) for row in chart.rows]
    distinguishable, french, other = (sum(column) for column in zip(*told, strict=True)) if told else (0, 0, 0)
    if french > distinguishable / 2:
        raise ParseError(ErrorKind.SHAPE, "expected the English page, got the French one")
    if usual_names and other >= _SOME and other > distinguishable / 2:
        raise ParseError(ErrorKind.SHAPE, "expected the English page, got names in another language")


@lru_cache(maxsize=1024)  # nearly all names of a page are those of its last read
def _name_as(printed: str, key: str, participants: Participants) -> tuple[bool, bool, bool]:
    """Whether a name tells the languages apart; is the French one; is another than the English one."""
    participant = participants.get(key)
    name, english, in_french = fold(printed), fold(participant.name), fold(participant.name_fr or "")
    if not in_french or english == in_french == name:  # only the configuration knows it, or no difference
        return False, False, False
    return True, name == in_french != english, name != english
