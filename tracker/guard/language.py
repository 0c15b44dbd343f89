"""Is a page in the language that is read? In another one every name would change, and change back. Pure."""

from __future__ import annotations

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
    distinguishable = french = other = 0
    for row in chart.rows:
        participant, printed = participants.get(row.participant), fold(row.name)
        english, in_french = fold(participant.name), fold(participant.name_fr or "")
        if not in_french or english == in_french == printed:  # only the configuration knows it, or no difference
            continue
        distinguishable += 1
        french += printed == in_french != english
        other += printed != english
    if french > distinguishable / 2:
        raise ParseError(ErrorKind.SHAPE, "expected the English page, got the French one")
    if usual_names and other >= _SOME and other > distinguishable / 2:
        raise ParseError(ErrorKind.SHAPE, "expected the English page, got names in another language")
