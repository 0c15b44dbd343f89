"""What a statement says of a territory: included, excluded, not controlled. Pure.

Only sentences of well-known form are understood, and only names of the reviewed table `tracker/data/territories.tsv`,
each in statements of the State that may speak of it. Any other sentence gives nothing, and so does one with a
negation, an exception or a condition that no understood form accounts for: no territory rather than a wrong one. The
text of the statement stays what counts.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from tracker.models import Reach, StatementKind
from tracker.participants.territories import parts_of, territories
from tracker.sources.markup.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The name used for a territory that a statement leaves unnamed: "the territory controlled by the
#: authorities", "its territories occupied by …" (docs/sources.md#law, Moldova and Azerbaijan).
UNNAMED = "territory outside its control"
#: The same, and the name that the bundled statements have for it.
UNNAMED_TERRITORIES = frozenset({UNNAMED, "part of its territory"})

#: The kinds whose texts are read for territories.
ABOUT_TERRITORIES = frozenset(
    {
        StatementKind.TERRITORIAL_APPLICATION,
        StatementKind.DECLARATION,
        StatementKind.RESERVATION,
        StatementKind.COMMUNICATION,
    }
)
_LONGEST = 20_000  # characters of a text that are read; a statement about territories is a page at most

_SENTENCE_END = re.compile(r"(?<!\bSt)(?<!\bSte)\.\s+(?=[A-Z\"“«(])|(?<![:,;])\n+")

# All patterns are for text as `plain` leaves it: lower case, no accents, no hyphens, blanks folded.
#: A sentence with one of these takes back, foresees or replies: what it names is not read.
_NOT_READ = re.compile(
    r"\b(?:withdraws?|withdrew|withdrawn|withdrawal|no longer|ceases?|repeals?|reserves? the right|reserving the right"
    r"|may|might|could|would|intends?|consider(?:s|ing)?|whether|later date|due course|objects?|objection|if)\b"
)
_TAKEN_BACK = re.compile(
    r"\b(?:withdraws?|withdrew|withdrawn|withdrawal|no longer|ceases?|terminat\w+|revok\w+|repeals?)\b"
)
#: One article alone is applied or not: that says nothing of the treaty.
_ONE_ARTICLE = re.compile(
    r"\b(?:articles?|paragraphs?) [0-9][0-9a-z()]{0,8}"
    r"(?:,? (?:and |or |to )?(?:paragraphs? |articles? )?[0-9][0-9a-z()]{0,8}){0,6}"
    r"(?:,? of (?:the|this) \w+(?: protocol)?)?,? (?:shall|will|does|do|is|are)\b"
)
_NOT_CONTROLLED = re.compile(
    r"\b(?:unable to|not able to|cannot|not in a position to|impossible to|does not|do not|no) "
    r"(?:guarantee|ensure|secure|assure|exercise)"
    r"|\bnot (?:be )?(?:fully )?(?:guaranteed|ensured)\b"
    r"|\bnot (?:under|within) (?:the |its )?(?:\w+ )?(?:effective |actual |full )?control\b"
    r"|\bnot (?:effectively |actually )?controlled\b|\bbeyond (?:the|its) (?:effective )?control\b"
    r"|\bonly (?:to|on|in|within) the (?:part of (?:the|its) )?territory (?:effectively |actually )?controlled\b"
    r"|\buntil [^.]{0,200}?\b(?:liberated|liberation|de occupation|occupation|restored|territorial integrity)\b"
)
_A_TERRITORY = re.compile(r"\b(?:occupied|controlled?|liberated|jurisdiction|territorial integrity)\b")

_APPLY = r"(?:be )?(?:apply|applied|applicable|extend|extended)"
_APPLIES = rf"(?:also |further )?(?:be also )?{_APPLY}(?: (?:or|and) {_APPLY})?"
_CONSENT_FOR = r"the (?:said )?(?:[\w']+ ){1,6}?for\b"
_MODAL = r"(?:shall|will|does|do|is|are|is to|are to|should)"
_VERBS = re.compile(
    rf"(?P<not>\b{_MODAL} (?:therefore )?not {_APPLIES} (?:to|in|for)\b|\b(?:is|are) not (?:being )?extended to\b"
    rf"|\b{_MODAL} not (?:accept|ratify|approve|accede to) {_CONSENT_FOR})"
    rf"|(?P<yes>\b{_MODAL} (?:therefore |also |henceforth )?{_APPLIES} (?:to|in respect of|for)\b"
    r"|\b(?:extends?|extending|extension of) (?!to\b)(?:[\w']+ ){1,12}?to\b|\b(?:extends?|applies) (?:also )?to\b"
    rf"|\b(?:accepts?|ratifies|approves|accedes to) {_CONSENT_FOR})"
    r"|(?P<but>\b(?:with the exception of|except(?:ing)?(?: for)?|excluding|other than"
    r"|(?:only,? )?(?:but|and) not (?:to|for)?)\b)"
)
#: Negations, exceptions and conditions that the forms above do not account for: no name of the sentence is read.
_TURNED = re.compile(
    r"\b(?:not|nor|neither|never|none|nothing|nobody|nowhere|cannot|no(?!\.? ?[0-9])|without(?! prejudice\b| delay\b)"
    r"|save|saving|saved|bar|barring|minus|apart|aside|exce\w+|exclu\w+|omit\w*|lea(?:ves?|ving) out|instead|rather"
    r"|contrary|hardly|scarcely|barely|refus\w+|declin\w+|reject\w*|den(?:y|ies|ied|ying)|prevent\w*|preclud\w+"
    r"|prohibit\w*|forbid\w*|fail\w*|lack\w*|oppos\w+|terminat\w+|revok\w+|revocation|rescind\w*|cancel\w*"
    r"|annul\w*|suspend\w*|suspension|lapse\w*|expir\w+|postpon\w+|defer\w*|inapplicab\w+"
    r"|only|solely|exclusively|merely|alone|when|whenever|once|after|upon|provided|providing|subject to|condition\w*"
    r"|as soon as|(?:as|so) long as|to the extent|in ?so ?far|in the event|in case"
    r"|to be (?:notified|determined|specified|fixed|agreed|decided|announced))\b"
)
#: A territory left out until something happens is left out; one included so is not, yet.
_AWAITED = re.compile(r"\b(?:unless|until|pending)\b")
_STOP = re.compile(
    r"\b(?:provided|subject to|where|which|whose|until|unless|while|whereas|pursuant|in accordance|on the basis|by"
    r"|from|with effect|as of|following|in (?:the )?light|because|since|but|nor|on behalf|for the purposes?)\b"
)
_ALONE = re.compile(r"\b(?:only|solely|exclusively|alone) ?\b")
_SPEAKER = re.compile(r"\b(?:government|authorities|parliament|minister|ministry|states)(?: \w+)? of (?:the )?$")


def read(participant: str, kind: StatementKind, text: str) -> tuple[tuple[str, Reach], ...]:
    """The territories that a participant's statement names, each with its reach, in the order of the text.

    One of which two sentences say different things is left out. A treaty that is accepted for one part of the State,
    "for the Kingdom in Europe", is not accepted for the territories that lie outside it and that are not named.
    """
    if kind not in ABOUT_TERRITORIES:
        return ()
    found: dict[str, Reach] = {}
    unclear: set[str] = set()
    outside: dict[str, Reach] = {}
    for sentence in map(plain, _SENTENCE_END.split(text[:_LONGEST])):
        part = _part_pattern(participant)
        one_part = bool(part and part.search(sentence))
        said = _ALONE.sub("", sentence) if one_part else sentence
        for name, reach in _of_sentence(participant, said):
            if found.setdefault(name, reach) is not reach:
                unclear.add(name)
        if one_part:
            outside |= dict.fromkeys(_left_outside(participant, said), Reach.EXCLUDED)
    named = set(found) | {part.name for known in territories() if known.name in found for part in parts_of(known)}
    outside = {name: reach for name, reach in outside.items() if name not in named}
    return tuple((name, reach) for name, reach in (found | outside).items() if name not in unclear)


def takes_back(text: str) -> bool:
    """True if a text may take back what was declared before."""
    return bool(_TAKEN_BACK.search(plain(text[:_LONGEST])))


def names_territory(participant: str, name: str, text: str) -> bool:
    """True if a text names a territory, by any spelling that the statements of its State may use."""
    return name in _named_in(participant, text)


@lru_cache(maxsize=8192)
def _named_in(participant: str, text: str) -> frozenset[str]:
    pattern, names = _pattern(participant)
    found = pattern.finditer(plain(text[:_LONGEST])) if pattern else ()
    return frozenset(names[one[0]] for one in found)


def _left_outside(participant: str, sentence: str) -> Iterator[str]:
    """The territories outside the one part of a State for which a sentence says that the treaty is accepted."""
    if _NOT_READ.search(sentence) or _NOT_CONTROLLED.search(sentence) or _ONE_ARTICLE.search(sentence):
        return
    if _TURNED.search(_VERBS.sub(lambda form: form[0] if form["yes"] else " ", sentence)):
        return
    clauses = [clause for reach, clause in _clauses(sentence) if reach is Reach.INCLUDED]
    for known in territories():
        if known.participant == participant and not known.ended and not parts_of(known):
            inside = [plain(words) for words in known.outside_of]
            yield from [known.name] if any(words in clause for words in inside for clause in clauses) else []


def _of_sentence(participant: str, sentence: str) -> Iterator[tuple[str, Reach]]:
    if _NOT_READ.search(sentence):
        return
    if _NOT_CONTROLLED.search(sentence):
        if _A_TERRITORY.search(sentence):
            names = list(_names(participant, sentence)) or [UNNAMED]
            yield from ((name, Reach.NOT_CONTROLLED) for name in names)
        return
    if _ONE_ARTICLE.search(sentence):
        return
    rest = _VERBS.sub(lambda form: form[0] if form["yes"] else " ", sentence)
    found = [] if _TURNED.search(rest) else list(_applied(participant, sentence))
    if not (_AWAITED.search(rest) and any(reach is Reach.INCLUDED for _, reach in found)):
        yield from found


def _applied(participant: str, sentence: str) -> Iterator[tuple[str, Reach]]:
    for reach, clause in _clauses(sentence):
        yield from ((name, reach) for name in _names(participant, clause))


def _clauses(sentence: str) -> Iterator[tuple[Reach, str]]:
    """The text after each "shall (not) apply to", up to where something else begins."""
    reach: Reach | None = None
    verbs = list(_VERBS.finditer(sentence))
    for place, verb in enumerate(verbs):
        if verb["but"]:
            reach = Reach.EXCLUDED if reach is Reach.INCLUDED else None
        else:
            reach = Reach.EXCLUDED if verb["not"] else Reach.INCLUDED
        if reach is None:
            return  # "shall not apply except to …", or an exception to nothing
        ends = verbs[place + 1].start() if place + 1 < len(verbs) else len(sentence)
        clause = sentence[verb.end() : ends]
        stop = _STOP.search(clause)
        yield reach, clause[: stop.start()] if stop else clause


def _names(participant: str, text: str) -> Iterator[str]:
    pattern, names = _pattern(participant)
    if pattern is None:
        return
    for found in pattern.finditer(text):
        if not _SPEAKER.search(text[max(0, found.start() - 60) : found.start()]):
            yield names[found[0]]


@cache
def _pattern(participant: str) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    """What finds a State's territories, the longest name first, and the name of each spelling."""
    own = [known for known in territories() if known.participant == participant]
    names = {plain(spelling): known.name for known in own for spelling in known.spellings}
    if not names:
        return None, names
    spellings = sorted(names, key=lambda spelling: (-len(spelling), spelling))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, spellings))})(?!\w)"), names


@cache
def _part_pattern(participant: str) -> re.Pattern[str] | None:
    """What finds the words for the one part of a State outside of which its territories lie."""
    words = {plain(part) for known in territories() if known.participant == participant for part in known.outside_of}
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words)))})(?!\w)") if words else None
