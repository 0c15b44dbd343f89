"""Objections that preclude the entry into force of the treaty between two States (VCLT arts 20(4)(b), 21(3)). Pure.

An objection has this effect only if the objecting State has definitely expressed that intention. So only the set forms
count: a sentence of its own, "This objection precludes the entry into force of the Convention between A and B.", or the
same in French. Quotations do not count. A text with both set forms for the same State expresses nothing definite.

Other words may mean the same ("opposes the entry into force", "no treaty relations"), in an objection or another
statement. They decide nothing, but nobody can say then that the treaty is in force between the two.
"""

from __future__ import annotations

import re
from functools import lru_cache
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

#: Words that may mean that the treaty is not in force between two.
_OTHER_FORMS = (
    re.compile(
        r"\b(?:oppos(?:es?|ed|ing|ition)|object(?:s|ed|ing|ions?)?|preclud(?:es?|ed|ing)|prevent(?:s|ed|ing)?"
        r"|bar(?:s|red|ring)?|exclud(?:es?|ed|ing))\s+(?:to\s+)?the\s+entry\s+into\s+force\b"
        r"(?!,?\s+of\s+(?:the\s+)?(?:articles?|paragraphs?|provisions?|reservations?|declarations?|amendments?)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_INSTRUMENT}\s+(?:[\w-]+\s+){{0,4}}?(?:not|never)\s+(?:{_ADVERB}\s+)?"
        r"(?:(?:be|become|come|enter|have\s+entered|being|remain)\s+)?"
        r"(?:(?:in|into)\s+force|applicable|apply|operative|binding)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\bnot\s+(?:consider|regard)\s+(?:itself\s+(?:as\s+)?(?:being\s+)?bound\s+by\s+|)the\s+{_INSTRUMENT}\s+"
        r"(?:(?:as|to|being|be|in|force|applicable|binding|operative)\s+)*"
        r"(?:in\s+(?:its\s+)?relations?|with\s+respect|with\s+regard|vis|towards|(?:as\s+)?between)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:no|any)\s+(?:treaty|contractual|conventional)\s+relations?(?:hips?)?\b", re.IGNORECASE),
    re.compile(r"\bnot\s+(?:consider\s+itself\s+|be\s+)?in\s+(?:a\s+)?treaty\s+relations?(?:hip)?\b", re.IGNORECASE),
    re.compile(
        r"\b(?:s\W?\s*oppose\s+à|opposition\s+à)\s+l\W\s*entrée\s+en\s+vigueur\b"
        r"|\bn\W\s*(?:entrera|entre)\s+pas\s+en\s+vigueur\b|\baucune\s+relation\s+conventionnelle\b",
        re.IGNORECASE,
    ),
)
_DENIED = re.compile(r"\b(?:not|without|nor|neither|cannot|ne|n|pas)\b\W*(?:[\w-]+\W+){0,5}$", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|entre)\b", re.IGNORECASE)


def opposed_by(statement: Statement, participants: Participants) -> frozenset[str]:
    """The States with which a statement precludes the entry into force of the treaty, or may do so."""
    return precluded_by(statement, participants) or _perhaps_precluded_by(statement, participants)


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

    Not one in other words than the set form, not one that left the list without a withdrawal, and not one that the
    record dates too late (VCLT art. 20(5)): what follows from that is not known here.
    """
    statement = objection.statement
    return in_set_form(statement) and not statement.unlisted_on(day) and objection.id not in late


def in_set_form(statement: Statement) -> bool:
    """True if a statement is an objection that precludes in the set form, whoever it is between."""
    return statement.kind is StatementKind.OBJECTION and _precludes(statement.text)


@lru_cache(maxsize=4096)
def _precludes(text: str) -> bool:
    return any(not found["not"] and not found["tail"] for found in map(_in_form, _sentences(text)) if found)


def _perhaps_precluded_by(statement: Statement, participants: Participants) -> frozenset[str]:
    """The States with which other words than the set forms may preclude it."""
    told = [sentence for sentence in _sentences(statement.text) if _in_other_words(sentence)]
    if not told or in_set_form(statement):
        return frozenset()
    named = participants.named_in(statement.text) - {statement.participant}
    allowed = {other for other, precludes in _set_forms(statement, participants) if not precludes}
    found: set[str] = set()
    for sentence in told:
        here = participants.named_in(sentence)
        others = here - {statement.participant}
        if len(others) > 1 and statement.participant not in here and _BETWEEN.search(sentence):
            continue  # between others
        found |= others or (named if len(named) == 1 else frozenset())
    return frozenset(found - allowed)


def _in_other_words(sentence: str) -> bool:
    matches = (form.search(sentence) for form in _OTHER_FORMS)
    return any(not _DENIED.search(sentence[: match.start()]) for match in matches if match)


def _set_forms(statement: Statement, participants: Participants) -> Iterator[tuple[str, bool]]:
    """Each State that a set form names besides the objecting one, and whether the form precludes."""
    for sentence in _sentences(statement.text):
        found = _in_form(sentence)
        # what is added to a form that precludes may be a condition
        if found and (found["not"] or not found["tail"]) and (other := _other(found["pair"], statement, participants)):
            yield other, not found["not"]


def _sentences(text: str) -> list[str]:
    """The sentences outside quotations; none if a quotation does not end."""
    own = _QUOTED.sub(" (quotation) ", text)
    return [] if _QUOTE.search(own) else [sentence.strip() for sentence in _SENTENCE_ENDS.split(own)]


def _in_form(sentence: str) -> re.Match[str] | None:
    return next((match for form in _SET_FORMS if (match := form.fullmatch(sentence))), None)


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
