"""Is a page in the language that is read? In another one every name would change, and change back. Pure.

A list of statements is read in English, and in French where that is asked for: each is refused in the other's place.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from tracker.errors import ErrorKind, ParseError
from tracker.language import Language
from tracker.participants import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.models import Chart, PrintedStatements
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


# ---- lists of statements ------------------------------------------------------------------------

_LONGEST = 4_000  # characters of a text that are looked at
_WORD = re.compile(r"[^\W\d_]+")
#: Words without which hardly a sentence is made, and that the other language does not have.
_OF_A_LANGUAGE = {
    language: frozenset(_WORD.findall(words))
    for language, words in (
        (
            Language.ENGLISH,
            "the of and to shall with by that which is are for from not it its this has have be any",
        ),
        (Language.FRENCH, "le la les des du et dans pour par que qui une aux au sur est sont son sa ses ce cette à il"),
    )
}
#: The service's words for the kinds of statements that differ between the languages.
_NATURE = re.compile(
    r"(?P<en>reservations?|declarations?|authorit(?:y|ies)|territorial applications?|denunciations?|derogations?)"
    r"|(?P<fr>réserves?|déclarations?|autorités?|applications? territoriales?|dénonciations?|dérogations?)",
    re.IGNORECASE,
)


def refuse_list_in_other_language(printed: PrintedStatements, participants: Participants, expected: Language) -> None:
    """Raise ParseError(shape) for a list of statements in another language than the expected one.

    The names of States tell it; where they do not, the words for the kinds; and only then the texts: a State's own
    words may be printed in its language. Changes come from the English list: neither names nor kinds of it may be
    French. A list of which nothing tells the language is not refused.
    """
    names, natures = _told(_by_names(printed, participants)), _told(_by_natures(printed))
    found = names or natures or _told(_by_texts(printed))
    if found not in (None, expected) or (expected is Language.ENGLISH and natures is Language.FRENCH):
        raise ParseError(ErrorKind.SHAPE, _LIST_REFUSED[expected])


def _told(each: Iterable[Language | None]) -> Language | None:
    """The language that most have; None: nothing tells it. Raises ParseError if most are in neither language."""
    counted = Counter(each)
    if counted[None] >= _SOME and counted[None] > counted.total() / 2:
        raise ParseError(ErrorKind.SHAPE, "expected a list of statements, got names in another language")
    if counted[Language.ENGLISH] == counted[Language.FRENCH]:
        return None
    return max(Language, key=counted.__getitem__)


_LIST_REFUSED = {
    Language.ENGLISH: "expected the English list of statements, got the French one",
    Language.FRENCH: "expected the French list of statements, got the English one",
}


def language_of(text: str) -> Language | None:
    """English or French, by the words that only one of them has; None where they tell nothing."""
    words = _WORD.findall(text[:_LONGEST].casefold())
    count = {language: sum(word in own for word in words) for language, own in _OF_A_LANGUAGE.items()}
    if count[Language.ENGLISH] == count[Language.FRENCH]:
        return None
    return max(count, key=count.__getitem__)


def _by_names(printed: PrintedStatements, participants: Participants) -> Iterator[Language | None]:
    """The language of each name that is not alike in all of them; None for one that neither language has."""
    for who in {one.who for one in printed.statements}:
        key = participants.spelled(who)
        if key is None:
            continue  # a code, or a name that nobody knows
        found = participants.get(key)
        name, english, french = fold(who), fold(found.name), fold(found.name_fr or "")
        if not french or english == french == name:
            continue
        yield {english: Language.ENGLISH, french: Language.FRENCH}.get(name)


def _by_natures(printed: PrintedStatements) -> Iterator[Language]:
    for one in printed.statements:
        if found := _NATURE.fullmatch(one.nature.rstrip(".")):
            yield Language.ENGLISH if found["en"] else Language.FRENCH


def _by_texts(printed: PrintedStatements) -> Iterator[Language]:
    for one in printed.statements:
        if found := language_of(one.text):
            yield found
