"""Objections that preclude the entry into force of the treaty between two States (VCLT arts 20(4)(b), 21(3)). Pure.

An objection has this effect only if the objecting State has definitely expressed that intention. So only the set forms
count: a sentence of its own, "This objection precludes the entry into force of the Convention between A and B.", or the
same in French. Quotations do not count. A text with both set forms for the same State expresses nothing definite.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.models import StatementKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from tracker.models import Statement
    from tracker.models.records import StoredStatement
    from tracker.participants import Participants

_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|„[^“”]*[“”]|\"[^\"]*\"")
_QUOTE = re.compile(r"[“”«»„\"]")
_SENTENCE_ENDS = re.compile(r"(?<=[.;])\s+|\s*\n\s*")

_ADVERB = r"(?:therefore|accordingly|consequently|thus|hereby|however|donc|toutefois|cependant)"
_INSTRUMENT = (
    r"(?:said\s+|present\s+|above-mentioned\s+|second\s+|first\s+|additional\s+)*"
    r"(?:convention|protocol|treaty|agreement)"
)
_SET_FORMS = (
    re.compile(
        rf"(?:{_ADVERB},?\s+)?(?:this|the|the\s+present|the\s+above|such|these|its|the\s+said)\s+objections?"
        rf"(?:,?\s+{_ADVERB},?)?\s+"
        rf"(?:(?P<not>(?:does|do|shall|will|should)\s+not\s+(?:{_ADVERB}\s+)?preclude|is\s+not\s+intended\s+to\s+preclude)"
        rf"|(?:precludes?|(?:shall|will)\s+(?:{_ADVERB}\s+)?preclude))"
        r"\s+the\s+entry\s+into\s+force,?(?:\s+in\s+its\s+entirety,?)?\s+of\s+the\s+"
        rf"{_INSTRUMENT},?(?:\s+in\s+its\s+entirety,?)?(?:\s+as)?\s+between\s+(?P<pair>[^.;,]+)(?P<tail>,[^.;]*)?[.;]?",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:cette|la|la\s+présente)\s+objection\s+"
        r"(?:(?P<not>ne\s+fait\s+(?:toutefois\s+)?pas\s+obstacle\s+à|n\W\s*empêche\s+pas)|fait\s+obstacle\s+à|empêche)\s+"
        r"l\W\s*entrée\s+en\s+vigueur\s+(?:de\s+la\s+(?:présente\s+)?convention|du\s+(?:deuxième\s+|premier\s+)?protocole"
        r"(?:\s+additionnel)?)\s+entre\s+(?P<pair>[^.;,]+)(?P<tail>,[^.;]*)?[.;]?",
        re.IGNORECASE,
    ),
)
_BOTH = re.compile(r"(?:the\s+two\s+(?:states|countries|parties)|les\s+deux\s+(?:états|pays|parties))", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|et)\s+", re.IGNORECASE)
_OFFICIAL = re.compile(
    r"(?:the\s+)?(?:(?:republic|kingdom|federal\s+republic|state|principality|grand\s+duchy)\s+of\s+)?(?:the\s+)?",
    re.IGNORECASE,
)


def precluded_by(statement: Statement, participants: Participants) -> frozenset[str]:
    """The States with which an objection precludes the entry into force of the treaty; none in any other text."""
    if statement.kind is not StatementKind.OBJECTION:
        return frozenset()
    said = list(_set_forms(statement, participants))
    allowed = {other for other, precludes in said if not precludes}
    return frozenset(other for other, precludes in said if precludes and other not in allowed)


def foremost(objections: Iterable[StoredStatement], day: date, late: Collection[int] = ()) -> StoredStatement | None:
    """The objection that decides on a day, of several: first one that the list still shows and that is not `late`, the
    ids of those that the record dates too late."""
    return min(objections, key=lambda one: (not decides(one, day, late), one.id), default=None)


def decides(objection: StoredStatement, day: date, late: Collection[int] = ()) -> bool:
    """True if an objection that precludes settles that the treaty is not in force between the two on a day.

    Not one that left the list without a withdrawal, and not one that the record dates too late (VCLT art. 20(5)): what
    follows from that is not known here.
    """
    return not objection.statement.unlisted_on(day) and objection.id not in late


def _set_forms(statement: Statement, participants: Participants) -> Iterator[tuple[str, bool]]:
    """Each State that a set form names besides the objecting one, and whether the form precludes."""
    own = _QUOTED.sub(" (quotation) ", statement.text)
    if _QUOTE.search(own):  # a quotation that does not end
        return
    for sentence in _SENTENCE_ENDS.split(own):
        found = next((match for form in _SET_FORMS if (match := form.fullmatch(sentence.strip()))), None)
        # what is added to a form that precludes may be a condition
        if found and (found["not"] or not found["tail"]) and (other := _other(found["pair"], statement, participants)):
            yield other, not found["not"]


def _other(pair: str, statement: Statement, participants: Participants) -> str | None:
    if _BOTH.fullmatch(pair.strip()):
        named = participants.named_in(statement.text) - {statement.participant}
        return next(iter(named)) if len(named) == 1 else None
    for cut in _AND.finditer(pair):
        sides = [_named(part, participants) for part in (pair[: cut.start()], pair[cut.end() :])]
        if statement.participant in sides and None not in sides:
            return next((side for side in sides if side != statement.participant), None)
    return None


def _named(name: str, participants: Participants) -> str | None:
    plain = name.strip()
    return participants.spelled(plain) or participants.spelled(_OFFICIAL.sub("", plain, count=1))
