"""Is a page in the language that is read? In another one every name would change, and change back. Pure."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tracker.errors import ErrorKind, ParseError
from tracker.participants import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.models import Chart, Statement
    from tracker.participants import Participants

_FRENCH_NATURES = frozenset(
    fold(f"{word}{plural}")
    for word in ("réserve", "déclaration", "dénonciation", "dérogation", "autorité", "application territoriale")
    for plural in ("", "s")
) | {"applications territoriales"}
_SOME = 5  # names in another form than the usual one: so many former names are not on one page by chance


def refuse_other_language(chart: Chart, participants: Participants, *, usual_names: bool) -> None:
    """Raise ParseError(shape) for a page in French, or in another language that the table knows.

    `usual_names`: the source prints the names of the Council of Europe; the forms that others use then count too.
    Only names that differ between the languages count.
    """
    _refuse([(row.name, row.participant) for row in chart.rows], participants, usual_names=usual_names)


def refuse_statements_in_other_language(
    statements: Iterable[Statement], natures: Iterable[str], participants: Participants
) -> None:
    """Raise ParseError(shape) for a list of statements in French, or with names in another language.

    Each statement would seem to be gone, and another one made. `natures`: the words for their kinds, as printed.
    """
    words = [fold(nature) for nature in natures]
    if 2 * sum(word in _FRENCH_NATURES for word in words) > len(words):
        raise ParseError(ErrorKind.SHAPE, "expected the English list, got the French one")
    _refuse({(one.name, one.participant) for one in statements}, participants, usual_names=True)


def _refuse(names: Iterable[tuple[str, str]], participants: Participants, *, usual_names: bool) -> None:
    told = [_name_as(name, participant, participants) for name, participant in names]
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
