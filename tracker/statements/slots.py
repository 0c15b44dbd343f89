"""Which places of a treaty's text a statement invokes, such as `7(9)(a)`. Pure.

Only exact forms are read: a sentence that names the place as the texts do and, for a reservation, reserves. A sentence
that withdraws, objects or only considers is not read. What is not read stays for a person (`tracker statement slot`).
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from tracker.models import StatementKind
from tracker.statements.articles import article_matches, article_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.law.articles import Slots

_LONGEST = 20_000  # characters of a text that are read
_SENTENCE_END = re.compile(r"(?<=[.;])\s+(?=[A-Z\"“«(])|\n+")

_LETTER = r"(?:,?\s*(?:sub-?paragraph|letter|lit\.|point)\s*|\s*[.,]?\s*)\(?(?P<letter{0}>[a-z])\)?(?![\w)])"
#: `Article 7, paragraph 9.a`, `Article 7 (9) (a)`, `paragraph 9.a of Article 7`, `Article 27.9.e`.
_PLACES = (
    re.compile(
        r"\barticle\s+(?P<article>\d{1,3}),?\s*(?:paragraph|para\.?|§)\s*(?P<paragraph>\d{1,2})(?![\d-])"
        rf"(?:{_LETTER.format('')})?"
    ),
    re.compile(
        r"\barticle\s+(?P<article>\d{1,3})\s?(?:\(\s?(?P<paragraph>\d{1,2})\s?\)|\.(?P<dotted>\d{1,2}))(?!\d)"
        rf"(?:{_LETTER.format('')})?"
    ),
    re.compile(
        rf"\b(?:paragraph|para\.?)\s*(?P<paragraph>\d{{1,2}})(?![\d-])(?:{_LETTER.format('')})?"
        r",?\s+of\s+article\s+(?P<article>\d{1,3})(?!\d)"
    ),
)
_RESERVES = re.compile(
    r"\breserv(?:es?|ing) (?:the|its) right\b|\b(?:has|makes|enters|made|entered) (?:a|the following) reservation\b"
    r"|\bwill refuse\b|\bshall refuse\b"
)
#: A sentence with one of these takes back, replies or foresees.
_NOT_READ = re.compile(
    r"\b(?:withdraw\w*|withdrew|no longer|repeal\w*|objects?|objection\w*|consider\w*|intends?|whether|waives?|waived"
    r"|(?:does|do|did|shall|will) not (?:\w+ )?reserve|not to reserve|neither|nor|never|in due course|later date)\b"
)
_TAKEN_BACK = re.compile(r"\b(?:withdraw\w*|withdrew|no longer|repeal\w*)\b")
_DESIGNATES_NONE = re.compile(
    r"\bnone\b|\bno (?:\w+ ){0,3}authorit(?:y|ies)\b|\bnot (?:\w+ ){0,2}(?:designat|appoint|nam)(?:e|ed|ing)\b"
)
#: One with one of these excludes only on a condition.
_CONDITIONED = re.compile(
    r"\b(?:if|unless|until|where|when|may|might|could|would|should|except\w*|save|only|provided|without|in so far"
    r"|insofar|to the extent|subject to)\b"
)


def slots_read(kind: StatementKind, printed: str | None, text: str, known: Slots) -> frozenset[str]:
    """The slots among `known` that a statement fills, by its kind, the article printed with it, and its text."""
    if kind is StatementKind.AUTHORITY:
        return _of_authority(printed, text, known.authorities)
    if kind not in (StatementKind.RESERVATION, StatementKind.DECLARATION):
        return frozenset()
    return frozenset(slot for sentence in _sentences(text) for slot in _of_sentence(kind, sentence, known))


def slots_on_record(kind: StatementKind, printed: str | None, summary: str, known: Slots) -> frozenset[str]:
    """The slots that a statement on record from secondary sources fills: those that its text would, and those that its
    printed article names. A reservation is taken to exclude what it is listed under, so that nothing is called open
    that may be closed."""
    read = slots_read(kind, printed, summary, known)
    if kind not in (StatementKind.RESERVATION, StatementKind.DECLARATION) or _TAKEN_BACK.search(summary.casefold()):
        return read
    return read | {slot for slot in known.excluding | known.others if article_matches(slot, printed)}


def _sentences(text: str) -> Iterator[str]:
    for sentence in _SENTENCE_END.split(text[:_LONGEST]):
        yield " ".join(sentence.split()).casefold()


def _of_sentence(kind: StatementKind, sentence: str, known: Slots) -> frozenset[str]:
    """A reservation must reserve; so must a declaration to fill a slot that excludes, and that without a condition."""
    reserves = bool(_RESERVES.search(sentence))
    if _NOT_READ.search(sentence) or (kind is StatementKind.RESERVATION and not reserves):
        return frozenset()
    allowed = known.others if not reserves or _CONDITIONED.search(sentence) else known.others | known.excluding
    return frozenset(places_named(sentence)) & allowed


def places_named(sentence: str) -> Iterator[str]:
    """The paragraphs that a text in lower case names with their article, as slots: `27(9)(e)`."""
    for form in _PLACES:
        for found in form.finditer(sentence):
            parts = found.groupdict()
            paragraph = parts["paragraph"] or parts.get("dotted")
            letter = f"({parts['letter']})" if parts["letter"] else ""
            yield f"{parts['article']}({paragraph}){letter}"


def _of_authority(printed: str | None, text: str, wanted: frozenset[str]) -> frozenset[str]:
    """A statement of the class "authorities" fills the slots of the articles that are printed with it or named, unless
    it says that there is none."""
    if _DESIGNATES_NONE.search(" ".join(text[:_LONGEST].split()).casefold()):
        return frozenset()
    named = frozenset(place for sentence in _sentences(text) for place in places_named(sentence))
    by_article = frozenset(slot for slot in wanted if article_matches(slot.partition("(")[0], printed))
    return by_article | (named & wanted)


_ARTICLE_NAMED = re.compile(r"\barticles?\s+(\d{1,3}(?:\s*(?:,|-|and|or|to)\s*\d{1,3})*)")
#: Words by which a designation of an authority says more than who it is.
_SETS_CONDITIONS = re.compile(
    r"\b(?:not|only|unless|if|except\w*|condition\w*|provided|subject to|must|shall|require\w*|language|translat\w*"
    r"|reserves?|reserving|refus\w*|urgent|copy|simultaneous\w*)\b"
)


def articles_named(text: str) -> frozenset[str]:
    """The numbers of the articles that a text names: `Articles 6 to 8 and 10` → 6, 7, 8, 10."""
    plain = " ".join(text[:_LONGEST].split()).casefold()
    return frozenset(
        number for found in _ARTICLE_NAMED.finditer(plain) for number in article_numbers(found[1].replace("-", " to "))
    )


def digest_of(text: str) -> str:
    """The hash of a statement's text, by which a person's reading of it is kept."""
    return sha256(text.encode()).hexdigest()


def sets_conditions(text: str) -> bool:
    """True if a designation of an authority may say more than who it is."""
    return bool(_SETS_CONDITIONS.search(text[:_LONGEST].casefold()))
